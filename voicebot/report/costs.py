"""The bill of a run: what wrong outcomes cost by kind and by step, and the costliest misunderstandings."""

from __future__ import annotations

from dataclasses import dataclass

from voicebot.report.flow import OPENING
from voicebot.report.funnel import promised, really_promised
from voicebot.report.losses import Heard, Kind, Loss, losses, stop_asked, stop_honoured
from voicebot.report.prices import Prices
from voicebot.report.rates import rate

COSTLIEST = 5


@dataclass(frozen=True, slots=True)
class Misunderstanding:
    """One misunderstood turn and the wrong outcome that it led to."""

    call_id: str
    kind: str
    cost: float
    turn: int
    step: str
    start_ms: int
    said: str
    heard: str
    intent_meant: str
    intent_heard: str
    true_disposition: str
    disposition: str
    recording: str
    """File name under recordings/; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Bill:
    count: int
    cost: float


@dataclass(frozen=True, slots=True)
class Costs:
    total: float
    per_answered_call: float | None
    by_kind: dict[str, Bill]
    by_step: dict[str, Bill]
    """By the step at which the misunderstood turn was said."""
    costliest: list[Misunderstanding]
    """The five costliest, at most one for each call."""
    understood_but_wrong: Bill
    """Wrong outcomes although every word was understood: the script is to blame."""


@dataclass(frozen=True, slots=True)
class Faults:
    count: int
    of: int
    rate: float | None


@dataclass(frozen=True, slots=True)
class PromiseFaults:
    false: Faults
    """Promises recorded that nobody made; of answered calls."""
    missed: Faults
    """Promises made that were not recorded; of promises made."""
    wrong_date: Faults
    """Of promises made and recorded."""
    wrong_amount: Faults
    missed_stop: Faults
    """Of calls on which the customer asked not to be called again."""
    disclosed: Faults
    """Debt told to somebody else; of answered calls."""


class Ledger:
    """Adds up the losses of answered calls."""

    def __init__(self, prices: Prices) -> None:
        self._prices = prices
        self._kinds: dict[str, tuple[int, float]] = {}
        self._steps: dict[str, tuple[int, float]] = {}
        self._scripted = (0, 0.0)
        self._answered = 0
        self._made = 0
        self._recorded_and_made = 0
        self._stops = 0
        self._missed_stops = 0
        self._costliest: list[Misunderstanding] = []

    def add(self, heard: Heard) -> list[Loss]:
        """Take in one answered call; returns what went wrong on it."""
        call = heard.call
        self._answered += 1
        self._made += really_promised(call)
        self._recorded_and_made += really_promised(call) and promised(call)
        self._stops += stop_asked(heard)
        self._missed_stops += stop_asked(heard) and not stop_honoured(heard)
        found = losses(heard, self._prices)
        for loss in found:
            _charge(self._kinds, loss.kind, loss.cost)
            if loss.turn is None:
                self._scripted = (self._scripted[0] + 1, self._scripted[1] + loss.cost)
            else:
                _charge(self._steps, loss.turn.step or OPENING, loss.cost)
        blamed = next((loss for loss in found if loss.turn is not None), None)
        if blamed is not None:
            self._costliest = _worst([*self._costliest, _misunderstanding(heard, blamed)])
        return found

    def costs(self) -> Costs:
        total = sum(cost for _, cost in self._kinds.values())
        return Costs(
            total=round(total, 2),
            per_answered_call=round(total / self._answered, 2) if self._answered else None,
            by_kind=_bills(self._kinds),
            by_step=_bills(self._steps),
            costliest=self._costliest,
            understood_but_wrong=Bill(self._scripted[0], round(self._scripted[1], 2)),
        )

    def faults(self) -> PromiseFaults:
        def of(kind: Kind, base: int) -> Faults:
            count = self._kinds.get(kind, (0, 0.0))[0]
            return Faults(count, base, rate(count, base))

        return PromiseFaults(
            false=of(Kind.FALSE_PROMISE, self._answered),
            missed=of(Kind.MISSED_PROMISE, self._made),
            wrong_date=of(Kind.WRONG_DATE, self._recorded_and_made),
            wrong_amount=of(Kind.WRONG_AMOUNT, self._recorded_and_made),
            missed_stop=Faults(self._missed_stops, self._stops, rate(self._missed_stops, self._stops)),
            disclosed=of(Kind.DISCLOSED, self._answered),
        )


def _charge(account: dict[str, tuple[int, float]], name: str, cost: float) -> None:
    count, sum_ = account.get(name, (0, 0.0))
    account[name] = (count + 1, sum_ + cost)


def _bills(account: dict[str, tuple[int, float]]) -> dict[str, Bill]:
    dearest = sorted(account.items(), key=lambda item: (-item[1][1], item[0]))
    return {name: Bill(count, round(cost, 2)) for name, (count, cost) in dearest}


def _worst(found: list[Misunderstanding]) -> list[Misunderstanding]:
    return sorted(found, key=lambda one: (-one.cost, one.call_id))[:COSTLIEST]


def _misunderstanding(heard: Heard, loss: Loss) -> Misunderstanding:
    call, turn = heard.call, loss.turn
    assert turn is not None
    return Misunderstanding(
        call_id=call.call_id,
        kind=loss.kind,
        cost=loss.cost,
        turn=turn.turn,
        step=turn.step or OPENING,
        start_ms=turn.start_ms,
        said=turn.said,
        heard=turn.heard,
        intent_meant=turn.intent_meant,
        intent_heard=turn.intent_heard,
        true_disposition=call.true_disposition,
        disposition=call.disposition,
        recording=call.recording,
    )
