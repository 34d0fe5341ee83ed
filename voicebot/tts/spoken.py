"""Written text to spoken words: figures, money, dates, times and masked numbers as a clerk says them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from voicebot.tts import spoken_en, spoken_zh

Say = Callable[[re.Match[str]], str | None]
"""The words for something written; None where it is better left as it is."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Something written and what is said for it."""

    start: int
    end: int
    written_start: int
    written_end: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """Text as it is spoken, and where each part of it is written."""

    text: str
    pieces: tuple[Piece, ...] = ()
    """In order; what lies between them is spoken as it is written."""

    def written(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the written text that are spoken from start to end."""
        return self._at(start)[0], max(self._at(end - 1)[1], self._at(start)[1])

    def _at(self, position: int) -> tuple[int, int]:
        before = bisect_right(self.pieces, position, key=lambda piece: piece.start) - 1
        if before < 0:
            return position, position + 1
        piece = self.pieces[before]
        if position < piece.end:
            return piece.written_start, piece.written_end
        plain = position - piece.end + piece.written_end
        return plain, plain + 1


_LANGUAGES: dict[str, tuple[re.Pattern[str], Say]] = {
    "zh": (spoken_zh.WRITTEN, spoken_zh.say),
    "en": (spoken_en.WRITTEN, spoken_en.say),
}
# Full-width figures mean the same; one character each, so that no position changes.
_NARROW = str.maketrans("０１２３４５６７８９％．：，＊－～＄￥", "0123456789%.:,*-~$¥")
_DIGIT = re.compile(r"[0-9０-９*＊%％$¥￥]")


@lru_cache(maxsize=4096)
def spell_out(text: str, language: str) -> Spoken:
    """The spoken words and where they are written; other languages than zh and en are left alone."""
    known = _LANGUAGES.get(language)
    if known is None or not _DIGIT.search(text):
        return Spoken(text)
    written, say = known
    out: list[str] = []
    pieces: list[Piece] = []
    length = done = 0
    for match in written.finditer(text.translate(_NARROW)):
        words = say(match)
        if words is None:
            continue
        plain = text[done : match.start()]
        start = length + len(plain)
        out += [plain, words]
        length = start + len(words)
        done = match.end()
        pieces.append(Piece(start, length, match.start(), done))
    return Spoken("".join([*out, text[done:]]), tuple(pieces))


def spoken(text: str, language: str) -> str:
    """The text as it is said in `zh` or `en`. Text without figures comes back as it is."""
    return spell_out(text, language).text
