"""What a cell reports while it dials, in the order in which it happens."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from voicebot.accounts import Account
from voicebot.records import CallRecord
from voicebot.rules import Decision


@dataclass(frozen=True, slots=True)
class Payment:
    account_id: str
    at: dt.datetime
    amount: float
    promised_by_call: str | None = None
    """None: of the customer's own accord."""


@dataclass(frozen=True, slots=True)
class Dialled:
    """One attempt came to its end, answered or not."""

    record: CallRecord
    bucket: str
    decisions: tuple[Decision, ...]
    payments: tuple[Payment, ...] = ()
    kept: bool | None = None
    """Whether the promise that the robot recorded was kept; None without one."""


@dataclass(frozen=True, slots=True)
class Held:
    """The gate kept an account from being called."""

    decision: Decision


@dataclass(frozen=True, slots=True)
class Settled:
    """The cell is through with one account."""

    account: Account
    treatment: str
    cell: int
    attempts: int
    closed_by: str
    """The disposition or rule after which no attempt was due; empty where the days ran out first."""
    payment: Payment | None = None
    """What the customer paid of his own accord."""


Event = Dialled | Held | Settled
