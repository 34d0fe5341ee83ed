"""`voicebot models`: what is embedded, whether it works, and how to make it anew."""

from __future__ import annotations

import importlib.util
import json
import os
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from voicebot.asr.embedded import RECOGNITION, embedded_models, fault, read_embedded
from voicebot.asr.folder import size
from voicebot.asr.installed import installed_fault, installed_models
from voicebot.asr.pullable import pullable_models
from voicebot.cli.pull import pull_model
from voicebot.errors import ModelError, UsageError
from voicebot.nlu.language import LANGUAGES
from voicebot.paths import data_dir

_EXTRA = {
    "recogniser": ("torch", "jieba", "kaldifst", "kaldi_native_fbank"),
    "understanding": ("sklearn",),
}
"""What can be trained, and the packages of the extra `train` that it takes."""

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, help="Models: what is there, does it work, make it anew.")
    group.command("list")(list_models)
    group.command("verify")(verify)
    group.command("pull")(pull_model)
    group.command("train")(train)
    app.add_typer(group, name="models")


def list_models(as_json: Json = False) -> None:
    """List the embedded models, those that were pulled, and those that can be."""
    rows = [_row(one.name, one.language, one.kind, one.folder, fault(one)) for one in embedded_models()]
    installed = installed_models()
    languages = {model.name: model.language for model in pullable_models()}
    for name, folder in installed.items():
        rows.append(_row(name, languages.get(name, ""), RECOGNITION, folder, installed_fault(folder)))
    absent = [model for model in pullable_models() if model.name not in installed]
    if as_json:
        print(json.dumps({"models": rows, "pull": [asdict(model) for model in absent]}, ensure_ascii=False))
        return
    table = Table()
    for column in ("name", "language", "kind", "size", "state", "folder"):
        right = column == "size"
        table.add_column(column, justify="right" if right else "left", overflow="fold")
    for row in rows:
        state = "complete" if row["complete"] else "damaged"
        megabytes = f"{int(str(row['bytes'])) / 1e6:.1f} MB"
        table.add_row(
            *(str(row[k]) for k in ("name", "language", "kind")), megabytes, state, str(row["path"])
        )
    console = Console(highlight=False)
    console.print(table)
    for model in absent:
        # Not wrapped: the command is there to be copied.
        console.print(f"voicebot models pull {model.language}: {model.about}", soft_wrap=True)


def _row(name: str, language: str, kind: str, folder: Path, why: str | None) -> dict[str, object]:
    there = size(folder) if folder.is_dir() else 0
    row = {"name": name, "language": language, "kind": kind, "path": str(folder)}
    return {**row, "bytes": there, "complete": why is None}


def verify(
    name: Annotated[
        str | None, typer.Argument(help="One model, or a model folder; all where none is named.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Load every model and let it hear or understand a phrase; ends with 2 where one does not work."""
    embedded, own = embedded_models(), installed_models()
    if name is not None:
        folder = own.get(name, Path(name))
        own = {name: folder} if folder.is_dir() else {}
        embedded = [] if own else [read_embedded(name)]
    faults = {model.name: fault(model, deep=True) for model in embedded}
    faults |= {each: installed_fault(folder, deep=True) for each, folder in own.items()}
    if as_json:
        print(json.dumps({"models": {model: {"ok": not why, "fault": why} for model, why in faults.items()}}))
    else:
        for model, why in faults.items():
            print(f"{model}: {why or 'works'}")
    if any(faults.values()):
        raise typer.Exit(2)


def train(
    language: Annotated[str, typer.Argument(help="zh.")],
    part: Annotated[str, typer.Option(help="recogniser or understanding.")] = "recogniser",
    out: Annotated[
        Path | None, typer.Option(help="The model folder to write; the embedded one where none is named.")
    ] = None,
    work: Annotated[
        Path | None, typer.Option(help="Folder of the stages; named again, a stopped training goes on.")
    ] = None,
    minutes: Annotated[
        float | None, typer.Option(help="Make it small enough to be trained in about this time.", min=0.5)
    ] = None,
    processes: Annotated[int, typer.Option(help="Processor cores to use.", min=1)] = os.cpu_count() or 1,
    seed: Annotated[
        int | None, typer.Option(help="Another seed makes another model.", min=0, show_default=False)
    ] = None,
) -> None:
    """Make a model from nothing but code and phrases: a recogniser within the hour, understanding at once."""
    if part not in _EXTRA:
        raise UsageError(f"--part '{part}' is not known; use {' or '.join(_EXTRA)}")
    missing = [package for package in _EXTRA[part] if importlib.util.find_spec(package) is None]
    if missing:
        raise ModelError(
            f"training needs the package '{missing[0]}'; install it with pip install 'voicebot[train]'"
        )
    if part == "understanding":
        _train_understanding(language, out, 0 if seed is None else seed)
        return
    from voicebot.training.recipe import make, recipe_for

    recipe = recipe_for(language, 1 if seed is None else seed, minutes)
    folder = out or data_dir("models") / f"{language}-phone"
    if work is not None and work.exists() and not work.is_dir():
        raise UsageError(f"--work {work} is a file; name a folder")
    console = Console(stderr=True, highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with (
        tempfile.TemporaryDirectory(prefix="voicebot-train-") as kept,
        Progress(*columns, console=console) as bar,
    ):
        task = bar.add_task("training", total=1.0)
        make(
            recipe,
            folder,
            work or Path(kept),
            processes,
            lambda text, done: bar.update(task, description=text, completed=done),
        )
    print(f"{folder}: trained; its README tells the error rates")


def _train_understanding(language: str, out: Path | None, seed: int) -> None:
    from voicebot.training.nlu import train_nlu

    if language not in LANGUAGES:
        raise UsageError(f"understanding in '{language}' cannot be trained; known are {', '.join(LANGUAGES)}")
    path = train_nlu(language, out or data_dir("models") / f"{language}-nlu", seed)
    print(f"{path}: trained; `voicebot nlu test` measures it")
