"""`voicebot call`: one simulated call, shown as it happens."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from voicebot.audio.files import write_audio
from voicebot.call import CallSpec, make_call
from voicebot.cli.show import clock, show_turn
from voicebot.engines import World, draws
from voicebot.errors import OutputError, UsageError
from voicebot.generate import generate_accounts
from voicebot.records import CallRecord

MOMENT = "2026-11-23T10:00:00+08:00"
"""Monday morning: the moment of a call that isn't part of a campaign."""


def register(app: typer.Typer) -> None:
    app.command("call")(call)


def moment(text: str) -> dt.datetime:
    """An ISO 8601 moment with offset."""
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--at '{text}' is not a moment; write it like {MOMENT}") from None
    if at.tzinfo is None:
        raise UsageError(f"--at '{text}' has no offset from UTC; write it like {MOMENT}")
    return at


def call(
    script: Annotated[str, typer.Option(help="Script: a shipped name or a path.")] = "m1_collection",
    robot: Annotated[str, typer.Option(help="Robot persona: a shipped name or a path.")] = "",
    customer: Annotated[str, typer.Option(help="Customer persona: a shipped name or a path.")] = "",
    seed: Annotated[int, typer.Option(help="The same seed gives the same call.", min=0)] = 7,
    line: Annotated[
        str, typer.Option(help="Line conditions: clean, office, street, mobile, poor …")
    ] = "clean",
    fidelity: Annotated[str, typer.Option(help="voice or text.")] = "voice",
    model: Annotated[
        str | None, typer.Option(help="A pulled model's name or a Vosk model folder; else the embedded one.")
    ] = None,
    at: Annotated[str, typer.Option(help="The moment of the call.")] = MOMENT,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the recording (call.flac) and call.json.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the whole record as one JSON object.")
    ] = False,
) -> None:
    """One simulated call by voice, shown turn by turn: what was said, heard, meant and understood."""
    console = Console(quiet=as_json, highlight=False)
    world = World()
    answered = moment(at)
    loaded = world.script(script)
    robot_name = robot or world.default_robot(loaded.language)
    account = generate_accounts(
        1, loaded.language, draws(seed, "account", 1, "account"), answered.date(), loaded.purpose
    )[0]
    spec = CallSpec(
        call_id="call",
        account=account,
        attempt=1,
        cell=0,
        started_at=answered,
        answered_at=answered,
        ring_ms=0,
        seed=seed,
        script=script,
        robot=robot_name,
        customer=customer or None,
        fidelity=fidelity,
        conditions=line,
        model=model,
    )
    if out is not None:
        _prepare(out)
    console.print(f"[bold]{loaded.name}[/] · robot {robot_name} · account {account.name}, "
                  f"{account.overdue_amount:g} due, {account.days_past_due} days past due")  # fmt: skip
    record = make_call(spec, world, on_turn=lambda turn: show_turn(console, turn))
    _show_end(console, record)
    if out is not None:
        if record.sound is not None:
            write_audio(out / "call.flac", record.sound)
            console.print(f"recording: {out / 'call.flac'}")
        (out / "call.json").write_text(as_text(record), encoding="utf-8")
    if as_json:
        print(as_text(record))


def as_text(record: CallRecord) -> str:
    """The record as JSON, without the sound."""
    plain: dict[str, Any] = {}
    for key in record.__slots__:
        if key != "sound":
            plain[key] = getattr(record, key)
    plain["turns"] = [asdict(_open(turn)) for turn in record.turns]
    plain["actions"] = [
        {"turn": number, "action": action.name, "arguments": dict(action.arguments), "due_at": action.due_at}
        for number, action in record.actions
    ]
    for key in ("promise", "true_promise"):
        plain[key] = asdict(plain[key]) if plain[key] else None
    return json.dumps(plain, ensure_ascii=False, indent=2, default=str)


def _open(turn: Any) -> Any:
    """Read-only mappings can't be copied by asdict."""
    turn.slots_meant = dict(turn.slots_meant)
    turn.slots_heard = dict(turn.slots_heard)
    return turn


def _prepare(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{out}: {error.strerror}; name a folder that can be written with --out") from None


def _show_end(console: Console, record: CallRecord) -> None:
    right = record.disposition == record.true_disposition
    console.print(
        f"\n{clock(record.talk_ms)} {record.end_reason.replace('_', ' ')}"
        f" · robot recorded [bold]{record.disposition}[/]"
        f" · truth [bold]{record.true_disposition}[/] {'[green]right[/]' if right else '[red]wrong[/]'}"
        f" · customer was '{record.customer}' ({record.answered_by.replace('_', ' ')})"
    )
    for name, promise in (("promise recorded", record.promise), ("promise meant", record.true_promise)):
        if promise is not None:
            console.print(f"{name}: {promise.amount:g} by {promise.date}")
