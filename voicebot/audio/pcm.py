"""`Audio`: int16 mono samples at 8 kHz with the words that are spoken in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

RATE = 8000
"""Samples per second, everywhere inside voicebot: the rate of a telephone line."""
FRAME = 160
"""Samples in one 20 ms frame."""
FRAME_MS = 20

Samples = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Words:
    """What is being spoken: the label of a piece of audio. Scoring reads it; a real recogniser never does."""

    text: str
    act: str = ""
    """Robot: the context that the sentence asks for (`asks`). Customer: the intent that is meant."""
    slots: Mapping[str, str | float] = field(default_factory=lambda: MappingProxyType({}))
    """Customer: the slots that are meant, `date` ISO, `time` HH:MM, `amount` number."""
    step: str = ""
    """Robot: the script step that speaks."""
    known: bool | None = None
    """Customer: whether the phrase was given to the recogniser's language model."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One spoken word: where it starts in the audio and which characters of the text it covers."""

    sample: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Audio:
    """A stretch of sound on the line. Its length is time: nothing else in a call measures time."""

    samples: Samples
    """Shape (n,), int16, 8 kHz, mono."""
    words: Words | None = None
    """None where nobody speaks."""
    marks: tuple[Mark, ...] = ()

    def __len__(self) -> int:
        return len(self.samples)

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE

    @property
    def ms(self) -> int:
        return len(self.samples) * 1000 // RATE

    def cut(self, start: int, stop: int) -> Audio:
        """The samples from start to stop, under the same words (marks are left behind)."""
        return Audio(self.samples[start:stop], self.words)


@lru_cache(maxsize=4096)
def silence(samples: int) -> Audio:
    """Silence of that many samples. Takes no memory: every sample is the same zero."""
    return Audio(np.broadcast_to(np.int16(0), (samples,)))


def whole_frames(audio: Audio) -> Samples:
    """The samples, filled up with silence to a whole number of frames."""
    rest = -len(audio) % FRAME
    if not rest:
        return audio.samples
    if audio.samples.strides == (0,):
        return silence(len(audio) + rest).samples
    return np.concatenate([audio.samples, np.zeros(rest, np.int16)])
