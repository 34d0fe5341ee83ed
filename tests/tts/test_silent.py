"""The silent voice keeps the real one's time."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from voicebot.errors import VoiceError
from voicebot.tts.cache import AudioCache
from voicebot.tts.engine import Voice
from voicebot.tts.pyttsx import PyttsxTts
from voicebot.tts.silent import SilentTts

REAL = PyttsxTts()
SILENT = SilentTts()
SENTENCES = {
    "cmn+f2": (
        "您好，请问是王建国先生吗？",
        "我是这边的智能客服，想跟您核对一下这个月的账单。",
        "您有一笔1230.50元的账单，已经逾期12天了，请您在12月5日前处理。",
        "您可以通过手机银行，或者拨打95533咨询。感谢您的接听，再见！",
        "好的，我帮您记下来：12月8日下午3:30，还款500元，对吗？",
        "您的尾号1234的卡，最低还款额是320.75元。",
        "抱歉，我没有听清楚，麻烦您再说一遍好吗？",
        "我现在手头有点紧，下个月发了工资再还行不行",
    ),
    "en-us+m1": (
        "Hello, am I speaking with Mister Johnson?",
        "Your balance of $1,230.50 is 12 days past due.",
        "When would you be able to make a payment on this account?",
        "I am sorry, I did not catch that. Could you say it again, please?",
        "You can pay in the app, on our website, or by calling 555-123-4567.",
        "I lost my job last month, so there is no way I can pay before December.",
    ),
}


NEAR = {"cmn+f2": 0.15, "en-us+m1": 0.2}
"""English spelling says less about the length of a word than Hanzi say about that of a syllable."""


@pytest.mark.parametrize("rate", [130, 180, 240])
@pytest.mark.parametrize("voice", SENTENCES)
def test_every_sentence_lasts_as_long_as_when_it_is_spoken(voice: str, rate: int) -> None:
    for text in SENTENCES[voice]:
        real = REAL.speak(text, Voice(voice, rate=rate)).seconds
        silent = SILENT.speak(text, Voice(voice, rate=rate)).seconds
        assert silent == pytest.approx(real, rel=NEAR[voice]), text


@pytest.mark.parametrize("voice", SENTENCES)
def test_over_many_sentences_the_time_is_right(voice: str) -> None:
    pairs = [
        (
            REAL.speak(text, Voice(voice, rate=rate)).seconds,
            SILENT.speak(text, Voice(voice, rate=rate)).seconds,
        )
        for text, rate in itertools.product(SENTENCES[voice], (140, 180, 220))
    ]
    assert sum(silent for _, silent in pairs) == pytest.approx(sum(real for real, _ in pairs), rel=0.06)


def test_it_is_silent_and_takes_no_memory() -> None:
    audio = SILENT.speak("您好，请问是王先生吗？", Voice("cmn+f2"))
    assert not audio.samples.any()
    assert audio.samples.strides == (0,)
    assert audio.words is not None
    assert audio.words.text == "您好，请问是王先生吗？"


def test_an_unknown_voice_is_refused_here_too() -> None:
    with pytest.raises(VoiceError, match="f22"):
        SILENT.speak("您好", Voice("cmn+f22"))


def test_the_cache_forgets_what_was_used_longest_ago() -> None:
    spoken: list[str] = []
    audio = REAL.speak("您好", Voice("cmn"))

    def say(name: str) -> None:
        def make() -> type(audio):  # type: ignore[valid-type]
            spoken.append(name)
            return audio

        cache.get(name, make)

    cache = AudioCache(limit=2 * (audio.samples.nbytes + 1000))
    for name in ("a", "b", "a", "c", "a", "b"):
        say(name)
    assert spoken == ["a", "b", "c", "b"]
    assert len(cache) == 2
    assert cache.bytes <= 2 * (audio.samples.nbytes + 1000)
    assert np.array_equal(cache.get("b", lambda: audio).samples, audio.samples)
