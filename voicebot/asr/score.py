"""How well a recogniser hears: character and word error rates of (said, heard) pairs."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from voicebot.tts.spoken import spoken

_FIGURE = re.compile(r"\d")
_HANZI = r"\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"[{_HANZI}]|[^\W{_HANZI}_]+(?:'[^\W{_HANZI}_]+)*")


@dataclass(slots=True)
class Errors:
    """Edits that turn what was said into what was heard."""

    spoken: int = 0
    substitutions: int = 0
    deletions: int = 0
    insertions: int = 0

    @property
    def rate(self) -> float:
        """Errors per spoken unit; 0 where nothing was said and nothing heard."""
        return (self.substitutions + self.deletions + self.insertions) / max(self.spoken, 1)


@dataclass(slots=True)
class Score:
    """Error counts over many utterances."""

    n: int = 0
    characters: Errors = field(default_factory=Errors)
    words: Errors = field(default_factory=Errors)
    """In Mandarin every character is a word: it is written without spaces."""
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(said, heard) words; '' stands for nothing."""

    def add(self, said: str, heard: str, language: str) -> None:
        """Count one utterance."""
        self.n += 1
        reference, answer = words_of(said, language), words_of(heard, language)
        _count("".join(reference), "".join(answer), self.characters)
        self.confused.update(_count(reference, answer, self.words))


def score(pairs: Iterable[tuple[str, str]], language: str) -> Score:
    """The score of (said, heard) pairs."""
    total = Score()
    for said, heard in pairs:
        total.add(said, heard, language)
    return total


def words_of(text: str, language: str) -> list[str]:
    """Lower-case words without punctuation, figures as they are spoken; every Hanzi is a word."""
    text = unicodedata.normalize("NFKC", text)
    if _FIGURE.search(text):
        text = spoken(text, language)
    return _WORD.findall(text.lower().replace("’", "'"))


def _count(said: str | list[str], heard: str | list[str], errors: Errors) -> list[tuple[str, str]]:
    """Add the edits to the errors; returns what was taken for what."""
    errors.spoken += len(said)
    wrong = []
    for edit in Levenshtein.editops(said, heard):
        if edit.tag == "replace":
            errors.substitutions += 1
            wrong.append((said[edit.src_pos], heard[edit.dest_pos]))
        elif edit.tag == "delete":
            errors.deletions += 1
            wrong.append((said[edit.src_pos], ""))
        else:
            errors.insertions += 1
            wrong.append(("", heard[edit.dest_pos]))
    return wrong
