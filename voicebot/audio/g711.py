"""ITU-T G.711: the eight-bit µ-law and A-law codes of a telephone line, by table.

The tables hold what the reference software of ITU-T G.191 computes: µ-law takes the upper 14 bits of a
sample, A-law the upper 13, and a negative sample mirrors the positive one below it (-1 mirrors 0).
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from voicebot.audio.pcm import Samples

Law = Literal["ulaw", "alaw"]
Codes = NDArray[np.uint8]


def encode(samples: Samples, law: Law) -> Codes:
    """One code per sample; the same shape."""
    return _ENCODE[law].take(samples.view(np.uint16))


def decode(codes: Codes, law: Law) -> Samples:
    """One sample per code; the same shape."""
    return _DECODE[law].take(codes)


def round_trip(samples: Samples, law: Law) -> Samples:
    """What comes out at the far end: encoded and decoded at once."""
    return ROUND_TRIP[law].take(samples.view(np.uint16))


def _ulaw_encode(samples: NDArray[np.int32]) -> Codes:
    magnitude = np.minimum((np.where(samples < 0, ~samples, samples) >> 2) + 33, 0x1FFF)
    # The bias of 33 puts the first segment's start at a power of two, like those of all the others.
    segment = np.floor(np.log2(magnitude)).astype(np.int32) - 5
    step = (magnitude >> (segment + 1)) & 0x0F
    code = ~((segment << 4) | step) & 0x7F
    codes: Codes = np.where(samples < 0, code, code | 0x80).astype(np.uint8)
    return codes


def _ulaw_decode(codes: NDArray[np.int32]) -> Samples:
    segment, step = (~codes >> 4) & 7, ~codes & 0x0F
    magnitude = (((2 * step + 33) << segment) - 33) << 2
    return np.where(codes < 0x80, -magnitude, magnitude).astype(np.int16)


def _alaw_encode(samples: NDArray[np.int32]) -> Codes:
    magnitude = np.where(samples < 0, ~samples, samples) >> 4
    # The two lowest segments have the same step.
    segment = np.maximum(np.floor(np.log2(np.maximum(magnitude, 1))).astype(np.int32) - 3, 0)
    step = (magnitude >> np.maximum(segment - 1, 0)) & 0x0F
    code = (segment << 4) | step
    codes: Codes = (np.where(samples < 0, code, code | 0x80) ^ 0x55).astype(np.uint8)
    return codes


def _alaw_decode(codes: NDArray[np.int32]) -> Samples:
    plain = codes ^ 0x55
    segment, step = (plain >> 4) & 7, plain & 0x0F
    magnitude = np.where(segment, (2 * step + 33) << np.maximum(segment - 1, 0), 2 * step + 1) << 3
    return np.where(codes < 0x80, -magnitude, magnitude).astype(np.int16)


# In the order of the samples' bits read as uint16, so that a table look-up needs no arithmetic.
_EVERY_SAMPLE = np.arange(65_536, dtype=np.uint16).view(np.int16).astype(np.int32)
_EVERY_CODE = np.arange(256, dtype=np.int32)
_ENCODE: dict[Law, Codes] = {"ulaw": _ulaw_encode(_EVERY_SAMPLE), "alaw": _alaw_encode(_EVERY_SAMPLE)}
_DECODE: dict[Law, Samples] = {"ulaw": _ulaw_decode(_EVERY_CODE), "alaw": _alaw_decode(_EVERY_CODE)}
ROUND_TRIP: dict[Law, Samples] = {law: _DECODE[law].take(_ENCODE[law]) for law in _ENCODE}
"""By law, the decoded sample for each of the 65,536 samples, in the order of their bits."""
