"""Who answers: draws a customer persona for an account."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voicebot.accounts import Account
from voicebot.customer.situation import weighted
from voicebot.errors import UsageError
from voicebot.persona.customer import CustomerPersona


def pick_customer(
    mix: Sequence[tuple[CustomerPersona, float | None]], account: Account, rng: np.random.Generator
) -> CustomerPersona:
    """Draw a persona by weight; a weight of None is the share that it declares for the account's ageing bucket."""
    weights = {
        number: persona.share.get(account.bucket, 0.0) if weight is None else weight  # type: ignore[call-overload]
        for number, (persona, weight) in enumerate(mix)
    }
    if not sum(weights.values()) > 0:
        raise UsageError(
            f"no customer persona has a share for ageing bucket {account.bucket}; give one a weight above 0"
        )
    return mix[weighted(weights, rng.random())][0]
