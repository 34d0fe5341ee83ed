"""A voice without sound: the time that speech takes, for calls in text fidelity."""

from __future__ import annotations

from voicebot.audio import RATE, Audio, Words, silence
from voicebot.tts.cache import AudioCache
from voicebot.tts.duration import duration
from voicebot.tts.engine import Voice
from voicebot.tts.spoken import spoken
from voicebot.tts.voices import engine_name, language_of

CACHE_BYTES = 16 * 2**20


class SilentTts:
    """Takes as long as espeak-ng would, and says nothing. Silence needs no memory, however long."""

    def __init__(self, cache_bytes: int = CACHE_BYTES) -> None:
        self._cache = AudioCache(cache_bytes)

    def speak(self, text: str, voice: Voice) -> Audio:
        """Silence labelled with the words, without marks. Raises VoiceError for an unknown voice."""
        return self._cache.get((text, voice.id, voice.rate), lambda: _silent(text, voice))


def _silent(text: str, voice: Voice) -> Audio:
    engine_name(voice.id)
    language = language_of(voice.id)
    seconds = duration(spoken(text, language), language, voice.rate)
    return Audio(silence(round(seconds * RATE)).samples, Words(text))
