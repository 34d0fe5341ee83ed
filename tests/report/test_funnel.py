"""The funnel, its parts by ageing, and the order that a campaign declares."""

from __future__ import annotations

from tests.report.runs import answered, promising, unanswered
from voicebot.report.funnel import Calls, by, count_calls, funnel, order_by_ageing


def bucket(dialled: int, connected: int, right: int, promises: int, kept: int) -> Calls:
    """Count that many real rows."""
    calls = [
        promising(f"A{number}-1", promise_kept=int(number < kept)) if number < promises
        else answered(f"A{number}-1") if number < right
        else answered(f"A{number}-1", answered_by="third_party") if number < connected
        else unanswered(f"A{number}-1")
        for number in range(dialled)
    ]  # fmt: skip
    return count_calls(calls)


def test_the_funnel_counts_each_stage_and_its_share_of_the_stage_before() -> None:
    found = funnel(bucket(20, 10, 8, 4, 3))
    assert [(stage.stage, stage.count, stage.rate, stage.of_dialled) for stage in found] == [
        ("dialled", 20, None, 1.0),
        ("answered", 10, 0.5, 0.5),
        ("right_party", 8, 0.8, 0.4),
        ("promise", 4, 0.5, 0.2),
        ("kept", 3, 0.75, 0.15),
    ]


def test_kept_promises_are_counted_by_number_and_by_amount() -> None:
    kept = promising("A1-1", promise_amount=3000.0, promise_kept=1)
    broken = promising("A2-1", promise_amount=1000.0, promise_kept=0)
    found = count_calls([kept, broken])
    assert (found.kept, found.kept_rate) == (1, 0.5)
    assert (found.promised_amount, found.kept_amount, found.kept_rate_by_amount) == (4000.0, 3000.0, 0.75)


def test_a_promise_that_nobody_recorded_is_no_promise_of_the_funnel() -> None:
    found = count_calls([promising("A1-1", recorded=False)])
    assert (found.promises, found.true_promises) == (0, 1)


def test_a_call_that_failed_inside_voicebot_is_counted_as_such() -> None:
    assert count_calls([answered("A1-1", error="ValueError: x (call.py:1)")]).failed == 1


def test_nothing_dialled_gives_no_rates_and_no_error() -> None:
    nothing = count_calls([])
    assert nothing.connect_rate is None
    assert [stage.count for stage in funnel(nothing)] == [0, 0, 0, 0, 0]


def test_calls_without_the_property_are_left_out_of_a_grouping() -> None:
    calls = [answered("A1-1", customer="busy"), unanswered("A2-1")]
    assert list(by(lambda call: call.customer, calls)) == ["busy"]


def test_outcomes_that_fall_with_ageing_are_as_declared() -> None:
    order = order_by_ageing({"M0": bucket(40, 30, 28, 20, 18), "M1": bucket(40, 20, 15, 8, 4)})
    assert (order.verdict, order.inversions) == ("as_declared", [])


def test_outcomes_that_clearly_rise_with_ageing_are_called_reversed() -> None:
    order = order_by_ageing({"M1": bucket(400, 100, 80, 40, 20), "M2": bucket(400, 300, 200, 90, 40)})
    assert order.verdict == "reversed"
    assert "answered of dialled: M1 25% (400), M2 75% (400): more than chance explains" in order.inversions


def test_a_small_rise_among_few_calls_is_within_chance() -> None:
    order = order_by_ageing({"M0": bucket(10, 5, 4, 2, 1), "M1": bucket(10, 6, 4, 2, 1)})
    assert order.verdict == "within_chance"
    assert len(order.inversions) == 1


def test_one_bucket_alone_has_no_order() -> None:
    assert order_by_ageing({"M1": bucket(10, 5, 4, 2, 1)}).verdict == "unknown"
    assert order_by_ageing({}).verdict == "unknown"
