"""Packets that never arrive, and what is played instead."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from voicebot.audio.pcm import FRAME, Samples

HISTORY = 3 * FRAME
"""Samples of the past that concealment looks at."""
_SHORTEST, _LONGEST = 40, 120
"""Pitch periods looked for, in samples: 200 down to 67 Hz, as in G.711 Appendix I."""
_JOIN = 32
"""Samples over which one sound passes into the next: 4 ms."""
_HOLD, _FADE = 80, 400
"""A repetition keeps its level for 10 ms and has faded out 50 ms later, as in G.711 Appendix I."""

_Wave = NDArray[np.float64]


class LossModel:
    """Gilbert-Elliott: a good state that loses nothing and a bad one that loses everything."""

    def __init__(self, loss: float, burst: float, rng: np.random.Generator) -> None:
        self._rng = rng
        self._recover = 1 / burst
        self._fail = self._recover * loss / (1 - loss)
        self._bad = bool(rng.random() < loss)

    def lost(self) -> bool:
        """Whether the next packet is lost."""
        was = self._bad
        self._bad = bool(self._rng.random() < (1 - self._recover if was else self._fail))
        return was


class Concealment:
    """Plays the last pitch period over and over, fading, while packets are missing (after G.711 Appendix I).

    Appendix I delays all speech to look ahead; here the sound is bent into place at both ends instead.
    """

    def __init__(self) -> None:
        self._past = np.zeros(HISTORY)
        self._missing = 0
        """Samples missed in a row so far."""
        self._cycle = np.zeros(1)
        self._jump = 0.0
        self._frame = np.zeros(FRAME)
        self._lost = False

    def begin_frame(self, lost: bool) -> None:
        """A frame begins; its samples are then passed to `play`, in any number of pieces."""
        after_loss = self._missing > 0
        if lost:
            if not after_loss:
                self._learn()
            self._frame = self._repeat(FRAME)
            self._missing += FRAME
        elif after_loss:
            self._frame = self._repeat(_JOIN)
            self._missing = 0
        else:
            self._frame = np.zeros(0)
        self._lost = lost

    def play(self, samples: Samples, at: int) -> Samples:
        """What is heard for these samples, which lie `at` samples into their frame."""
        heard = np.asarray(samples, np.float64)
        if self._lost:
            heard = self._frame[at : at + len(samples)]
        elif at < len(self._frame):
            repeated = self._frame[at : at + len(samples)]
            weight = (np.arange(at, at + len(repeated)) + 1) / (_JOIN + 1)
            heard = heard.copy()
            heard[: len(repeated)] = weight * heard[: len(repeated)] + (1 - weight) * repeated
        self._past = np.concatenate([self._past, heard])[-HISTORY:]
        return np.rint(heard).astype(np.int16)

    def _learn(self) -> None:
        """Find the pitch period that fits the end of the past best."""
        window = self._past[-_LONGEST:]
        scores = []
        for period in range(_SHORTEST, _LONGEST + 1):
            earlier = self._past[-_LONGEST - period : -period]
            energy = float(earlier @ earlier)
            scores.append(float(window @ earlier) / np.sqrt(energy) if energy else 0.0)
        period = _SHORTEST + int(np.argmax(scores))
        self._cycle = self._past[-period:]
        # Where the repetition begins, it differs from the sound before it by this much.
        self._jump = float(self._past[-1] - self._past[-period - 1])

    def _repeat(self, count: int) -> _Wave:
        at = np.arange(self._missing, self._missing + count)
        sound = self._cycle[at % len(self._cycle)]
        sound = sound + self._jump * np.clip(1 - (at + 1) / _JOIN, 0, 1)
        faded: _Wave = sound * np.clip(1 - (at - _HOLD) / _FADE, 0, 1)
        return np.clip(faded, -32768, 32767)
