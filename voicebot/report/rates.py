"""Rates and percentiles that survive having nothing to count."""

from __future__ import annotations

import math
from collections.abc import Sequence


def rate(count: float, of: float) -> float | None:
    """`count / of` to four places; None where there is nothing to divide by."""
    return round(count / of, 4) if of else None


def percentile(values: Sequence[float], share: float) -> float | None:
    """The smallest value that at least `share` of all values do not exceed (nearest rank)."""
    if not values:
        return None
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def margin(share: float, of: int) -> float:
    """Half the width of the 95 % Wilson interval of a share among `of` trials."""
    if not of:
        return 1.0
    z = 1.96
    spread = math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return z * spread / (1 + z * z / of)


def surely_greater(one: int, of_one: int, other: int, of_other: int) -> bool:
    """Whether the first share exceeds the second by more than chance explains (one-sided z test, 5 %)."""
    if not of_one or not of_other:
        return False
    pooled = (one + other) / (of_one + of_other)
    error = math.sqrt(pooled * (1 - pooled) * (1 / of_one + 1 / of_other))
    return error > 0 and (one / of_one - other / of_other) / error > 1.645
