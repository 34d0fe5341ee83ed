"""Calls for tests of the dialer: their ends are drawn like everything else, without a word being spoken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from voicebot.accounts import Account
from voicebot.actions import Action, Disposition, Promise
from voicebot.call import CallSpec
from voicebot.dialer import Case, Cell, Dialled, Event, Held, Policy, Rates, Settled, Treatment, dial
from voicebot.engines import draws
from voicebot.records import CallRecord

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=SHANGHAI)
TREATMENT = Treatment("all", "script", "robot")
EVERYBODY_ANSWERS = Rates(connected=dict.fromkeys(("M0", "M1", "M2", "M3"), 1.0))
NOBODY_ANSWERS = Rates(connected=dict.fromkeys(("M0", "M1", "M2", "M3"), 0.0))


def account(account_id: str = "A1", **values: Any) -> Account:
    """An account that may be called."""
    given = {"name": "王伟", "phone": f"12{abs(hash_of(account_id)):09d}", "balance": 5000.0}
    owed = {"overdue_amount": 1200.0, "days_past_due": 10}
    return Account(**{"account_id": account_id, **given, **owed, **values})


def hash_of(text: str) -> int:
    return int.from_bytes(text.encode()[-3:], "big")


def ends(
    disposition: Disposition,
    *,
    talk_ms: int = 30_000,
    due_at: dt.datetime | None = None,
    promise: bool = False,
) -> Callable[[CallSpec], CallRecord]:
    """A call that always ends so."""

    def call(spec: CallSpec) -> CallRecord:
        made = Promise(spec.answered_at.date() + dt.timedelta(days=2), spec.account.overdue_amount)
        return CallRecord(
            call_id=spec.call_id,
            account_id=spec.account.account_id,
            attempt=spec.attempt,
            cell=spec.cell,
            started_at=spec.started_at,
            seed=spec.seed,
            line_outcome="answered",
            ring_ms=spec.ring_ms,
            answered_at=spec.answered_at,
            talk_ms=talk_ms,
            answered_by="right_party",
            disposition=disposition,
            true_disposition=disposition,
            script=spec.script,
            robot=spec.robot,
            end_reason="robot_hung_up",
            actions=[(1, Action("schedule_callback", {}, due_at))] if due_at else [],
            promise=made if promise else None,
            true_promise=made if promise else None,
            pays=promise,
        )

    return call


def mixed(spec: CallSpec) -> CallRecord:
    """A call whose end is drawn by its seed; fit to travel to another process."""
    rng = draws(spec.seed, spec.account.account_id, spec.attempt, "test")
    which = Disposition(str(rng.choice(["PTP", "RTP", "CB", "TPC", "WPC", "DNC", "VM"])))
    asked = spec.answered_at + dt.timedelta(hours=3) if which is Disposition.CB else None
    talk_ms = int(rng.integers(20_000, 90_000))
    return ends(which, talk_ms=talk_ms, due_at=asked, promise=which is Disposition.PTP)(spec)


def one_cell(*accounts: Account, lines: int = 1, answered_limit: int | None = None) -> Cell:
    """All accounts in one cell, each of another person."""
    return Cell(0, lines, tuple(Case(one, one.account_id, TREATMENT) for one in accounts), answered_limit)


def dialled(events: list[Event]) -> list[Dialled]:
    return [event for event in events if isinstance(event, Dialled)]


def held(events: list[Event]) -> list[Held]:
    return [event for event in events if isinstance(event, Held)]


def settled(events: list[Event]) -> list[Settled]:
    return [event for event in events if isinstance(event, Settled)]


__all__ = ["Policy", "dial"]
