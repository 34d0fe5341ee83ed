"""How a simulated customer puts what he means: a phrase from the bank, slots from his situation."""

from __future__ import annotations

import datetime as dt

import numpy as np

from voicebot.accounts import Account
from voicebot.customer.agreement import Agreement
from voicebot.customer.situation import Situation
from voicebot.customer.utterance import Asked, Utterance
from voicebot.nlu.meaning import Context, Intent
from voicebot.persona.customer import CustomerPersona
from voicebot.persona.phrases import PhraseBank, SlotValues, Template, Wanted, fill, load_phrases

_SHORT = frozenset({Intent.GREETING, Intent.VOICEMAIL, Intent.CALL_ASSISTANT, Intent.ABUSE, Intent.GOODBYE})
_NOTHING: frozenset[str] = frozenset()
_NEEDS_THOUGHT = frozenset({Intent.PROMISE_TO_PAY, Intent.PARTIAL_PAYMENT, Intent.BUSY, Intent.DONT_KNOW})
_STORIES = frozenset(
    {
        Intent.THIRD_PARTY,
        Intent.WRONG_NUMBER,
        Intent.MINOR,
        Intent.HARDSHIP,
        Intent.ALREADY_PAID,
        Intent.DECEASED,
        Intent.SERIOUSLY_ILL,
        Intent.BANKRUPT,
        Intent.REPRESENTATIVE,
    }
)
"""Who has told one of these sticks to it: a husband is not a room-mate in the next sentence."""


class Wording:
    """One customer's way of speaking."""

    def __init__(
        self,
        persona: CustomerPersona,
        account: Account,
        situation: Situation,
        agreement: Agreement,
        rng: np.random.Generator,
        now: dt.datetime,
    ) -> None:
        self._habits = persona.habits
        self._bank: PhraseBank = load_phrases(persona.language.split("-")[0].lower())
        self._account = account
        self._situation = situation
        self._agreement = agreement
        self._rng = rng
        self._now = now
        self._speaker = next((v.gender for v in persona.voices if v.voice == situation.voice), "")
        self._by = "holder" if persona.answered_by == "right_party" else "other"
        self._told: dict[Intent, Template] = {}

    def plain(self, intent: Intent, context: str, mood: str, *, specific: bool = False) -> Utterance:
        """An utterance without hesitation."""
        wanted = self._wanted(intent, context, mood, SlotValues(name=self._account.name), specific=specific)
        template = self._pick(wanted)
        text, slots = fill(template, SlotValues(name=self._account.name), self._rng, self._now)
        return Utterance(text, intent, slots, template.known, context)

    def say(
        self,
        intent: Intent,
        asked: Asked,
        mood: str,
        *,
        agreed_date: dt.date | None = None,
        agreed_amount: float | None = None,
        hangs_up: bool = False,
    ) -> Utterance:
        """An answer that means the intent, as somebody in that mood would put it."""
        values, needed = self._values(intent, asked.act)
        wanted = self._wanted(
            intent, asked.act, mood, values, needed, specific=_belongs_to(intent, asked.act)
        )
        again = self._told.get(intent)
        template = again or self._pick(wanted)
        if intent in _STORIES:
            self._told[intent] = template
        text, slots = fill(template, values, self._rng, self._now)
        lead, pause_ms, thinks_ms = self._hesitation(intent)
        if len(text) <= 2 or text.startswith(self._bank.fillers):
            lead, pause_ms = "", 0
        if again is not None and self._rng.random() < 0.6:
            lead, pause_ms = self._one_of(self._bank.insists), 0
        return Utterance(
            text,
            intent,
            slots,
            template.known,
            asked.act,
            lead,
            pause_ms,
            thinks_ms,
            agreed_date,
            agreed_amount,
            hangs_up,
        )

    def _values(self, intent: Intent, act: str) -> tuple[SlotValues, frozenset[str]]:
        """What he could state, and what he must state."""
        name, rng = self._account.name, self._rng
        day, today = self._situation.pay_date, self._now.date()
        if intent is Intent.PROMISE_TO_PAY:
            time = dt.time(9 + int(rng.random() * 12)) if rng.random() < 0.12 and day > today else None
            amount = self._agreement.amount if rng.random() < 0.15 else None
            must = {"date"} if day > today or act == Context.CONFIRM_PROMISE else set()
            return SlotValues(day, time, amount, name), frozenset(must)
        if intent is Intent.PARTIAL_PAYMENT:
            states_day = act in (Context.PAYMENT_DATE, Context.CONFIRM_PROMISE) or (
                act != Context.AMOUNT and rng.random() < 0.4
            )
            must = {"amount"} if act in (Context.AMOUNT, Context.CONFIRM_PROMISE) else set()
            if act == Context.PAYMENT_DATE:
                must = {"date"}
            return SlotValues(day if states_day else None, None, self._situation.pay_amount, name), frozenset(
                must
            )
        if intent is Intent.BUSY:
            return self._busy_until(act)
        if intent is Intent.ALREADY_PAID:
            return SlotValues(self._situation.paid_on, None, None, name), _NOTHING
        return SlotValues(name=name), _NOTHING

    def _busy_until(self, act: str) -> tuple[SlotValues, frozenset[str]]:
        if act != Context.CALLBACK_TIME and self._rng.random() < 0.7:
            return SlotValues(name=self._account.name), _NOTHING
        at = self._situation.callback
        if at.date() == self._now.date():
            return SlotValues(time=at.time(), name=self._account.name), frozenset({"time"})
        return SlotValues(at.date(), at.time(), name=self._account.name), frozenset({"date", "time"})

    def _wanted(
        self,
        intent: Intent,
        context: str,
        mood: str,
        values: SlotValues,
        needed: frozenset[str] = _NOTHING,
        *,
        specific: bool = False,
    ) -> Wanted:
        return Wanted(
            intent,
            Context.RELAY if intent is Intent.CALL_ASSISTANT and context else context,
            mood,
            values.given,
            needed,
            specific or self._rng.random() < 0.5,
            self._account.gender,
            self._speaker,
            self._by,
        )

    def _pick(self, wanted: Wanted) -> Template:
        choice = self._bank.fitting(wanted)
        return choice[int(self._rng.random() * len(choice))]

    def _one_of(self, words: tuple[str, ...]) -> str:
        return words[int(self._rng.random() * len(words))] if words else ""

    def _hesitation(self, intent: Intent) -> tuple[str, int, int]:
        """(lead, pause after the lead in ms, silence before speaking in ms)."""
        chance = self._rng.random(4)
        habits = self._habits
        thinks_ms = 800 + int(2000 * chance[0]) if chance[1] < habits.hesitates else 0
        if intent in _SHORT:
            return "", 0, thinks_ms
        if chance[2] < habits.pauses:
            words = self._bank.thoughts if intent in _NEEDS_THOUGHT else self._bank.fillers
            return self._one_of(words), 400 + int(900 * chance[3]), thinks_ms
        if chance[2] < habits.pauses + habits.fillers:
            return self._one_of(self._bank.fillers), 0, thinks_ms
        return "", 0, thinks_ms


def _belongs_to(intent: Intent, act: str) -> bool:
    """Whether only the phrases for this very question will do: 没别的了 for a no to "anything else?"."""
    if intent in (Intent.CALL_ASSISTANT, Intent.DENY):
        return True
    if act == Context.CONFIRM_PROMISE:
        return intent in (Intent.PROMISE_TO_PAY, Intent.PARTIAL_PAYMENT)
    return act == Context.SATISFACTION and intent is Intent.AFFIRM
