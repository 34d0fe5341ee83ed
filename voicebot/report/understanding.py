"""How well the robot understood: intents of customers' turns, and dispositions of calls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from voicebot.report.rates import rate
from voicebot.report.recognition import normal
from voicebot.store.reading import CallRow, TurnRow


@dataclass(frozen=True, slots=True)
class Accuracy:
    n: int
    accuracy: float | None


@dataclass(frozen=True, slots=True)
class Confusion:
    meant: str
    heard: str
    """Empty: nothing was understood."""
    count: int


@dataclass(frozen=True, slots=True)
class Understanding:
    n: int
    """Customers' turns that the robot heard."""
    intent_accuracy: float | None
    """Share of these whose intent was understood."""
    n_all: int
    """All turns with a meaning, also those that the robot did not hear: last words, words under a prompt."""
    intent_accuracy_all: float | None
    heard_right: Accuracy
    """Turns transcribed without an error: what is misunderstood here is not the recogniser's fault."""
    by_intent: dict[str, Accuracy]
    by_context: dict[str, Accuracy]
    confusions: list[Confusion]
    """The commonest first, at most 20 pairs."""


@dataclass(frozen=True, slots=True)
class Dispositions:
    """Of answered calls: what the robot recorded beside what was really agreed."""

    belief: dict[str, int]
    truth: dict[str, int]
    confusion: list[Confusion]
    """Every pair of truth (`meant`) and belief (`heard`) that occurred, also the agreeing ones."""
    accuracy: float | None


class Comprehension:
    """Adds up customers' turns."""

    def __init__(self) -> None:
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._contexts: Counter[tuple[str, bool]] = Counter()
        self._heard_right: Counter[bool] = Counter()
        self._unheard = 0

    def add(self, turn: TurnRow) -> None:
        if turn.party != "customer" or not turn.intent_meant:
            return
        if not turn.heard and not turn.intent_heard:
            self._unheard += 1
            return
        self._pairs[turn.intent_meant, turn.intent_heard] += 1
        if normal(turn.said) == normal(turn.heard):
            self._heard_right[turn.intent_meant == turn.intent_heard] += 1
        self._contexts[turn.context or "open", turn.intent_meant == turn.intent_heard] += 1

    def figures(self) -> Understanding:
        heard = self._pairs.total()
        right = sum(count for (meant, got), count in self._pairs.items() if meant == got)
        wrong = [Confusion(meant, got, count) for (meant, got), count in self._pairs.items() if meant != got]
        return Understanding(
            n=heard,
            intent_accuracy=rate(right, heard),
            n_all=heard + self._unheard,
            intent_accuracy_all=rate(right, heard + self._unheard),
            heard_right=Accuracy(
                self._heard_right.total(), rate(self._heard_right[True], self._heard_right.total())
            ),
            by_intent=_accuracies((meant, meant == got, n) for (meant, got), n in self._pairs.items()),
            by_context=_accuracies((context, hit, n) for (context, hit), n in self._contexts.items()),
            confusions=sorted(wrong, key=lambda pair: (-pair.count, pair.meant, pair.heard))[:20],
        )


def _accuracies(hits: Iterable[tuple[str, bool, int]]) -> dict[str, Accuracy]:
    all_: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for name, hit, count in hits:
        all_[name] += count
        right[name] += count * hit
    return {
        name: Accuracy(count, rate(right[name], count))
        for name, count in sorted(all_.items(), key=lambda item: (-item[1], item[0]))
    }


def compare_dispositions(calls: Iterable[CallRow]) -> Dispositions:
    """Lay recorded dispositions beside true ones; only answered calls that did not fail count."""
    pairs = Counter(
        (call.true_disposition, call.disposition) for call in calls if call.answered and not call.error
    )
    belief: Counter[str] = Counter()
    truth: Counter[str] = Counter()
    for (true, recorded), count in pairs.items():
        truth[true] += count
        belief[recorded] += count
    return Dispositions(
        belief=_commonest(belief),
        truth=_commonest(truth),
        confusion=[
            Confusion(*pair, count)
            for pair, count in sorted(pairs.items(), key=lambda item: (-item[1], item[0]))
        ],
        accuracy=rate(sum(n for (true, recorded), n in pairs.items() if true == recorded), pairs.total()),
    )


def _commonest(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
