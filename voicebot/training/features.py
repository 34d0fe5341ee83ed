"""MFCC exactly as vosk computes them, and the grid of frames on which the network answers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from voicebot.audio import RATE
from voicebot.training.speech import SILENCE

COEFFICIENTS: Final = 40
SUBSAMPLING: Final = 3
"""The network answers once in three frames: every 30 ms."""
_SHIFT: Final = RATE // 100
_HALF_WINDOW: Final = RATE * 25 // 2000

MFCC_CONF: Final = f"""--use-energy=false
--sample-frequency={RATE}
--num-mel-bins={COEFFICIENTS}
--num-ceps={COEFFICIENTS}
--low-freq=40
--high-freq=-200
--dither=0
"""

Features = NDArray[np.float32]


def mfcc(samples: NDArray[Any]) -> Features:
    """Samples on the int16 scale at 8 kHz to shape (frames, 40), one frame every 10 ms."""
    import kaldi_native_fbank as knf

    computer = knf.OnlineMfcc(_options())
    computer.accept_waveform(RATE, np.ascontiguousarray(samples, np.float32))
    computer.input_finished()
    ready = computer.num_frames_ready
    if not ready:
        return np.zeros((0, COEFFICIENTS), np.float32)
    return np.stack([computer.get_frame(frame) for frame in range(ready)])


def frame_labels(
    units: Sequence[str], starts: Sequence[int], frames: int, number: dict[str, int]
) -> NDArray[np.int16]:
    """The unit's number at every answer of the network; a unit between two answers still gets one."""
    first = [max(0, round((start - _HALF_WINDOW) / (_SHIFT * SUBSAMPLING))) for start in starts]
    for place in range(1, len(first)):
        first[place] = max(first[place], first[place - 1] + 1)
    limit = frames
    for place in range(len(first) - 1, -1, -1):
        limit = first[place] = min(first[place], limit - 1)
    labels = np.zeros(frames, np.int16)
    ends = [*first[1:], frames]
    for unit, begin, end in zip(units, first, ends, strict=True):
        if unit != SILENCE:
            labels[max(begin, 0) : max(end, 0)] = number[unit]
    return labels


@lru_cache(maxsize=1)
def _options() -> Any:
    import kaldi_native_fbank as knf

    options = knf.MfccOptions()
    options.frame_opts.samp_freq = RATE
    options.frame_opts.dither = 0
    options.frame_opts.snip_edges = True
    options.mel_opts.num_bins = COEFFICIENTS
    options.mel_opts.low_freq = 40
    options.mel_opts.high_freq = -200
    options.num_ceps = COEFFICIENTS
    options.use_energy = False
    return options
