"""What went wrong on one call, what it costs, and which turn is to blame."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from voicebot.report.funnel import RIGHT_PARTY, promised, really_promised
from voicebot.report.prices import Prices
from voicebot.store.reading import CallRow, TurnRow, slots


class Kind(StrEnum):
    FALSE_PROMISE = "false_promise"
    """The robot recorded a promise, the customer made none."""
    MISSED_PROMISE = "missed_promise"
    """The customer made a promise, the robot recorded none."""
    WRONG_DATE = "wrong_date"
    WRONG_AMOUNT = "wrong_amount"
    MISSED_STOP = "missed_stop"
    """The customer asked not to be called again, and can be called again."""
    FALSE_STOP = "false_stop"
    """The account was closed to calls although nobody asked for it."""
    DISCLOSED = "disclosed"
    """Debt details were told to somebody else than the customer."""
    WRONG_OUTCOME = "wrong_outcome"
    """Any other disposition than the true one."""
    REPAIRED = "repaired"
    """Something was misunderstood, but the call came to what it should have come to."""


INTENTS_OF: dict[str, frozenset[str]] = {
    "PTP": frozenset({"promise_to_pay", "affirm"}),
    "PPTP": frozenset({"partial_payment"}),
    "PAID": frozenset({"already_paid"}),
    "HARD": frozenset({"hardship"}),
    "NEG": frozenset({"negotiate"}),
    "RTP": frozenset({"refuse_to_pay"}),
    "CB": frozenset({"busy"}),
    "SUSP": frozenset({"suspect_fraud"}),
    "DISP": frozenset({"dispute"}),
    "CMPL": frozenset({"complaint"}),
    "XFER": frozenset({"ask_agent"}),
    "DNC": frozenset({"stop_calling"}),
    "ATTY": frozenset({"representative"}),
    "DEC": frozenset({"deceased"}),
    "MED": frozenset({"seriously_ill"}),
    "BKY": frozenset({"bankrupt"}),
    "RISK": frozenset({"distress"}),
    "ABUSE": frozenset({"abuse"}),
    "MINOR": frozenset({"minor"}),
    "WPC": frozenset({"wrong_number"}),
    "TPC": frozenset({"third_party"}),
    "VM": frozenset({"voicemail"}),
    "VA": frozenset({"call_assistant"}),
}
"""The intents that lead to a disposition: how the turn to blame is found."""

PROMISING = frozenset({"promise_to_pay", "partial_payment", "affirm"})
IDENTIFYING = frozenset({"confirm_self", "affirm"})
DEBT_CONTEXTS = frozenset({"purpose", "payment_date", "amount", "reason", "plan_offer", "confirm_promise"})
"""What a robot asks only after it has spoken about the debt."""
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Loss:
    """One wrong outcome of one call, or the detours on the way to the right one."""

    kind: Kind
    cost: float
    turn: TurnRow | None
    """The misunderstood turn that led to it; None where all was understood and the script is to blame."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One answered call with all that its losses depend on."""

    call: CallRow
    turns: Sequence[TurnRow]
    actions: frozenset[str]
    overdue: float
    """The account's overdue amount."""


def misunderstood(turn: TurnRow) -> bool:
    """Whether the robot took a turn's intent or slot for something else, or noise for speech."""
    if turn.party != "customer":
        return False
    if turn.intent_meant != turn.intent_heard:
        return bool(turn.intent_meant or turn.intent_heard)
    meant, heard = slots(turn.slots_meant), slots(turn.slots_heard)
    return any(heard.get(name) != value for name, value in meant.items())


def wrong(found: Sequence[Loss]) -> bool:
    """Whether the call came to a wrong outcome."""
    return any(loss.kind is not Kind.REPAIRED for loss in found)


def stop_asked(heard: Heard) -> bool:
    """Whether the customer asked not to be called again."""
    return heard.call.true_disposition == "DNC" or any(
        turn.party == "customer" and turn.intent_meant == "stop_calling" for turn in heard.turns
    )


def stop_honoured(heard: Heard) -> bool:
    return heard.call.disposition == "DNC" or "add_to_do_not_call" in heard.actions


