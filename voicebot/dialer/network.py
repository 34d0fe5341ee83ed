"""The simulated telephone network: whether somebody answers, and after how long a ring."""

from __future__ import annotations

import numpy as np

from voicebot.dialer.policy import Rates

ANSWERED = "answered"


def ring(bucket: str, rates: Rates, rng: np.random.Generator) -> tuple[str, int]:
    """(`answered` or the network's disposition, ring_ms) of one attempt."""
    answered = rng.random() < rates.connected[bucket]
    outcome = ANSWERED if answered else _draw(rates, rng.random())
    shortest, longest = rates.ring_seconds[outcome]
    return outcome, round(1000 * (shortest + (longest - shortest) * rng.random()))


def _draw(rates: Rates, point: float) -> str:
    outcomes, shares = zip(*rates.not_answered.items(), strict=True)
    edges = np.cumsum(shares) / sum(shares)
    return str(outcomes[min(int(np.searchsorted(edges, point, side="right")), len(outcomes) - 1)])
