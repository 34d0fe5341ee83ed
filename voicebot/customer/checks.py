"""What a customer makes of the caller's facts: the person, the number, the read-back, the proposal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from voicebot.accounts import Account
from voicebot.customer import readback
from voicebot.customer.agreement import Agreement
from voicebot.customer.situation import Situation
from voicebot.customer.utterance import Asked
from voicebot.nlu.meaning import Context, Intent
from voicebot.persona.customer import Reply

_CENT = 0.01
_PAYING = (Intent.PROMISE_TO_PAY, Intent.PARTIAL_PAYMENT)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a customer has decided to answer."""

    reply: Reply
    question: str
    """The question that he takes himself to answer."""
    agreed_date: dt.date | None = None
    agreed_amount: float | None = None


def wrong_person(asked: Asked, account: Account) -> Reply | None:
    """Does the caller ask for somebody else, or name somebody else's number?"""
    if asked.act == Context.IDENTITY:
        name = readback.asked_for(asked.text)
        return Intent.WRONG_NUMBER if name and name not in account.name else None
    if asked.act == Context.SECOND_FACTOR:
        tail = readback.tail(asked.text)
        if tail and account.id_tail and not account.id_tail.endswith(tail):
            return Intent.DENY
    return None


def wrong_read_back(
    text: str,
    deal: Agreement,
    situation: Situation,
    today: dt.date,
    *,
    objects: bool,
    objects_to_invention: bool,
) -> Reply | None:
    """The objection to a read-back that says something else than was meant; None: nothing to object to.

    `objects`: whether a wrong day or sum is corrected. `objects_to_invention`: whether a promise that was
    never made is denied; otherwise even that passes.
    """
    if deal.promise is None and not deal.partial:
        return Intent.DENY if objects_to_invention else Intent.AFFIRM
    day = deal.promise.date if deal.promise else situation.pay_date
    named, amounts = readback.days(text, today), readback.sums(text)
    if objects and named and day not in named:
        return Intent.PARTIAL_PAYMENT if deal.partial else Intent.PROMISE_TO_PAY
    if objects and amounts and not any(abs(amount - deal.amount) < _CENT for amount in amounts):
        return Intent.PARTIAL_PAYMENT if deal.partial else Intent.DENY
    return None


def misunderstood(text: str, said: Sequence[Intent], chance: float) -> Reply | None:
    """The answer to a caller who makes sure of what he heard; None where he does not."""
    believed = readback.asks_back(text)
    if believed is None:
        return None
    meant = next((intent for intent in reversed(said) if intent is not Intent.REPEAT), Intent.GREETING)
    if believed is meant or (believed in _PAYING and meant in _PAYING):
        return Intent.AFFIRM
    return Intent.DENY if meant is Intent.GREETING or chance < 0.5 else meant


def weigh_proposal(
    choice: Choice, asked: Asked, situation: Situation, today: dt.date, chance: float
) -> Choice:
    """Accept or decline a day or a sum that the caller proposes, or stay with one's own."""
    if choice.reply not in _PAYING:
        return choice
    if asked.act == Context.PAYMENT_DATE:
        days = readback.days(asked.text, today)
        if len(days) == 1 and days[0] >= situation.pay_date and chance < 0.6:
            return Choice(Intent.AFFIRM, choice.question, agreed_date=days[0])
        if len(days) == 1 and days[0] < situation.pay_date and chance < 0.35:
            return Choice(Intent.DENY, choice.question)
    elif asked.act == Context.AMOUNT:
        sums = readback.sums(asked.text)
        if len(sums) == 1 and sums[0] <= situation.pay_amount + _CENT and chance < 0.6:
            return Choice(Intent.AFFIRM, choice.question, agreed_amount=sums[0])
        if len(sums) == 1 and sums[0] > situation.pay_amount + _CENT and chance < 0.6:
            return Choice(Intent.DENY, choice.question)
    return choice
