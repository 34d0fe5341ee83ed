"""`run_campaign`: from a campaign to a run directory."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from voicebot import __version__
from voicebot.accounts import Accounts, write_rejected
from voicebot.campaign import Campaign, campaign_accounts, check_lock, check_world, divide, lock_text
from voicebot.dialer import MakeCall
from voicebot.engines import World
from voicebot.errors import InputError, OutputError, UsageError
from voicebot.run.job import Job
from voicebot.run.progress import Progress
from voicebot.run.stopping import stop_on_interrupt
from voicebot.run.workers import Finished, work
from voicebot.store.reading import DATABASE, About, Results
from voicebot.store.writing import RunWriter, uninterrupted

LOCK = "campaign.lock.yaml"
REJECTED = "rejected.csv"


@dataclass(frozen=True, slots=True)
class Outcome:
    run_dir: Path
    progress: Progress
    complete: bool
    """False where the run was stopped; what was finished is stored."""


def run_campaign(
    campaign: Campaign,
    out: Path | None = None,
    *,
    workers: int | None = None,
    resume: bool = False,
    show: Callable[[Progress], None] = lambda progress: None,
    call: MakeCall | None = None,
) -> Outcome:
    """Dial the whole campaign and leave a run directory (by default `runs/NAME-N`).

    Everything that can be wrong with the campaign is found before anything is written. Ctrl-C ends the run
    early and leaves what is finished; `resume` goes on there, and ends with the same results as a run that
    was never stopped. `show` is told of every change; `call` takes the place of the simulated call.
    """
    accounts = campaign_accounts(campaign)
    if not accounts.rows:
        first = accounts.rejected[0]
        raise InputError.at(
            campaign.accounts, first.line, f"no account can be called; the first: {first.reason}"
        )
    check_lock(campaign)
    world = World()
    if call is None:
        check_world(campaign, world)
    cells = divide(campaign, accounts.rows)
    name = campaign.name
    run_dir = _begun_run_dir(name, out) if resume else free_run_dir(name, out, campaign.accounts)
    with ExitStack() as stack:
        try:
            with uninterrupted():
                _prepare(campaign, accounts, run_dir, resume=resume)
                writer = stack.enter_context(RunWriter(run_dir, _about(campaign, accounts)))
                progress = _progress(campaign, run_dir, len(cells), len(writer.done))
            jobs = [
                Job(cell, campaign.policy, run_dir, writer.written(cell.number))
                for cell in cells
                if cell.number not in writer.done
            ]
            stopped = stack.enter_context(stop_on_interrupt())
            messages = stack.enter_context(
                closing(work(jobs, _workers(workers, len(jobs)), world, call, stopped))
            )
            for message in messages:
                if isinstance(message, Finished):
                    writer.finish_cell(message.cell)
                    progress.finish(message.cell)
                else:
                    writer.write(message.cell, message.rows)
                    progress.add(message.cell, message.tick)
                show(progress)
                if stopped():
                    return Outcome(run_dir, progress, False)
            if stopped():
                return Outcome(run_dir, progress, False)
            writer.complete()
        except KeyboardInterrupt:
            return Outcome(run_dir, progress, False)
    return Outcome(run_dir, progress, True)


def _workers(wanted: int | None, jobs: int) -> int:
    return max(1, min(wanted or os.cpu_count() or 1, jobs))


def _progress(campaign: Campaign, run_dir: Path, cells: int, done: int) -> Progress:
    with Results(run_dir) as results:
        so_far = results.totals()
    return Progress(
        cells=cells,
        answered_limit=campaign.answered_limit,
        cells_done=done,
        dialled=so_far.dialled,
        answered=so_far.answered,
        promises=so_far.promises,
        failed=so_far.failed,
    )


def _about(campaign: Campaign, accounts: Accounts) -> About:
    return About(
        campaign=campaign.name,
        language=campaign.language,
        fidelity=campaign.fidelity,
        seed=campaign.policy.seed,
        voicebot=__version__,
        start=campaign.policy.start.isoformat(),
        accounts=len(accounts.rows),
        rejected=len(accounts.rejected),
        complete=False,
    )


def free_run_dir(name: str, out: Path | None, but: Path | None = None) -> Path:
    """A folder for a new run, checked but not yet made: `out`, or the next number under `runs/`.

    Raises OutputError where `out` holds anything but the file `but`.
    """
    if out is None:
        # Numbered, because nothing here reads a clock.
        folders = (Path("runs") / f"{name}-{number}" for number in count(1))
        return next(folder for folder in folders if not folder.exists())
    if out.exists() and not out.is_dir():
        raise OutputError(f"{out}: is a file; take another --out")
    if (out / DATABASE).exists():
        raise OutputError(f"{out}: already holds a run; go on with --resume or take another --out")
    allowed = but.resolve() if but else None
    if out.is_dir() and any(path.resolve() != allowed for path in out.iterdir()):
        raise OutputError(f"{out}: is not empty and holds no run; take another --out")
    return out


def _begun_run_dir(name: str, out: Path | None) -> Path:
    """The folder of a run that is to go on: `out`, or the latest under `runs/`."""
    if out is None:
        begun = free_run_dir(name, None)
        out = begun.with_name(f"{name}-{int(begun.name.rpartition('-')[2]) - 1}")
    if not (out / DATABASE).is_file():
        raise UsageError(f"{out}: holds no run to resume; leave --resume out")
    return out


def _prepare(campaign: Campaign, accounts: Accounts, run_dir: Path, *, resume: bool) -> None:
    """Make the folder, and write what the run is made from; a resumed run must be made from the same."""
    lock = lock_text(campaign, run_dir)
    try:
        if resume:
            if (run_dir / LOCK).read_text(encoding="utf-8") != lock:
                raise UsageError(
                    f"{run_dir / LOCK}: the campaign or its files have changed since this run began;"
                    " start a new run without --resume"
                )
            return
        run_dir.mkdir(parents=True, exist_ok=True)
        (run_dir / LOCK).write_text(lock, encoding="utf-8")
        if accounts.rejected:
            write_rejected(accounts.rejected, run_dir / REJECTED)
    except OSError as error:
        raise OutputError(
            f"{error.filename or run_dir}: cannot be written ({error.strerror}); take another --out"
        ) from error
