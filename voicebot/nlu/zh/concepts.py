"""Ideas that words name, so that a phrasing never seen says something: kin, illness, payment, refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).parent / "concepts.txt"


@dataclass(frozen=True, slots=True)
class Concepts:
    """Words by spelling and by sound."""

    spelt: Mapping[str, str]
    sounding: Mapping[str, str]
    """By pinyin, syllables joined with spaces; only words of two or more characters."""
    longest: int
    sounds: Mapping[str, str]

    @classmethod
    def shipped(cls, sounds: Mapping[str, str]) -> Concepts:
        spelt: dict[str, str] = {}
        for line in _FILE.read_text(encoding="utf-8").splitlines():
            name, _, words = line.partition(":")
            if words and not line.startswith("#"):
                spelt |= dict.fromkeys(words.split(), name)
        sounding = {
            " ".join(sounds.get(character, character) for character in word): name
            for word, name in spelt.items()
            if len(word) > 1
        }
        return cls(spelt, sounding, max(map(len, spelt), default=0), sounds)

    def found(self, text: str) -> tuple[str, ...]:
        """The ideas of a text, in order; at each place the longest word counts."""
        found: list[str] = []
        syllables = [self.sounds.get(character, character) for character in text]
        end_of_last = 0
        for start in range(len(text)):
            for length in range(min(self.longest, len(text) - start), 0, -1):
                end = start + length
                name = self.spelt.get(text[start:end])
                if name is None and length > 1:
                    name = self.sounding.get(" ".join(syllables[start:end]))
                    name = name and name + "~"
                if name is not None:
                    if end > end_of_last:
                        found.append(name)
                        end_of_last = end
                    break
        return tuple(found)
