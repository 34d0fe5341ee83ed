"""Word marks: from the spoken words back to the text as it was written."""

from __future__ import annotations

from collections.abc import Iterable

from voicebot.audio import Mark
from voicebot.tts.spoken import Spoken

PUNCTUATION = " ，。？！、；：,.?!;:…—“”\"'()（）《》\n\t"


def written_marks(words: Iterable[tuple[int, int, int]], spoken: Spoken) -> tuple[Mark, ...]:
    """Marks from `(sample, start, end)` of the spoken words, in order.

    The words of one written figure make one mark, where the first of them begins.
    """
    marks: list[Mark] = []
    for sample, first, last in words:
        start, end = spoken.written(first, last)
        start = max(start, marks[-1].end) if marks else start
        if end > start:
            marks.append(Mark(sample, start, end))
    return tuple(marks)
