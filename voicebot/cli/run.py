"""`voicebot run`, `voicebot demo` and `voicebot init`: campaigns."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from voicebot.campaign import Campaign, load_campaign
from voicebot.cli.bar import progress_bar
from voicebot.report.files import write_report
from voicebot.report.terminal import show
from voicebot.run import LOCK, demo_campaign, run_campaign, write_workspace

STOPPED = 130
"""Exit code after Ctrl-C, as shells have it."""

Fidelity = Annotated[str | None, typer.Option(help="voice or text; overrides the campaign's.")]
Out = Annotated[Path | None, typer.Option(help="Run directory; runs/NAME-N if left out.", show_default=False)]
Workers = Annotated[
    int | None,
    typer.Option(
        min=1, help="Processes; as many as cores if left out. The results are the same.", show_default=False
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")]


def register(app: typer.Typer) -> None:
    app.command("demo")(demo)
    app.command("init")(init)
    app.command("run")(run)


def run(
    campaign: Annotated[Path, typer.Argument(help="Campaign file.", show_default=False)],
    out: Out = None,
    fidelity: Fidelity = None,
    workers: Workers = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a run that was stopped.")] = False,
    as_json: Json = False,
) -> None:
    """Run a campaign of simulated calls; leaves a run directory with results, recordings and report."""
    loaded = load_campaign(campaign, fidelity=fidelity)
    _run(loaded, out, workers=workers, resume=resume, as_json=as_json)


def demo(
    calls: Annotated[int, typer.Option(min=1, help="Stop after so many answered calls.")] = 20,
    out: Out = None,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same calls.")] = 7,
    language: Annotated[str, typer.Option(help="Language of the calls.")] = "zh",
    fidelity: Annotated[str, typer.Option(help="voice or text.")] = "voice",
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """The bundled campaign end to end, on generated accounts."""
    campaign = demo_campaign(language, calls=calls, seed=seed, fidelity=fidelity, out=out)
    _run(campaign, campaign.file.parent, workers=workers, resume=False, as_json=as_json)


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to make.", show_default=False)],
    language: Annotated[str, typer.Option(help="Language of the calls.")] = "zh",
) -> None:
    """A starter workspace: campaign, accounts, script and personas to edit."""
    files = write_workspace(folder, language)
    console = Console(highlight=False)
    for path in files:
        console.print(str(path), style="dim")
    console.print(f"Edit them, then: voicebot run {folder / 'campaign.yaml'}")


def _run(campaign: Campaign, out: Path | None, *, workers: int | None, resume: bool, as_json: bool) -> None:
    with progress_bar(campaign.policy) as show_progress:
        outcome = run_campaign(campaign, out, workers=workers, resume=resume, show=show_progress)
    summary = write_report(outcome.run_dir)
    if as_json:
        print(json.dumps(summary.as_json(), ensure_ascii=False))
    else:
        show(summary, Console(), outcome.run_dir)
    if not outcome.complete:
        again = f"voicebot run {outcome.run_dir / LOCK} --out {outcome.run_dir} --resume"
        print(f"voicebot: stopped; what is finished is stored; go on with: {again}", file=sys.stderr)
        raise typer.Exit(STOPPED)
