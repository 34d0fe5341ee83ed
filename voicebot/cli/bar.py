"""The progress of a run, on stderr."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from voicebot.dialer import Policy
from voicebot.run import Progress

STEPS = 1000


@contextmanager
def progress_bar(policy: Policy) -> Iterator[Callable[[Progress], None]]:
    """A bar that moves with the run: what has been dialled, answered and promised, and the virtual time."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("loading", total=STEPS)

        def show(progress: Progress) -> None:
            parts = [
                f"{progress.dialled} dialled",
                f"{progress.answered} answered",
                f"{progress.promises} promises",
            ]
            if progress.failed:
                parts.append(f"[red]{progress.failed} failed[/]")
            if progress.at is not None:
                parts.append(f"{progress.at:%a %H:%M}")
            done = STEPS * progress.share(policy.start, policy.end)
            bar.update(task, description=" · ".join(parts), completed=done)

        yield show
