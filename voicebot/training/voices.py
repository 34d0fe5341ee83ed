"""Whose voices the recogniser learns from, and whose it is tested with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from voicebot.tts import espeak

UNSEEN: Final = ("f5", "m7", "klatt2", "linda", "Hugo")
"""Variants that are never in training: error rates are measured with them."""
_COMMON: Final = (
    *("f1", "f2", "f3", "f4", "m1", "m2", "m3", "m4", "m5", "m6", "m8"),
    *("klatt", "klatt3", "klatt4", ""),
)
# Whispers, robots and voices that no caller has; `cmn` is a language; Reed and caleb never sound the same
# twice.
_LEFT_OUT: Final = frozenset(
    (
        *("whisper", "whisperf", "croak", "Demonic", "UniRobot", "anikaRobot", "robosoft"),
        *(f"robosoft{number}" for number in range(2, 9)),
        *("fast", "Mr serious", "Storm", "AnxiousAndy", "kaukovalta", "cmn", "Reed", "caleb"),
    )
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """How one sentence is spoken."""

    variant: str
    """espeak-ng variant; empty for the plain voice."""
    rate: int
    """Words per minute."""
    pitch: int
    pitch_range: int

    def voice(self, language: str) -> str:
        return f"{language}+{self.variant}" if self.variant else language


def seen() -> tuple[str, ...]:
    """All variants to learn from."""
    return tuple(v for v in espeak.variants() if v not in _LEFT_OUT and v not in UNSEEN)


def draw_speaker(rng: np.random.Generator, unseen: bool = False) -> Speaker:
    """A speaker at random: from the unseen voices, or from the seen ones with the common ones more often."""
    pool = UNSEEN if unseen else _COMMON if rng.random() < 0.55 else seen()
    slow, fast = ((120, 240), (150, 200))[int(rng.integers(2))]
    return Speaker(
        variant=pool[int(rng.integers(len(pool)))],
        rate=int(rng.integers(slow, fast + 1)),
        pitch=int(rng.integers(20, 86)),
        pitch_range=int(rng.integers(30, 71)),
    )
