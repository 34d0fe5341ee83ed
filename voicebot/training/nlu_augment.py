"""What a telephone and a recogniser do to phrases: fillers, lost and doubled characters, homophones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from voicebot.training import nlu_zh


@dataclass(frozen=True, slots=True)
class Damage:
    """How often each kind of damage is done to a phrase."""

    filler: float = 0.35
    homophone: float = 0.25
    dropped: float = 0.12
    doubled: float = 0.05


DAMAGE = Damage()


def homophones(sounds: Mapping[str, str], used: Sequence[str]) -> dict[str, str]:
    """For each sound the characters that phrases use (a recogniser prints common characters)."""
    by_sound: dict[str, str] = {}
    for character in sorted({c for text in used for c in text if c in sounds}):
        by_sound[sounds[character]] = by_sound.get(sounds[character], "") + character
    return by_sound


def damaged(
    text: str, sounds: Mapping[str, str], alike: Mapping[str, str], damage: Damage, rng: np.random.Generator
) -> str:
    """The text as it might come out of a recogniser."""
    if rng.random() < damage.filler:
        text = _filled(text, rng)
    characters = list(text)
    if len(characters) > 2 and rng.random() < damage.homophone:
        for _ in range(1 + len(characters) // 8):
            place = _place(characters, rng)
            choices = alike.get(sounds.get(characters[place], ""), "")
            if choices and characters[place] not in nlu_zh.NEGATIONS:
                characters[place] = choices[int(rng.integers(len(choices)))]
    if len(characters) > 4 and rng.random() < damage.dropped:
        place = _place(characters, rng)
        if characters[place] not in nlu_zh.NEGATIONS:
            del characters[place]
    if len(characters) > 2 and rng.random() < damage.doubled:
        place = _place(characters, rng)
        if characters[place] not in nlu_zh.NEGATIONS:
            characters.insert(place, characters[place])
    return "".join(characters)


def _place(characters: Sequence[str], rng: np.random.Generator) -> int:
    return int(rng.integers(len(characters)))


def _filled(text: str, rng: np.random.Generator) -> str:
    def pick(options: Sequence[str]) -> str:
        return options[int(rng.integers(len(options)))]

    if len(text) < 4:
        return pick(nlu_zh.SOUNDS_OF_THOUGHT) + text
    way = rng.random()
    if way < 0.5:
        return pick(nlu_zh.FILLERS_BEFORE) + text
    if way < 0.85:
        return text + pick(nlu_zh.FILLERS_AFTER)
    place = int(rng.integers(1, len(text)))
    return text[:place] + pick(nlu_zh.FILLERS_WITHIN) + text[place:]
