"""What simulated customers say: phrase banks, one set of templates per intent, in `personas/phrases/LANGUAGE/`.

Half of the templates are kept out of the recogniser's language model (`known_to_recogniser`), and none is shared with
the phrases that the classifier learns from, so that a rehearsal is no easier than life.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import numpy as np
import yaml

from voicebot.errors import InputError, did_you_mean
from voicebot.nlu.meaning import Context, Intent, Slots
from voicebot.paths import data_dir
from voicebot.persona.colloquial import say_amount, say_date, say_time

MOODS = ("calm", "annoyed", "angry", "anxious", "cheerful")
SLOTS = ("date", "time", "amount", "name")
_SLOT = re.compile(r"\{(\w+)\}")
_PAST = frozenset({Intent.ALREADY_PAID})
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
)
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚玲桂英华建国红梅文斌雪婷浩宇欣怡子轩志强秀兰海燕晓东"


@dataclass(frozen=True, slots=True)
class Template:
    """One phrase with open slots: `我{date}先还{amount}`."""

    text: str
    intent: Intent
    moods: frozenset[str] = frozenset()
    """Empty: in any mood."""
    contexts: frozenset[Context] = frozenset()
    """Empty: whatever was asked."""
    slots: frozenset[str] = frozenset()
    known: bool = False
    """Whether the recogniser's language model may be given this phrase."""


@dataclass(frozen=True, slots=True)
class SlotValues:
    """What a customer has in mind when he speaks."""

    date: dt.date | None = None
    time: dt.time | None = None
    amount: float | None = None
    name: str = ""

    @property
    def given(self) -> frozenset[str]:
        return frozenset(slot for slot in SLOTS if getattr(self, slot) not in (None, ""))


@dataclass(frozen=True, slots=True)
class PhraseBank:
    language: str
    everything: tuple[Template, ...]
    _chosen: dict[tuple[object, ...], tuple[Template, ...]] = field(default_factory=dict, repr=False)

    def templates(
        self, intent: Intent | str, context: Context | str | None = None, mood: str | None = None
    ) -> tuple[Template, ...]:
        """The phrases for an intent that fit the question asked and the mood; None fits everything."""
        key = (str(intent), context and str(context), mood)
        if key not in self._chosen:
            self._chosen[key] = tuple(
                template
                for template in self.everything
                if template.intent == intent
                and (context is None or not template.contexts or context in template.contexts)
                and (mood is None or not template.moods or mood in template.moods)
            )
        return self._chosen[key]

    def fitting(
        self,
        intent: Intent,
        context: str,
        mood: str,
        given: frozenset[str],
        needed: frozenset[str],
        specific: bool,
    ) -> tuple[Template, ...]:
        """Phrases whose slots are all given and that state what is needed; never empty.

        `specific` prefers the phrases that belong to the question asked. Where nothing fits entirely, mood, context
        and needed slots are let go of, in this order.
        """
        key = (intent, context, mood, given, needed, specific)
        if key not in self._chosen:
            self._chosen[key] = self._fitting(intent, context, mood, given, needed, specific)
        return self._chosen[key]

    def _fitting(
        self,
        intent: Intent,
        context: str,
        mood: str,
        given: frozenset[str],
        needed: frozenset[str],
        specific: bool,
    ) -> tuple[Template, ...]:
        widening: tuple[tuple[str | None, str | None, frozenset[str]], ...] = (
            (context, mood, needed),
            (context, None, needed),
            (None, None, needed),
            (None, None, frozenset()),
        )
        for asked, feeling, must in widening:
            fit = tuple(
                template
                for template in self.templates(intent, asked, feeling)
                if template.slots <= given and template.slots >= must
            )
            own = tuple(template for template in fit if template.contexts)
            if specific and own and asked is not None:
                return own
            if fit:
                return fit
        raise InputError(
            f"the phrase bank '{self.language}' has no phrase for '{intent}' that needs only {set(given)}"
        )


def known_to_recogniser(template: Template | str) -> bool:
    """Whether a phrase may be in the recogniser's language model: decided by the parity of its SHA-256."""
    text = template.text if isinstance(template, Template) else template
    return sha256(text.encode()).digest()[-1] % 2 == 0


@lru_cache(maxsize=4)
def load_phrases(language: str, folder: Path | None = None) -> PhraseBank:
    """The phrase bank of a language (`zh`), read once per process. Raises InputError with file and line."""
    folder = folder or data_dir("personas") / "phrases" / language
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise InputError.at(folder, None, f"no phrase bank for language '{language}'; put *.yaml files there")
    templates = tuple(template for file in files for template in _read(file))
    return PhraseBank(language, templates)


def fill(
    template: Template | str, values: SlotValues, rng: np.random.Generator, now: dt.datetime
) -> tuple[str, Slots]:
    """The phrase with its slots spoken, and the slots that it states. The values for its slots must be given."""
    text = template.text if isinstance(template, Template) else template
    wanted = _SLOT.findall(text)
    if not wanted:
        return text, Slots()
    spoken: dict[str, str] = {}
    if "date" in wanted and values.date is not None:
        spoken["date"] = say_date(values.date, now.date(), rng)
    if "time" in wanted and values.time is not None:
        spoken["time"] = say_time(values.time, rng)
    if "amount" in wanted and values.amount is not None:
        spoken["amount"] = say_amount(values.amount, rng)
    spoken["name"] = values.name
    slots = Slots(
        values.date if "date" in wanted else None,
        values.time if "time" in wanted else None,
        values.amount if "amount" in wanted else None,
    )
    return text.format_map(spoken), slots


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


def random_name(rng: np.random.Generator) -> str:
    """A made-up Mandarin name of two or three characters."""
    given = "".join(_GIVEN[int(rng.integers(len(_GIVEN)))] for _ in range(1 + int(rng.random() < 0.7)))
    return _SURNAMES[int(rng.integers(len(_SURNAMES)))] + given


def _read(file: Path) -> list[Template]:
    content = yaml.safe_load(file.read_text("utf-8"))
    templates: list[Template] = []
    for name, groups in content.items():
        if name not in set(Intent):
            raise InputError.at(
                file, None, f"intent '{name}' does not exist{did_you_mean(name, set(Intent))}"
            )
        for group in groups:
            moods = frozenset(_list(group.get("mood")))
            contexts = frozenset(Context(context) for context in _list(group.get("context")))
            templates += [
                Template(
                    text,
                    Intent(name),
                    moods,
                    contexts,
                    frozenset(_SLOT.findall(text)),
                    known_to_recogniser(text),
                )
                for text in group["say"]
            ]
    return templates


def _list(value: object) -> list[str]:
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]
