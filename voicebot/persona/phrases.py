"""What simulated customers say: phrase banks, templates by intent, in `personas/phrases/LANGUAGE/`.

Half of the templates are kept out of the recogniser's language model (`known_to_recogniser`), and none is
shared with the phrases that the classifier learns from, so that a rehearsal is no easier than life.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import numpy as np

from voicebot.errors import InputError
from voicebot.nlu.meaning import Context, Intent, Slots
from voicebot.paths import data_dir
from voicebot.persona.colloquial import random_name, say_amount, say_date, say_time
from voicebot.persona.phrasefile import SLOT, PhraseFile, read_phrase_file

_PAST = frozenset({Intent.ALREADY_PAID})


@dataclass(frozen=True, slots=True)
class Template:
    """One phrase with open slots: `我{date}先还{amount}`."""

    text: str
    intent: Intent
    moods: frozenset[str] = frozenset()
    """Empty: in any mood."""
    contexts: frozenset[str] = frozenset()
    """Empty: whatever was asked."""
    slots: frozenset[str] = frozenset()
    known: bool = False
    """Whether the recogniser's language model may be given this phrase."""
    holder: str = ""
    """`female` or `male`: said only about an account holder of that gender."""
    speaker: str = ""
    """`female` or `male`: said only by a voice of that gender."""
    by: str = ""
    """`holder` or `other`: said only by the account holder, or only by somebody else."""


@dataclass(frozen=True, slots=True)
class SlotValues:
    """What a customer has in mind when he speaks."""

    date: dt.date | None = None
    time: dt.time | None = None
    amount: float | None = None
    name: str = ""

    @property
    def given(self) -> frozenset[str]:
        return frozenset(s for s in ("date", "time", "amount", "name") if getattr(self, s) not in (None, ""))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a phrase has to fit."""

    intent: Intent
    context: str = ""
    mood: str = "calm"
    given: frozenset[str] = frozenset()
    """Slots that may be stated."""
    needed: frozenset[str] = frozenset()
    """Slots that must be stated."""
    specific: bool = False
    """Whether the phrases that belong to just this question are preferred."""
    holder: str = ""
    speaker: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class PhraseBank:
    language: str
    everything: tuple[Template, ...]
    fillers: tuple[str, ...] = ()
    """Put before an answer: 嗯, 那个."""
    thoughts: tuple[str, ...] = ()
    """Said while thinking of a day or a sum; a pause follows."""
    insists: tuple[str, ...] = ()
    """Put before something that was said already."""
    _chosen: dict[object, tuple[Template, ...]] = field(default_factory=dict, repr=False)

    def templates(
        self, intent: Intent | str, context: Context | str | None = None, mood: str | None = None
    ) -> tuple[Template, ...]:
        """The phrases for an intent that fit the question asked and the mood; None fits everything."""
        key = (str(intent), context, mood)
        if key not in self._chosen:
            self._chosen[key] = tuple(
                template
                for template in self.everything
                if template.intent == intent
                and (context is None or not template.contexts or context in template.contexts)
                and (mood is None or not template.moods or mood in template.moods)
            )
        return self._chosen[key]

    def fitting(self, wanted: Wanted) -> tuple[Template, ...]:
        """Phrases that fit; never empty.

        Where nothing fits entirely, mood, then context, then who speaks about whom are let go of.
        """
        if wanted not in self._chosen:
            self._chosen[wanted] = self._fitting(wanted)
        return self._chosen[wanted]

    def _fitting(self, wanted: Wanted) -> tuple[Template, ...]:
        widening = (
            (wanted.context, wanted.mood, True),
            (wanted.context, None, True),
            (None, None, True),
            (None, None, False),
        )
        for context, mood, people in widening:
            fit = tuple(
                template
                for template in self.templates(wanted.intent, context, mood)
                if wanted.needed <= template.slots <= wanted.given
                and not (people and _is_about_others(template, wanted))
            )
            own = tuple(template for template in fit if template.contexts)
            if own and wanted.specific and context is not None:
                return own
            if fit:
                return fit
        may, must = (
            ", ".join(sorted(wanted.given)) or "nothing",
            ", ".join(sorted(wanted.needed)) or "nothing",
        )
        raise InputError(
            f"phrase bank '{self.language}' has no phrase for '{wanted.intent}' that states {must}"
            f" and no more than {may}; add one"
        )


def _is_about_others(template: Template, wanted: Wanted) -> bool:
    """Whether the phrase belongs to another speaker, or to another account holder."""
    return (
        template.holder not in ("", wanted.holder)
        or template.speaker not in ("", wanted.speaker)
        or template.by not in ("", wanted.by)
    )


def known_to_recogniser(template: Template | str) -> bool:
    """Whether a phrase may be in the recogniser's language model: decided by the parity of its SHA-256."""
    text = template.text if isinstance(template, Template) else template
    return sha256(text.encode()).digest()[-1] % 2 == 0


