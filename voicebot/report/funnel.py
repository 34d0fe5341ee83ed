"""From dialled to kept: the funnel, its parts by ageing, and whether the parts come in the declared order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from voicebot.report.rates import rate, surely_greater
from voicebot.store.reading import CallRow

RIGHT_PARTY = "right_party"


@dataclass(frozen=True, slots=True)
class Calls:
    """What a number of attempts came to. Rates are None where there is nothing to divide by."""

    dialled: int
    answered: int
    connect_rate: float | None
    """Answered of dialled."""
    right_party: int
    """Answered by the customer himself; truth."""
    right_party_of_connected: float | None
    right_party_of_dialled: float | None
    promises: int
    """Recorded by the robot."""
    promise_rate: float | None
    """Promises of right-party contacts."""
    kept: int
    kept_rate: float | None
    promised_amount: float
    kept_amount: float
    kept_rate_by_amount: float | None
    true_promises: int
    """Really made by a customer."""
    failed: int
    """Calls that failed inside voicebot."""


@dataclass(frozen=True, slots=True)
class Stage:
    stage: str
    count: int
    rate: float | None
    """Of the stage before."""
    of_dialled: float | None


@dataclass(frozen=True, slots=True)
class Order:
    """Whether outcomes get worse with ageing, as every campaign declares."""

    verdict: str
    """`as_declared`, `within_chance`, `reversed` or `unknown`."""
    statement: str
    inversions: list[str]
    """Each pair of neighbouring buckets that came out the other way round."""


def promised(call: CallRow) -> bool:
    """Whether the robot recorded a promise."""
    return call.promise_date is not None


def really_promised(call: CallRow) -> bool:
    return call.true_promise_date is not None


def count_calls(calls: Iterable[CallRow]) -> Calls:
    """Count attempts of any kind together."""
    rows = list(calls)
    answered = [call for call in rows if call.answered]
    right = sum(call.answered_by == RIGHT_PARTY for call in answered)
    promises = [call for call in answered if promised(call)]
    kept = [call for call in promises if call.promise_kept]
    amount = sum(call.promise_amount or 0.0 for call in promises)
    kept_amount = sum(call.promise_amount or 0.0 for call in kept)
    return Calls(
        dialled=len(rows),
        answered=len(answered),
        connect_rate=rate(len(answered), len(rows)),
        right_party=right,
        right_party_of_connected=rate(right, len(answered)),
        right_party_of_dialled=rate(right, len(rows)),
        promises=len(promises),
        promise_rate=rate(len(promises), right),
        kept=len(kept),
        kept_rate=rate(len(kept), len(promises)),
        promised_amount=round(amount, 2),
        kept_amount=round(kept_amount, 2),
        kept_rate_by_amount=rate(kept_amount, amount),
        true_promises=sum(really_promised(call) for call in answered),
        failed=sum(bool(call.error) for call in rows),
    )


def funnel(calls: Calls) -> list[Stage]:
    """Dialled, answered, right party, promise, kept."""
    steps = (
        ("dialled", calls.dialled, None),
        ("answered", calls.answered, calls.connect_rate),
        ("right_party", calls.right_party, calls.right_party_of_connected),
        ("promise", calls.promises, calls.promise_rate),
        ("kept", calls.kept, calls.kept_rate),
    )
    return [Stage(name, count, part, rate(count, calls.dialled)) for name, count, part in steps]


def by(key: Callable[[CallRow], str], calls: Iterable[CallRow]) -> dict[str, list[CallRow]]:
    """Calls by a property of theirs, sorted by it; calls without the property are left out."""
    parts: dict[str, list[CallRow]] = {}
    for call in calls:
        if name := key(call):
            parts.setdefault(name, []).append(call)
    return dict(sorted(parts.items()))


RATES: Sequence[tuple[str, Callable[[Calls], tuple[int, int]]]] = (
    ("answered of dialled", lambda calls: (calls.answered, calls.dialled)),
    ("right party of answered", lambda calls: (calls.right_party, calls.answered)),
    ("promises of right party", lambda calls: (min(calls.promises, calls.right_party), calls.right_party)),
    ("kept of promises", lambda calls: (calls.kept, calls.promises)),
)


def order_by_ageing(buckets: Mapping[str, Calls]) -> Order:
    """Check that each rate falls from one ageing bucket to the next."""
    names = sorted(buckets)
    inversions, sure, pairs = [], 0, 0
    for what, parts in RATES:
        seen = [(name, *parts(buckets[name])) for name in names if parts(buckets[name])[1]]
        for (young, count, of), (old, later, of_later) in pairwise(seen):
            pairs += 1
            if later / of_later > count / of:
                certain = surely_greater(later, of_later, count, of)
                sure += certain
                doubt = "more than chance explains" if certain else "within chance"
                figures = f"{young} {count / of:.0%} ({of}), {old} {later / of_later:.0%} ({of_later})"
                inversions.append(f"{what}: {figures}: {doubt}")
    if not pairs:
        return Order("unknown", "Only one ageing bucket has calls: there is no order to check.", [])
    if sure:
        return Order(
            "reversed", "Outcomes do not get worse with ageing, as declared: distrust this mix.", inversions
        )
    if inversions:
        return Order(
            "within_chance",
            "Some outcomes do not fall with ageing as declared; with so few calls chance explains it.",
            inversions,
        )
    return Order("as_declared", "Outcomes get worse with ageing, as declared.", [])
