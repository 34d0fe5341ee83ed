"""The decoding graph: sounds, lexicon and language model in one transducer from transition-ids to words.

A phone is a unit at a place in a word (begin, internal, end, singleton), so that vosk can tell where words
begin; all places of a unit share one score of the network. Between words there may be silence.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from voicebot.training.compose import compose_apart
from voicebot.training.fst import Fst, read_vector, write_const, write_vector
from voicebot.training.lexicon import Lexicon
from voicebot.training.ngram import acceptor, train_ngrams

_SILENCE_PHONE: Final = 1
_NO_SILENCE_COST: Final = 0.7
_SILENCE_COST: Final = 0.7
_FLAT_SHARE: Final = 0.1
"""Share of the general word probabilities that all words have in common."""


@dataclass(frozen=True, slots=True)
class Phones:
    """Kaldi's phones, numbered from 1: silence, then every unit at every place where it occurs."""

    scores: tuple[int, ...]
    """For each phone the number of its score (of its unit)."""
    places: tuple[str, ...]
    """For each phone: nonword, begin, internal, end or singleton."""


def build_graph(
    lexicon: Lexicon,
    units: Sequence[str],
    texts: Sequence[Sequence[str]],
    general: Mapping[str, float],
    folder: Path,
    word_cost: float = 0.5,
) -> Phones:
    """Write `HCLG.fst`, `words.txt` and `phones/word_boundary.int` into the model folder's `graph`."""
    graph = folder / "graph"
    (graph / "phones").mkdir(parents=True, exist_ok=True)
    number = {
        word: place for place, word in enumerate(sorted(lexicon, key=lambda w: (lexicon[w][0], w)), start=1)
    }
    pronunciations, phones = _pronunciations(lexicon, number, units)
    first_disambiguation = len(phones.scores) + 1
    backoff_word = len(number) + 1
    lexicon_file, model_file, joint_file = (graph / f"{name}.part" for name in ("L", "G", "LG"))
    write_vector(lexicon_file, _lexicon_fst(pronunciations, first_disambiguation, backoff_word, word_cost))
    known = [[number[word] for word in text] for text in texts if all(word in number for word in text)]
    model, backoff = train_ngrams(known, _general(general, number))
    write_vector(model_file, acceptor(model, backoff, backoff_word))
    compose_apart(lexicon_file, model_file, joint_file)
    write_const(graph / "HCLG.fst", expand_phones(read_vector(joint_file), first_disambiguation))
    for file in (lexicon_file, model_file, joint_file):
        file.unlink()
    words = "".join(f"{word} {place}\n" for word, place in number.items())
    (graph / "words.txt").write_text("<eps> 0\n" + words, encoding="utf-8")
    places = "".join(f"{phone} {place}\n" for phone, place in enumerate(phones.places, start=1))
    (graph / "phones" / "word_boundary.int").write_text(places, encoding="utf-8")
    return phones


def expand_phones(fst: Fst, first_disambiguation: int) -> Fst:
    """Phones to transition-ids in Kaldi's reordered form; disambiguation symbols become epsilon.

    Phone p is entered with its exit transition 2p and then repeats its self-loop 2p-1. A state that one
    phone alone enters carries the self-loop itself; otherwise the loop sits on a state of its own in front
    of it.
    """
    entering: list[set[int]] = [set() for _ in fst.finals]
    for arcs in fst.arcs:
        for label, _, _, following in arcs:
            entering[following].add(label if 0 < label < first_disambiguation else 0)
    entering[fst.start].add(0)
    expanded = Fst(fst.start, list(fst.finals), [[] for _ in fst.finals])
    entrance: dict[tuple[int, int], int] = {}
    for state, labels in enumerate(entering):
        if len(labels) == 1 and 0 not in labels:
            (phone,) = labels
            entrance[state, phone] = state
            expanded.arcs[state].append((2 * phone - 1, 0, 0.0, state))
            continue
        for phone in sorted(labels - {0}):
            entrance[state, phone] = looped = expanded.state()
            expanded.arcs[looped] += [(2 * phone - 1, 0, 0.0, looped), (0, 0, 0.0, state)]
    for state, arcs in enumerate(fst.arcs):
        for label, word, cost, following in arcs:
            if 0 < label < first_disambiguation:
                expanded.arcs[state].append((2 * label, word, cost, entrance[following, label]))
            else:
                expanded.arcs[state].append((0, word, cost, following))
    return expanded


def _pronunciations(
    lexicon: Lexicon, number: Mapping[str, int], units: Sequence[str]
) -> tuple[list[tuple[int, tuple[int, ...]]], Phones]:
    score = {unit: place for place, unit in enumerate(units)}
    phone_of: dict[tuple[str, str], int] = {}
    scores, places = [0], ["nonword"]
    pronunciations = []
    for word, place in number.items():
        for reading in lexicon[word]:
            phones = []
            for position, unit in enumerate(reading):
                last = position == len(reading) - 1
                where = ("singleton" if last else "begin") if position == 0 else "end" if last else "internal"
                if (unit, where) not in phone_of:
                    scores.append(score[unit])
                    places.append(where)
                    phone_of[unit, where] = len(scores)
                phones.append(phone_of[unit, where])
            pronunciations.append((place, tuple(phones)))
    return pronunciations, Phones(tuple(scores), tuple(places))


def _lexicon_fst(
    pronunciations: Sequence[tuple[int, tuple[int, ...]]],
    first_disambiguation: int,
    backoff_word: int,
    word_cost: float,
) -> Fst:
    """Phones to words; words that sound alike end in different disambiguation symbols."""
    alike = Counter(phones for _, phones in pronunciations)
    used: Counter[tuple[int, ...]] = Counter()
    fst = Fst()
    start, between, after = fst.state(), fst.state(0.0), fst.state()
    for state in (start, after):
        fst.arcs[state] += [(0, 0, _NO_SILENCE_COST, between), (_SILENCE_PHONE, 0, _SILENCE_COST, between)]
    for word, phones in pronunciations:
        symbols = list(phones)
        if alike[phones] > 1:
            used[phones] += 1
            symbols.append(first_disambiguation + used[phones])
        state = between
        for place, symbol in enumerate(symbols):
            following = after if place == len(symbols) - 1 else fst.state()
            fst.arcs[state].append((symbol, *((word, word_cost) if place == 0 else (0, 0.0)), following))
            state = following
    # The language model backs off without a sound.
    fst.arcs[between].append((first_disambiguation, backoff_word, 0.0, between))
    return fst


def _general(frequencies: Mapping[str, float], number: Mapping[str, int]) -> dict[int, float]:
    """Word probabilities from how often words are used in general."""
    used = {number[word]: frequency**0.8 for word, frequency in frequencies.items() if word in number}
    total = sum(used.values()) or math.inf
    flat = _FLAT_SHARE / len(number)
    return {place: (1 - _FLAT_SHARE) * used.get(place, 0.0) / total + flat for place in number.values()}
