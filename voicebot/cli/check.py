"""`voicebot check`: every defect of scripts, personas, phrase banks and campaigns, with file and line."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from voicebot.check import check_file, files_below
from voicebot.yamlfile import Defect

KINDS = {
    "script": ("script", "scripts"),
    "robot": ("robot persona", "robot personas"),
    "customer": ("customer persona", "customer personas"),
    "phrases": ("phrase bank", "phrase banks"),
    "campaign": ("campaign", "campaigns"),
    "file": ("unreadable file", "unreadable files"),
    "unknown": ("unknown file", "unknown files"),
}
"""How each kind of file is called in the summary: one, several."""


def register(app: typer.Typer) -> None:
    app.command("check")(check)


def check(
    paths: Annotated[list[Path], typer.Argument(help="YAML files, or folders of them.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Find what is wrong with scripts, personas and campaigns before a call; exit 1 if anything is."""
    kinds: Counter[str] = Counter()
    defects: list[Defect] = []
    for file in files_below(paths):
        kind, found = check_file(file)
        kinds[kind] += 1
        defects += found
    if as_json:
        report = {"files": sum(kinds.values()), "defects": [asdict(defect) for defect in defects]}
        print(json.dumps(report, ensure_ascii=False))
    else:
        _show(kinds, defects)
    if defects:
        raise typer.Exit(1)


def _show(kinds: Counter[str], defects: list[Defect]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for defect in defects:
        console.print(f"[bold]{escape(defect.path)}:{defect.line}:[/] {escape(defect.message)}")
    counted = ", ".join(f"{count} {KINDS[kind][count > 1]}" for kind, count in sorted(kinds.items()))
    files = len({defect.path for defect in defects})
    verdict = (
        f"[red]{len(defects)} defect{'s' * (len(defects) > 1)} in {files} file{'s' * (files > 1)}[/]"
        if defects
        else "[green]no defects[/]"
    )
    console.print(f"{counted}: {verdict}")
