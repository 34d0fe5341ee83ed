"""Whole calls with simulated customers, by voice and in text fidelity."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from tests.test_robot import ACCOUNT, NOW
from voicebot.actions import Disposition
from voicebot.call import CallSpec, make_call
from voicebot.engines import World
from voicebot.records import CallRecord


def spec(
    customer: str | None, seed: int = 7, fidelity: str = "voice", script: str = "m1_collection"
) -> CallSpec:
    return CallSpec(
        call_id="T1",
        account=ACCOUNT,
        attempt=1,
        cell=0,
        started_at=NOW - dt.timedelta(seconds=9),
        answered_at=NOW,
        ring_ms=9000,
        seed=seed,
        script=script,
        robot=World().default_robot("zh"),
        customer=customer,
        fidelity=fidelity,
    )


@pytest.fixture(scope="module")
def world() -> World:
    return World()


@pytest.fixture(scope="module")
def by_voice(world: World) -> CallRecord:
    return make_call(spec("cooperative"), world)


def test_a_cooperative_customer_promises_by_voice(by_voice: CallRecord) -> None:
    assert by_voice.true_disposition is Disposition.PTP
    assert by_voice.disposition is Disposition.PTP
    assert by_voice.promise is not None
    assert by_voice.true_promise is not None
    assert by_voice.promise.date == by_voice.true_promise.date
    assert by_voice.promise.date >= NOW.date()


def test_the_recording_is_as_long_as_the_call_and_holds_both_voices(by_voice: CallRecord) -> None:
    assert by_voice.sound is not None
    robot, customer = by_voice.sound
    assert len(robot) == len(customer)
    assert len(robot) * 1000 // 8000 == by_voice.talk_ms
    for turn in by_voice.turns:
        side = robot if turn.party == "robot" else customer
        piece = side[turn.start_ms * 8 : turn.end_ms * 8].astype(float)
        assert np.sqrt((piece**2).mean()) > 200, turn


def test_the_turns_are_in_order_and_hold_truth_beside_belief(by_voice: CallRecord) -> None:
    starts = [turn.start_ms for turn in by_voice.turns]
    assert starts == sorted(starts)
    customer = [turn for turn in by_voice.turns if turn.party == "customer"]
    assert len(customer) >= 3
    assert all(turn.said and turn.heard and turn.intent_meant and turn.intent_heard for turn in customer)
    assert all(0 < turn.confidence <= 1 for turn in customer)


def test_the_same_seed_gives_the_same_call(world: World, by_voice: CallRecord) -> None:
    again = make_call(spec("cooperative"), world)
    assert again.turns == by_voice.turns
    assert again.sound is not None
    assert by_voice.sound is not None
    assert np.array_equal(again.sound[0], by_voice.sound[0])
    assert np.array_equal(again.sound[1], by_voice.sound[1])


def test_another_call_in_between_changes_nothing(world: World, by_voice: CallRecord) -> None:
    make_call(spec("angry", seed=99), world)
    again = make_call(spec("cooperative"), world)
    assert again.sound is not None
    assert by_voice.sound is not None
    assert np.array_equal(again.sound[1], by_voice.sound[1])


@pytest.mark.parametrize(
    ("customer", "expected"),
    [
        ("wrong_number", Disposition.WPC),
        ("voicemail", Disposition.VM),
        ("stop_calling", Disposition.DNC),
        ("already_paid", Disposition.PAID),
    ],
)
def test_the_robot_records_what_the_customer_is(world: World, customer: str, expected: Disposition) -> None:
    records = [make_call(spec(customer, seed=seed, fidelity="text"), world) for seed in range(20)]
    meant = [record for record in records if record.true_disposition is expected]
    assert len(meant) >= 10
    right = sum(record.disposition is expected for record in meant)
    assert right >= 0.75 * len(meant)


def test_debt_is_never_told_to_a_machine_or_to_a_stranger(world: World) -> None:
    for customer in ("voicemail", "phone_assistant", "wrong_number", "relative", "child"):
        for seed in range(15):
            record = make_call(spec(customer, seed=seed, fidelity="text"), world)
            told = " ".join(turn.said for turn in record.turns if turn.party == "robot")
            assert "1230" not in told, (customer, seed)
            assert "逾期" not in told, (customer, seed)


def test_every_call_ends_and_its_figures_fit_together(world: World) -> None:
    for seed in range(150):
        record = make_call(spec(None, seed=seed, fidelity="text"), world)
        assert 0 < record.talk_ms < 600_000
        assert record.sound is None
        assert all(0 <= turn.start_ms <= turn.end_ms <= record.talk_ms for turn in record.turns), seed
        if record.disposition is Disposition.PTP:
            assert record.promise is not None


def test_another_seed_gives_another_call(world: World, by_voice: CallRecord) -> None:
    other = make_call(replace(spec("cooperative"), seed=8), world)
    assert other.turns != by_voice.turns
