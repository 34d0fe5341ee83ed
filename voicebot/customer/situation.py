"""The hidden situation of one simulated customer: what he is, has and wants. The robot never sees it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from voicebot.accounts import Account
from voicebot.persona.customer import CustomerPersona
from voicebot.tts.engine import Voice

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Situation:
    voice: Voice
    mood: str
    patience: int
    """Turns of the caller until he hangs up."""
    knows_debt: bool
    busy: bool
    pay_date: dt.date
    """The day on which he can pay."""
    pay_amount: float
    """What he can pay on that day."""
    full: bool
    """Whether that is all that is overdue."""
    paid_on: dt.date
    """The day on which he paid, if he says that he has."""
    callback: dt.datetime
    """When he has time to talk, if he is busy now."""
    keeps: bool
    """Whether he will keep a promise."""


def draw_situation(
    persona: CustomerPersona, account: Account, rng: np.random.Generator, now: dt.datetime
) -> Situation:
    """Draw who this customer is. The number of draws never depends on what is drawn."""
    chance = rng.random(10)
    wait = between(persona.payday, chance[0])
    if wait > 3 and chance[1] < 0.5:
        wait = _to_common_payday(wait, persona.payday, now.date())
    afford = persona.affords[0] + (persona.affords[1] - persona.affords[0]) * chance[2]
    due = owed(account)
    amount = due if afford >= 0.999 else min(due, rounded(due * afford))
    return Situation(
        voice=_voice(persona, account, chance[3]),
        mood=weighted(persona.mood, chance[4]),
        patience=between(persona.patience, chance[5]),
        knows_debt=bool(chance[6] < persona.knows_debt),
        busy=bool(chance[7] < persona.busy),
        pay_date=now.date() + dt.timedelta(days=wait),
        pay_amount=amount,
        full=amount >= due,
        paid_on=now.date() - dt.timedelta(days=1 + int(chance[0] * 4)),
        callback=_callback(now, chance[8]),
        keeps=bool(chance[9] < persona.kept(account.bucket)),
    )


def owed(account: Account) -> float:
    """What the call is about: the overdue amount, or the balance where nothing is overdue yet."""
    return account.overdue_amount if account.overdue_amount > 0 else account.balance


def between(pair: tuple[int, int], chance: float) -> int:
    return pair[0] + int((pair[1] - pair[0] + 1) * chance)


def weighted(weights: Mapping[T, float], chance: float) -> T:
    """The key whose share of the weights the chance (0 to 1) falls into."""
    at = sum(weights.values()) * chance
    for key, weight in weights.items():
        at -= weight
        if at < 0:
            return key
    return next(reversed(list(weights)))


def rounded(amount: float) -> float:
    """A sum that somebody would name: hundreds, or tens where it is small."""
    unit = 100 if amount >= 300 else 10
    return float(max(unit, round(amount / unit) * unit))


def _to_common_payday(wait: int, bounds: tuple[int, int], today: dt.date) -> int:
    """Wages come on the 5th, 10th, 15th, 20th or 25th more often than on other days."""
    for shift in (0, 1, 2):
        day = today + dt.timedelta(days=wait + shift)
        if day.day % 5 == 0 and wait + shift <= bounds[1]:
            return wait + shift
    return wait


def _voice(persona: CustomerPersona, account: Account, chance: float) -> Voice:
    voices = persona.voices
    if persona.answered_by == "right_party" and account.gender:
        voices = [voice for voice in voices if voice.gender in ("", account.gender)] or voices
    return voices[int(chance * len(voices))].voice


def _callback(now: dt.datetime, chance: float) -> dt.datetime:
    """A full hour, one to six hours ahead; tomorrow morning where that would be in the evening."""
    at = now.replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=2 + int(chance * 5))
    if at.hour >= 20 or at.date() != now.date():
        at = now.replace(hour=9 + int(chance * 3), minute=0, second=0, microsecond=0) + dt.timedelta(days=1)
    return at
