"""The recogniser of text fidelity: it knows the words and damages them as the real one does.

The rates come from calls by voice (`ErrorRates.measured`), so that the fast mode can be trusted.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from pypinyin import lazy_pinyin

from voicebot.asr.engine import AsrStream, Transcript
from voicebot.audio import Audio, Words

COMMON = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所"
    "民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日"
    "那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想"
    "已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指"
    "几九区强放决西被干做必战先回则任取据处理世车钱还款账单工资银行号周晚早卡欠逾利息打电话错找谁"
)
"""Frequent characters: what a recogniser falls back on when it mishears."""


@dataclass(frozen=True, slots=True)
class ErrorRates:
    """Errors per character."""

    substituted: float = 0.0
    deleted: float = 0.0
    inserted: float = 0.0


MEASURED = ErrorRates(substituted=0.020, deleted=0.006, inserted=0.004)
"""From calls by voice with the embedded Mandarin model on a clean line."""


class OracleAsr:
    """Hears the label of the audio, with errors."""

    def __init__(self, rng: np.random.Generator, rates: ErrorRates = MEASURED) -> None:
        self._rng = rng
        self._rates = rates

    @classmethod
    def exact(cls) -> OracleAsr:
        """One that makes no errors: for words that were typed."""
        return cls(np.random.default_rng(0), ErrorRates())

    def listen(self) -> AsrStream:
        return OracleStream(self._rng, self._rates)


class OracleStream:
    """One turn being listened to: each utterance counts once, however many pieces it comes in."""

    def __init__(self, rng: np.random.Generator, rates: ErrorRates) -> None:
        self._rng = rng
        self._rates = rates
        self._heard: list[Words] = []

    def accept(self, audio: Audio) -> None:
        words = audio.words
        if words is not None and (not self._heard or self._heard[-1] is not words):
            self._heard.append(words)

    def partial(self) -> str:
        return "".join(words.text for words in self._heard)

    def finish(self) -> Transcript:
        text = self.partial()
        damaged = damage(text, self._rates, self._rng)
        wrong = damaged != text
        sure = float(self._rng.beta(6, 3) if wrong else self._rng.beta(30, 1.5)) if damaged else 0.0
        return Transcript(damaged, sure)


def damage(text: str, rates: ErrorRates, rng: np.random.Generator) -> str:
    """The text with characters misheard as others of the same or a near sound, dropped and added."""
    if not text or not (rates.substituted or rates.deleted or rates.inserted):
        return text
    chances = rng.random((len(text), 2))
    out = []
    for character, (change, more) in zip(text, chances, strict=True):
        if change < rates.deleted:
            continue
        out.append(_misheard(character, rng) if change < rates.deleted + rates.substituted else character)
        if more < rates.inserted:
            out.append(COMMON[int(rng.integers(len(COMMON)))])
    return "".join(out)


def _misheard(character: str, rng: np.random.Generator) -> str:
    alike = _homophones().get(_sound(character), ())
    others = [other for other in alike if other != character]
    return others[int(rng.integers(len(others)))] if others else COMMON[int(rng.integers(len(COMMON)))]


@lru_cache(maxsize=8192)
def _sound(character: str) -> str:
    """The syllable without its tone, and without the contrasts that a phone line loses: zh/z, ch/c, sh/s, ng/n."""
    syllable = lazy_pinyin(character)[0]
    for hard, soft in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n")):
        syllable = syllable.replace(hard, soft)
    return syllable


@lru_cache(maxsize=1)
def _homophones() -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for character in dict.fromkeys(COMMON):
        found[_sound(character)].append(character)
    return {sound: tuple(characters) for sound, characters in found.items()}
