"""Calling hours in the customer's own time zone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

UTC = dt.UTC


@dataclass(frozen=True, slots=True)
class CallingHours:
    """A call must start and end between `start` and `end` of the customer's local day."""

    start: dt.time = dt.time(8)
    end: dt.time = dt.time(22)
    longest: dt.timedelta = dt.timedelta(minutes=6)
    """The longest that a call may take with its ringing: no call starts later than this before `end`."""

    def next_opening(self, at: dt.datetime, timezone: str) -> dt.datetime:
        """`at` where a call may start then, else the next moment at which one may, in the customer's time."""
        zone = zone_of(timezone)
        local = at.astimezone(zone)
        day = local.date()
        while True:
            opens, last = self._span(day, zone)
            if at < opens:
                return opens.astimezone(zone)
            if at <= last:
                return local
            day += dt.timedelta(days=1)

    def contains(self, at: dt.datetime, timezone: str) -> bool:
        """Whether a call may be going on at that moment."""
        zone = zone_of(timezone)
        day = at.astimezone(zone).date()
        return self._moment(day, self.start, zone) <= at <= self._moment(day, self.end, zone)

    def _span(self, day: dt.date, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
        return self._moment(day, self.start, zone), self._moment(day, self.end, zone) - self.longest

    @staticmethod
    def _moment(day: dt.date, time: dt.time, zone: ZoneInfo) -> dt.datetime:
        # In UTC: moments of one zone are compared by their clock faces, wrong when the clocks change.
        return dt.datetime.combine(day, time, zone).astimezone(UTC)


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    return ZoneInfo(name)
