"""Calling hours count in the customer's own time zone; a call starts and ends inside."""

from __future__ import annotations

import datetime as dt

import pytest

from voicebot.rules import CallingHours

CHINA = CallingHours(dt.time(8), dt.time(22), dt.timedelta(minutes=6))


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("moment", "timezone", "opens"),
    [
        ("2026-11-23T10:00:00+08:00", "Asia/Shanghai", "2026-11-23T10:00:00+08:00"),
        ("2026-11-23T07:59:59+08:00", "Asia/Shanghai", "2026-11-23T08:00:00+08:00"),
        ("2026-11-23T08:00:00+08:00", "Asia/Shanghai", "2026-11-23T08:00:00+08:00"),
        ("2026-11-23T21:54:00+08:00", "Asia/Shanghai", "2026-11-23T21:54:00+08:00"),
        # Dialled then, a call of six minutes would end after 22:00.
        ("2026-11-23T21:54:01+08:00", "Asia/Shanghai", "2026-11-24T08:00:00+08:00"),
        ("2026-11-23T21:59:50+08:00", "Asia/Shanghai", "2026-11-24T08:00:00+08:00"),
        ("2026-11-23T23:30:00+08:00", "Asia/Shanghai", "2026-11-24T08:00:00+08:00"),
        # The dialer's morning is the customer's night.
        ("2026-11-23T09:00:00+08:00", "Asia/Urumqi", "2026-11-23T08:00:00+06:00"),
        ("2026-11-23T09:00:00+08:00", "America/New_York", "2026-11-22T20:00:00-05:00"),
        ("2026-11-23T12:30:00+08:00", "America/New_York", "2026-11-23T08:00:00-05:00"),
        # The clocks change: 29 March 2026 in Berlin, 1 November 2026 in New York.
        ("2026-03-28T23:00:00+01:00", "Europe/Berlin", "2026-03-29T08:00:00+02:00"),
        ("2026-10-31T23:00:00-04:00", "America/New_York", "2026-11-01T08:00:00-05:00"),
    ],
)
def test_next_opening(moment: str, timezone: str, opens: str) -> None:
    found = CHINA.next_opening(at(moment), timezone)
    assert found == at(opens)
    assert found.utcoffset() == at(opens).utcoffset()


def test_a_call_that_is_going_on_at_the_end_is_outside() -> None:
    assert CHINA.contains(at("2026-11-23T22:00:00+08:00"), "Asia/Shanghai")
    assert not CHINA.contains(at("2026-11-23T22:00:01+08:00"), "Asia/Shanghai")
