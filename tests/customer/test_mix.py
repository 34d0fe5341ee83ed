"""What the default mix of customers comes to, when every word is understood as it was meant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest

from voicebot.accounts import Account
from voicebot.actions import Promise
from voicebot.customer import Asked, Mind, draw_situation, pick_customer
from voicebot.dialogue import Dialogue
from voicebot.nlu.meaning import Meaning
from voicebot.persona.customer import CustomerPersona
from voicebot.persona.load import load_robot, shipped_customers
from voicebot.records import Truth
from voicebot.script import load_script

NOW = dt.datetime(2026, 11, 23, 10, tzinfo=dt.timezone(dt.timedelta(hours=8)))
SCRIPT, ROBOT = load_script("m1_collection"), load_robot("lin_yue")
BUCKETS = {"M1": 12, "M2": 45, "M3": 75}
CALLS = 400


@dataclass(frozen=True)
class Ended:
    truth: Truth
    believed: Promise | None


def understood(who: CustomerPersona, account: Account, rng: np.random.Generator) -> Ended:
    """A call without sound, in which the robot understands exactly what is meant."""
    mind = Mind(who, account, draw_situation(who, account, rng, NOW), rng, NOW)
    dialogue = Dialogue(SCRIPT, ROBOT, account, NOW)
    move = dialogue.open()
    if who.answered_by not in ("nobody", "voicemail"):
        mind.agreement.note(mind.greeting())
        while not move.hang_up:
            said = mind.answer(Asked(move.says, move.asks, move.step))
            if said is None:
                move = dialogue.no_input()
                continue
            mind.agreement.note(said)
            move = dialogue.hear(Meaning(said.intent, 1.0, said.slots), said.said)
            if said.hangs_up:
                dialogue.hung_up()
                break
    return Ended(mind.agreement.truth(), dialogue.outcome().promise)


@pytest.fixture(scope="module")
def calls() -> dict[str, list[Ended]]:
    mix = [(persona, None) for persona in shipped_customers("zh")]
    account = Account("A1", "李明", "12000000001", 5000.0, 1230.5, 1, "先生", "male", id_tail="1234")
    ended: dict[str, list[Ended]] = {}
    for bucket, days in BUCKETS.items():
        owing = replace(account, days_past_due=days)
        ended[bucket] = []
        for seed in range(CALLS):
            rng = np.random.default_rng([4, days, seed])
            ended[bucket].append(understood(pick_customer(mix, owing, rng), owing, rng))
    return ended


def share(ended: list[Ended], of: Callable[[Ended], bool], among: Callable[[Ended], bool]) -> float:
    return float(np.mean([of(call) for call in ended if among(call)]))


def right_party(call: Ended) -> bool:
    return call.truth.answered_by == "right_party"


def promised(call: Ended) -> bool:
    return call.truth.promise is not None


@pytest.mark.parametrize(("bucket", "declared"), [("M1", 0.50), ("M2", 0.33), ("M3", 0.22)])
def test_the_right_party_promises_as_often_as_declared(
    calls: dict[str, list[Ended]], bucket: str, declared: float
) -> None:
    assert share(calls[bucket], promised, right_party) == pytest.approx(declared, abs=0.09)


def test_promises_and_their_keeping_fall_with_ageing(calls: dict[str, list[Ended]]) -> None:
    made = [share(calls[bucket], promised, right_party) for bucket in BUCKETS]
    kept = [share(calls[bucket], lambda call: call.truth.pays, promised) for bucket in BUCKETS]
    assert made == sorted(made, reverse=True)
    assert kept[0] > kept[2]


def test_who_is_understood_is_believed_what_he_promised(calls: dict[str, list[Ended]]) -> None:
    both = [call for ended in calls.values() for call in ended if call.believed and call.truth.promise]
    assert len(both) > 50
    for call in both:
        assert call.believed is not None
        assert call.truth.promise is not None
        assert call.believed.date == call.truth.promise.date
        assert call.believed.amount == pytest.approx(call.truth.promise.amount)


def test_nobody_who_is_understood_is_credited_with_a_promise_he_did_not_make(
    calls: dict[str, list[Ended]],
) -> None:
    false = [call for ended in calls.values() for call in ended if call.believed and not call.truth.promise]
    assert len(false) <= 0.005 * CALLS * len(BUCKETS)
