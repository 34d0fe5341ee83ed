"""How far a run has come."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from voicebot.dialer import Dialled, Event


@dataclass(frozen=True, slots=True)
class Tick:
    """What one event adds."""

    at: dt.datetime | None = None
    """Virtual time."""
    dialled: int = 0
    answered: int = 0
    promises: int = 0
    failed: int = 0


@dataclass(slots=True)
class Progress:
    """Counts of this session of the run; what an earlier session stored is not in it."""

    accounts: int
    cells: int
    answered_limit: int | None = None
    cells_done: int = 0
    at: dt.datetime | None = None
    """The latest virtual time that any cell has reached."""
    dialled: int = 0
    answered: int = 0
    promises: int = 0
    failed: int = 0
    """Calls that failed inside voicebot."""

    def add(self, tick: Tick) -> None:
        if tick.at is not None and (self.at is None or tick.at > self.at):
            self.at = tick.at
        self.dialled += tick.dialled
        self.answered += tick.answered
        self.promises += tick.promises
        self.failed += tick.failed


def tick_of(event: Event) -> Tick:
    if not isinstance(event, Dialled):
        return Tick()
    record = event.record
    return Tick(
        record.started_at,
        1,
        int(record.line_outcome == "answered"),
        int(record.promise is not None),
        int(bool(record.error)),
    )
