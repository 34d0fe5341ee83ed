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
    """Draw a persona by weight; None stands for the share it declares for the account's ageing bucket."""
    weights = {
        number: persona.share_in(account.bucket) if weight is None else weight
        for number, (persona, weight) in enumerate(mix)
    }
    if not sum(weights.values()) > 0:
        raise UsageError(
            f"no customer persona has a share for ageing bucket {account.bucket}; give one a weight"
        )
    return mix[weighted(weights, rng.random())][0]
