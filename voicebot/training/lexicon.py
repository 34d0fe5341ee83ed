"""How words are pronounced: as the speech engine reads them, alone and in running text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from voicebot.training.language import Language, Units

Lexicon = dict[str, tuple[Units, ...]]

_MOST = 3
_RAREST = 0.12
"""A reading that is rarer than this share of the most frequent one is left out."""
_ALONE = 2
"""The reading of the word alone counts as often as this many occurrences."""


def vocabulary(texts: Iterable[Sequence[str]], language: Language, general: int) -> list[str]:
    """Words of the texts, then the most frequent words in general, then the parts of all these."""
    words = dict.fromkeys(word for sentence in texts for word in sentence)
    words |= dict.fromkeys(list(language.frequencies())[:general])
    words |= dict.fromkeys(part for word in list(words) for part in language.parts(word))
    return list(words)


def pronounce(
    words: Iterable[str], texts: Iterable[str], units: Collection[str], language: Language
) -> Lexicon:
    """The readings of each word; a word that needs a sound outside `units` or cannot be read is left out."""
    in_text, of_parts = _readings_in(texts, language)
    lexicon: Lexicon = {}
    for word in words:
        counts = Counter(in_text.get(word, {}))
        parts = language.parts(word)
        if len(parts) == 1:
            counts.update(of_parts.get(word, {}))
        if alone := language.read(word):
            counts[tuple(unit for _, sounds in alone for unit in sounds)] += _ALONE
        elif not counts and all(part in of_parts for part in parts):
            readings = (max(of_parts[part].items(), key=lambda item: item[1])[0] for part in parts)
            counts[tuple(unit for reading in readings for unit in reading)] += 1
        known = [
            (reading, count) for reading, count in counts.items() if all(unit in units for unit in reading)
        ]
        known.sort(key=lambda item: (-item[1], item[0]))
        if known:
            enough = _RAREST * known[0][1]
            lexicon[word] = tuple(reading for reading, count in known[:_MOST] if count >= enough)
    return lexicon


def _readings_in(
    texts: Iterable[str], language: Language
) -> tuple[Mapping[str, Counter[Units]], Mapping[str, Counter[Units]]]:
    """How words and how parts are read in running text."""
    words: dict[str, Counter[Units]] = defaultdict(Counter)
    parts: dict[str, Counter[Units]] = defaultdict(Counter)
    for text in texts:
        reading = language.read(text)
        if reading is None:
            continue
        place = 0
        for word in language.segment(text):
            count = len(language.parts(word))
            spoken = reading[place : place + count]
            place += count
            words[word][tuple(unit for _, sounds in spoken for unit in sounds)] += 1
            for part, sounds in spoken:
                parts[part][sounds] += 1
    return words, parts
