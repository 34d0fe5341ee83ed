"""A bounded memory of what has been spoken."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from voicebot.audio import Audio

_OVERHEAD = 300
"""Bytes of a sentence's text, marks and key, roughly."""


class AudioCache:
    """Keeps the audio used last, up to a number of bytes; what was used longest ago goes first."""

    def __init__(self, limit: int) -> None:
        """`limit` is in bytes; an audio larger than that is never kept."""
        self._limit = limit
        self._kept: OrderedDict[Hashable, Audio] = OrderedDict()
        self._lock = Lock()
        self.bytes = 0
        """What is kept at present."""

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable, make: Callable[[], Audio]) -> Audio:
        """The audio kept under that key; made and kept where there is none."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        # Not under the lock: speaking takes long, and making the same audio twice does no harm.
        made = make()
        with self._lock:
            before = self._kept.pop(key, None)
            if before is not None:
                self.bytes -= _size(before)
            self._kept[key] = made
            self.bytes += _size(made)
            while self.bytes > self._limit:
                _, dropped = self._kept.popitem(last=False)
                self.bytes -= _size(dropped)
        return made


def _size(audio: Audio) -> int:
    # Silence is one sample, seen many times.
    samples = 0 if audio.samples.strides == (0,) else audio.samples.nbytes
    return samples + _OVERHEAD + 100 * len(audio.marks)
