"""How a recogniser errs: rates measured on real recognition, and words damaged the same way."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from rapidfuzz.distance import Levenshtein

RATES: Final = Path(__file__).parent / "error_rates.json"
"""By language: Mandarin as measured with the embedded model over the standard line, English assumed."""
_FREQUENT: Final = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说"
    "产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使"
    "点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明"
    "看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料"
    "象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指"
    "几九区强放决西被干做必战先回则任取据处世车钱款账单银号周晚早卡欠逾息打话错找谁"
)
"""What a recogniser falls back on: frequent words make up most of what it takes others for."""
_HANZI: Final = re.compile(r"[\u3400-\u9fff]")
# What a recogniser on the phone takes for each other: retroflex and flat, n and ng, n and l, f and h.
_MERGED: Final = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))
_ALIKE: Final = (
    "to too two|for four|no know|their there|right write|by buy|week weak|can can't|do due|pay day|"
    "won't want|don't didn't|is it's|not now|fifteen fifty|sixteen sixty|thirteen thirty|forty fourteen|"
    "call called|a the|and in|of have|would could|paid pay|owe oh|loan lone|bill bills|sent cent|been bean|"
    "our are|your you're"
)


@dataclass(frozen=True, slots=True)
class ErrorRates:
    """Errors per spoken character (Mandarin) or word, over all utterances."""

    substitution: float
    deletion: float
    insertion: float
    """Put in behind a spoken one."""
    unharmed: float
    """Share of utterances without any error: errors keep together."""


NO_ERRORS: Final = ErrorRates(0.0, 0.0, 0.0, 1.0)


def calibrate(pairs: Iterable[tuple[str, str]]) -> ErrorRates:
    """The error rates of (said, heard) pairs."""
    spoken = utterances = unharmed = 0
    counts = {"replace": 0, "delete": 0, "insert": 0}
    for said, heard in pairs:
        pieces = split(said)
        edits = Levenshtein.editops(pieces, split(heard))
        for edit in edits:
            counts[edit.tag] += 1
        spoken += len(pieces)
        utterances += 1
        unharmed += not len(edits)
    of = max(spoken, 1)
    return ErrorRates(
        counts["replace"] / of, counts["delete"] / of, counts["insert"] / of, unharmed / max(utterances, 1)
    )


def read_rates(path: Path = RATES) -> dict[str, ErrorRates]:
    """Rates by language."""
    return {language: ErrorRates(**rates) for language, rates in json.loads(path.read_text("utf-8")).items()}


def write_rates(rates: dict[str, ErrorRates], path: Path = RATES) -> None:
    written = {language: asdict(one) for language, one in rates.items()}
    path.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


def damaged(text: str, rates: ErrorRates, rng: np.random.Generator) -> tuple[str, int]:
    """The text as it may be heard, and the number of errors in it."""
    pieces = split(text)
    if not pieces or rng.random() < rates.unharmed:
        return text, 0
    # The errors of all utterances fall on those that are harmed; at least one error each.
    share = 1 / max(1 - rates.unharmed, 1e-6)
    chances = np.minimum(np.array([rates.substitution, rates.deletion, rates.insertion]) * share, 0.6)
    if not chances.any():
        return text, 0
    draws = rng.random((len(pieces), 3)) < chances
    if not draws.any():
        draws[int(rng.integers(len(pieces))), int(rng.choice(3, p=chances / chances.sum()))] = True
    heard: list[str] = []
    for piece, (substituted, deleted, inserted) in zip(pieces, draws, strict=True):
        if not deleted:
            heard.append(mistaken(piece, rng) if substituted else piece)
        if inserted:
            heard.append(mistaken(piece, rng))
    return ("" if is_mandarin(text) else " ").join(heard), int(draws.sum())


def mistaken(piece: str, rng: np.random.Generator) -> str:
    """Something that sounds like the character or word; itself where nothing does."""
    alike = _sounds_alike().get(_sound(piece), ()) if _HANZI.match(piece) else _english().get(piece, ())
    others = [other for other in alike if other != piece]
    return others[int(rng.integers(len(others)))] if others else piece


def split(text: str) -> list[str]:
    """Characters of Mandarin, words of any other language; punctuation is left out."""
    if is_mandarin(text):
        return [character for character in text if character.isalnum()]
    return re.findall(r"[\w']+", text.lower())


def is_mandarin(text: str) -> bool:
    return _HANZI.search(text) is not None


def _sound(character: str) -> str:
    # Its dictionary takes a while to load, and a real recogniser never asks for it.
    from pypinyin import Style, lazy_pinyin

    syllable = lazy_pinyin(character, style=Style.NORMAL)[0]
    for one, other in _MERGED:
        syllable = syllable.replace(one, other)
    return syllable


@lru_cache(maxsize=1)
def _sounds_alike() -> dict[str, tuple[str, ...]]:
    """Frequent Hanzi by how they sound; of sounds with fewer than two, all of GB 2312's level 1."""
    frequent: dict[str, list[str]] = {}
    for character in _FREQUENT:
        frequent.setdefault(_sound(character), []).append(character)
    groups: dict[str, list[str]] = {}
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            character = bytes((row, cell)).decode("gb2312", errors="ignore")
            if character:
                groups.setdefault(_sound(character), []).append(character)
    groups |= {sound: group for sound, group in frequent.items() if len(group) > 1}
    return {sound: tuple(group) for sound, group in groups.items()}


@lru_cache(maxsize=1)
def _english() -> dict[str, list[str]]:
    alike: dict[str, list[str]] = {}
    for group in _ALIKE.split("|"):
        for word in group.split():
            alike.setdefault(word, []).extend(group.split())
    return alike
