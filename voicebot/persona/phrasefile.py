"""One file of a phrase bank: YAML, read strictly."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from voicebot.errors import InputError, did_you_mean
from voicebot.nlu.meaning import Context, Intent
from voicebot.persona.customer import Mood
from voicebot.yamlfile import fit, read_document

SLOT = re.compile(r"\{(\w+)\}")
SLOTS = ("date", "time", "amount", "name")
HABITS = ("fillers", "thoughts", "insists")
_WRITTEN = re.compile(r"[^\w {}']|[0-9_]")


def _speakable(phrase: str) -> str:
    for slot in SLOT.findall(phrase):
        if slot not in SLOTS:
            raise ValueError(f"slot {{{slot}}} does not exist; use {', '.join(SLOTS)}")
    if not phrase.strip() or _WRITTEN.search(phrase):
        raise ValueError(f"'{phrase}' is not spoken text; write words only, no figures or punctuation")
    return phrase


Phrase = Annotated[str, AfterValidator(_speakable)]
Gender = Literal["", "female", "male"]


class PhraseGroup(BaseModel):
    """Phrases that are said under the same circumstances."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    say: Annotated[list[Phrase], Field(min_length=1)]
    moods: list[Mood] = Field([], alias="mood")
    """Empty: in any mood."""
    contexts: list[Context] = Field([], alias="context")
    """Empty: whatever was asked."""
    holder: Gender = ""
    """Only about an account holder of this gender."""
    speaker: Gender = ""
    """Only by a voice of this gender."""
    by: Literal["", "holder", "other"] = ""
    """Only by the account holder, or only by somebody else."""

    @field_validator("moods", "contexts", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value


class PhraseFile(BaseModel):
    """What one file adds to the bank."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    phrases: dict[Intent, list[PhraseGroup]] = {}
    fillers: list[Phrase] = []
    thoughts: list[Phrase] = []
    insists: list[Phrase] = []


def read_phrase_file(path: Path) -> PhraseFile:
    """Read one file. Raises InputError that names the file, the line and the remedy."""
    document = read_document(path)
    known = {*HABITS, *(intent.value for intent in Intent)}
    for key in document.data:
        if key not in known:
            raise document.error(f"'{key}' is not an intent{did_you_mean(key, known)}", key)
    data = {key: value for key, value in document.data.items() if key in HABITS}
    data["phrases"] = {key: value for key, value in document.data.items() if key not in HABITS}
    lines = {
        keys if keys and keys[0] in HABITS else ("phrases", *keys): at for keys, at in document.lines.items()
    }
    read, defects = fit(replace(document, data=data, lines=lines), PhraseFile)
    if read is None:
        raise InputError(str(defects[0]))
    return read
