"""What went wrong on a call, what it costs, and which turn is to blame."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.report.runs import answered, customer, promising, robot
from voicebot.report.losses import Heard, Kind, Loss, losses, misunderstood, wrong
from voicebot.report.prices import Prices
from voicebot.store.reading import CallRow, TurnRow

PRICES = Prices()


def found(
    call: CallRow, *turns: TurnRow, actions: tuple[str, ...] = (), overdue: float = 1230.5
) -> list[Loss]:
    return losses(Heard(call, turns, frozenset(actions), overdue), PRICES)


def test_a_call_recorded_as_it_was_costs_nothing() -> None:
    assert found(promising("A1-1"), customer("A1-1", 1, "明天", "明天", "promise_to_pay")) == []


def test_a_promise_that_nobody_made_is_blamed_on_the_turn_taken_for_one() -> None:
    first = customer("A1-1", 1, "啊", "喂", "dont_know>greeting")
    guilty = customer("A1-1", 3, "还不了", "还", "refuse_to_pay>promise_to_pay")
    [loss] = found(promising("A1-1", made=False), first, guilty)
    assert (loss.kind, loss.cost, loss.turn) == (Kind.FALSE_PROMISE, 100.0, guilty)


def test_a_cry_for_help_taken_for_a_promise_costs_as_much_as_the_cry() -> None:
    [loss] = found(promising("A1-1", made=False, true_disposition="RISK"))
    assert (loss.kind, loss.cost) == (Kind.FALSE_PROMISE, 5000.0)


def test_a_promise_that_was_not_recorded_is_blamed_on_the_turn_that_made_it() -> None:
    guilty = customer("A1-1", 1, "明天还", "名片", "promise_to_pay>out_of_scope")
    [loss] = found(promising("A1-1", recorded=False), guilty)
    assert (loss.kind, loss.cost, loss.turn) == (Kind.MISSED_PROMISE, 50.0, guilty)


@pytest.mark.parametrize(("date", "cost"), [("2026-12-08", 6.0), ("2027-12-05", 60.0), ("2026-12-01", 5.0)])
def test_a_wrong_date_costs_by_the_day_when_late_and_one_call_when_early(date: str, cost: float) -> None:
    guilty = customer("A1-1", 1, "五号", "八号", "promise_to_pay", slots_meant={"date": "2026-12-05"},
                      slots_heard={"date": date})  # fmt: skip
    [loss] = found(promising("A1-1", promise_date=date), guilty)
    assert (loss.kind, loss.cost, loss.turn) == (Kind.WRONG_DATE, cost, guilty)


def test_a_wrong_amount_costs_a_share_of_the_difference_and_rounding_is_no_difference() -> None:
    [loss] = found(promising("A1-1", promise_amount=400.0))
    assert (loss.kind, loss.cost) == (Kind.WRONG_AMOUNT, 30.0)
    assert found(promising("A1-1", promise_amount=1004.0)) == []


def test_a_stop_request_is_missed_where_the_account_may_still_be_called() -> None:
    asked = customer("A1-1", 1, "别再打了", "再打", "stop_calling>busy")
    call = answered("A1-1", disposition="CB", true_disposition="DNC")
    [loss] = found(call, asked)
    assert (loss.kind, loss.cost, loss.turn) == (Kind.MISSED_STOP, 400.0, asked)
    honoured = answered("A1-1", disposition="DNC", true_disposition="DNC")
    assert not wrong(found(honoured, asked))


def test_an_account_closed_to_calls_though_nobody_asked_costs_a_share_of_what_is_due() -> None:
    [loss] = found(answered("A1-1"), actions=("add_to_do_not_call",), overdue=1000.0)
    assert (loss.kind, loss.cost, loss.turn) == (Kind.FALSE_STOP, 80.0, None)


def test_the_overdue_amount_spoken_to_a_relative_is_a_disclosure() -> None:
    relative = answered("A1-1", answered_by="third_party", disposition="TPC", true_disposition="TPC")
    told = robot("A1-1", 2, "您有一笔1,230.50元的账单", 3000, 6000)
    [loss] = found(relative, told)
    assert (loss.kind, loss.cost) == (Kind.DISCLOSED, 800.0)
    assert found(answered("A1-1"), told) == []


def test_what_was_cut_off_by_an_interruption_has_not_been_told() -> None:
    relative = answered("A1-1", answered_by="third_party", disposition="TPC", true_disposition="TPC")
    cut = robot("A1-1", 2, "您有一笔1230.50元的账单", 3000, 3500, heard="您有一笔", barged_in=1)
    assert found(relative, cut) == []


def test_a_question_about_the_debt_put_to_a_stranger_is_a_disclosure() -> None:
    stranger = answered("A1-1", answered_by="wrong_party", disposition="WPC", true_disposition="WPC")
    [loss] = found(stranger, customer("A1-1", 1, "什么", "什么", "repeat", context="payment_date"))
    assert loss.kind is Kind.DISCLOSED


def test_any_other_wrong_disposition_costs_by_what_was_missed() -> None:
    guilty = customer("A1-1", 1, "我要投诉", "我要投", "complaint>out_of_scope")
    [loss] = found(answered("A1-1", true_disposition="CMPL"), guilty)
    assert (loss.kind, loss.cost, loss.turn) == (Kind.WRONG_OUTCOME, 500.0, guilty)
    [cheap] = found(answered("A1-1", true_disposition="ABUSE"))
    assert (cheap.cost, cheap.turn) == (PRICES.other, None)


def test_the_costliest_loss_of_a_call_comes_first() -> None:
    asked = customer("A1-1", 1, "别打了我明天还", "明天还", "stop_calling>promise_to_pay")
    assert [loss.kind for loss in found(promising("A1-1", made=False), asked)] == [
        Kind.MISSED_STOP,
        Kind.FALSE_PROMISE,
    ]


def test_what_was_put_right_costs_a_little_for_each_detour_and_is_no_wrong_outcome() -> None:
    detours = [
        replace(customer("A1-1", 1, "啥", "是", "repeat>affirm"), confidence=0.4),
        replace(customer("A1-1", 3, "你谁", "你睡", "ask_identity>dont_know"), confidence=0.8),
    ]
    losses_ = found(answered("A1-1"), *detours)
    assert [(loss.kind, loss.cost, loss.turn) for loss in losses_] == [(Kind.REPAIRED, 1.0, detours[1])]
    assert not wrong(losses_)
    assert wrong(found(answered("A1-1", true_disposition="CMPL"), *detours))


def test_a_call_that_failed_inside_voicebot_is_not_held_against_the_robot() -> None:
    assert found(answered("A1-1", true_disposition="CMPL", error="ValueError")) == []


def test_a_turn_is_misunderstood_by_its_intent_by_a_slot_or_as_noise() -> None:
    date = {"date": "2026-12-05"}
    assert misunderstood(customer("A1-1", 1, "五号", "五号", "promise_to_pay", slots_meant=date))
    assert not misunderstood(
        customer(
            "A1-1", 1, "五号", "五号", "promise_to_pay", slots_meant=date, slots_heard=date | {"amount": 5.0}
        )
    )
    assert misunderstood(customer("A1-1", 1, "", "嗯", ">affirm"))
    assert not misunderstood(robot("A1-1", 1, "您好", 0, 900))
