"""How a campaign dials, and how the simulated network answers. All rates are synthetic and can be changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from voicebot.actions import Disposition
from voicebot.rules import CallingHours, DailyLimits

MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Retry:
    after: dt.timedelta
    at_most: int
    """How often this outcome of one account leads to another attempt."""


RETRIES: Mapping[str, Retry] = {
    Disposition.NA: Retry(2 * HOUR, 3),
    Disposition.BUSY: Retry(15 * MINUTE, 4),
    Disposition.REJ: Retry(4 * HOUR, 2),
    Disposition.OFF: Retry(4 * HOUR, 2),
    Disposition.UNREACH: Retry(2 * HOUR, 2),
    Disposition.SUSPENDED: Retry(DAY, 1),
    Disposition.LOST: Retry(10 * MINUTE, 2),
    Disposition.NI: Retry(HOUR, 2),
    Disposition.VM: Retry(4 * HOUR, 2),
    Disposition.VA: Retry(4 * HOUR, 2),
    Disposition.TPC: Retry(DAY, 1),
    Disposition.CB: Retry(2 * HOUR, 2),
    Disposition.RPC_NC: Retry(DAY, 1),
}
"""After any other outcome the account is left alone. CB: the delay where the customer named no time."""

CONNECTED: Mapping[str, float] = {"M0": 0.45, "M1": 0.40, "M2": 0.30, "M3": 0.22}
NOT_ANSWERED: Mapping[str, float] = {
    Disposition.NA: 0.40,
    # Busy or rejected: 25 %.
    Disposition.BUSY: 0.15,
    Disposition.REJ: 0.10,
    Disposition.OFF: 0.12,
    Disposition.UNREACH: 0.08,
    Disposition.SUSPENDED: 0.08,
    Disposition.EMPTY: 0.07,
}
RING_SECONDS: Mapping[str, tuple[float, float]] = {
    "answered": (3.0, 24.0),
    Disposition.NA: (35.0, 45.0),
    Disposition.BUSY: (1.5, 4.0),
    Disposition.REJ: (3.0, 15.0),
    # The length of the network's announcement.
    Disposition.OFF: (4.0, 9.0),
    Disposition.UNREACH: (6.0, 12.0),
    Disposition.SUSPENDED: (4.0, 9.0),
    Disposition.EMPTY: (4.0, 9.0),
}


@dataclass(frozen=True, slots=True)
class Rates:
    """How the simulated network answers."""

    connected: Mapping[str, float] = field(default_factory=lambda: CONNECTED)
    """Answered per dialled, by ageing bucket."""
    not_answered: Mapping[str, float] = field(default_factory=lambda: NOT_ANSWERED)
    """Shares of the outcomes of an attempt that nobody answers."""
    ring_seconds: Mapping[str, tuple[float, float]] = field(default_factory=lambda: RING_SECONDS)
    """Shortest and longest time from dialling to the outcome."""


@dataclass(frozen=True, slots=True)
class Payers:
    """How simulated customers pay."""

    own_accord: Mapping[str, float] = field(
        default_factory=lambda: {"M0": 0.20, "M1": 0.08, "M2": 0.04, "M3": 0.02}
    )
    """Share of accounts that pay within the campaign's days without having promised it, by ageing bucket."""
    part_of_broken: float = 0.25
    """Share of broken promises of which a part is paid in time."""
    late_of_broken: float = 0.20
    """Share of broken promises that are paid after their grace."""
    grace: dt.timedelta = DAY
    """A promise is kept where it is paid by its date plus this."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything about dialling that the accounts have in common."""

    seed: int
    start: dt.datetime
    """Aware; its zone is the campaign's."""
    days: int = 1
    """Calendar days, the first one included."""
    hours: CallingHours = field(default_factory=CallingHours)
    limits: DailyLimits = field(default_factory=DailyLimits)
    attempts: int = 6
    """The most attempts for one account."""
    retries: Mapping[str, Retry] = field(default_factory=lambda: RETRIES)
    rates: Rates = field(default_factory=Rates)
    payers: Payers = field(default_factory=Payers)
    wrap_up: dt.timedelta = dt.timedelta(seconds=2)
    """How long a line rests after an attempt."""

    @property
    def end(self) -> dt.datetime:
        """Midnight after the last day, in the campaign's zone."""
        last = self.start.date() + dt.timedelta(days=self.days)
        return dt.datetime.combine(last, dt.time(0), self.start.tzinfo)
