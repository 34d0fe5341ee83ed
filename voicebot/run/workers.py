"""Cells in worker processes; what they yield comes back here, in the order of each cell."""

from __future__ import annotations

import os
import signal
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from voicebot.dialer import MakeCall
from voicebot.engines import World
from voicebot.errors import OutputError, VoicebotError
from voicebot.run.job import Job, do
from voicebot.run.progress import Tick
from voicebot.store.rows import Rows


@dataclass(frozen=True, slots=True)
class Stored:
    """One event of a cell, to be stored."""

    cell: int
    rows: Rows
    tick: Tick


@dataclass(frozen=True, slots=True)
class Finished:
    """A cell came to its end."""

    cell: int


_GLANCE_S = 0.2
"""Seconds between two looks at whether the run is to stop, while the workers are silent."""

Message = Stored | Finished
Messages = Generator[Message, None, None]


def work(
    jobs: Iterable[Job],
    workers: int,
    world: World,
    call: MakeCall | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Messages:
    """Do all jobs: in this process where one worker is wanted, else in that many processes.

    Worker processes are also ended when `stopped` says so while nothing comes from them.
    """
    return _here(jobs, world, call) if workers == 1 else _elsewhere(deque(jobs), workers, call, stopped)


def _here(jobs: Iterable[Job], world: World, call: MakeCall | None) -> Messages:
    for job in jobs:
        for rows, tick in do(job, world, call):
            yield Stored(job.cell.number, rows, tick)
        yield Finished(job.cell.number)


def _elsewhere(
    jobs: deque[Job], workers: int, call: MakeCall | None, stopped: Callable[[], bool]
) -> Messages:
    # The processes share the cores among themselves: a numeric library with threads of its own slows all.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    context = get_context("spawn")
    processes: dict[Connection, SpawnProcess] = {}
    try:
        for _ in range(min(workers, len(jobs))):
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs, call), daemon=True)
            process.start()
            theirs.close()
            processes[ours] = process
            ours.send(jobs.popleft())
        busy = set(processes)
        while busy and not stopped():
            for connection in wait(list(busy), _GLANCE_S):
                assert isinstance(connection, Connection)
                message = _receive(connection, processes[connection])
                if isinstance(message, Finished):
                    if jobs:
                        connection.send(jobs.popleft())
                    else:
                        busy.discard(connection)
                yield message
    finally:
        for connection, process in processes.items():
            connection.close()
            process.terminate()
            process.join()


def _receive(connection: Connection, process: SpawnProcess) -> Message:
    try:
        message = connection.recv()
    except (EOFError, ConnectionError):
        process.join()
        raise OutputError(
            f"a worker process ended unexpectedly (exit code {process.exitcode}); what is finished is stored:"
            " go on with --resume, with fewer --workers if memory ran out"
        ) from None
    if isinstance(message, Exception):
        raise message
    assert isinstance(message, Stored | Finished)
    return message


def _serve(connection: Connection, call: MakeCall | None) -> None:
    """A worker process: jobs in, events out, until the other end is closed."""
    # Ctrl-C reaches the whole group of processes; the parent decides what happens then.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    world = World()
    with suppress(EOFError, ConnectionError):
        while True:
            job: Job = connection.recv()
            try:
                for message in _here([job], world, call):
                    connection.send(message)
            except VoicebotError as error:
                connection.send(error)
            except (EOFError, ConnectionError):
                raise
            except Exception as error:
                # A fault of ours outside a call: raised again in the parent, with its place.
                place = traceback.format_exc()
                connection.send(RuntimeError(f"{error} in cell {job.cell.number}\n{place}"))
