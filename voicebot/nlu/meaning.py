"""What a customer can mean: intents, contexts, slots. The identifiers are fixed; everything shares them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Intent(StrEnum):
    CONFIRM_SELF = "confirm_self"
    WRONG_NUMBER = "wrong_number"
    THIRD_PARTY = "third_party"
    AFFIRM = "affirm"
    DENY = "deny"
    PROMISE_TO_PAY = "promise_to_pay"
    PARTIAL_PAYMENT = "partial_payment"
    ALREADY_PAID = "already_paid"
    FORGOT = "forgot"
    HARDSHIP = "hardship"
    NEGOTIATE = "negotiate"
    REFUSE_TO_PAY = "refuse_to_pay"
    BUSY = "busy"
    ASK_AMOUNT = "ask_amount"
    ASK_HOW_TO_PAY = "ask_how_to_pay"
    ASK_DUE_DATE = "ask_due_date"
    ASK_FEES = "ask_fees"
    ASK_IDENTITY = "ask_identity"
    ASK_PURPOSE = "ask_purpose"
    SUSPECT_FRAUD = "suspect_fraud"
    DISPUTE = "dispute"
    COMPLAINT = "complaint"
    ASK_AGENT = "ask_agent"
    STOP_CALLING = "stop_calling"
    REPRESENTATIVE = "representative"
    DECEASED = "deceased"
    SERIOUSLY_ILL = "seriously_ill"
    BANKRUPT = "bankrupt"
    DISTRESS = "distress"
    ABUSE = "abuse"
    MINOR = "minor"
    REPEAT = "repeat"
    ASK_IF_ROBOT = "ask_if_robot"
    VOICEMAIL = "voicemail"
    CALL_ASSISTANT = "call_assistant"
    GREETING = "greeting"
    GOODBYE = "goodbye"
    DONT_KNOW = "dont_know"
    OUT_OF_SCOPE = "out_of_scope"


class Context(StrEnum):
    """What the robot has just asked for: the step's `asks`."""

    IDENTITY = "identity"
    SECOND_FACTOR = "second_factor"
    PURPOSE = "purpose"
    PAYMENT_DATE = "payment_date"
    AMOUNT = "amount"
    REASON = "reason"
    PLAN_OFFER = "plan_offer"
    CONFIRM_PROMISE = "confirm_promise"
    CALLBACK_TIME = "callback_time"
    RELAY = "relay"
    SATISFACTION = "satisfaction"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Slots:
    """The figures stated in an utterance; None where it states none."""

    date: dt.date | None = None
    time: dt.time | None = None
    amount: float | None = None
    """In the account's currency."""

    def as_json(self) -> dict[str, str | float]:
        """`{"date": "2026-12-05", "time": "15:00", "amount": 500.0}`, only what is stated."""
        out: dict[str, str | float] = {}
        if self.date:
            out["date"] = self.date.isoformat()
        if self.time is not None:
            out["time"] = self.time.strftime("%H:%M")
        if self.amount is not None:
            out["amount"] = self.amount
        return out


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the robot believes the customer meant."""

    intent: Intent
    confidence: float
    """Calibrated probability that the intent is right, 0 to 1."""
    slots: Slots = Slots()
    others: tuple[tuple[Intent, float], ...] = ()
    """Further intents in the same utterance, with their probabilities, likeliest first."""


class Nlu(Protocol):
    """Understands one utterance in the context of what was asked."""

    def understand(self, text: str, context: Context, now: dt.datetime) -> Meaning: ...
