"""The summary on a terminal: what an operations manager wants to know, on one screen and a bit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.columns import Columns
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from voicebot.report.advice import ACCURACY, FALSE_PROMISES, advise
from voicebot.report.summary import Summary
from voicebot.report.words import KINDS, STAGES, money

BAR = 30
"""Width of the longest bar, in characters, where the terminal is wide enough."""
BESIDE = 58
"""Width of what stands beside the bars."""


def show(summary: Summary, console: Console, run_dir: Path | None = None) -> None:
    """Print the summary; `run_dir` tells where the report and the recordings lie."""
    console.print()
    _title(summary, console)
    _funnel(summary, console)
    _quality(summary, console)
    _dispositions(summary, console)
    _costliest(summary, console)
    _next(summary, console, run_dir)


def _title(summary: Summary, console: Console) -> None:
    calls = summary.calls
    console.print(
        f"[bold]{escape(summary.campaign)}[/]  {summary.language} · {summary.fidelity} fidelity"
        f" · seed {summary.seed} · {calls.answered} calls answered,"
        f" {summary.work.talk_minutes:.0f} min of talk"
        f"{'' if summary.complete else ' · [yellow]not complete[/]'}",
        highlight=False,
    )
    console.print("[dim]Synthetic customers and rates: good for comparing, not for forecasting.[/]\n")


def _funnel(summary: Summary, console: Console) -> None:
    table = Table.grid(padding=(0, 2))
    for justify in ("left", "right", "left", "left"):
        table.add_column(justify=justify)
    widest = max(8, min(BAR, console.width - BESIDE))
    longest = max((stage.count for stage in summary.funnel), default=0) or 1
    before = ""
    for stage in summary.funnel:
        width = max(1, round(widest * stage.count / longest)) if stage.count else 0
        part = f"{stage.rate:.0%} of {before}" if stage.rate is not None else ""
        if stage.stage == "right_party" and stage.of_dialled is not None:
            part += f", {stage.of_dialled:.0%} of dialled"
        if stage.stage == "kept" and summary.calls.kept_rate_by_amount is not None:
            part += f", {summary.calls.kept_rate_by_amount:.0%} by amount"
        table.add_row(
            STAGES[stage.stage], f"[bold]{stage.count:,}[/]", f"[cyan]{'█' * width}[/]", f"[dim]{part}[/]"
        )
        before = STAGES[stage.stage].lower()
    console.print(Padding(table, (0, 0, 1, 2)))


def _quality(summary: Summary, console: Console) -> None:
    understood, heard, faults = summary.understanding, summary.recognition, summary.faults
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(justify="right")
    table.add_column()
    table.add_row(
        "Intents understood",
        _graded(understood.intent_accuracy, ACCURACY, higher=True),
        f"[dim]of {understood.n} turns heard;"
        f" {_percent(understood.intent_accuracy_all)} of all {understood.n_all}[/]",
    )
    how = "error model, not a recogniser" if heard.simulated else f"{heard.characters:,} characters"
    table.add_row("Character error rate", f"[bold]{_percent(heard.cer)}[/]", f"[dim]{how}[/]")
    for name, half in (
        ("  phrases it knows", heard.known),
        ("  phrases kept from it", heard.unknown),
    ):
        table.add_row(
            name, _percent(half.cer), f"[dim]intents {_percent(half.intent_accuracy)} of {half.n} turns[/]"
        )
    false, missed, stop = faults.false, faults.missed, faults.missed_stop
    table.add_row(
        "False promises",
        _graded(false.rate, FALSE_PROMISES, higher=False),
        f"[dim]{false.count} of {false.of} calls; {missed.count} of {missed.of} promises missed[/]",
    )
    table.add_row(
        "Stop requests missed",
        f"[{'red' if stop.count else 'green'}]{stop.count}[/]",
        f"[dim]of {stop.of} asked; debt told to others: {faults.disclosed.count} calls[/]",
    )
    table.add_row(
        "Answer after, median",
        f"{_ms(summary.timing.response_ms.p50)}",
        f"[dim]p95 {_ms(summary.timing.response_ms.p95)};"
        f" silent {_ms(summary.timing.barge_in_stop_ms.p95)} after barge-in[/]",
    )
    table.add_row(
        "Calls without a human",
        f"{_percent(summary.work.self_service_share)}",
        f"[dim]the talk of {summary.work.agent_days:.1f} agent days[/]",
    )
    console.print(Padding(table, (0, 0, 1, 2)))


def _dispositions(summary: Summary, console: Console) -> None:
    belief, truth = summary.dispositions.belief, summary.dispositions.truth
    names = sorted({*belief, *truth}, key=lambda name: (-max(belief.get(name, 0), truth.get(name, 0)), name))
    if not names:
        return
    console.print(
        "[bold]Dispositions[/] [dim]recorded / true;"
        f" {_percent(summary.dispositions.accuracy)} of calls right[/]"
    )
    pairs = []
    for name in names[:16]:
        one, other = belief.get(name, 0), truth.get(name, 0)
        pairs.append(Text.assemble((name, "bold"), " ", (f"{one}/{other}", "" if one == other else "yellow")))
    console.print(Padding(Columns(pairs, padding=(0, 3)), (0, 0, 0, 2)))
    console.print()


def _costliest(summary: Summary, console: Console) -> None:
    costs = summary.costs
    if not costs.costliest:
        return
    console.print(
        f"[bold]Costliest misunderstandings[/] [dim]of {money(costs.total, summary.language)} in all,"
        " by a rough cost model[/]"
    )
    for one in costs.costliest:
        meant, heard = one.intent_meant or "nobody spoke", one.intent_heard or "nothing"
        cost = money(one.cost, summary.language)
        place = f"recordings/{one.recording}" if one.recording else f"call {one.call_id}"
        console.print(
            f"  [bold red]{cost:>7}[/]  {KINDS[one.kind]} at step [cyan]{escape(one.step)}[/]"
            f"  [dim]{escape(place)}[/]",
            highlight=False,
        )
        _aligned(console, "said", one.said, meant)
        _aligned(console, "heard", one.heard, heard)
    console.print()


def _aligned(console: Console, label: str, text: str, intent: str) -> None:
    console.print(
        f"           [dim]{label:<6}[/]{escape(text) or '—'}  [dim]{escape(intent)}[/]", highlight=False
    )


def _next(summary: Summary, console: Console, run_dir: Path | None) -> None:
    sentences: Sequence[str] = advise(summary)
    if sentences:
        console.print("[bold]What to do next[/]")
        for sentence in sentences:
            console.print(Padding(Text(f"• {sentence}"), (0, 0, 0, 2)))
        console.print()
    if run_dir is not None:
        console.print(
            f"Open [bold]{escape(str(run_dir / 'report.html'))}[/] to hear the calls.", soft_wrap=True
        )


def _graded(share: float | None, target: float, *, higher: bool) -> str:
    if share is None:
        return "–"
    good = share >= target if higher else share <= target
    return f"[bold {'green' if good else 'red'}]{share:.1%}[/]"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _ms(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f} ms"
