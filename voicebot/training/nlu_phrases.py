"""Training phrases of an understanding model: reading the files, filling the placeholders."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import voicebot.nlu
from voicebot.errors import InputError, did_you_mean
from voicebot.nlu.meaning import Context, Intent

PHRASES = Path(voicebot.nlu.__file__).parent / "phrases"
Fill = Callable[[np.random.Generator], str]

_PLACEHOLDER = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One line of a phrase file."""

    text: str
    intent: Intent
    contexts: tuple[Context, ...]
    """Where it may be said; empty: anywhere."""


def read_phrases(folder: Path, fills: Mapping[str, Fill]) -> list[Phrase]:
    """All phrases of a language's folder (`<intent>.txt`), in a fixed order.

    Raises InputError with file and line for an unknown intent, context or placeholder.
    """
    phrases: dict[Phrase, None] = {}
    for path in sorted(folder.glob("*.txt")):
        if path.stem not in list(Intent):
            raise InputError(f"{path}: '{path.stem}' is no intent{did_you_mean(path.stem, Intent)}")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip() or line.startswith("#"):
                continue
            phrases[_phrase(path, number, line, fills)] = None
    return list(phrases)


def _phrase(path: Path, number: int, line: str, fills: Mapping[str, Fill]) -> Phrase:
    text, _, names = line.partition("\t")
    contexts = [name.strip() for name in names.split(",") if name.strip()]
    for name in contexts:
        if name not in list(Context):
            raise InputError.at(path, number, f"'{name}' is no context{did_you_mean(name, Context)}")
    for name in _PLACEHOLDER.findall(text):
        if name not in fills:
            raise InputError.at(path, number, f"{{{name}}} is no placeholder{did_you_mean(name, fills)}")
    return Phrase(text.strip(), Intent(path.stem), tuple(Context(name) for name in contexts))


def fill(text: str, fills: Mapping[str, Fill], rng: np.random.Generator) -> str:
    """The text with each placeholder spoken in one of its ways."""
    return _PLACEHOLDER.sub(lambda m: fills[m[1]](rng), text)
