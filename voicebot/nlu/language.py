"""What the classifier needs of a language: an utterance as symbols, sounds and concepts, and its slots."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from voicebot.errors import ModelError, did_you_mean
from voicebot.nlu.meaning import Context, Intent, Slots


@dataclass(frozen=True, slots=True)
class Reading:
    """One utterance in the forms that features are drawn from."""

    text: str
    """The words without punctuation, lower case."""
    symbols: tuple[str, ...]
    """Its characters or words; a day, hour, amount or digit row is one upper-case symbol."""
    sounds: tuple[str, ...]
    """How each symbol sounds; words that a recogniser confuses sound alike."""
    concepts: tuple[str, ...]
    """Ideas named, in order: kin, payment, illness …; a trailing `~` marks one that only sounds so."""


class Language(Protocol):
    """How one language is read."""

    code: str

    def read(self, text: str, context: Context) -> Reading: ...

    def slots(self, text: str, intent: Intent, context: Context, now: dt.datetime) -> Slots: ...


def _mandarin(sounds: Mapping[str, str]) -> Language:
    from voicebot.nlu.zh.mandarin import Mandarin

    return Mandarin(sounds)


LANGUAGES: dict[str, Callable[[Mapping[str, str]], Language]] = {"zh": _mandarin}
"""By code; each is made with the sounds of its characters or words."""


def make_language(code: str, sounds: Mapping[str, str]) -> Language:
    """The language of that code. Raises ModelError where it isn't built."""
    if code not in LANGUAGES:
        raise ModelError(
            f"language '{code}' is not understood; known are {', '.join(LANGUAGES)}"
            f"{did_you_mean(code, LANGUAGES)}"
        )
    return LANGUAGES[code](sounds)
