"""Background noise as loops: the end runs into the beginning without a seam, in the band of the line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from voicebot.audio.pcm import RATE, Samples

LOOP_SECONDS = 24
BAND = (300.0, 3400.0)
"""What a telephone line lets through, in Hz."""

Loop = NDArray[np.float64]
"""Shape (LOOP_SECONDS * RATE,), an rms of 1."""


@lru_cache(maxsize=1)
def white() -> Loop:
    """Equal power in every hertz of the band."""
    return _shaped(_draws(1).standard_normal(LOOP_SECONDS * RATE))


@lru_cache(maxsize=1)
def pink() -> Loop:
    """Equal power in every octave of the band: 3 dB less for each octave up."""
    return _shaped(_draws(2).standard_normal(LOOP_SECONDS * RATE), slope=-0.5)


def babble(utterances: Sequence[Samples], talkers: int = 6) -> Loop:
    """Several people talking at once: each says his share of the utterances over and over, round the loop.

    The same utterances give the same loop. Every utterance should have sound in it; silence adds nothing.
    """
    length = LOOP_SECONDS * RATE
    rng = _draws(3)
    mixed = np.zeros(length)
    for talker in range(talkers):
        own = [np.asarray(one, np.float64) for one in utterances[talker::talkers] if np.any(one)]
        if not own:
            continue
        at = start = int(rng.integers(length))
        turn = 0
        while at - start < length:
            said = own[turn % len(own)]
            # Nobody is louder than the others, and a talker who laps himself would be two.
            said = (said / np.sqrt(np.mean(said**2)))[: length - (at - start)]
            np.add.at(mixed, np.arange(at, at + len(said)) % length, said)
            at += len(said) + int(rng.integers(RATE // 20, RATE // 2))
            turn += 1
    return _shaped(mixed)


def _shaped(sound: Loop, slope: float = 0.0) -> Loop:
    """Cut to the band, with amplitude proportional to frequency to the power of `slope`.

    Filtered round the circle by its spectrum, so that the loop has no seam.
    """
    spectrum = np.fft.rfft(sound)
    frequency = np.fft.rfftfreq(len(sound), 1 / RATE)
    inside = (frequency >= BAND[0]) & (frequency <= BAND[1])
    gain = np.zeros(len(frequency))
    gain[inside] = frequency[inside] ** slope
    shaped = np.fft.irfft(spectrum * gain, len(sound))
    level = np.sqrt(np.mean(shaped**2))
    return shaped / level if level else shaped


def _draws(kind: int) -> np.random.Generator:
    # Loops are the same in every process; where a call enters one is drawn from the call's own generator.
    return np.random.default_rng([0x564F, kind])
