"""The band-pass of a telephone line. Importing scipy's filters takes half a second: only sound needs them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import signal

from voicebot.audio.noise import BAND
from voicebot.audio.pcm import RATE

try:
    # The public sosfilt checks its arguments for ten times as long as it filters a frame.
    from scipy.signal._sosfilt import _sosfilt as filter_in_place
except ImportError:

    def filter_in_place(sos: Any, x: Any, zi: Any) -> None:
        x[:], state = signal.sosfilt(sos, x, zi=zi.swapaxes(0, 1))
        zi[:] = state.swapaxes(0, 1)


__all__ = ["filter_in_place", "sections"]


@lru_cache(maxsize=64)
def sections(gain: float) -> NDArray[np.float64]:
    """Second-order sections of the line's band-pass, with the line's gain in the first one."""
    made: NDArray[np.float64] = signal.ellip(5, 0.5, 45, BAND, "bandpass", fs=RATE, output="sos").copy()
    made[0, :3] *= gain
    return made
