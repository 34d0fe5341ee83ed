"""The dialer on virtual time: retries, windows, limits, promises."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from tests.calls import (
    EVERYBODY_ANSWERS,
    MONDAY,
    NOBODY_ANSWERS,
    TREATMENT,
    account,
    dialled,
    ends,
    held,
    mixed,
    one_cell,
    settled,
)
from voicebot.actions import Disposition
from voicebot.call import CallSpec
from voicebot.dialer import Case, Cell, Payers, Policy, Rates, Retry, call_id, dial
from voicebot.errors import InputError
from voicebot.records import CallRecord
from voicebot.rules import CallingHours, DailyLimits

NO_OWN_PAYMENTS = Payers(own_accord={})


def policy(**values: object) -> Policy:
    given = {"seed": 7, "start": MONDAY, "days": 3, "payers": NO_OWN_PAYMENTS, "rates": EVERYBODY_ANSWERS}
    return Policy(**{**given, **values})  # type: ignore[arg-type]


def only(outcome: str) -> Rates:
    """Nobody answers, and the network says always the same."""
    return Rates(NOBODY_ANSWERS.connected, {outcome: 1.0})


@pytest.mark.parametrize(
    "disposition", [Disposition.PTP, Disposition.PAID, Disposition.WPC, Disposition.DNC, Disposition.RTP]
)
def test_a_settled_account_is_left_alone(disposition: Disposition) -> None:
    events = list(dial(one_cell(account()), policy(), ends(disposition)))
    assert len(dialled(events)) == 1
    assert [one.closed_by for one in settled(events)] == [disposition]


@pytest.mark.parametrize(("outcome", "attempts"), [("NA", 3), ("EMPTY", 1), ("SUSPENDED", 2)])
def test_each_outcome_has_its_own_retries(outcome: str, attempts: int) -> None:
    retries = {"NA": Retry(dt.timedelta(hours=2), 2), "SUSPENDED": Retry(dt.timedelta(days=1), 1)}
    events = list(dial(one_cell(account()), policy(rates=only(outcome), retries=retries), mixed))
    assert [one.record.disposition for one in dialled(events)] == [outcome] * attempts
    assert [one.record.attempt for one in dialled(events)] == list(range(1, attempts + 1))


def test_a_retry_waits_its_delay_from_the_end_of_the_attempt() -> None:
    retries = {"NA": Retry(dt.timedelta(hours=2), 1)}
    first, second = dialled(list(dial(one_cell(account()), policy(rates=only("NA"), retries=retries), mixed)))
    ended = first.record.started_at + dt.timedelta(milliseconds=first.record.ring_ms)
    assert second.record.started_at - ended == dt.timedelta(hours=2)


def test_a_retry_at_night_waits_for_the_morning() -> None:
    retries = {"NA": Retry(dt.timedelta(hours=14), 1)}
    second = dialled(list(dial(one_cell(account()), policy(rates=only("NA"), retries=retries), mixed)))[1]
    assert second.record.started_at == MONDAY.replace(day=24, hour=8)


def test_no_attempt_comes_after_the_last_day() -> None:
    retries = {"NA": Retry(dt.timedelta(days=1), 20)}
    limits = policy(rates=only("NA"), retries=retries, days=2, attempts=20)
    assert len(dialled(list(dial(one_cell(account()), limits, mixed)))) == 2


def test_the_most_attempts_of_an_account_are_kept() -> None:
    retries = {"BUSY": Retry(dt.timedelta(minutes=5), 50)}
    events = list(dial(one_cell(account()), policy(rates=only("BUSY"), retries=retries, attempts=4), mixed))
    assert len(dialled(events)) == 4


def test_unanswered_attempts_of_a_day_are_limited_by_number() -> None:
    retries = {"BUSY": Retry(dt.timedelta(minutes=5), 50)}
    limits = policy(rates=only("BUSY"), retries=retries, attempts=9, limits=DailyLimits(unanswered=3))
    events = list(dial(one_cell(account()), limits, mixed))
    assert [one.record.started_at.day for one in dialled(events)] == [23] * 3 + [24] * 3 + [25] * 3
    assert {one.decision.rule for one in held(events)} == {"cn.attempts"}


def test_effective_calls_of_a_day_are_limited_by_person() -> None:
    later = {"CB": Retry(dt.timedelta(minutes=10), 9)}
    events = list(dial(one_cell(account()), policy(retries=later, days=1, attempts=9), ends(Disposition.CB)))
    assert len(dialled(events)) == 3
    assert held(events)[-1].decision.rule == "cn.effective_calls"


def test_a_call_back_comes_at_the_moment_that_was_asked_for() -> None:
    asked = MONDAY.replace(hour=15, minute=30)
    second = dialled(list(dial(one_cell(account()), policy(), ends(Disposition.CB, due_at=asked))))[1]
    assert second.record.started_at == asked


def test_a_call_back_at_night_waits_for_the_morning() -> None:
    asked = MONDAY.replace(hour=23)
    second = dialled(list(dial(one_cell(account()), policy(), ends(Disposition.CB, due_at=asked))))[1]
    assert second.record.started_at == MONDAY.replace(day=24, hour=8)


def test_every_attempt_has_the_gates_decision() -> None:
    events = list(dial(one_cell(account("A1"), account("A2")), policy(), ends(Disposition.PTP)))
    for one in dialled(events):
        assert [(decision.verdict, decision.call_id) for decision in one.decisions] == [
            ("allow", one.record.call_id)
        ]


def test_who_may_not_be_called_is_not_called_and_the_reason_is_recorded() -> None:
    events = list(dial(one_cell(account(do_not_call=True)), policy(), mixed))
    assert not dialled(events)
    assert [one.decision.rule for one in held(events)] == ["cn.peace"]
    assert [one.closed_by for one in settled(events)] == ["cn.peace"]


def test_an_opt_out_stops_all_accounts_of_the_person() -> None:
    cell = Cell(0, 2, tuple(Case(account(name), "same person", TREATMENT) for name in ("A1", "A2", "A3")))
    events = list(dial(cell, policy(), ends(Disposition.DNC)))
    assert len(dialled(events)) == 1
    assert [one.decision.rule for one in held(events)] == ["cn.peace", "cn.peace"]


def test_nobody_is_called_twice_at_a_time() -> None:
    cell = Cell(0, 3, tuple(Case(account(name), "same person", TREATMENT) for name in ("A1", "A2", "A3")))
    calls = [one.record for one in dialled(list(dial(cell, policy(), ends(Disposition.RTP))))]
    assert len(calls) == 3
    for before, after in pairwise(calls):
        assert before.answered_at is not None
        assert after.started_at >= before.answered_at + dt.timedelta(milliseconds=before.talk_ms)


def test_lines_bound_the_calls_at_a_time() -> None:
    cell = one_cell(*[account(f"A{number}") for number in range(12)], lines=3)
    calls = [one.record for one in dialled(list(dial(cell, policy(), ends(Disposition.PTP))))]
    spans = [
        (one.started_at, one.answered_at + dt.timedelta(milliseconds=one.talk_ms))
        for one in calls
        if one.answered_at
    ]
    assert max(sum(begun <= at < ended for begun, ended in spans) for at, _ in spans) == 3


def test_the_calling_hours_are_those_of_the_customer() -> None:
    here = account("A1")
    west = account("A2", timezone="Asia/Urumqi")
    calls = {
        one.record.account_id: one.record.started_at
        for one in dialled(list(dial(one_cell(here, west, lines=2), policy(), ends(Disposition.PTP))))
    }
    assert calls == {"A1": MONDAY, "A2": MONDAY.replace(hour=10)}
    assert calls["A2"].utcoffset() == dt.timedelta(hours=6)


def test_what_is_left_in_the_evening_is_called_in_the_morning() -> None:
    hours = CallingHours(dt.time(9), dt.time(9, 10), dt.timedelta(minutes=6))
    cell = one_cell(*[account(f"A{number}") for number in range(40)])
    events = list(dial(cell, policy(hours=hours), ends(Disposition.PTP, talk_ms=60_000)))
    calls = [one.record for one in dialled(events)]
    assert {one.started_at.day for one in calls} == {23, 24, 25}
    assert all(one.started_at.time() <= dt.time(9, 4) for one in calls)
    assert {one.decision.rule for one in held(events)} == {"cn.hours"}
    assert not [one for one in dialled(events) if one.decisions[1:]], "no call ended after hours"


def test_a_call_that_ends_after_hours_is_recorded_as_a_violation() -> None:
    hours = CallingHours(dt.time(9), dt.time(9, 10), dt.timedelta(minutes=6))
    (one,) = dialled(
        list(dial(one_cell(account()), policy(hours=hours), ends(Disposition.PTP, talk_ms=700_000)))
    )
    assert [(decision.rule, decision.verdict) for decision in one.decisions][1:] == [
        ("cn.hours", "violation")
    ]


@pytest.mark.parametrize("limit", [1, 5])
def test_dialling_stops_at_the_limit_of_answered_calls(limit: int) -> None:
    cell = one_cell(*[account(f"A{number}") for number in range(20)], lines=4, answered_limit=limit)
    calls = dialled(list(dial(cell, policy(), mixed)))
    assert sum(one.record.line_outcome == "answered" for one in calls) == limit


def test_a_cell_without_accounts_ends() -> None:
    assert list(dial(one_cell(), policy(), mixed)) == []


def test_the_same_seed_dials_the_same() -> None:
    cell = one_cell(*[account(f"A{number}") for number in range(60)], lines=3)
    assert list(dial(cell, policy(rates=Rates()), mixed)) == list(dial(cell, policy(rates=Rates()), mixed))


def test_another_seed_dials_otherwise() -> None:
    cell = one_cell(*[account(f"A{number}") for number in range(60)], lines=3)
    one, other = (list(dial(cell, policy(rates=Rates(), seed=seed), mixed)) for seed in (1, 2))
    assert one != other


def test_an_attempt_comes_out_the_same_whoever_is_called_beside() -> None:
    def of_a5(*names: str) -> list[tuple[str, int]]:
        cell = one_cell(*[account(name) for name in names])
        calls = [one.record for one in dialled(list(dial(cell, policy(rates=Rates()), mixed)))]
        return [(one.line_outcome, one.ring_ms) for one in calls if one.account_id == "A5"]

    assert of_a5("A5") == of_a5("A1", "A2", "A5", "A9")


def test_connection_falls_with_ageing_as_declared() -> None:
    def share(days: int) -> float:
        accounts = [account(f"A{number}", days_past_due=days) for number in range(600)]
        cell = one_cell(*accounts, lines=50)
        calls = dialled(list(dial(cell, policy(rates=Rates(), attempts=1), ends(Disposition.PTP))))
        return sum(one.record.line_outcome == "answered" for one in calls) / len(calls)

    shares = [share(days) for days in (0, 20, 45, 80)]
    assert shares == sorted(shares, reverse=True)
    assert shares == pytest.approx([0.45, 0.40, 0.30, 0.22], abs=0.05)


def test_a_call_that_fails_inside_is_recorded_with_its_seed_and_the_rest_goes_on() -> None:
    def call(spec: CallSpec) -> CallRecord:
        if spec.account.account_id == "A2":
            raise ZeroDivisionError("a fault\nof ours")
        return ends(Disposition.PTP)(spec)

    events = list(dial(one_cell(account("A1"), account("A2"), account("A3")), policy(), call))
    failed = [one.record for one in dialled(events) if one.record.error]
    assert [(one.account_id, one.seed, one.end_reason) for one in failed] == [("A2", 7, "error")]
    assert failed[0].error.startswith("ZeroDivisionError: a fault of ours (test_dialer.py:")
    assert len(dialled(events)) == 3


def test_a_users_error_ends_the_run() -> None:
    def call(spec: CallSpec) -> CallRecord:
        raise InputError("scripts/mine.yaml:3: wrong")

    with pytest.raises(InputError):
        list(dial(one_cell(account()), policy(), call))


def test_a_kept_promise_is_paid_in_time() -> None:
    events = list(dial(one_cell(account()), policy(), ends(Disposition.PTP, promise=True)))
    (one,) = dialled(events)
    assert one.kept
    (payment,) = one.payments
    assert payment.promised_by_call == one.record.call_id
    assert payment.amount == 1200
    assert one.record.promise is not None
    assert payment.at.date() <= one.record.promise.date


def test_broken_promises_are_paid_in_part_late_or_never() -> None:
    def call(spec: CallSpec) -> CallRecord:
        record = ends(Disposition.PTP, promise=True)(spec)
        record.pays = False
        return record

    cell = one_cell(*[account(f"A{number}") for number in range(400)], lines=20)
    calls = dialled(list(dial(cell, policy(), call)))
    assert not any(one.kept for one in calls)
    part = [one for one in calls if one.payments and one.payments[0].amount < 1200]
    late = [one for one in calls if one.payments and one.payments[0].amount == 1200]
    assert len(part) / 400 == pytest.approx(0.25, abs=0.07)
    assert len(late) / 400 == pytest.approx(0.20, abs=0.07)


def test_a_promise_that_nobody_made_is_broken() -> None:
    def call(spec: CallSpec) -> CallRecord:
        record = ends(Disposition.PTP, promise=True)(spec)
        record.true_promise = None
        return record

    (one,) = dialled(list(dial(one_cell(account()), policy(), call)))
    assert one.kept is False
    assert one.payments == ()


def test_some_pay_of_their_own_accord_and_are_not_called_afterwards() -> None:
    payers = Payers(own_accord={"M1": 1.0})
    retries = {"NA": Retry(dt.timedelta(hours=5), 9)}
    cell = one_cell(*[account(f"A{number}") for number in range(30)], lines=30)
    events = list(dial(cell, policy(payers=payers, rates=only("NA"), retries=retries, attempts=9), mixed))
    paid = {one.account.account_id: one.payment for one in settled(events) if one.payment}
    assert len(paid) > 25
    for one in dialled(events):
        payment = paid.get(one.record.account_id)
        assert payment is None or one.record.started_at < payment.at
    assert "house.paid" in {one.decision.rule for one in held(events)}


@pytest.mark.parametrize("account_id", ["A1", "a/b", "客户1", "../../etc", "x" * 300])
def test_call_ids_are_file_names(account_id: str) -> None:
    name = call_id(account_id, 2)
    assert name.endswith("-2")
    assert len(name) < 80
    assert not set(name) & set("/\\:.")


def test_call_ids_of_similar_accounts_differ() -> None:
    assert len({call_id(name, 1) for name in ("a/b", "a_b", "a:b")}) == 3
