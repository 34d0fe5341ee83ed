"""Days and hours as people say them, and what they mean on the day of the call. Shared by all languages."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass
from enum import StrEnum


class Tense(StrEnum):
    """Which way an open date points: a promise lies ahead, a payment already made lies behind."""

    AHEAD = "ahead"
    BEHIND = "behind"


class Part(StrEnum):
    """Part of the day."""

    NIGHT = "night"
    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"


@dataclass(frozen=True, slots=True)
class InDays:
    """`明天`, `三天后`, `a week from now`."""

    days: int


@dataclass(frozen=True, slots=True)
class InMonths:
    """`两个月后`: the same day of a later month."""

    months: int


@dataclass(frozen=True, slots=True)
class Weekday:
    """`周五`, `next Friday`."""

    day: int
    """0 is Monday."""
    weeks: int | None = None
    """0 this week, 1 next week, -1 last week; None where none is named."""


@dataclass(frozen=True, slots=True)
class MonthDay:
    """`十五号`, `下个月五号`, `十二月底`, `December fifth`."""

    day: int
    """1 to 31; 0 is the month's last day."""
    months: int | None = None
    """Months from this one; None where none is named."""
    month: int | None = None
    """A month by its number."""
    year: int | None = None


Day = InDays | InMonths | Weekday | MonthDay


@dataclass(frozen=True, slots=True)
class Clock:
    """`下午三点`, `half past eight`."""

    hour: int
    minute: int = 0
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class InMinutes:
    """`半小时后`."""

    minutes: int


Hour = Clock | InMinutes


def day_of(said: Day, today: dt.date, tense: Tense) -> dt.date | None:
    """The date that was meant; None where the calendar has no such day.

    With Tense.AHEAD the result never lies before `today`, with Tense.BEHIND never after it, unless the words
    themselves leave no other reading (`昨天`, `下周三`).
    """
    match said:
        case InDays(days):
            return today + dt.timedelta(days=days)
        case InMonths(months):
            return _in_month(today.year, today.month + months, min(today.day, _last(today, months)))
        case Weekday():
            return _weekday(said, today, tense)
        case MonthDay():
            return _month_day(said, today, tense)


def gone_by(said: Day) -> bool:
    """Whether the words can only mean a day in the past: `昨天`, `上周五`, `上个月十号`."""
    match said:
        case InDays(away) | InMonths(away) | Weekday(weeks=int(away)) | MonthDay(months=int(away)):
            return away < 0
        case _:
            return False


def _last(today: dt.date, months: int) -> int:
    year, month = _month(today.year, today.month + months)
    return monthrange(year, month)[1]


def _month(year: int, month: int) -> tuple[int, int]:
    return year + (month - 1) // 12, (month - 1) % 12 + 1


def _in_month(year: int, month: int, day: int) -> dt.date | None:
    year, month = _month(year, month)
    last = monthrange(year, month)[1]
    return dt.date(year, month, day or last) if day <= last else None


def _weekday(said: Weekday, today: dt.date, tense: Tense) -> dt.date:
    ahead = said.day - today.weekday()
    if said.weeks is not None:
        found = today + dt.timedelta(days=ahead + 7 * said.weeks)
        # 这周一, said on a Wednesday of something still to come, can only be the next one.
        return (
            found + dt.timedelta(days=7)
            if said.weeks == 0 and tense is Tense.AHEAD and found < today
            else found
        )
    if tense is Tense.BEHIND:
        return today - dt.timedelta(days=-ahead % 7 or 7)
    return today + dt.timedelta(days=ahead % 7 or 7)


def _month_day(said: MonthDay, today: dt.date, tense: Tense) -> dt.date | None:
    if said.year is not None:
        return _in_month(said.year, said.month or 1, said.day)
    step = 1 if tense is Tense.AHEAD else -1

    def wrong_side(found: dt.date | None) -> bool:
        return found is None or (found < today if tense is Tense.AHEAD else found > today)

    if said.month is not None:
        found = _in_month(today.year, said.month, said.day)
        return _in_month(today.year + step, said.month, said.day) if wrong_side(found) else found
    if said.months:
        return _in_month(today.year, today.month + said.months, said.day)
    # No month, or this month with its day gone by: the nearest month on the right side that has the day.
    for months in range(3):
        found = _in_month(today.year, today.month + step * months, said.day)
        # Who means today says today: on the 23rd, 二十三号 is the next one.
        bare_today = found == today and said.day and said.months is None and tense is Tense.AHEAD
        if not (wrong_side(found) or bare_today):
            return found
    return None


def hour_of(said: Hour, now: dt.datetime, on: dt.date | None, tense: Tense) -> dt.time | None:
    """The time of day that was meant, with people's daytime reading of a bare hour (`三点` is 15:00).

    `on` is the date it belongs to, None where none is said. Today's hour gone by means the evening's.
    """
    if isinstance(said, InMinutes):
        return (now + dt.timedelta(minutes=said.minutes)).time().replace(second=0, microsecond=0)
    hour = _by_part(said.hour % 24, said.part)
    if said.part is None:
        if 1 <= hour <= 7:
            hour += 12
        today = on is None or on == now.date()
        if today and tense is Tense.AHEAD and 8 <= hour <= 9 and dt.time(hour, said.minute) < now.time():
            hour += 12
    return dt.time(hour, said.minute) if said.minute < 60 else None


def _by_part(hour: int, part: Part | None) -> int:
    match part:
        case Part.AFTERNOON | Part.EVENING if 1 <= hour <= 11:
            return hour + 12
        case Part.EVENING | Part.NIGHT if hour == 12:
            return 0
        case Part.NOON if 1 <= hour <= 3:
            return hour + 12
        case _:
            return hour
