"""The recogniser of text fidelity."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pypinyin import lazy_pinyin

from voicebot.asr.mishearing import (
    NO_ERRORS,
    ErrorRates,
    calibrate,
    damaged,
    mistaken,
    read_rates,
    write_rates,
)
from voicebot.asr.oracle import OracleAsr
from voicebot.audio import Audio, Words

SAMPLES = np.zeros(160, np.int16)
SAID = ("我明天下午把钱转过去", "你打错了我不姓王", "好的", "能不能分期还每个月还五百", "喂你好哪位")


def _draws(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_what_is_said_is_heard_once_however_many_frames_it_takes() -> None:
    words = Words("我知道了，谢谢。")
    stream = OracleAsr(_draws(), {"zh": NO_ERRORS}).listen()
    for _ in range(50):
        stream.accept(Audio(SAMPLES, words))
    assert stream.partial() == "我知道了谢谢"
    assert stream.finish().text == "我知道了谢谢"


def test_two_utterances_are_heard_in_their_order() -> None:
    first, second = Words("等一下"), Words("我看看")
    stream = OracleAsr(_draws(), {"zh": NO_ERRORS}).listen()
    for words in (first, None, second, first):
        stream.accept(Audio(SAMPLES, words))
    assert stream.finish().text == "等一下我看看"


def test_nothing_is_heard_in_silence() -> None:
    stream = OracleAsr(_draws()).listen()
    stream.accept(Audio(SAMPLES))
    transcript = stream.finish()
    assert (transcript.text, transcript.confidence) == ("", 0.0)


def test_typed_words_are_heard_as_they_are() -> None:
    stream = OracleAsr.exact().listen()
    stream.accept(Audio(SAMPLES, Words("15号还1500元!")))
    assert stream.finish().text == "15号还1500元!"


def test_errors_come_as_often_as_the_rates_say() -> None:
    rates = ErrorRates(substitution=0.05, deletion=0.02, insertion=0.01, unharmed=0.6)
    rng = _draws(3)
    pairs = [(said, damaged(said, rates, rng)[0]) for _ in range(1500) for said in SAID]
    found = calibrate(pairs)
    assert found.substitution == pytest.approx(rates.substitution, rel=0.25)
    assert found.deletion == pytest.approx(rates.deletion, rel=0.3)
    assert found.insertion == pytest.approx(rates.insertion, rel=0.4)
    assert found.unharmed == pytest.approx(rates.unharmed, abs=0.05)


def test_the_same_draws_give_the_same_errors() -> None:
    rates = read_rates()["zh"]
    assert [damaged(s, rates, _draws(5)) for s in SAID] == [damaged(s, rates, _draws(5)) for s in SAID]


def test_a_character_is_misheard_as_one_that_sounds_alike() -> None:
    rng = _draws()
    heard = {mistaken("是", rng) for _ in range(20)}
    assert "是" not in heard
    assert {lazy_pinyin(one)[0].replace("sh", "s") for one in heard} == {"si"}


def test_wrong_turns_are_less_sure_than_right_ones() -> None:
    asr = OracleAsr(_draws(7), {"zh": ErrorRates(0.1, 0.0, 0.0, 0.5)})
    sure: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(400):
        stream = asr.listen()
        stream.accept(Audio(SAMPLES, Words(SAID[0])))
        transcript = stream.finish()
        sure[transcript.text == SAID[0]].append(transcript.confidence)
    assert np.mean(sure[True]) > np.mean(sure[False]) + 0.1


def test_english_loses_and_confuses_whole_words() -> None:
    said = "i will pay for two weeks"
    heard = damaged(said, ErrorRates(0.5, 0.3, 0.0, 0.0), _draws(1))[0]
    assert heard != said
    assert set(heard.split()) <= {
        "i",
        "will",
        "pay",
        "paid",
        "for",
        "four",
        "two",
        "to",
        "too",
        "weeks",
        "day",
    }


def test_rates_are_kept_in_a_file(tmp_path: Path) -> None:
    rates = {"zh": calibrate([("还钱", "换钱"), ("好", "好")])}
    write_rates(rates, tmp_path / "rates.json")
    assert read_rates(tmp_path / "rates.json") == rates
    assert rates["zh"].unharmed == 0.5