@lru_cache(maxsize=8)
def load_phrases(language: str, folder: Path | None = None) -> PhraseBank:
    """The phrase bank of a language (`zh`), read once per process. Raises InputError with file and line."""
    folder = folder or data_dir("personas") / "phrases" / language
    files = [read_phrase_file(path) for path in sorted(folder.glob("*.yaml"))]
    if not files:
        raise InputError.at(folder, None, f"no phrase bank for language '{language}'; put *.yaml files there")
    return PhraseBank(
        language,
        tuple(template for file in files for template in _templates(file)),
        fillers=tuple(text for file in files for text in file.fillers),
        thoughts=tuple(text for file in files for text in file.thoughts),
        insists=tuple(text for file in files for text in file.insists),
    )


def _templates(file: PhraseFile) -> list[Template]:
    return [
        Template(
            text=text,
            intent=intent,
            moods=frozenset(group.moods),
            contexts=frozenset(group.contexts),
            slots=frozenset(SLOT.findall(text)),
            known=known_to_recogniser(text),
            holder=group.holder,
            speaker=group.speaker,
            by=group.by,
        )
        for intent, groups in file.phrases.items()
        for group in groups
        for text in group.say
    ]


def fill(
    template: Template | str, values: SlotValues, rng: np.random.Generator, now: dt.datetime
) -> tuple[str, Slots]:
    """The phrase with its slots spoken, and the slots that it states; the values it needs must be given."""
    text = template.text if isinstance(template, Template) else template
    wanted = SLOT.findall(text)
    at_once = isinstance(template, Template) and template.intent is Intent.PROMISE_TO_PAY
    if at_once and "date" not in wanted:
        # A promise without a day (我马上就还) means today.
        values = replace(values, date=now.date())
    if not wanted:
        return text, Slots(date=now.date()) if at_once else Slots()
    spoken = {"name": values.name}
    if values.date is not None and "date" in wanted:
        spoken["date"] = say_date(values.date, now.date(), rng)
    if values.time is not None and "time" in wanted:
        spoken["time"] = say_time(values.time, rng)
    if values.amount is not None and "amount" in wanted:
        spoken["amount"] = say_amount(values.amount, rng)
    return text.format_map(spoken), Slots(
        values.date if at_once or "date" in wanted else None,
        values.time if "time" in wanted else None,
        values.amount if "amount" in wanted else None,
    )


def expand(
    template: Template | str, rng: np.random.Generator, now: dt.datetime
) -> tuple[str, Mapping[str, str | float]]:
    """The phrase with slot values drawn at random, and these values as JSON: text to train and test with."""
    past = isinstance(template, Template) and template.intent in _PAST
    days = -int(rng.integers(1, 12)) if past else int(rng.integers(1, 32))
    if rng.random() < 0.5:
        days = max(-3, min(3, days))
    unit = (10.0, 50.0, 100.0, 100.0, 500.0)[int(rng.integers(5))]
    values = SlotValues(
        date=now.date() + dt.timedelta(days=days),
        time=dt.time(int(rng.integers(8, 21)), 30 * int(rng.random() < 0.3)),
        amount=unit * int(rng.integers(1, 60)) + (0.5 if rng.random() < 0.05 else 0.0),
        name=random_name(rng),
    )
    text, slots = fill(template, values, rng, now)
    return text, slots.as_json()
