"""Tones on a telephone line: call progress by country, and the beep of a voicemail box."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import numpy as np

from voicebot.audio.pcm import RATE, Audio

LEVEL_DB = -13.0
"""Each frequency's level in dB relative to full scale (rms of a full-scale sine is -3)."""


@dataclass(frozen=True, slots=True)
class Tone:
    """One or two sines, switched on and off in turn."""

    frequencies: tuple[float, ...]
    """In Hz; sounded together."""
    cadence: tuple[float, ...] = ()
    """Seconds on, off, on, off …, repeated; empty for a tone without a pause."""


TONES: dict[str, dict[str, Tone]] = {
    "CN": {
        "dial": Tone((450,)),
        "ringback": Tone((450,), (1.0, 4.0)),
        "busy": Tone((450,), (0.35, 0.35)),
        "congestion": Tone((450,), (0.7, 0.7)),
        "unobtainable": Tone((450,), (0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.4, 0.4)),
    },
    "US": {
        "dial": Tone((350, 440)),
        "ringback": Tone((440, 480), (2.0, 4.0)),
        "busy": Tone((480, 620), (0.5, 0.5)),
        "congestion": Tone((480, 620), (0.25, 0.25)),
    },
    "UK": {
        "dial": Tone((350, 440)),
        "ringback": Tone((400, 450), (0.4, 0.2, 0.4, 2.0)),
        "busy": Tone((400,), (0.375, 0.375)),
    },
}
"""By country and name. The US tones are those of the precise tone plan, the UK's those of BT SIN 350."""


def tone(wanted: Tone, seconds: float, level_db: float = LEVEL_DB) -> Audio:
    """That long a stretch of the tone, from the beginning of its cadence.

    Switches on and off within one sample, exactly on time; the phases run on through the pauses.
    """
    count = round(seconds * RATE)
    peak = 32768 * 10 ** (level_db / 20) * np.sqrt(2)
    time = np.arange(count) / RATE
    wave = np.sum([np.sin(2 * np.pi * frequency * time) for frequency in wanted.frequencies], axis=0) * peak
    if wanted.cadence:
        edges = np.rint(np.array(list(accumulate(wanted.cadence))) * RATE)
        phase = np.searchsorted(edges, np.arange(count) % edges[-1], side="right")
        wave = wave * (phase % 2 == 0)
    return Audio(np.rint(np.clip(wave, -32768, 32767)).astype(np.int16))


@lru_cache(maxsize=8)
def beep(seconds: float = 0.4, frequency: float = 1000.0) -> Audio:
    """The tone after a voicemail greeting, faded in and out over 5 ms."""
    sound = tone(Tone((frequency,)), seconds).samples.astype(np.float64)
    fade = min(RATE // 200, len(sound) // 2)
    ramp = (1 - np.cos(np.pi * np.arange(fade) / max(fade, 1))) / 2
    sound[:fade] *= ramp
    sound[len(sound) - fade :] *= ramp[::-1]
    return Audio(np.rint(sound).astype(np.int16))
