"""How a simulated customer puts what he means: a phrase from the bank, slots from his situation."""

from __future__ import annotations

import datetime as dt

import numpy as np

from voicebot.accounts import Account
from voicebot.customer import readback
from voicebot.customer.agreement import Agreement
from voicebot.customer.situation import Situation
from voicebot.customer.utterance import Asked, Utterance
from voicebot.nlu.meaning import Context, Intent
from voicebot.persona.customer import CustomerPersona
from voicebot.persona.phrases import PhraseBank, SlotValues, Template, fill, load_phrases

_LEADS = ("嗯", "那个", "呃", "额", "嗯那个")
_THOUGHTS = ("嗯", "这个嘛", "我想想啊", "呃那个", "让我看看", "嗯等一下")
_SHORT = frozenset({Intent.GREETING, Intent.VOICEMAIL, Intent.CALL_ASSISTANT, Intent.ABUSE, Intent.GOODBYE})
_NOTHING: frozenset[str] = frozenset()


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

    def plain(self, intent: Intent, context: str, mood: str, *, specific: bool = False) -> Utterance:
        """An utterance without hesitation."""
        template = self._template(intent, context, mood, frozenset({"name"}), _NOTHING, specific=specific)
        text, slots = fill(template, SlotValues(name=self._account.name), self._rng, self._now)
        return Utterance(text, intent, slots, template.known, context)

    def say(self, intent: Intent, asked: Asked, mood: str, *, hangs_up: bool = False) -> Utterance:
        """An answer that means the intent, as somebody in that mood would put it."""
        accepted = self._accepts_offer(intent, asked)
        if accepted is not None:
            intent = Intent.AFFIRM
        values, needed = self._values(intent, asked.act)
        correcting = asked.act == Context.CONFIRM_PROMISE and intent in (
            Intent.PROMISE_TO_PAY,
            Intent.PARTIAL_PAYMENT,
        )
        template = self._template(intent, asked.act, mood, values.given, needed, specific=correcting)
        text, slots = fill(template, values, self._rng, self._now)
        lead, pause_ms, thinks_ms = self._hesitation(intent)
        return Utterance(
            text, intent, slots, template.known, asked.act, lead, pause_ms, thinks_ms, accepted, hangs_up
        )

    def _accepts_offer(self, intent: Intent, asked: Asked) -> dt.date | None:
        """The day that the caller proposes, where it suits and he answers with a mere yes."""
        if intent is not Intent.PROMISE_TO_PAY or asked.act != Context.PAYMENT_DATE:
            return None
        offered = readback.days(asked.text, self._now.date())
        if len(offered) != 1 or offered[0] < self._situation.pay_date or self._rng.random() < 0.5:
            return None
        return offered[0]

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

    def _template(
        self,
        intent: Intent,
        act: str,
        mood: str,
        given: frozenset[str],
        needed: frozenset[str],
        *,
        specific: bool,
    ) -> Template:
        specific = specific or self._rng.random() < 0.5
        choice = self._bank.fitting(intent, act, mood, given, needed, specific)
        return choice[int(self._rng.random() * len(choice))]

    def _hesitation(self, intent: Intent) -> tuple[str, int, int]:
        """(lead, pause after the lead in ms, silence before speaking in ms)."""
        chance = self._rng.random(5)
        habits = self._habits
        thinks_ms = 800 + int(2000 * chance[0]) if chance[1] < habits.hesitates else 0
        if intent in _SHORT:
            return "", 0, thinks_ms
        if chance[2] < habits.pauses:
            return _THOUGHTS[int(chance[3] * len(_THOUGHTS))], 400 + int(900 * chance[4]), thinks_ms
        if chance[2] < habits.pauses + habits.fillers:
            return _LEADS[int(chance[3] * len(_LEADS))], 0, thinks_ms
        return "", 0, thinks_ms
