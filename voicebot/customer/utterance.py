"""What is said to a customer, and what he says."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from voicebot.nlu.meaning import Intent, Slots

NO_SLOTS = Slots()


@dataclass(frozen=True, slots=True)
class Asked:
    """A sentence of the caller, as far as it was heard."""

    text: str
    act: str
    """The question in it: a context, or empty."""
    step: str = ""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One answer, ready to be spoken."""

    text: str
    intent: Intent
    slots: Slots = NO_SLOTS
    """The figures that the words state."""
    known: bool | None = None
    context: str = ""
    """The question that it answers."""
    lead: str = ""
    """Spoken before the text: 嗯, 那个."""
    pause_ms: int = 0
    """Silence between the lead and the text."""
    thinks_ms: int = 0
    """Silence before anything is said."""
    agreed_date: dt.date | None = None
    """The day that the caller proposed and this answer accepts."""
    agreed_amount: float | None = None
    """The sum that the caller proposed and this answer accepts."""
    hangs_up: bool = False
    """Whether he hangs up after it."""

    @property
    def said(self) -> str:
        return self.lead + self.text
