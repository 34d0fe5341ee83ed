"""The gate before dialling: who may not be called, and until when."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.calls import MONDAY, account
from voicebot.actions import Disposition
from voicebot.rules import CallingHours, Contacts, DailyLimits, Decision, may_call
from voicebot.rules.gate import audit_hours

NOON = MONDAY.replace(hour=12)
HOURS = CallingHours()


def decide(at: dt.datetime = NOON, contacts: Contacts | None = None, **values: Any) -> Decision:
    return may_call(account(**values), "person", at, contacts or Contacts(), HOURS, DailyLimits())


def after(*dispositions: Disposition, talked: bool = True, at: dt.datetime = NOON) -> Contacts:
    contacts = Contacts()
    for disposition in dispositions:
        contacts.count(account(), "person", at, disposition, talked)
    return contacts


def test_an_account_without_a_mark_may_be_called() -> None:
    decision = decide()
    assert (decision.stage, decision.rule, decision.verdict) == ("gate", "cn", "allow")


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"do_not_call": True}, "cn.peace"),
        ({"consent": False}, "cn.consent"),
        ({"plan_active": True}, "cn.plan"),
        ({"disputed": True}, "cn.dispute"),
    ],
)
def test_a_marked_account_is_shut_for_good(values: dict[str, Any], rule: str) -> None:
    decision = decide(**values)
    assert (decision.rule, decision.verdict, decision.until) == (rule, "block", None)


def test_outside_the_hours_the_gate_opens_in_the_morning() -> None:
    decision = decide(at=MONDAY.replace(hour=23))
    assert (decision.rule, decision.verdict) == ("cn.hours", "block")
    assert decision.until == MONDAY.replace(day=24, hour=8)


def test_the_third_effective_call_of_a_day_passes_and_the_fourth_does_not() -> None:
    assert decide(contacts=after(Disposition.CB, Disposition.CB)).verdict == "allow"
    decision = decide(contacts=after(Disposition.CB, Disposition.CB, Disposition.CB))
    assert (decision.rule, decision.until) == ("cn.effective_calls", MONDAY.replace(day=24, hour=8))


def test_the_next_day_counts_anew() -> None:
    three = after(Disposition.CB, Disposition.CB, Disposition.CB)
    assert decide(at=NOON + dt.timedelta(days=1), contacts=three).verdict == "allow"


def test_voicemail_is_no_effective_call() -> None:
    assert decide(contacts=after(*[Disposition.VM] * 5)).verdict == "allow"


def test_the_sixth_unanswered_attempt_passes_and_the_seventh_does_not() -> None:
    assert decide(contacts=after(*[Disposition.NA] * 5, talked=False)).verdict == "allow"
    decision = decide(contacts=after(*[Disposition.NA] * 6, talked=False))
    assert (decision.rule, decision.until) == ("cn.attempts", MONDAY.replace(day=24, hour=8))


def test_after_an_opt_out_no_other_account_of_the_person_is_called() -> None:
    decision = decide(contacts=after(Disposition.DNC), account_id="A2", phone="12999999999")
    assert (decision.rule, decision.until) == ("cn.peace", None)


def test_after_a_wrong_number_no_other_account_of_the_number_is_called() -> None:
    contacts = after(Disposition.WPC)
    other = may_call(account("A7", phone=account().phone), "other", NOON, contacts, HOURS, DailyLimits())
    assert (other.rule, other.until) == ("cn.third_party", None)


def test_a_day_ends_at_the_customers_midnight() -> None:
    # 08:30 in Shanghai is still yesterday evening in New York.
    morning = MONDAY.replace(hour=8, minute=30)
    contacts = Contacts()
    for _ in range(3):
        contacts.count(account(timezone="America/New_York"), "person", morning, Disposition.CB, talked=True)
    decision = decide(at=morning, contacts=contacts, timezone="America/New_York")
    assert decision.rule == "cn.effective_calls"
    assert decision.until == dt.datetime.fromisoformat("2026-11-23T08:00:00-05:00")


def test_a_call_that_ends_after_hours_is_a_violation() -> None:
    begun = MONDAY.replace(hour=21, minute=59, second=50)
    found = audit_hours(account(), "A1-1", begun, begun + dt.timedelta(seconds=70), HOURS)
    assert found is not None
    assert (found.stage, found.rule, found.verdict, found.call_id) == (
        "audit",
        "cn.hours",
        "violation",
        "A1-1",
    )
    assert audit_hours(account(), "A1-1", begun, begun + dt.timedelta(seconds=9), HOURS) is None
