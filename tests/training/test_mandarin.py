"""Mandarin for the recogniser."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("jieba", reason="needs the extra train")

from voicebot.persona.phrases import load_phrases
from voicebot.training import mandarin
from voicebot.training.lexicon import pronounce, vocabulary
from voicebot.training.measure import held_out

LANGUAGE = mandarin.language()


def test_every_hanzi_is_read_with_one_tone() -> None:
    reading = mandarin.read("您好，我明天还钱")
    assert reading is not None
    assert "".join(hanzi for hanzi, _ in reading) == "您好我明天还钱"
    assert all(sum(sound[-1].isdigit() for sound in sounds) == 1 for _, sounds in reading)
    assert dict(reading)["我"] == ("w", "o214") or dict(reading)["我"][-1].startswith("o")


def test_text_that_is_spelled_in_english_is_not_read() -> None:
    assert mandarin.read("等一会儿") is None


def test_numerals_are_cut_into_characters() -> None:
    assert mandarin.segment("我还两千三百块钱") == ["我", "还", "两", "千", "三", "百", "块", "钱"]
    assert mandarin.segment("一定还") == ["一定", "还"]


def test_the_phrases_kept_from_the_recogniser_are_in_no_text() -> None:
    texts = set(LANGUAGE.texts(np.random.default_rng(0), 3000))
    kept = {
        t.text for t in load_phrases("zh").everything if not t.known and "{" not in t.text and len(t.text) > 4
    }
    assert not texts & kept
    assert not texts & set(held_out("zh")["colloquial"])


def test_the_phrases_given_to_the_recogniser_are_in_the_text() -> None:
    texts = LANGUAGE.texts(np.random.default_rng(0), 3000)
    known = [t.text for t in load_phrases("zh").everything if t.known and "{" not in t.text]
    found = sum(any(text.endswith(phrase) for text in texts) for phrase in known[::20])
    assert found >= 0.95 * len(known[::20])


def test_the_same_seed_gives_the_same_sentences() -> None:
    first, again = (LANGUAGE.sentences(np.random.default_rng(4), 200) for _ in range(2))
    assert first == again
    assert len(first) == 200


def test_words_are_pronounced_as_they_are_read_alone_and_in_sentences() -> None:
    texts = ["银行的人行不行", "行", "我在银行", "你行吗", "三行字"]
    segmented = [mandarin.segment(text) for text in texts]
    words = vocabulary(segmented, LANGUAGE, 0)
    readings = [mandarin.read(text) or [] for text in (*texts, *words)]
    units = frozenset(unit for reading in readings for _, sounds in reading for unit in sounds)
    lexicon = pronounce(words, texts, units, LANGUAGE)
    assert {"我", "银行", "行"} <= set(lexicon)
    assert len(lexicon["行"]) == 2


def test_words_with_unknown_sounds_are_left_out() -> None:
    assert pronounce(["还", "我"], [], frozenset({"w", "o214"}), LANGUAGE).keys() <= {"我"}
