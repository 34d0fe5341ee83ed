"""The recogniser of text fidelity: it reads the audio's label and mishears it as a real one would."""

from __future__ import annotations

from typing import Final

import numpy as np

from voicebot.asr.engine import Transcript
from voicebot.asr.mishearing import NO_ERRORS, ErrorRates, damaged, is_mandarin, read_rates, split
from voicebot.audio import Audio, Words

_SURE: Final = (40.0, 2.0)
_UNSURE: Final = (8.0, 3.0)
"""Beta distributions of the confidence of a turn heard right and of one heard wrong."""


class OracleAsr:
    """Error rates by language (`zh`, `en`); every draw comes from the generator."""

    def __init__(self, rng: np.random.Generator, rates: dict[str, ErrorRates] | None = None) -> None:
        self._rng = rng
        self._rates = read_rates() if rates is None else rates

    @classmethod
    def exact(cls) -> OracleAsr:
        """One that makes no errors: for words that were typed."""
        return cls(np.random.default_rng(0), {})

    def listen(self) -> OracleStream:
        return OracleStream(self._rng, self._rates)


class OracleStream:
    """One turn being listened to: every utterance whose audio is accepted is heard once, in order."""

    def __init__(self, rng: np.random.Generator, rates: dict[str, ErrorRates]) -> None:
        self._rng = rng
        self._rates = rates
        self._heard: list[Words] = []

    def accept(self, audio: Audio) -> None:
        words = audio.words
        if words is not None and words.text and not any(words is heard for heard in self._heard):
            self._heard.append(words)

    def partial(self) -> str:
        """What was said, put together without punctuation as a recogniser writes it."""
        together = " ".join(words.text for words in self._heard)
        return ("" if is_mandarin(together) else " ").join(split(together)) if self._rates else together

    def finish(self) -> Transcript:
        said = self.partial()
        if not said:
            return Transcript("")
        rates = self._rates.get("zh" if is_mandarin(said) else "en", NO_ERRORS)
        text, errors = damaged(said, rates, self._rng)
        if not text:
            return Transcript("")
        return Transcript(text, float(self._rng.beta(*(_UNSURE if errors else _SURE))))
