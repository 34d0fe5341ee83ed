"""Training rows made of phrases: placeholders spoken, a question drawn, a phrase before it, a bad line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from voicebot.nlu.meaning import Context, Intent
from voicebot.training import nlu_zh
from voicebot.training.nlu_augment import DAMAGE, Damage, damaged, homophones
from voicebot.training.nlu_phrases import Phrase, fill

_I, _C = Intent, Context

WEIGHT: tuple[Intent, ...] = (
    _I.DISTRESS, _I.DECEASED, _I.MINOR, _I.SERIOUSLY_ILL, _I.BANKRUPT, _I.REPRESENTATIVE,
    _I.STOP_CALLING, _I.COMPLAINT, _I.SUSPECT_FRAUD, _I.DISPUTE, _I.WRONG_NUMBER, _I.ASK_AGENT,
    _I.ALREADY_PAID, _I.REFUSE_TO_PAY,
    _I.PARTIAL_PAYMENT, _I.PROMISE_TO_PAY, _I.NEGOTIATE, _I.HARDSHIP, _I.FORGOT, _I.THIRD_PARTY, _I.ABUSE,
    _I.ASK_IF_ROBOT, _I.ASK_FEES, _I.ASK_HOW_TO_PAY, _I.ASK_DUE_DATE, _I.ASK_AMOUNT, _I.BUSY, _I.ASK_PURPOSE,
    _I.ASK_IDENTITY, _I.CONFIRM_SELF, _I.DONT_KNOW, _I.REPEAT, _I.DENY, _I.AFFIRM, _I.GOODBYE, _I.GREETING,
)  # fmt: skip
"""Of two intents in one utterance the earlier one here is the label (see GUIDE.md)."""

_OPENERS = (_I.GREETING, _I.AFFIRM, _I.CONFIRM_SELF, _I.ABUSE, _I.HARDSHIP, _I.FORGOT, _I.DENY, _I.BUSY,
            _I.ASK_IDENTITY, _I.DONT_KNOW)  # fmt: skip
"""What people begin with before they come to the point."""

_MONEY = (_C.PURPOSE, _C.PAYMENT_DATE, _C.AMOUNT, _C.REASON, _C.PLAN_OFFER, _C.CONFIRM_PROMISE)
_START = (_C.IDENTITY, _C.SECOND_FACTOR, _C.PURPOSE)
TYPICAL: Mapping[Intent, tuple[Context, ...]] = {
    _I.CONFIRM_SELF: (_C.IDENTITY, _C.IDENTITY, _C.SECOND_FACTOR, _C.PURPOSE),
    _I.WRONG_NUMBER: (_C.IDENTITY, _C.IDENTITY, _C.SECOND_FACTOR, _C.RELAY),
    _I.THIRD_PARTY: (_C.IDENTITY, _C.IDENTITY, _C.RELAY),
    _I.MINOR: (_C.IDENTITY, _C.RELAY),
    _I.VOICEMAIL: (_C.IDENTITY,),
    _I.CALL_ASSISTANT: (_C.IDENTITY,),
    _I.GREETING: (_C.IDENTITY, _C.OPEN),
    _I.ASK_IDENTITY: (_C.IDENTITY, _C.SECOND_FACTOR, _C.RELAY),
    _I.ASK_PURPOSE: (_C.IDENTITY, _C.SECOND_FACTOR, _C.RELAY),
    _I.PROMISE_TO_PAY: _MONEY,
    _I.PARTIAL_PAYMENT: _MONEY,
    _I.ALREADY_PAID: (*_MONEY, _C.OPEN),
    _I.FORGOT: (_C.REASON, _C.PURPOSE),
    _I.HARDSHIP: _MONEY,
    _I.NEGOTIATE: _MONEY,
    _I.REFUSE_TO_PAY: _MONEY,
    _I.BUSY: (_C.IDENTITY, _C.PURPOSE, _C.CALLBACK_TIME, _C.SECOND_FACTOR),
    _I.DISPUTE: _MONEY,
    _I.GOODBYE: (_C.OPEN, _C.SATISFACTION, _C.RELAY, _C.CALLBACK_TIME),
    _I.SUSPECT_FRAUD: _START,
    _I.REPRESENTATIVE: (_C.IDENTITY, *_MONEY),
    _I.DECEASED: (_C.IDENTITY, _C.RELAY, _C.PURPOSE, _C.REASON),
}
"""Where an intent is mostly met; what isn't listed is met anywhere."""


@dataclass(frozen=True, slots=True)
class Row:
    """One training row: what was heard, where, and what was meant."""

    text: str
    context: Context
    intent: Intent
    phrase: int
    """The phrase it was made of: rows of one phrase never stand on both sides of a fold."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How rows are made of phrases."""

    copies: int = 6
    """Rows made of one phrase, each for another question; the first one is undamaged."""
    typical: float = 0.5
    """How often the question is a typical one of the intent."""
    joined: float = 0.12
    """How often a phrase of another intent comes before."""
    damage: Damage = DAMAGE


RECIPE = Recipe(copies=4)


def make_rows(
    phrases: Sequence[Phrase],
    sounds: Mapping[str, str],
    rng: np.random.Generator,
    recipe: Recipe = RECIPE,
) -> list[Row]:
    """Training rows of all phrases, in their order."""
    alike = homophones(sounds, [phrase.text for phrase in phrases])
    openers = [phrase for phrase in phrases if phrase.intent in _OPENERS]
    rows = []
    for number, phrase in enumerate(phrases):
        said = phrase.text
        if phrase.intent is Intent.ALREADY_PAID:
            said = said.replace("{date}", "{past_date}")
        for copy in range(recipe.copies):
            context = _context(phrase, recipe, rng)
            text = fill(said, nlu_zh.FILLS, rng)
            if copy and openers and rng.random() < recipe.joined:
                text = _joined(openers, phrase, context, text, rng)
            if copy:
                text = damaged(text, sounds, alike, recipe.damage, rng)
            rows.append(Row(text, context, phrase.intent, number))
    return rows


def _context(phrase: Phrase, recipe: Recipe, rng: np.random.Generator) -> Context:
    options = phrase.contexts or tuple(Context)
    typical = tuple(context for context in TYPICAL.get(phrase.intent, ()) if context in options)
    if typical and rng.random() < recipe.typical:
        options = typical
    return options[int(rng.integers(len(options)))]


def _joined(
    openers: Sequence[Phrase], phrase: Phrase, context: Context, text: str, rng: np.random.Generator
) -> str:
    """The text with an opener before it, if there is one that weighs less."""
    opener = openers[int(rng.integers(len(openers)))]
    if opener.contexts and context not in opener.contexts:
        return text
    if phrase.intent not in WEIGHT or WEIGHT.index(opener.intent) <= WEIGHT.index(phrase.intent):
        return text
    return fill(opener.text, nlu_zh.FILLS, rng) + text
