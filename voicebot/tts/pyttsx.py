"""The default voice: espeak-ng through pyttsx3's binding, on a telephone line's rate and level."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import soxr

from voicebot.audio import RATE, Audio, Samples, Words
from voicebot.audio.level import SPEECH_DB, active_rms, amplitude
from voicebot.tts import espeak
from voicebot.tts.cache import AudioCache
from voicebot.tts.engine import Voice
from voicebot.tts.espeak import Event, EventKind
from voicebot.tts.marks import PUNCTUATION, written_marks
from voicebot.tts.spoken import spell_out
from voicebot.tts.voices import engine_name, language_of

CACHE_BYTES = 64 * 2**20
"""About 70 minutes of speech."""
TAIL = RATE // 20
"""Silence that is left behind the last sound: 50 ms."""
_AUDIBLE = amplitude(-60)
_HEADROOM = 24_000
_LOUDEST = 32_000
_REFERENCE = {
    "zh": "您好，我想跟您确认一下这个月的账单。",
    "en": "Hello, I would like to talk about this month's bill.",
}


class PyttsxTts:
    """Speaks with espeak-ng in memory. The same text and voice give the same samples in every process."""

    def __init__(self, cache_bytes: int = CACHE_BYTES) -> None:
        self._cache = AudioCache(cache_bytes)

    def speak(self, text: str, voice: Voice) -> Audio:
        """The text in that voice, with its words and marks. Raises VoiceError for an unknown voice."""
        return self._cache.get((text, voice), lambda: _speak(text, voice))


def _speak(text: str, voice: Voice) -> Audio:
    name = engine_name(voice.id)
    spoken = spell_out(text, language_of(voice.id))
    if not spoken.text.strip(PUNCTUATION):
        return Audio(np.zeros(0, np.int16), Words(text))
    said = espeak.synthesise(spoken.text, name, voice.rate, voice.pitch)
    samples = _telephone(said.samples, _gain(name, language_of(voice.id)) * voice.volume / 100)
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > _AUDIBLE)
    samples = samples[: min(len(samples), (int(loud[-1]) if len(loud) else 0) + TAIL)]
    samples.setflags(write=False)
    marks = written_marks(_words(said.events, spoken.text, len(samples)), spoken)
    return Audio(samples, Words(text), marks)


def _telephone(samples: Samples, gain: float) -> Samples:
    """At a telephone line's rate; what would be clipped is turned down as a whole."""
    wave = soxr.resample(samples.astype(np.float32) * np.float32(gain), espeak.RATE, RATE, quality="HQ")
    peak = float(np.max(np.abs(wave), initial=0.0))
    if peak > _LOUDEST:
        wave *= np.float32(_LOUDEST / peak)
    rounded: Samples = np.rint(wave).astype(np.int16)
    return rounded


@lru_cache(maxsize=256)
def _gain(name: str, language: str) -> float:
    """What brings this speaker to the nominal level: espeak-ng's speakers differ by more than 12 dB.

    Taken from one sentence for all, so that a speaker's loud and soft sentences stay so.
    """
    said = espeak.synthesise(_REFERENCE.get(language, _REFERENCE["en"]), name)
    plain = _telephone(said.samples, 1.0)
    level = active_rms(plain)
    if not level:
        return 1.0
    # A peaky speaker stays softer rather than having every sentence turned down.
    return min(amplitude(SPEECH_DB) / level, _HEADROOM / float(np.max(np.abs(plain.astype(np.int32)))))


def _words(events: tuple[Event, ...], text: str, length: int) -> Iterator[tuple[int, int, int]]:
    """`(sample, start, end)` of each spoken word.

    espeak-ng says only where a Mandarin word begins, so a word lasts until the next one, without the
    punctuation between them.
    """
    begins = [event for event in events if event.kind is EventKind.WORD]
    ends = [event.start for event in begins[1:]] + [len(text)]
    for word, following in zip(begins, ends, strict=True):
        end = word.start + len(text[word.start : max(following, word.end)].rstrip(PUNCTUATION))
        yield min(word.sample * RATE // espeak.RATE, length), word.start, end
