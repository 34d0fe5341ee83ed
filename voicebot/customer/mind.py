"""How a simulated customer decides what to answer. No audio and no clock: sentences in, an answer out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np

from voicebot.accounts import Account
from voicebot.customer import readback
from voicebot.customer.agreement import Agreement
from voicebot.customer.checks import Choice, misunderstood, weigh_proposal, wrong_person, wrong_read_back
from voicebot.customer.situation import Situation, owed, weighted
from voicebot.customer.utterance import Asked, Utterance
from voicebot.customer.wording import Wording
from voicebot.nlu.meaning import Context, Intent
from voicebot.persona.customer import CustomerPersona, Reply

USUAL: Mapping[str, Mapping[Reply, float]] = {
    Context.IDENTITY: {Intent.CONFIRM_SELF: 8, Intent.AFFIRM: 3},
    Context.SECOND_FACTOR: {Intent.AFFIRM: 12, Intent.REPEAT: 1},
    Context.PURPOSE: {Intent.PROMISE_TO_PAY: 6, Intent.AFFIRM: 3, Intent.FORGOT: 2},
    Context.PAYMENT_DATE: {Intent.PROMISE_TO_PAY: 12, Intent.DONT_KNOW: 1},
    Context.AMOUNT: {Intent.PARTIAL_PAYMENT: 6, Intent.DONT_KNOW: 1},
    Context.REASON: {Intent.FORGOT: 3, Intent.HARDSHIP: 3, Intent.DONT_KNOW: 1},
    Context.PLAN_OFFER: {Intent.AFFIRM: 4, Intent.DENY: 2, Intent.NEGOTIATE: 2},
    Context.CONFIRM_PROMISE: {Intent.AFFIRM: 1},
    Context.CALLBACK_TIME: {Intent.BUSY: 8, Intent.AFFIRM: 1, Intent.DONT_KNOW: 1},
    Context.RELAY: {Intent.AFFIRM: 4, Intent.DENY: 1},
    Context.SATISFACTION: {Intent.AFFIRM: 7, Intent.DENY: 2, Intent.DONT_KNOW: 1},
    Context.OPEN: {Intent.GOODBYE: 5, Intent.DENY: 3, Intent.AFFIRM: 2},
    "": {Intent.AFFIRM: 4, Intent.GREETING: 1, "silence": 2},
}
"""What people answer where their persona says nothing else."""

_SETTLING = frozenset(
    {
        Intent.REFUSE_TO_PAY,
        Intent.SUSPECT_FRAUD,
        Intent.ABUSE,
        Intent.STOP_CALLING,
        Intent.COMPLAINT,
        Intent.WRONG_NUMBER,
        Intent.REPRESENTATIVE,
        Intent.ALREADY_PAID,
        Intent.BUSY,
        Intent.THIRD_PARTY,
    }
)
_ONCE = frozenset({Intent.FORGOT, *(i for i in Intent if i.startswith("ask_") and i is not Intent.ASK_AGENT)})
_BEFORE_IDENTITY = frozenset(
    {Intent.ASK_IDENTITY, Intent.ASK_PURPOSE, Intent.ASK_IF_ROBOT, Intent.SUSPECT_FRAUD}
)
_SOURER = {"calm": "annoyed", "cheerful": "calm", "anxious": "annoyed", "annoyed": "angry", "angry": "angry"}
_MISTAKEN_FOR = (Context.PURPOSE, Context.PAYMENT_DATE, Context.IDENTITY, Context.OPEN)


class Mind:
    """One customer's head during one call."""

    def __init__(
        self,
        persona: CustomerPersona,
        account: Account,
        situation: Situation,
        rng: np.random.Generator,
        now: dt.datetime,
    ) -> None:
        self._persona = persona
        self._account = account
        self._situation = situation
        self._rng = rng
        self._today = now.date()
        self._mood = situation.mood
        self._turns = 0
        self._asked_back: set[Intent] = set()
        self._answered: dict[str, Intent] = {}
        self._caller_known = False
        self._amount_told = situation.knows_debt
        self._debt_told = situation.knows_debt
        self.agreement = Agreement(account, situation, persona.answered_by)
        self._wording = Wording(persona, account, situation, self.agreement, rng, now)

    def greeting(self) -> Utterance:
        """The words with which the call is answered."""
        intent = {"voicemail": Intent.VOICEMAIL, "call_assistant": Intent.CALL_ASSISTANT}.get(
            self._persona.answered_by, Intent.GREETING
        )
        return self._wording.plain(intent, "", self._mood)

    def are_you_there(self) -> Utterance:
        """What he says when the caller has been silent for long."""
        return self._wording.plain(Intent.GREETING, Context.OPEN, self._mood, specific=True)

    def answer(self, asked: Asked) -> Utterance | None:
        """The answer to a sentence of the caller; None: he says nothing to it."""
        self._turns += 1
        self._listen(asked.text)
        if self._turns > self._situation.patience:
            machine = self._persona.answered_by == "call_assistant"
            last = Intent.CALL_ASSISTANT if machine else Intent.GOODBYE
            return self._wording.say(last, asked, self._mood, hangs_up=True)
        if asked.act and asked.act in self._answered and self._rng.random() < 0.3:
            self._mood = _SOURER[self._mood]
        choice = self._choose(asked)
        if choice.reply == "silence":
            return None
        if choice.reply == "hang_up":
            return self._wording.say(Intent.GOODBYE, asked, self._mood, hangs_up=True)
        intent = Intent(choice.reply)
        hangs_up = intent is Intent.GOODBYE or (
            intent in _SETTLING and self._rng.random() < self._persona.habits.hangs_up
        )
        return self._wording.say(
            intent,
            Asked(asked.text, choice.question, asked.step),
            self._mood,
            agreed_date=choice.agreed_date,
            agreed_amount=choice.agreed_amount,
            hangs_up=hangs_up,
        )

    def _listen(self, text: str) -> None:
        """Take in what the sentence gives away."""
        self._caller_known = self._caller_known or readback.says_who_calls(text)
        if any(abs(sum_ - owed(self._account)) < 0.01 for sum_ in readback.sums(text)):
            self._amount_told = True

    def _choose(self, asked: Asked) -> Choice:
        habits, chance = self._persona.habits, self._rng.random()
        if chance < habits.stays_silent:
            return Choice("silence", asked.act)
        if readback.says_farewell(asked.text):
            return Choice(Intent.GOODBYE if self._rng.random() < 0.5 else "silence", asked.act)
        if chance < habits.stays_silent + habits.mishears:
            return self._misheard(asked)
        reply = self._reaction(asked)
        if reply is not None:
            return Choice(reply, asked.act)
        reply = self._policy(asked.act)
        if asked.act and reply in set(Intent) and reply != Intent.REPEAT:
            self._answered[asked.act] = Intent(reply)
        choice = Choice(reply, asked.act)
        return weigh_proposal(choice, asked, self._situation, self._today, self._rng.random())

    def _misheard(self, asked: Asked) -> Choice:
        if self._rng.random() < 0.75 or self._persona.answered_by != "right_party":
            return Choice(Intent.REPEAT, asked.act)
        other = _MISTAKEN_FOR[int(self._rng.integers(len(_MISTAKEN_FOR)))]
        return Choice(self._policy(other), other)

    def _reaction(self, asked: Asked) -> Reply | None:
        """What the caller's words or the situation make him say, before habit decides."""
        said = self.agreement.said
        answer = misunderstood(asked.text, said, self._rng.random())
        if answer is not None:
            return answer
        if self._persona.answered_by == "right_party":
            answer = wrong_person(asked, self._account) or self._objection(asked)
            if answer is not None:
                return answer
            if self._situation.busy and Intent.BUSY not in said:
                if asked.act in (Context.IDENTITY, Context.SECOND_FACTOR, Context.PURPOSE):
                    return Intent.BUSY
            elif self._situation.busy and asked.act not in (Context.CALLBACK_TIME, ""):
                return Intent.BUSY if self._rng.random() < 0.6 else Intent.GOODBYE
        question = self._question(asked.act)
        if question is not None:
            self._asked_back.add(question)
            return question
        if asked.act == Context.OPEN:
            return next((goal for goal in self._persona.goals if goal not in said), None)
        return None

    def _objection(self, asked: Asked) -> Reply | None:
        if asked.act != Context.CONFIRM_PROMISE:
            return None
        chance, corrects = self._rng.random(), self._persona.habits.corrects
        return wrong_read_back(
            asked.text,
            self.agreement,
            self._situation,
            self._today,
            objects=chance < corrects,
            # Few let it pass that a promise is made up; more let a wrong day pass.
            objects_to_invention=chance < 1 - 0.3 * (1 - corrects),
        )

    def _question(self, act: str) -> Intent | None:
        """A question that he puts before he answers."""
        for question, likely in self._persona.asks_back.items():
            if question in self._asked_back or not self._fits(question, act):
                continue
            if self._rng.random() < likely:
                return question
        return None

    def _fits(self, question: Intent, act: str) -> bool:
        if act in (Context.CONFIRM_PROMISE, Context.CALLBACK_TIME, Context.SATISFACTION, ""):
            return False
        if question is Intent.ASK_IDENTITY and self._caller_known:
            return False
        if question is Intent.ASK_AMOUNT and self._amount_told:
            return False
        early = act in (Context.IDENTITY, Context.SECOND_FACTOR, Context.RELAY)
        if question in (Intent.ASK_IDENTITY, Intent.ASK_PURPOSE):
            return early
        return not early or question in _BEFORE_IDENTITY

    def _policy(self, act: str) -> Reply:
        """The persona's answer to a question; the same question mostly gets the same answer again."""
        before = self._answered.get(act)
        if before is not None and before not in _ONCE and self._rng.random() < 0.8:
            return before
        reply = weighted(self._weights(act), self._rng.random())
        if act == Context.PURPOSE and not self._debt_told:
            self._debt_told = True
            if reply in (Intent.PROMISE_TO_PAY, Intent.AFFIRM):
                return Intent.FORGOT
        full = self._situation.full
        if reply == Intent.PROMISE_TO_PAY and not full and not self.agreement.partial:
            return Intent.PARTIAL_PAYMENT
        if reply == Intent.PARTIAL_PAYMENT and full:
            return Intent.PROMISE_TO_PAY
        return reply

    def _weights(self, act: str) -> Mapping[Reply, float]:
        """What he may answer to a question, without what one says only once."""
        answers = self._persona.answers
        weights: Mapping[Reply, float] = (
            answers.get(act)  # type: ignore[call-overload]
            or answers.get("any")
            or USUAL.get(act, USUAL[""])
        )
        asked = _ONCE.intersection(self.agreement.said)
        if not asked:
            return weights
        left = {reply: weight for reply, weight in weights.items() if reply not in asked}
        return left if sum(left.values()) > 0 else weights
