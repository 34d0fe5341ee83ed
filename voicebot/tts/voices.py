"""Which voices there are, and which language a voice speaks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from voicebot.errors import VoiceError, did_you_mean
from voicebot.tts import espeak

# Only espeak's file of British English has no language code for its name.
_NAMES = {"en-gb": "en", "zh": "cmn"}


@dataclass(frozen=True, slots=True, order=True)
class KnownVoice:
    """A voice that can be spoken with."""

    language: str
    """`zh`, `en` or espeak-ng's own code."""
    id: str
    base: str
    """espeak-ng's language code, `cmn`, `en-us` …"""
    variant: str
    """The speaker; empty for the plain voice."""


def language_of(voice_id: str) -> str:
    """`zh` for `cmn…`, `en` for `en…`, otherwise espeak-ng's code of the language."""
    base = voice_id.partition("+")[0].lower()
    if base.startswith(("cmn", "zh")):
        return "zh"
    return "en" if base == "en" or base.startswith("en-") else base


@lru_cache(maxsize=4)
def voices(language: str | None = None) -> tuple[KnownVoice, ...]:
    """Every voice, or those of one language, sorted."""
    bases = _bases()
    return tuple(
        sorted(
            KnownVoice(language_of(base), f"{base}+{variant}" if variant else base, base, variant)
            for base in bases
            if language is None or language_of(base) == language
            for variant in ("", *espeak.variants())
        )
    )


@lru_cache(maxsize=256)
def engine_name(voice_id: str) -> str:
    """The voice as espeak-ng wants to have it. Raises VoiceError for an unknown one and lists near ones."""
    base, plus, variant = voice_id.partition("+")
    if base not in _bases():
        raise VoiceError(
            f"voice '{voice_id}': language '{base}' is not known{did_you_mean(base, _bases()) or ';'} "
            "`voicebot voices` lists them all"
        )
    if plus and variant not in espeak.variants():
        near = did_you_mean(variant, espeak.variants())
        raise VoiceError(
            f"voice '{voice_id}': speaker '{variant}' is not known{near or ';'} "
            "`voicebot voices` lists them all"
        )
    return _NAMES.get(base, base) + plus + variant


@lru_cache(maxsize=1)
def _bases() -> tuple[str, ...]:
    return tuple(sorted({*espeak.languages(), *_NAMES} - {"zh"}))
