"""How far a run has come."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

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
    """Counts of the whole run, with what an earlier session of it has stored."""

    cells: int
    answered_limit: int | None = None
    cells_done: int = 0
    dialled: int = 0
    answered: int = 0
    promises: int = 0
    failed: int = 0
    """Calls that failed inside voicebot."""
    reached: dict[int, dt.datetime] = field(default_factory=dict)
    """Virtual time of every cell that is being dialled."""

    @property
    def at(self) -> dt.datetime | None:
        """The latest virtual time of the cells that are being dialled."""
        return max(self.reached.values(), default=None)

    def add(self, cell: int, tick: Tick) -> None:
        if tick.at is not None:
            self.reached[cell] = tick.at
        self.dialled += tick.dialled
        self.answered += tick.answered
        self.promises += tick.promises
        self.failed += tick.failed

    def finish(self, cell: int) -> None:
        self.cells_done += 1
        self.reached.pop(cell, None)

    def share(self, start: dt.datetime, end: dt.datetime) -> float:
        """How much of the run is done, 0 to 1: by answered calls where they are limited, else by time."""
        if self.answered_limit:
            return min(1.0, self.answered / self.answered_limit)
        under_way = sum((at - start) / (end - start) for at in self.reached.values())
        return (self.cells_done + under_way) / self.cells


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
