"""The robot on a line, with real engines and a far end that does exactly what the test says."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from voicebot.accounts import Account
from voicebot.audio import FRAME, RATE, Audio, silence
from voicebot.call import run_call
from voicebot.dialogue import Dialogue
from voicebot.ears import Ears
from voicebot.engines import Engines, World
from voicebot.mouth import Mouth
from voicebot.robot import OPENING_PATIENCE_MS, Robot
from voicebot.tts.engine import Voice

NOW = dt.datetime.fromisoformat("2026-11-23T10:00:00+08:00")
ACCOUNT = Account(
    account_id="A1",
    name="张伟",
    phone="12000000000",
    balance=5000.0,
    overdue_amount=1230.5,
    days_past_due=12,
    title="先生",
    due_date=dt.date(2026, 11, 11),
    product="消费贷款",
    id_tail="1234",
)
VOICE = Voice("cmn+m3", rate=180)


class ScriptedEnd:
    """Says given texts at given seconds since the answer, whatever the robot does; hangs up at the end."""

    def __init__(self, engines: Engines, says: dict[float, str], hang_up: float) -> None:
        length = int(hang_up * RATE)
        self.sound = np.zeros(length, np.int16)
        self.spans: list[tuple[int, int]] = []
        for second, text in says.items():
            spoken = engines.tts.speak(text, VOICE).samples
            start = int(second * RATE)
            self.sound[start : start + len(spoken)] = spoken[: max(0, length - start)]
            loud = np.flatnonzero(np.abs(spoken) > 500)
            self.spans.append((start + int(loud[0]), start + int(loud[-1])))
        self.at = 0
        self.robot: list[bool] = []

    def exchange(self, sent: Audio) -> Audio | None:
        assert len(sent) == FRAME
        if self.at >= len(self.sound):
            return None
        self.robot.append(sent.words is not None)
        heard = self.sound[self.at : self.at + FRAME]
        self.at += FRAME
        return Audio(heard)

    def robot_spoke(self, start_s: float, end_s: float) -> bool:
        return any(self.robot[int(start_s * 50) : int(end_s * 50)])


@pytest.fixture(scope="module")
def world() -> World:
    return World()


def make_robot(world: World, script: str = "m1_collection") -> tuple[Robot, Dialogue, Engines]:
    loaded = world.script(script)
    engines = world.engines("voice", loaded.language)
    persona = world.robot(world.default_robot(loaded.language))
    dialogue = Dialogue(loaded, persona, ACCOUNT, NOW)
    ears = Ears(engines.asr(np.random.default_rng(0)), engines.vad())
    return (
        Robot(dialogue, ears, Mouth(engines.tts, persona.voice), engines.nlu, NOW, FRAME),
        dialogue,
        engines,
    )


def test_the_robot_never_talks_over_the_customers_opening(world: World) -> None:
    robot, _, engines = make_robot(world)
    end = ScriptedEnd(engines, {1.2: "喂你好哪位"}, hang_up=6)
    run_call(robot, end)
    _, last = end.spans[0]
    assert not end.robot_spoke(0, last / RATE)
    assert end.robot_spoke(last / RATE, 6)


def test_the_robot_speaks_first_to_a_customer_who_says_nothing(world: World) -> None:
    robot, _, engines = make_robot(world)
    end = ScriptedEnd(engines, {}, hang_up=4)
    run_call(robot, end)
    assert not end.robot_spoke(0, OPENING_PATIENCE_MS / 1000 - 0.05)
    assert end.robot_spoke(OPENING_PATIENCE_MS / 1000, 4)


def test_the_robot_stops_within_200_ms_of_a_barge_in_and_remembers_what_was_heard(world: World) -> None:
    robot, _, engines = make_robot(world)
    dry_run = ScriptedEnd(engines, {0.4: "喂", 6.5: "对是我本人"}, hang_up=40)
    run_call(robot, dry_run)
    open_turn = next(
        turn
        for turn in robot.turns
        if turn.party == "robot" and turn.start_ms > 7000 and turn.end_ms - turn.start_ms > 2500
    )
    robot, _, engines = make_robot(world)
    barge = open_turn.start_ms / 1000 + 1.0
    end = ScriptedEnd(
        engines, {0.4: "喂", 6.5: "对是我本人", barge: "等一下等一下我现在正在开会呢"}, hang_up=40
    )
    run_call(robot, end)
    cut = next(turn for turn in robot.turns if turn.party == "robot" and turn.barged_in)
    onset_ms = end.spans[2][0] * 1000 // RATE
    assert cut.step == open_turn.step
    assert onset_ms <= cut.end_ms <= onset_ms + 200
    assert 0 < len(cut.heard) < len(cut.said)
    assert cut.said.startswith(cut.heard)


def test_a_silent_customer_is_asked_again_and_then_left_alone(world: World) -> None:
    robot, dialogue, engines = make_robot(world)
    end = ScriptedEnd(engines, {}, hang_up=120)
    _, hung_up = run_call(robot, end)
    assert not hung_up
    said = [turn.said for turn in robot.turns if turn.party == "robot"]
    assert 2 <= len(said) <= 5
    assert len(set(said)) == len(said), "the wording escalates"
    assert dialogue.outcome().promise is None


def test_the_far_end_may_hang_up_at_any_moment(world: World) -> None:
    for seconds in (0.02, 0.5, 2.5, 4.0):
        robot, dialogue, engines = make_robot(world)
        tape, hung_up = run_call(robot, ScriptedEnd(engines, {0.2: "喂"}, hang_up=seconds))
        assert hung_up
        assert tape.ms == round(seconds * 1000)
        assert dialogue.outcome().promise is None


def test_noise_alone_is_never_understood_as_an_answer(world: World) -> None:
    robot, _, engines = make_robot(world)
    end = ScriptedEnd(engines, {}, hang_up=30)
    end.sound[:] = np.random.default_rng(5).normal(0, 300, len(end.sound)).astype(np.int16)
    run_call(robot, end)
    assert [turn for turn in robot.turns if turn.party == "customer"] == []


def test_the_first_step_takes_no_time() -> None:
    world = World()
    robot, _, _ = make_robot(world)
    first = robot.step(silence(0))
    assert first is not None
    assert first.words is None
