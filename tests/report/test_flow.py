"""Steps and times."""

from __future__ import annotations

from tests.report.runs import answered, customer, robot
from voicebot.report.flow import Clock, Flow
from voicebot.report.rates import percentile

CALL = answered("A1-1", talk_ms=9000, end_reason="customer_hung_up")
TURNS = [
    robot("A1-1", 0, "您好", 0, 1000),
    customer("A1-1", 1, "喂", "喂", "greeting", (1200, 1500)),
    robot("A1-1", 2, "请问是王先生吗", 2300, 3650, step="verify", barged_in=1),
    customer(
        "A1-1", 3, "打错了", "打错了", "wrong_number>confirm_self", (3500, 4200), step="verify", barged_in=1
    ),
    robot("A1-1", 4, "您有一笔账单", 5300, 8000, step="bill"),
]


def test_steps_tell_visits_answers_and_where_customers_hang_up() -> None:
    flow = Flow()
    flow.add(CALL, TURNS)
    steps = flow.figures()
    greet, verify, bill = (steps[f"m1_collection/{name}"] for name in ("greet", "verify", "bill"))
    assert (greet.visits, greet.answers, greet.intent_accuracy, greet.next) == (1, 1, 1.0, {"verify": 1})
    assert (verify.misunderstood, verify.barge_ins, verify.intent_accuracy) == (1, 1, 0.0)
    assert (bill.customer_hung_up, bill.ended, bill.intent_accuracy, bill.next) == (1, 1, None, {})


def test_what_is_said_before_the_first_prompt_has_a_step_of_its_own() -> None:
    flow = Flow()
    flow.add(CALL, [customer("A1-1", 0, "喂", "喂", "greeting", step="")])
    assert flow.figures()["m1_collection/opening"].answers == 1


def test_times_run_from_the_customers_end_to_the_robots_start_and_from_barge_in_to_silence() -> None:
    clock = Clock()
    clock.add(CALL, TURNS)
    timing = clock.figures()
    assert (timing.response_ms.n, timing.response_ms.p50, timing.response_ms.p95) == (2, 800, 1100)
    assert (timing.barge_in_stop_ms.n, timing.barge_in_stop_ms.p50) == (1, 150)
    assert (timing.talk_ms.p50, timing.talk_total_ms) == (9000, 9000)


def test_percentiles_are_nearest_ranks() -> None:
    assert percentile(range(1, 101), 0.95) == 95
    assert percentile([7], 0.5) == 7
    assert percentile([], 0.5) is None
