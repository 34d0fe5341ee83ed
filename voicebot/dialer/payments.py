"""Who pays, in simulated time: promises kept, kept in part or broken, and payments of one's own accord."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import numpy as np

from voicebot.accounts import Account
from voicebot.actions import Promise
from voicebot.dialer.events import Payment
from voicebot.dialer.policy import Payers
from voicebot.records import CallRecord

ENOUGH = 0.995
"""Share of the promised amount that counts as all of it: people round."""


def own_payment(
    account: Account, start: dt.datetime, days: int, payers: Payers, rng: np.random.Generator
) -> Payment | None:
    """What the customer pays without having promised it, if anything."""
    if account.overdue_amount <= 0 or rng.random() >= payers.own_accord.get(account.bucket, 0.0):
        return None
    day = start.date() + dt.timedelta(days=int(rng.integers(days)))
    at = _moment(day, start, rng)
    whole = rng.random() < 0.8
    share = 1.0 if whole else 0.2 + 0.6 * rng.random()
    return Payment(account.account_id, at, round(account.overdue_amount * share, 2)) if at > start else None


def promised_payment(record: CallRecord, payers: Payers, rng: np.random.Generator) -> Payment | None:
    """What follows from the promise that the customer really made on this call, if anything."""
    promise, moment = record.true_promise, record.answered_at
    if promise is None or moment is None:
        return None
    fate = rng.random()
    share = 1.0
    day = promise.date
    if record.pays:
        ahead = (promise.date - moment.date()).days
        # Some pay a day or two early; nobody before the call.
        day -= dt.timedelta(days=min(max(ahead - 1, 0), int(rng.integers(3))))
    elif fate < payers.part_of_broken:
        share = 0.2 + 0.6 * rng.random()
    elif fate < payers.part_of_broken + payers.late_of_broken:
        day += payers.grace + dt.timedelta(days=1 + int(rng.integers(10)))
    else:
        return None
    at = _moment(day, moment, rng)
    if at <= moment:
        at = moment + dt.timedelta(hours=1)
    return Payment(record.account_id, at, round(promise.amount * share, 2), record.call_id)


def kept(promise: Promise | None, payments: Iterable[Payment], grace: dt.timedelta) -> bool | None:
    """Whether enough was paid by the promised date and its grace; None without a promise."""
    if promise is None:
        return None
    paid = sum(payment.amount for payment in payments if payment.at.date() <= promise.date + grace)
    return paid >= ENOUGH * promise.amount


def _moment(day: dt.date, like: dt.datetime, rng: np.random.Generator) -> dt.datetime:
    """A moment of that day between 8:00 and 22:00, in the zone of `like`."""
    second = int(rng.integers(8 * 3600, 22 * 3600))
    return dt.datetime.combine(day, dt.time(0), like.tzinfo) + dt.timedelta(seconds=second)
