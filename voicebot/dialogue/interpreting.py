"""What a meaning means at this point of a call: urgent words first, figures in the light of the question."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from voicebot.dialogue.belief import Belief
from voicebot.nlu.meaning import Context, Intent, Meaning, Slots

URGENT: Mapping[Intent, float] = {
    Intent.DISTRESS: 0.35,
    Intent.STOP_CALLING: 0.35,
    Intent.COMPLAINT: 0.4,
    Intent.DECEASED: 0.4,
    Intent.REPRESENTATIVE: 0.4,
    Intent.ASK_AGENT: 0.4,
}
"""Heard beside something else with at least this probability, it goes first; the gravest leads."""

_FORMALITIES = frozenset({Intent.GREETING, Intent.OUT_OF_SCOPE, Intent.GOODBYE, Intent.DONT_KNOW})
_QUESTIONS = frozenset({Intent.ASK_PURPOSE, Intent.ASK_IDENTITY, Intent.REPEAT})
_BESIDE = 0.3
"""From this probability on, a second meaning replaces an empty first one."""

_VAGUE = frozenset(
    {Intent.AFFIRM, Intent.DENY, Intent.DONT_KNOW, Intent.OUT_OF_SCOPE, Intent.GREETING, Intent.GOODBYE}
)
_PAYING = frozenset({Intent.PROMISE_TO_PAY, Intent.PARTIAL_PAYMENT})


def interpret(meaning: Meaning, asked: Context, handled: Collection[Intent], belief: Belief) -> Meaning:
    """The meaning to act on. It can differ from what was heard in intent, never in figures."""
    urgent = _urgent(meaning, handled)
    if urgent is not None:
        return Meaning(*urgent, meaning.slots)
    meaning = _weightier(meaning, asked, handled)
    intent = _by_figures(meaning.intent, meaning.slots, asked, belief)
    if intent is not meaning.intent and intent in handled:
        # The figure answers the question, whatever the classifier made of the words around it.
        return Meaning(intent, max(meaning.confidence, 0.5), meaning.slots)
    return meaning


def _urgent(meaning: Meaning, handled: Collection[Intent]) -> tuple[Intent, float] | None:
    if not meaning.others:
        return None
    chances = dict(meaning.others)
    for intent, least in URGENT.items():
        if intent is meaning.intent:
            return None
        if intent in handled and chances.get(intent, 0.0) >= least:
            # Honoured on the strength of its own threshold: a lower confidence would only be asked back.
            return intent, 1.0
    return None


def _weightier(meaning: Meaning, asked: Context, handled: Collection[Intent]) -> Meaning:
    """A second meaning where the first is a mere formality, or the name was confirmed beside a question."""
    for intent, chance in meaning.others:
        if chance < _BESIDE or intent not in handled:
            continue
        confirms = asked is Context.IDENTITY and intent is Intent.CONFIRM_SELF
        if meaning.intent in _FORMALITIES or (confirms and meaning.intent in _QUESTIONS):
            return Meaning(intent, max(chance, meaning.confidence), meaning.slots)
    return meaning


def _by_figures(intent: Intent, slots: Slots, asked: Context, belief: Belief) -> Intent:
    """A day answers the question for a day, a sum the question for a sum; both correct a read-back."""
    if asked is Context.CONFIRM_PROMISE:
        return _at_read_back(intent, slots, belief)
    if asked is Context.CALLBACK_TIME and (intent in _VAGUE or intent in _PAYING):
        return Intent.BUSY if slots.time is not None or slots.date is not None else intent
    if intent in _VAGUE:
        if asked is Context.PAYMENT_DATE and slots.date is not None:
            return Intent.PROMISE_TO_PAY
        if asked is Context.AMOUNT and slots.amount is not None:
            return Intent.PARTIAL_PAYMENT
    return intent


def _at_read_back(intent: Intent, slots: Slots, belief: Belief) -> Intent:
    if intent not in _VAGUE and intent not in _PAYING:
        return intent
    stated = belief.due if belief.amount is None else belief.amount
    new_day = slots.date is not None and slots.date != belief.date and slots.date >= belief.now.date()
    new_sum = slots.amount is not None and abs(slots.amount - stated) > 0.01
    if new_day or new_sum:
        partial = (new_sum and slots.amount < belief.due) if slots.amount is not None else False
        return Intent.PARTIAL_PAYMENT if partial else Intent.PROMISE_TO_PAY
    return Intent.AFFIRM if intent in _PAYING else intent
