"""Real speech from espeak-ng."""

from __future__ import annotations

import resource

import numpy as np
import pytest

from voicebot.audio import RATE
from voicebot.audio.level import SPEECH_DB, active_rms, decibels
from voicebot.errors import VoiceError
from voicebot.tts.babble import babble
from voicebot.tts.engine import Voice
from voicebot.tts.pyttsx import PyttsxTts
from voicebot.tts.voices import language_of, voices

TTS = PyttsxTts()
SENTENCE = "您好，您有一笔1230.50元的账单，请在12月5日前处理。"


def test_speech_is_labelled_with_the_text_as_it_is_written() -> None:
    audio = TTS.speak(SENTENCE, Voice("cmn+f2"))
    assert audio.words is not None
    assert audio.words.text == SENTENCE
    assert 4 < audio.seconds < 9


def test_marks_lead_from_the_sound_to_the_written_text() -> None:
    audio = TTS.speak(SENTENCE, Voice("cmn+f2"))
    written = [SENTENCE[mark.start : mark.end] for mark in audio.marks]
    assert {"您好", "1230.50元", "12月5日"} <= set(written)
    assert [mark.sample for mark in audio.marks] == sorted({mark.sample for mark in audio.marks})
    assert audio.marks[-1].sample < len(audio)
    spoken_sum = next(mark for mark in audio.marks if SENTENCE[mark.start] == "1")
    following = audio.marks[audio.marks.index(spoken_sum) + 1]
    assert following.sample - spoken_sum.sample > RATE


def test_english_marks_are_words() -> None:
    text = "Your balance is $1,230.50, due December 5."
    audio = TTS.speak(text, Voice("en-us+f2"))
    assert [text[mark.start : mark.end] for mark in audio.marks] == [
        "Your", "balance", "is", "$1,230.50", "due", "December 5",
    ]  # fmt: skip


@pytest.mark.parametrize("voice", ["cmn", "cmn+f1", "cmn+m3", "cmn+Hugo", "cmn+linda", "en-us", "en-gb+f3"])
def test_every_speaker_talks_at_the_nominal_level_and_none_is_clipped(voice: str) -> None:
    text = SENTENCE if voice.startswith("cmn") else "Hello, I am calling about your bill of this month."
    samples = TTS.speak(text, Voice(voice)).samples
    assert decibels(active_rms(samples)) == pytest.approx(SPEECH_DB, abs=2.5)
    assert np.abs(samples.astype(np.int32)).max() <= 32_001


def test_little_silence_is_left_at_the_end() -> None:
    samples = np.abs(TTS.speak(SENTENCE, Voice("cmn+m3")).samples.astype(np.int32))
    assert 300 < len(samples) - np.flatnonzero(samples > 40)[-1] <= RATE // 20 + 1


def test_rate_pitch_and_volume_are_heard() -> None:
    plain = TTS.speak(SENTENCE, Voice("cmn"))
    assert len(TTS.speak(SENTENCE, Voice("cmn", rate=240))) < 0.85 * len(plain)
    half = TTS.speak(SENTENCE, Voice("cmn", volume=50))
    assert active_rms(half.samples) == pytest.approx(active_rms(plain.samples) / 2, rel=0.05)
    assert not np.array_equal(
        TTS.speak(SENTENCE, Voice("cmn", pitch=80)).samples[:8000], plain.samples[:8000]
    )


def test_voices_do_not_mix_however_they_take_turns() -> None:
    cast = [Voice("cmn+whisper"), Voice("cmn+f2", pitch=70), Voice("en-us+m1", rate=140), Voice("cmn+klatt2")]
    alone = [PyttsxTts().speak("你好 hello", voice).samples for voice in cast]
    for order in ([3, 1, 0, 2], [2, 0, 1, 3]):
        tts = PyttsxTts()
        for number in order:
            assert np.array_equal(tts.speak("你好 hello", cast[number]).samples, alone[number])


def test_the_same_sentence_is_spoken_once() -> None:
    tts = PyttsxTts()
    assert tts.speak(SENTENCE, Voice("cmn")) is tts.speak(SENTENCE, Voice("cmn"))
    assert tts.speak(SENTENCE, Voice("cmn")) is not tts.speak(SENTENCE, Voice("cmn", rate=181))


def test_memory_stays_bounded() -> None:
    tts = PyttsxTts(cache_bytes=2 * 2**20)
    for n in range(30):
        tts.speak(f"您的账单是{n}元", Voice("cmn+f2"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for n in range(30, 230):
        tts.speak(f"您的账单是{n}元，谢谢", Voice("cmn+f2"))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 8 * 1024


def test_nothing_to_say_takes_no_time() -> None:
    for text in ("", "  ", "。"):
        assert len(TTS.speak(text, Voice("cmn"))) == 0


@pytest.mark.parametrize(
    ("voice", "near"), [("cmn+f22", "f2"), ("cmm+f2", "cmn"), ("en-uk", "en-us"), ("cmn+", "voicebot voices")]
)
def test_an_unknown_voice_is_named_with_those_near_it(voice: str, near: str) -> None:
    with pytest.raises(VoiceError) as error:
        TTS.speak("你好", Voice(voice))
    assert near in str(error.value)
    assert voice in str(error.value)
    assert "\n" not in str(error.value)


def test_voices_are_listed_by_language() -> None:
    mandarin = {voice.id for voice in voices("zh")}
    assert {"cmn", "cmn+f2", "cmn+m3"} <= mandarin
    assert {language_of(voice.id) for voice in voices("en")} == {"en"}
    assert {"en-us+f2", "en-gb+m1"} <= {voice.id for voice in voices("en")}


def test_every_voice_of_both_languages_can_be_spoken() -> None:
    for base in sorted({voice.base for voice in (*voices("zh"), *voices("en"))}):
        assert len(TTS.speak("hello 你好", Voice(base))) > RATE // 4


def test_babble_is_a_loop_of_several_voices() -> None:
    loop = babble("zh")
    frames = np.sqrt(np.mean(loop.reshape(-1, RATE // 10) ** 2, axis=1))
    assert np.mean(frames > 0.2) > 0.98
    assert babble("zh") is loop
