"""`voicebot report`: the figures of a run, on the terminal and as files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from voicebot.report import write_report
from voicebot.report.terminal import show


def register(app: typer.Typer) -> None:
    app.command("report")(report)


def report(
    run_dir: Annotated[Path, typer.Argument(metavar="RUN_DIR", help="What `voicebot run` has left.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")] = False,
) -> None:
    """Rebuild summary.json and report.html from a run's database, and print the summary."""
    summary = write_report(run_dir)
    if as_json:
        print(json.dumps(summary.as_json(), ensure_ascii=False))
        return
    show(summary, Console(highlight=False), run_dir)
