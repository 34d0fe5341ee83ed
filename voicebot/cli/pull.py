"""`voicebot models pull`: a published model for people's speech."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from voicebot.asr.folder import size
from voicebot.asr.installed import models_folder
from voicebot.asr.pullable import read_pullable


def pull_model(
    language: Annotated[str, typer.Argument(help="zh or en, or the name of a model that can be pulled.")],
    source: Annotated[
        str | None,
        typer.Option("--from", help="The same archive from a file or another address.", show_default=False),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Pull it again although it is here.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Fetch a published model that knows people's speech; a pull that was cut off goes on from there."""
    from voicebot.asr.pull import is_whole, pull  # loads an HTTP library that no other command needs

    model = read_pullable(language)
    fetched = force or not is_whole(models_folder() / model.name)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    console = Console(stderr=True, highlight=False)
    with Progress(
        *columns, console=console, transient=True, disable=as_json or not console.is_terminal
    ) as bar:
        task = bar.add_task(model.name, total=model.bytes)
        folder = pull(model, source, force, lambda done: bar.update(task, completed=done))
    if as_json:
        row = {"name": model.name, "language": model.language, "path": str(folder), "bytes": size(folder)}
        print(json.dumps({**row, "licence": model.licence, "fetched": fetched}, ensure_ascii=False))
        return
    print(f"{folder}: {'pulled and checked' if fetched else 'is here already'} ({model.licence})")
    print(f"use it with --model {model.name}, or with model: {model.name} in a campaign")
