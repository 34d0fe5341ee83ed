"""What a customer has really agreed to: the truth that a call is scored against."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from voicebot.accounts import Account
from voicebot.actions import Disposition, Promise
from voicebot.customer.situation import Situation, owed
from voicebot.customer.utterance import Utterance
from voicebot.nlu.meaning import Context, Intent
from voicebot.records import Truth

_D = Disposition

LASTING: dict[Intent, Disposition] = {
    Intent.DISTRESS: _D.RISK,
    Intent.DECEASED: _D.DEC,
    Intent.SERIOUSLY_ILL: _D.MED,
    Intent.BANKRUPT: _D.BKY,
    Intent.REPRESENTATIVE: _D.ATTY,
    Intent.STOP_CALLING: _D.DNC,
    Intent.COMPLAINT: _D.CMPL,
    Intent.DISPUTE: _D.DISP,
}
"""Said once, it settles the call whatever follows; the first that was said of this order counts."""

PASSING: dict[Intent, Disposition] = {
    Intent.ALREADY_PAID: _D.PAID,
    Intent.HARDSHIP: _D.HARD,
    Intent.NEGOTIATE: _D.NEG,
    Intent.REFUSE_TO_PAY: _D.RTP,
    Intent.BUSY: _D.CB,
    Intent.SUSPECT_FRAUD: _D.SUSP,
    Intent.ASK_AGENT: _D.XFER,
    Intent.ABUSE: _D.ABUSE,
    Intent.MINOR: _D.MINOR,
    Intent.WRONG_NUMBER: _D.WPC,
    Intent.THIRD_PARTY: _D.TPC,
}
"""The last of these that was said counts, unless a promise stands."""

ANSWERERS: dict[str, Disposition] = {
    "third_party": _D.TPC,
    "wrong_party": _D.WPC,
    "minor": _D.MINOR,
    "voicemail": _D.VM,
    "call_assistant": _D.VA,
    "nobody": _D.NI,
}

_WITHDRAWS = (Intent.REFUSE_TO_PAY, Intent.DISPUTE, Intent.ALREADY_PAID)
_WITHDRAWS_AT_READ_BACK = (Intent.HARDSHIP, Intent.NEGOTIATE)


_ABOUT_THE_BILL = (Context.PURPOSE, Context.PAYMENT_DATE)
_ACKNOWLEDGES = (Intent.AFFIRM, Intent.FORGOT, Intent.DONT_KNOW, Intent.GOODBYE)
_NOT_IDENTIFYING = (
    Intent.GREETING,
    Intent.GOODBYE,
    Intent.REPEAT,
    Intent.ASK_IDENTITY,
    Intent.ASK_PURPOSE,
    Intent.ASK_IF_ROBOT,
    Intent.OUT_OF_SCOPE,
)


@dataclass(slots=True)
class Agreement:
    """Follows what is said and keeps what was meant by it."""

    account: Account
    situation: Situation
    answered_by: str
    promise: Promise | None = None
    partial: bool = False
    """Whether only a part is on offer."""
    settled_amount: float | None = None
    """The sum that the caller proposed and he accepted."""
    said: list[Intent] = field(default_factory=list)
    scored: bool = False
    """Whether he answered how satisfied he was."""
    acknowledged: bool = False
    """Whether he said that he knows of the bill."""

    @property
    def amount(self) -> float:
        """What he means to pay."""
        if self.settled_amount is not None:
            return self.settled_amount
        return self.situation.pay_amount if self.partial else owed(self.account)

    def note(self, utterance: Utterance) -> None:
        """Take in what the customer has just begun to say."""
        intent, context = utterance.intent, utterance.context
        self.said.append(intent)
        at_read_back = context == Context.CONFIRM_PROMISE
        if intent in _WITHDRAWS or (at_read_back and intent in _WITHDRAWS_AT_READ_BACK):
            self.promise = None
            self.partial = False
            self.settled_amount = None
        elif intent is Intent.PROMISE_TO_PAY:
            self.promise = Promise(self.situation.pay_date, self.amount, utterance.slots.time)
        elif intent is Intent.PARTIAL_PAYMENT:
            self.partial = True
            if utterance.slots.date or self.promise:
                self.promise = Promise(self.situation.pay_date, self.amount)
        elif intent is Intent.AFFIRM:
            self._affirmed(utterance, context)
        if context in _ABOUT_THE_BILL and intent in _ACKNOWLEDGES:
            self.acknowledged = True
        if context == Context.SATISFACTION and intent in (Intent.AFFIRM, Intent.DENY, Intent.DONT_KNOW):
            self.scored = True

    def _affirmed(self, utterance: Utterance, context: str) -> None:
        if utterance.agreed_amount is not None:
            self.settled_amount = utterance.agreed_amount
            self.partial = utterance.agreed_amount < owed(self.account)
            if self.promise:
                self.promise = replace(self.promise, amount=utterance.agreed_amount)
        elif utterance.agreed_date is not None:
            self.promise = Promise(utterance.agreed_date, self.amount)
        elif context == Context.CONFIRM_PROMISE and self.partial and not self.promise:
            self.promise = Promise(self.situation.pay_date, self.amount)

    @property
    def identified(self) -> bool:
        """Whether he ever owned to being the person asked for, or spoke of the bill."""
        return any(intent not in _NOT_IDENTIFYING for intent in self.said)

    def truth(self) -> Truth:
        pays = self.promise is not None and self.situation.keeps
        return Truth(self.answered_by, self._disposition(), self.promise, pays)

    def _disposition(self) -> Disposition:
        if self.answered_by in ("voicemail", "call_assistant", "nobody"):
            return ANSWERERS[self.answered_by]
        for intent, disposition in LASTING.items():
            if intent in self.said:
                return disposition
        if self.answered_by in ANSWERERS:
            return ANSWERERS[self.answered_by]
        if self.promise:
            return _D.PPTP if self.partial else _D.PTP
        for intent in reversed(self.said):
            if intent in PASSING:
                return PASSING[intent]
        if self.scored or (self.acknowledged and self.account.days_past_due <= 0):
            return _D.DONE
        if self.identified:
            return _D.RPC_NC
        return _D.LOST if self.said else _D.NI
