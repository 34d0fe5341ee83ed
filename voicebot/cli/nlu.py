"""`voicebot nlu`: measure understanding on labelled rows, and look into one decision."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from voicebot.errors import UsageError, did_you_mean
from voicebot.nlu.explain import Reason, reasons, runner_up
from voicebot.nlu.meaning import Context, Meaning
from voicebot.nlu.score import Score, read_rows, score
from voicebot.nlu.understanding import load_understanding, model_folder

NOW = "2026-11-23T10:00"
_MOST_CONFUSIONS = 15

Language = Annotated[str, typer.Option(help="zh or en.")]
Now = Annotated[str, typer.Option(help="The call's moment; days and hours are told from it.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, help="Understanding: measure it, and look into one decision.")
    group.command("test")(measure)
    group.command("parse")(parse)
    app.add_typer(group, name="nlu")


def measure(
    file: Annotated[
        Path, typer.Argument(help="Labelled rows: CSV with the columns text,intent,context,slots.")
    ],
    language: Language = "zh",
    now: Now = NOW,
    show_wrong: Annotated[
        bool, typer.Option("--wrong", help="List the rows that were misunderstood.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Accuracy, slots and calibration on labelled rows."""
    moment = _moment(now)
    rows = read_rows(file)
    result = score(load_understanding(language, model_folder(language)), rows, moment)
    if as_json:
        print(json.dumps(result.as_json(), ensure_ascii=False))
        return
    console = Console(highlight=False)
    _show(console, result)
    if show_wrong:
        _show_wrong(console, result)


def parse(
    text: Annotated[str, typer.Argument(help="What the customer says.")],
    context: Annotated[str, typer.Option(help="What the robot has just asked: a step's `asks`.")] = "open",
    language: Language = "zh",
    now: Now = NOW,
    as_json: Json = False,
) -> None:
    """What one utterance means, and what weighed in the decision."""
    moment = _moment(now)
    if context not in list(Context):
        raise UsageError(
            f"--context '{context}' is not known; known are {', '.join(Context)}"
            f"{did_you_mean(context, Context)}"
        )
    nlu = load_understanding(language, model_folder(language))
    meaning = nlu.understand(text, Context(context), moment)
    why = reasons(nlu, text, Context(context))
    if as_json:
        print(json.dumps(_as_json(meaning, why), ensure_ascii=False))
        return
    console = Console(highlight=False)
    console.print(f"[bold]{meaning.intent}[/]  {meaning.confidence:.0%}")
    for intent, chance in meaning.others:
        console.print(f"  or {intent}  {chance:.0%}")
    for name, value in meaning.slots.as_json().items():
        console.print(f"  {name} = {value}")
    second, _ = runner_up(nlu, text, Context(context))
    table = Table(title=f"what weighed for {meaning.intent} and against {second}", title_justify="left")
    table.add_column("kind")
    table.add_column("feature")
    table.add_column("weight", justify="right")
    for reason in why:
        table.add_row(reason.kind, reason.feature, f"{reason.weight:+.2f}")
    console.print(table)


def _moment(now: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(now)
    except ValueError:
        raise UsageError(f"--now '{now}' is no moment; write it like {NOW}") from None


def _as_json(meaning: Meaning, why: list[Reason]) -> dict[str, object]:
    return {
        "intent": meaning.intent.value,
        "confidence": round(meaning.confidence, 4),
        "others": [
            {"intent": intent.value, "confidence": round(chance, 4)} for intent, chance in meaning.others
        ],
        "slots": meaning.slots.as_json(),
        "reasons": [
            {"kind": reason.kind, "feature": reason.feature, "weight": reason.weight} for reason in why
        ],
    }


def _show(console: Console, result: Score) -> None:
    console.print(
        f"{result.rows} rows: accuracy [bold]{result.accuracy:.1%}[/], macro F1 {result.macro_f1:.3f}, "
        f"slots exact [bold]{result.slot_exact_match:.1%}[/] of {result.slot_rows}, "
        f"calibration error {result.ece:.3f}"
    )
    contexts = Table(title="by context", title_justify="left")
    for column in ("context", "rows", "accuracy"):
        contexts.add_column(column, justify="left" if column == "context" else "right")
    for name, part in result.contexts.items():
        contexts.add_row(name, str(part.rows), f"{part.accuracy:.1%}")
    console.print(contexts)
    if result.confusions:
        table = Table(title="confusions", title_justify="left")
        for column in ("meant", "understood", "rows"):
            table.add_column(column, justify="right" if column == "rows" else "left")
        for label, understood, count in result.confusions[:_MOST_CONFUSIONS]:
            table.add_row(label, understood, str(count))
        console.print(table)


def _show_wrong(console: Console, result: Score) -> None:
    for row, meaning in result.wrong:
        slots = "" if meaning.slots.as_json() == row.slots else f"  {row.slots} != {meaning.slots.as_json()}"
        console.print(
            f"[{row.context}] {row.text}: {row.intent}, understood {meaning.intent} "
            f"{meaning.confidence:.0%}{slots}",
            markup=False,
        )
