"""Simulated customers on the phone: what they say, when, and what they have agreed to."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import numpy as np
import pytest

from tests.customer.stand_in import (
    ACCOUNT,
    COLLECTION,
    NOW,
    persona,
    quiet_habits,
    talk,
)
from voicebot.actions import Disposition
from voicebot.audio import RATE, Audio, Words, silence
from voicebot.customer import Customer
from voicebot.nlu.meaning import Intent
from voicebot.paths import data_dir
from voicebot.persona.customer import CustomerPersona
from voicebot.tts.silent import SilentTts

NAMES = sorted(path.stem for path in (data_dir("personas") / "customers").glob("*.yaml"))


def willing(**changes: object) -> CustomerPersona:
    return persona("cooperative", habits=quiet_habits(), asks_back={}, busy=0, knows_debt=1, **changes)


def promises(**changes: object) -> CustomerPersona:
    return willing(
        answers={"purpose": {"promise_to_pay": 1}, "payment_date": {"promise_to_pay": 1}}, **changes
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_persona_ends_its_calls(name: str) -> None:
    who = persona(name)
    for seed in range(6):
        call = talk(who, seed=seed)
        assert call.hung_up or call.asked == len(COLLECTION)
        assert call.samples < 180 * RATE


@pytest.mark.parametrize("name", ["cooperative", "angry", "elderly", "voicemail"])
def test_the_same_seed_makes_the_same_call(name: str) -> None:
    first, second = talk(persona(name), seed=7), talk(persona(name), seed=7)
    assert first.turns == second.turns
    assert first.truth == second.truth
    assert first.samples == second.samples


@pytest.mark.parametrize("name", ["cooperative", "busy", "hardship"])
def test_the_length_of_what_is_offered_changes_nothing(name: str) -> None:
    for seed in range(4):
        long, short = talk(persona(name), seed=seed), talk(persona(name), seed=seed, stride=160)
        assert long.turns == short.turns
        assert long.truth == short.truth


def test_single_frames_are_answered_with_single_frames() -> None:
    call = talk(persona("elderly"), seed=3, stride=160)
    assert {len(audio) for audio in call.heard} == {160}


def test_never_more_is_returned_than_was_offered() -> None:
    call = talk(persona("forgetful"), seed=3)
    assert all(len(heard) > 0 for heard in call.heard)
    assert max(len(heard) for heard in call.heard) <= 1600


def test_every_piece_of_an_utterance_carries_the_same_label() -> None:
    call = talk(willing(), seed=2)
    labels = [audio.words for audio in call.heard if audio.words is not None]
    distinct = list({id(words): words for words in labels}.values())
    assert [words.text for words in distinct] == [turn.said for turn in call.turns]
    assert [words.act for words in distinct] == call.intents


def test_turns_lie_where_the_speech_is() -> None:
    call = talk(promises(), seed=4, stride=160)
    clock = 0
    spoken: list[tuple[int, int]] = []
    for audio in call.heard:
        if audio.words is not None:
            if spoken and spoken[-1][1] == clock:
                spoken[-1] = (spoken[-1][0], clock + audio.ms)
            else:
                spoken.append((clock, clock + audio.ms))
        clock += audio.ms
    assert spoken == [(turn.start_ms, turn.end_ms) for turn in call.turns]


def test_the_call_opens_with_a_greeting_after_a_human_delay() -> None:
    call = talk(willing(), seed=1)
    assert call.turns[0].intent_meant == Intent.GREETING
    assert 300 <= call.turns[0].start_ms <= 1400


def test_answers_come_after_a_human_gap() -> None:
    gaps: list[int] = []
    for seed in range(25):
        call = talk(willing(), seed=seed)
        ends = _ends_of_prompts(call.sent)
        gaps += [
            min(turn.start_ms - end for end in ends if end <= turn.start_ms)
            for turn in call.turns[1:]
            if any(end <= turn.start_ms for end in ends)
        ]
    assert min(gaps) >= 200
    assert np.median(gaps) < 700
    assert np.percentile(gaps, 95) <= 1300


def _ends_of_prompts(sent: list[Audio]) -> list[int]:
    ends, clock = [], 0
    before: Words | None = None
    for audio in sent:
        if before is not None and audio.words is not before:
            ends.append(clock)
        before = audio.words
        clock += audio.ms
    return ends


def test_a_promise_is_what_was_said() -> None:
    for seed in range(20):
        call = talk(promises(), seed=seed)
        stated = [turn.slots_meant["date"] for turn in call.turns if "date" in turn.slots_meant]
        promise = call.truth.promise
        assert promise is not None
        assert call.truth.disposition is Disposition.PTP
        assert set(stated) == {promise.date.isoformat()}
        assert promise.amount == ACCOUNT.overdue_amount
        assert 0 <= (promise.date - NOW.date()).days <= 7


def test_who_can_pay_a_part_promises_a_part() -> None:
    who = willing(
        affords=(0.3, 0.5), answers={"purpose": {"promise_to_pay": 1}, "payment_date": {"promise_to_pay": 1}}
    )
    for seed in range(20):
        call = talk(who, seed=seed)
        assert call.truth.disposition is Disposition.PPTP
        assert call.truth.promise is not None
        assert 360 <= call.truth.promise.amount <= 620
        amounts = {turn.slots_meant["amount"] for turn in call.turns if "amount" in turn.slots_meant}
        assert amounts <= {call.truth.promise.amount}


def test_a_wrong_read_back_is_corrected_and_the_truth_stays() -> None:
    wrong = (*COLLECTION[:4], ("跟您确认一下，您12月25日还款1230.50元，对吗？", "confirm_promise"))
    for seed in range(10):
        call = talk(promises(), wrong, seed)
        assert call.turns[-1].context == "confirm_promise"
        assert call.turns[-1].intent_meant == Intent.PROMISE_TO_PAY
        assert call.truth.promise is not None
        assert call.turns[-1].slots_meant["date"] == call.truth.promise.date.isoformat()


def test_a_right_read_back_is_confirmed() -> None:
    who = promises(payday=(3, 3))
    right = (*COLLECTION[:4], ("跟您确认一下，您11月26日还款1230.50元，对吗？", "confirm_promise"))
    call = talk(who, right)
    assert call.turns[-1].intent_meant == Intent.AFFIRM
    assert call.truth.promise is not None
    assert (call.truth.promise.date, call.truth.promise.amount) == (dt.date(2026, 11, 26), 1230.5)


def test_a_wrong_sum_in_the_read_back_is_denied() -> None:
    who = promises(payday=(3, 3))
    wrong = (*COLLECTION[:4], ("跟您确认一下，您11月26日还款2000.00元，对吗？", "confirm_promise"))
    assert talk(who, wrong).turns[-1].intent_meant == Intent.DENY


def test_an_invented_promise_is_nobodys_promise() -> None:
    invented = (*COLLECTION[:3], ("跟您确认一下，您11月26日还款1230.50元，对吗？", "confirm_promise"))
    for seed in range(10):
        call = talk(persona("refuses", habits=quiet_habits()), invented, seed)
        assert call.truth.promise is None
        assert call.turns[-1].intent_meant in (Intent.DENY, Intent.REFUSE_TO_PAY)
        assert call.truth.disposition in (Disposition.RTP, Disposition.DISP)


def test_some_let_a_wrong_day_pass_and_still_mean_their_own() -> None:
    who = promises(payday=(3, 3))
    who = CustomerPersona.model_validate({**who.model_dump(), "habits": quiet_habits(corrects=0.0)})
    wrong = (*COLLECTION[:4], ("跟您确认一下，您12月25日还款1230.50元，对吗？", "confirm_promise"))
    call = talk(who, wrong)
    assert call.turns[-1].intent_meant == Intent.AFFIRM
    assert call.truth.promise is not None
    assert call.truth.promise.date == dt.date(2026, 11, 26)


def test_a_proposed_day_that_suits_is_accepted_and_then_meant() -> None:
    proposal = (*COLLECTION[:3], ("那在11月30日之前还上，可以吗？", "payment_date"))
    who = willing(answers={"purpose": {"dont_know": 1}, "payment_date": {"promise_to_pay": 1}}, payday=(1, 3))
    promised: Counter[bool] = Counter()
    for seed in range(30):
        call = talk(who, proposal, seed)
        promise = call.truth.promise
        assert promise is not None
        accepted = call.turns[-1].intent_meant == Intent.AFFIRM
        promised[accepted] += 1
        assert accepted == (promise.date == dt.date(2026, 11, 30))
    assert min(promised.values()) >= 5


def test_a_proposed_sum_that_is_affordable_is_accepted_and_then_meant() -> None:
    proposal = (*COLLECTION[:4], ("这次最少需要还300元，可以吗？", "amount"))
    who = willing(
        affords=(0.4, 0.5), answers={"purpose": {"promise_to_pay": 1}, "payment_date": {"promise_to_pay": 1}}
    )
    amounts = set()
    for seed in range(20):
        call = talk(who, proposal, seed)
        assert call.truth.promise is not None
        assert call.truth.disposition is Disposition.PPTP
        if call.turns[-1].intent_meant == Intent.AFFIRM:
            amounts.add(call.truth.promise.amount)
    assert amounts == {300.0}


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("您是说会安排还款，对吗？", {"affirm"}),
        ("您是说不打算还这笔款，对吗？", {"deny", "promise_to_pay"}),
    ],
)
def test_a_caller_who_makes_sure_is_told_whether_he_is_right(question: str, answers: set[str]) -> None:
    for seed in range(8):
        call = talk(promises(), (*COLLECTION[:3], (question, "purpose")), seed)
        assert call.turns[-1].intent_meant in answers
        assert call.truth.promise is not None


def test_a_wrong_name_and_a_wrong_number_are_noticed() -> None:
    assert (
        talk(willing(), [("您好，请问是张伟先生吗？", "identity")]).turns[-1].intent_meant
        == Intent.WRONG_NUMBER
    )
    assert talk(willing(), [("请问是李先生吗？", "identity")]).turns[-1].intent_meant != Intent.WRONG_NUMBER
    tail = [COLLECTION[0], ("身份证尾号9876，对吗？", "second_factor")]
    assert talk(willing(), tail).turns[-1].intent_meant == Intent.DENY


def test_barge_in_comes_after_some_of_the_prompt_and_is_marked() -> None:
    who = persona("cooperative", habits=quiet_habits(barges_in=1.0), asks_back={})
    call = talk(who, seed=5)
    barged = [turn for turn in call.turns if turn.barged_in]
    assert len(barged) >= 3
    starts = _starts_of_prompts(call.sent)
    for turn in barged:
        assert min(turn.start_ms - start for start in starts if start < turn.start_ms) >= 1200


def _starts_of_prompts(sent: list[Audio]) -> list[int]:
    starts, clock = [], 0
    before: Words | None = None
    for audio in sent:
        if audio.words is not None and audio.words is not before:
            starts.append(clock)
        before = audio.words
        clock += audio.ms
    return starts


def test_who_was_talked_over_says_it_again() -> None:
    who = persona("cooperative", habits=quiet_habits(barges_in=1.0), asks_back={})
    long = [("您好，" + "这里是安信金融的客服中心，" * 6 + "请问是李明先生吗？", "identity")]
    said_again = 0
    for seed in range(10):
        call = talk(who, long, seed, yields=False)
        answers = [turn for turn in call.turns if turn.context == "identity"]
        assert answers[0].barged_in
        if answers[0].end_ms + 1000 < _ends_of_prompts(call.sent)[0]:
            said_again += 1
            assert not answers[1].barged_in
        else:
            assert len(answers) == 1
    assert said_again >= 3


def test_a_caller_who_says_nothing_is_asked_and_then_left() -> None:
    customer = Customer(willing(), ACCOUNT, SilentTts(), np.random.default_rng(1), NOW)
    clock = 0
    while (heard := customer.step(silence(1600))) is not None:
        clock += len(heard)
        assert clock < 60 * RATE
    assert [turn.intent_meant for turn in customer.turns] == [Intent.GREETING] * 3
    assert all("喂" in turn.said for turn in customer.turns[1:])


def test_nobody_listens_to_an_endless_sentence() -> None:
    customer = Customer(willing(), ACCOUNT, SilentTts(), np.random.default_rng(1), NOW)
    endless = Audio(silence(1600).samples, Words("这里是安信金融", act="identity"))
    clock = 0
    while (heard := customer.step(endless)) is not None:
        clock += len(heard)
        assert clock < 120 * RATE


def test_patience_ends() -> None:
    call = talk(willing(patience=(3, 3)), [("请您再说一遍好吗？", "purpose")] * 10)
    assert call.hung_up
    assert call.asked <= 5
    assert call.turns[-1].intent_meant == Intent.GOODBYE


def test_voicemail_greets_beeps_and_listens_to_nothing() -> None:
    call = talk(persona("voicemail"))
    assert call.intents == ["voicemail"]
    assert call.truth.disposition is Disposition.VM
    loud = [audio for audio in call.heard if np.abs(audio.samples.astype(int)).max() > 3000]
    assert 0.35 < sum(audio.seconds for audio in loud) < 0.45
    assert all(audio.words is None for audio in loud)


def test_a_phone_assistant_holds_its_small_dialogue() -> None:
    call = talk(persona("phone_assistant"))
    assert set(call.intents) == {"call_assistant"}
    assert len(call.turns) >= 3
    assert call.truth.disposition is Disposition.VA
    assert call.truth.promise is None


def test_a_silent_line_says_nothing_and_closes() -> None:
    call = talk(persona("silent"))
    assert call.turns == []
    assert call.hung_up
    assert call.truth.disposition is Disposition.NI


@pytest.mark.parametrize(
    ("name", "dispositions"),
    [
        ("relative", {"TPC"}),
        ("wrong_number", {"WPC"}),
        ("child", {"MINOR"}),
        ("widowed", {"DEC"}),
        ("represented", {"ATTY"}),
        ("ill", {"MED"}),
        ("bankrupt", {"BKY"}),
        ("stop_calling", {"DNC"}),
        ("disputes", {"DISP"}),
        ("already_paid", {"PAID"}),
        ("distressed", {"RISK", "HARD", "RPC-NC"}),
        ("hardship", {"HARD", "PPTP", "NEG", "RPC-NC"}),
    ],
)
def test_what_a_persona_is_decides_what_comes_of_the_call(name: str, dispositions: set[str]) -> None:
    who = persona(name)
    quiet = CustomerPersona.model_validate({**who.model_dump(), "habits": quiet_habits()})
    assert {talk(quiet, seed=seed).truth.disposition.value for seed in range(12)} <= dispositions


def test_a_third_party_keeps_to_one_story() -> None:
    quiet = persona("relative", habits=quiet_habits(), asks_back={}, patience=(9, 9))
    for seed in range(8):
        call = talk(quiet, [COLLECTION[0]] * 4, seed)
        stories = {turn.said[-6:] for turn in call.turns if turn.intent_meant == "third_party"}
        assert len(stories) == 1


def test_the_cooperative_promise_and_the_refusers_do_not() -> None:
    def share(name: str) -> float:
        return float(
            np.mean([talk(persona(name), seed=seed).truth.promise is not None for seed in range(60)])
        )

    assert share("cooperative") > 0.8
    assert share("forgetful") > 0.4
    assert share("refuses") == 0
    assert share("relative") == 0
    assert 0.02 < share("hardship") < 0.5


def test_promises_are_kept_as_often_as_the_persona_says() -> None:
    who = promises(keeps_promise=0.6)
    kept = [talk(who, COLLECTION[:3], seed).truth.pays for seed in range(250)]
    assert 0.5 < np.mean(kept) < 0.7


def test_who_promised_nothing_pays_nothing() -> None:
    assert not any(talk(persona("refuses"), seed=seed).truth.pays for seed in range(20))


def test_the_elderly_ask_again_more_often() -> None:
    def repeats(name: str) -> float:
        said = Counter(intent for seed in range(40) for intent in talk(persona(name), seed=seed).intents)
        return said["repeat"] / said.total()

    assert repeats("elderly") > 3 * repeats("cooperative")


def test_some_phrases_are_unknown_to_the_recogniser() -> None:
    known = [turn.known for seed in range(40) for turn in talk(persona("cooperative"), seed=seed).turns]
    assert None not in known
    assert 0.35 < np.mean([bool(flag) for flag in known]) < 0.65


def test_nobody_says_two_fillers_in_a_row() -> None:
    who = persona("cooperative", habits=quiet_habits(fillers=1.0))
    said = [turn.said for seed in range(20) for turn in talk(who, seed=seed).turns]
    assert any(text.startswith("那个") for text in said)
    assert not any(text.startswith(("嗯嗯那个", "那个嗯", "呃嗯", "额嗯")) for text in said)
