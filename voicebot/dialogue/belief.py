"""What the robot believes in the course of a call."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field
from typing import Any

from voicebot.accounts import Account
from voicebot.actions import ACTIONS, Action, Disposition, Promise
from voicebot.dialogue.concluding import PASSING, WITHDRAWS
from voicebot.nlu.meaning import Context, Intent, Slots
from voicebot.persona.robot import RobotPersona
from voicebot.script.form import PromiseForm
from voicebot.script.identity import settle_identity

_PAYS = (Intent.PROMISE_TO_PAY, Intent.PARTIAL_PAYMENT)
_PROMISING = ("log_promise", "log_partial_promise")
_CENT = 0.005
_EARLIEST, _LATEST = dt.time(9), dt.time(20)
"""A call-back that the customer left to us is booked between these hours."""


@dataclass(slots=True)
class Belief:
    account: Account
    policy: PromiseForm
    now: dt.datetime
    second_factor: bool
    """Whether a name alone isn't enough to be sure who is speaking."""
    named: bool = False
    verified: bool = False
    date: dt.date | None = None
    time: dt.time | None = None
    amount: float | None = None
    """The part that is offered; None: all that is due."""
    callback_date: dt.date | None = None
    callback_time: dt.time | None = None
    score: str | float | None = None
    """The answer to a question of satisfaction."""
    promise: Promise | None = None
    """Logged, and not taken back since."""
    marks: list[Disposition] = field(default_factory=list)

    @property
    def identified(self) -> bool:
        """Whether the right person is believed to be speaking."""
        return self.named and (self.verified or not self.second_factor)

    @property
    def due(self) -> float:
        return self.account.overdue_amount

    def hear(self, intent: Intent, slots: Slots, asked: Context) -> None:
        """Take in what the customer means."""
        self.named, self.verified = settle_identity(self.named, self.verified, intent, asked)
        if intent in _PAYS:
            self._take_offer(intent, slots)
        elif intent is Intent.BUSY or asked is Context.CALLBACK_TIME:
            self.callback_date = slots.date or self.callback_date
            self.callback_time = slots.time or self.callback_time
        if asked is Context.SATISFACTION:
            self.score = slots.amount if slots.amount is not None else intent.value
        if intent in PASSING:
            self._mark(PASSING[intent])

    def _take_offer(self, intent: Intent, slots: Slots) -> None:
        if slots.date is not None and slots.date >= self.now.date():
            self.date, self.time = slots.date, slots.time
        if slots.amount is not None and slots.amount > 0:
            self.amount = slots.amount if slots.amount < self.due - _CENT else None

    def accept(self, offered: tuple[str, ...]) -> None:
        """Take over the figures that the robot proposed."""
        if "date" in offered:
            self.date, self.time = self.offer_date, None
        if "amount" in offered:
            self.amount = self.offer_amount

    def forget(self, slots: tuple[str, ...]) -> None:
        for slot in slots:
            setattr(self, slot, None)

    def lacks(self, slots: tuple[str, ...], *, partial: bool) -> str | None:
        """The first figure that is needed and not known. A whole payment needs no amount."""
        for slot in slots:
            if slot == "date" and self.date is None:
                return slot
            if slot == "amount" and self.amount is None and partial:
                return slot
            if slot == "time" and self.callback_time is None and self.callback_date is None:
                return slot
        return None

    @property
    def too_late(self) -> bool:
        """Whether the day named is later than the script's policy likes."""
        return self._days() > self.policy.within_days

    @property
    def far_too_late(self) -> bool:
        return self._days() > self.policy.at_most_days

    @property
    def too_little(self) -> bool:
        return self.amount is not None and self.amount < self.policy.minimum_part * self.due - _CENT

    def _days(self) -> int:
        return (self.date - self.now.date()).days if self.date is not None else 0

    @property
    def offer_date(self) -> dt.date:
        return self.now.date() + dt.timedelta(days=self.policy.within_days)

    @property
    def offer_amount(self) -> float:
        """The least part that the policy takes, in whole units."""
        return float(min(self.due, math.ceil(self.policy.minimum_part * self.due)))

    def act(self, name: str) -> Action:
        """Make the action, with its arguments, and note what it makes of the call."""
        if name in _PROMISING:
            return self._promise()
        disposition = ACTIONS[name]
        if disposition is not None:
            self._mark(disposition)
        if name == "schedule_callback":
            at = self.callback()
            return Action(name, {"date": at.date().isoformat(), "time": f"{at:%H:%M}"}, at)
        if name == "log_satisfaction" and self.score is not None:
            return Action(name, {"answer": self.score})
        return Action(name)

    def _promise(self) -> Action:
        date = self.date or self.now.date()
        amount = self.due if self.amount is None else self.amount
        self.promise = Promise(date, amount, self.time)
        self._mark(Disposition.PTP if self.amount is None else Disposition.PPTP)
        arguments: dict[str, str | float] = {"date": date.isoformat(), "amount": amount}
        if self.time is not None:
            arguments["time"] = f"{self.time:%H:%M}"
        return Action("log_promise" if self.amount is None else "log_partial_promise", arguments)

    def _mark(self, disposition: Disposition) -> None:
        if disposition in WITHDRAWS:
            self.promise = None
        self.marks.append(disposition)

    def callback(self) -> dt.datetime:
        """When to call again: as asked, else two hours on; never in the past, by day if it is ours to say."""
        now = self.now
        if self.callback_time is not None:
            at = dt.datetime.combine(self.callback_date or now.date(), self.callback_time, now.tzinfo)
            return at if at > now else at + dt.timedelta(days=1)
        if self.callback_date is not None and self.callback_date > now.date():
            return dt.datetime.combine(self.callback_date, dt.time(10), now.tzinfo)
        at = (now + dt.timedelta(hours=2)).replace(second=0, microsecond=0)
        if at.time() > _LATEST or at.date() != now.date():
            return dt.datetime.combine(now.date() + dt.timedelta(days=1), dt.time(10), now.tzinfo)
        return max(at, at.replace(hour=_EARLIEST.hour, minute=0)) if at.time() < _EARLIEST else at

    def values(self, robot: RobotPersona) -> dict[str, Any]:
        """The variables of wording; `refresh` keeps the changing ones up to date."""
        return {
            "account": self.account,
            "robot": {"name": robot.called, "company": robot.company, "hotline": robot.hotline},
            "call": {"date": self.now.date(), "hour": self.now.hour},
            "offer": {"date": self.offer_date, "amount": self.offer_amount},
        } | self.refresh()

    def refresh(self) -> dict[str, Any]:
        """The variables that change in the course of a call."""
        at = self.callback()
        return {
            "promise": {
                "date": self.date,
                "amount": self.due if self.amount is None else self.amount,
                "time": self.time,
            },
            "callback": {"date": at.date(), "time": at.time()},
        }
