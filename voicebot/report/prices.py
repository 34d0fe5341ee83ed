"""What each kind of wrong outcome costs: engineering guesses in the accounts' currency, all to be changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

OUTCOMES: Mapping[str, float] = MappingProxyType(
    {
        "RISK": 5000.0,
        "DEC": 500.0,
        "CMPL": 500.0,
        "MED": 300.0,
        "MINOR": 300.0,
        "ATTY": 300.0,
        "BKY": 300.0,
        "DISP": 200.0,
        "PAID": 80.0,
        "HARD": 60.0,
        "NEG": 60.0,
        "XFER": 40.0,
        "SUSP": 40.0,
        "WPC": 30.0,
        "TPC": 30.0,
        "CB": 10.0,
    }
)
"""A true disposition that was recorded as something else: a cry for help that nobody hears, a mourning family
called again, a complaint that grows, a stranger who is called on."""


@dataclass(frozen=True, slots=True)
class Prices:
    """The cost model of a rehearsal: rough, but the same for every variant, so variants can be compared.

    None of these figures is measured; they only have to put misunderstandings into a sensible order.
    """

    false_promise: float = 0.10
    """Share of the promised amount: dialling pauses until a day on which nobody pays, and the debt ages."""
    missed_promise: float = 0.05
    """Share of the amount really promised: it is dialled again needlessly, and nobody reminds of the day."""
    late_per_day: float = 0.002
    """Share of the amount, for each day that a promise was recorded too late; thirty days at most."""
    early: float = 5.0
    """A reminder before the day that was agreed: one needless and annoying call."""
    wrong_amount: float = 0.05
    """Share of the difference between recorded and agreed amount."""
    missed_stop: float = 400.0
    """Somebody who asked not to be called is called again: complaint, and a breach of his rights."""
    false_stop: float = 0.08
    """Share of the overdue amount: an account that may no longer be called although nobody asked for it."""
    disclosed: float = 800.0
    """Debt details were told to somebody else than the customer."""
    outcomes: Mapping[str, float] = field(default_factory=lambda: OUTCOMES)
    """By true disposition: what it costs that it was recorded as another one."""
    repair: float = 0.5
    """A misunderstood turn that was put right in the same call: a detour and some patience."""
    other: float = 5.0
    """Any other wrong disposition: one needless call."""