def losses(heard: Heard, prices: Prices) -> list[Loss]:
    """Everything that went wrong on the call, the costliest first; REPAIRED only where nothing else did."""
    if heard.call.error:
        return []
    found = [
        Loss(kind, round(cost, 2), _to_blame(kind, heard))
        for kind, cost in (*_promise(heard, prices), *_contact(heard, prices))
    ]
    if not found and heard.call.disposition != heard.call.true_disposition:
        cost = prices.outcomes.get(heard.call.true_disposition, prices.other)
        found = [Loss(Kind.WRONG_OUTCOME, cost, _to_blame(Kind.WRONG_OUTCOME, heard))]
    detours = [turn for turn in heard.turns if misunderstood(turn)]
    if not found and detours:
        surest = max(detours, key=lambda turn: turn.confidence)
        found = [Loss(Kind.REPAIRED, round(prices.repair * len(detours), 2), surest)]
    return sorted(found, key=lambda loss: (-loss.cost, loss.kind))


def _promise(heard: Heard, prices: Prices) -> Iterator[tuple[Kind, float]]:
    call = heard.call
    recorded, agreed = call.promise_amount or 0.0, call.true_promise_amount or 0.0
    if promised(call) and not really_promised(call):
        # A wrong outcome that hides something worse costs at least that.
        yield (
            Kind.FALSE_PROMISE,
            max(prices.false_promise * recorded, prices.outcomes.get(call.true_disposition, 0.0)),
        )
    elif really_promised(call) and not promised(call):
        yield Kind.MISSED_PROMISE, prices.missed_promise * agreed
    elif promised(call):
        days = _days(call.promise_date) - _days(call.true_promise_date)
        if days:
            yield (
                Kind.WRONG_DATE,
                prices.late_per_day * min(days, 30) * agreed if days > 0 else prices.early,
            )
        # People round: half a percent is the same amount.
        if abs(recorded - agreed) > 0.005 * agreed:
            yield Kind.WRONG_AMOUNT, prices.wrong_amount * abs(recorded - agreed)


def _contact(heard: Heard, prices: Prices) -> Iterator[tuple[Kind, float]]:
    asked, honoured = stop_asked(heard), stop_honoured(heard)
    if asked and not honoured:
        yield Kind.MISSED_STOP, prices.missed_stop
    if honoured and not asked:
        yield Kind.FALSE_STOP, prices.false_stop * heard.overdue
    if heard.call.answered_by not in ("", RIGHT_PARTY, "nobody") and _debt_told(heard):
        yield Kind.DISCLOSED, prices.disclosed


def _debt_told(heard: Heard) -> bool:
    """Whether the overdue amount was spoken, or something asked that is asked only after it."""
    for turn in heard.turns:
        if turn.party == "customer" and turn.said and turn.context in DEBT_CONTEXTS:
            return True
        played = turn.heard if turn.party == "robot" and turn.barged_in else turn.said
        if turn.party == "robot" and heard.overdue > 0 and heard.overdue in _numbers(played):
            return True
    return False


def _numbers(text: str) -> set[float]:
    return {float(number.replace(",", "")) for number in _NUMBER.findall(text)}


def _days(date: str | None) -> int:
    return dt.date.fromisoformat(date).toordinal() if date else 0


def _to_blame(kind: Kind, heard: Heard) -> TurnRow | None:
    """The likeliest culprit among the misunderstood turns: one of matching intents, else the first."""
    suspects = [turn for turn in heard.turns if misunderstood(turn)]
    fits = _evidence(kind, heard.call)
    return next((turn for turn in suspects if fits(turn)), suspects[0] if suspects else None)


def _evidence(kind: Kind, call: CallRow) -> Callable[[TurnRow], bool]:
    match kind:
        case Kind.FALSE_PROMISE:
            return lambda turn: turn.intent_heard in PROMISING
        case Kind.MISSED_PROMISE:
            return lambda turn: turn.intent_meant in PROMISING
        case Kind.WRONG_DATE:
            return lambda turn: slots(turn.slots_meant).get("date") != slots(turn.slots_heard).get("date")
        case Kind.WRONG_AMOUNT:
            return lambda turn: slots(turn.slots_meant).get("amount") != slots(turn.slots_heard).get("amount")
        case Kind.MISSED_STOP:
            return lambda turn: turn.intent_meant == "stop_calling"
        case Kind.FALSE_STOP:
            return lambda turn: turn.intent_heard == "stop_calling"
        case Kind.DISCLOSED:
            return lambda turn: turn.intent_heard in IDENTIFYING
        case _:
            true, recorded = (
                INTENTS_OF.get(name, frozenset()) for name in (call.true_disposition, call.disposition)
            )
            return lambda turn: turn.intent_meant in true or turn.intent_heard in recorded
