"""Error rates."""

from __future__ import annotations

import pytest

from voicebot.asr.score import score, words_of


def test_every_kind_of_error_is_counted() -> None:
    result = score([("我明天还钱", "我今天还"), ("好的", "好的吧")], "zh")
    errors = result.characters
    assert (errors.spoken, errors.substitutions, errors.deletions, errors.insertions) == (7, 1, 1, 1)
    assert errors.rate == pytest.approx(3 / 7)
    assert result.n == 2


def test_in_mandarin_words_are_characters() -> None:
    result = score([("明天下午", "明天上午")], "zh")
    assert result.words.rate == result.characters.rate == 0.25


def test_english_is_counted_by_words() -> None:
    result = score([("I'll pay on Friday.", "i'll pay friday")], "en")
    assert (result.words.spoken, result.words.deletions) == (4, 1)


def test_figures_count_as_they_are_spoken() -> None:
    assert words_of("还1500元", "zh") == list("还一千五百元")


def test_what_was_taken_for_what_is_told() -> None:
    result = score([("还款", "换款")] * 3, "zh")
    assert result.confused.most_common(1) == [(("还", "换"), 3)]


def test_punctuation_does_not_count() -> None:
    assert score([("好的，再见。", "好的再见")], "zh").characters.rate == 0


def test_nothing_said_and_something_heard_is_an_insertion() -> None:
    assert score([("", "喂")], "zh").characters.insertions == 1
