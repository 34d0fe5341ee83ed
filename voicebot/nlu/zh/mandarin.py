"""Mandarin as the classifier reads it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from voicebot.nlu.language import Reading
from voicebot.nlu.meaning import Context, Intent, Slots
from voicebot.nlu.said import gone_by
from voicebot.nlu.zh.concepts import Concepts
from voicebot.nlu.zh.numbers import DIGIT, NUMERAL
from voicebot.nlu.zh.slots import Figures, find_figures, slots_of

_NOISE = re.compile(r"(?<!\d)[.:]|[.:](?!\d)|[^\w.:]|_")
_FIGURES = re.compile(f"{NUMERAL}|[天日周月号底晚早年旦节圣半刻儿]|星期|礼拜")
_AT_ONCE = re.compile("现在|马上|立|这就|当场|[待等一]会|等一?下|下了?班|[到回]了?家")
_DIGIT_ROW = re.compile(f"[{DIGIT}0-9]{{3,}}")


class Mandarin:
    """Reads ASR text: characters, toneless pinyin, concepts, figures."""

    code = "zh"

    def __init__(self, sounds: Mapping[str, str]) -> None:
        """`sounds`: the toneless, merged pinyin of each character."""
        self._sounds = sounds
        self._concepts = Concepts.shipped(sounds)

    def read(self, text: str, context: Context) -> Reading:
        clean = _clean(text)
        masked = _mask(clean, context)
        return Reading(
            text=clean,
            symbols=tuple(masked),
            sounds=tuple(self._sounds.get(character, character) for character in masked),
            concepts=self._concepts.found(masked),
        )

    def slots(self, text: str, intent: Intent, context: Context, now: dt.datetime) -> Slots:
        clean = _clean(text)
        if not (_FIGURES.search(clean) or _AT_ONCE.search(clean)):
            return Slots()
        return slots_of(clean, find_figures(clean, context), intent, context, now)


def _clean(text: str) -> str:
    return _NOISE.sub("", text).lower()


def _mask(clean: str, context: Context) -> str:
    """The text with each figure as one letter: D day, P day gone by, T hour, M money, Q digits."""
    if not _FIGURES.search(clean):
        return clean
    figures: Figures = find_figures(clean, context)
    spans = [(start, end, "P" if gone_by(day) else "D") for start, end, day in figures.days]
    spans += [(start, end, "T") for start, end, _ in figures.hours]
    spans += [(start, end, "M") for start, end, _ in figures.amounts]
    taken = [False] * len(clean)
    for start, end, _ in spans:
        taken[start:end] = [True] * (end - start)
    spans += [
        (m.start(), m.end(), "Q") for m in _DIGIT_ROW.finditer(clean) if not any(taken[m.start() : m.end()])
    ]
    out: list[str] = []
    done = 0
    for start, end, letter in sorted(spans):
        if start >= done:
            out += (clean[done:start], letter)
            done = end
    return "".join((*out, clean[done:]))
