"""How loud speech is."""

from __future__ import annotations

import numpy as np

from voicebot.audio.pcm import FRAME, Samples

SPEECH_DB = -20.0
"""Nominal level of active speech in dB relative to full scale: a persona with volume 100 speaks at it, and
noise is measured against it. Telephone practice is -26; synthetic speech leaves headroom for 6 dB more."""
_BELOW_LOUDEST = 10 ** (-30 / 20)


def rms(samples: Samples) -> float:
    """Root mean square; 0 for nothing."""
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if len(samples) else 0.0


def active_rms(samples: Samples) -> float:
    """Root mean square of the 20 ms frames that hold speech: those within 30 dB of the loudest."""
    whole = len(samples) // FRAME * FRAME
    if not whole:
        return rms(samples)
    power = np.mean(np.square(samples[:whole], dtype=np.float64).reshape(-1, FRAME), axis=1)
    return float(np.sqrt(np.mean(power[power >= power.max() * _BELOW_LOUDEST**2])))


def decibels(level: float) -> float:
    """A sample value in dB relative to full scale; -inf for 0."""
    return 20 * float(np.log10(level / 32768)) if level > 0 else float("-inf")


def amplitude(db: float) -> float:
    """The sample value of that many dB relative to full scale."""
    return float(32768 * 10 ** (db / 20))
