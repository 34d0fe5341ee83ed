"""The languages that a recogniser can be trained for."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from voicebot.errors import UsageError, did_you_mean
from voicebot.training import mandarin
from voicebot.training.language import Language

LANGUAGES: dict[str, Callable[[], Language]] = {"zh": mandarin.language}


@lru_cache(maxsize=4)
def language(code: str) -> Language:
    """The language of that code. Raises UsageError for one that cannot be trained."""
    if code not in LANGUAGES:
        raise UsageError(
            f"no recogniser can be trained for language '{code}'; known are {', '.join(LANGUAGES)}"
            f"{did_you_mean(code, LANGUAGES)}"
        )
    return LANGUAGES[code]()
