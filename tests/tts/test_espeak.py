"""espeak-ng in memory."""

from __future__ import annotations

import numpy as np
import pytest

from voicebot.errors import VoiceError
from voicebot.tts import espeak
from voicebot.tts.espeak import EventKind, Phoneme

TEXT = "我明天还你钱，好吗"


def test_the_same_text_sounds_the_same_whatever_was_said_before() -> None:
    first = espeak.synthesise(TEXT, "cmn+f2")
    for voice in ("cmn+klatt4", "cmn+whisper", "en-us", "cmn+m3"):
        espeak.synthesise("something else", voice, rate=300, pitch=90, volume=20, pitch_range=90)
    again = espeak.synthesise(TEXT, "cmn+f2")
    assert np.array_equal(first.samples, again.samples)
    assert first.events == again.events


def test_hurried_speech_begins_anew_after_a_restart() -> None:
    espeak.restart()
    first = [espeak.synthesise(TEXT, "cmn+f2", fresh=False).samples for _ in range(2)]
    espeak.restart()
    again = [espeak.synthesise(TEXT, "cmn+f2", fresh=False).samples for _ in range(2)]
    assert all(np.array_equal(one, other) for one, other in zip(first, again, strict=True))


def test_rate_pitch_and_volume_are_heard() -> None:
    plain = espeak.synthesise(TEXT)
    slow = espeak.synthesise(TEXT, rate=100)
    quiet = espeak.synthesise(TEXT, volume=30)
    assert len(slow.samples) > 1.4 * len(plain.samples)
    assert np.abs(quiet.samples).max() < 0.6 * np.abs(plain.samples).max()


def test_words_and_phonemes_are_marked_in_the_speech() -> None:
    speech = espeak.synthesise("我还钱")
    words = [event for event in speech.events if event.kind is EventKind.WORD]
    assert [(word.start, word.end) for word in words] == [(0, 1), (1, 2), (2, 3)]
    samples = [event.sample for event in speech.events]
    assert samples == sorted(samples)
    assert samples[-1] <= len(speech.samples)
    names = [event.name.lstrip("',") for event in speech.events if event.kind is EventKind.PHONEME]
    assert {"X", "ai", "tS;h", "iE"} <= set(names)


def test_text_is_read_with_its_tones() -> None:
    boundary = Phoneme("_|")
    assert espeak.phonemes("马") == [Phoneme("m"), Phoneme("A", "214"), boundary]


def test_text_that_the_engine_spells_in_english_is_not_read() -> None:
    assert espeak.phonemes("一会儿") is None


def test_languages_and_variants_are_listed() -> None:
    assert {"cmn", "en-us", "en-gb"} <= set(espeak.languages())
    assert {"f2", "m3", "klatt"} <= set(espeak.variants())


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(VoiceError, match="xx-none"):
        espeak.synthesise("hello", "xx-none")
