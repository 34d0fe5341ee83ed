"""A trigram language model with interpolated absolute discounting, as a back-off acceptor.

Much of the text comes from templates, which repeat themselves: raw counts would leave no probability for
anything new. So counts are flattened (`c ** POWER`), and a share of every word's probability comes from how
often it is used in general. The constants were chosen by the perplexity of phrases held out of the
understanding model's phrases.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from voicebot.training.fst import Fst

BEGIN: Final = -1
END: Final = -2
ORDER: Final = 3
POWER: Final = 0.5
_DISCOUNT: Final = 0.95
_FLOOR: Final = 1e-9

Gram = tuple[int, ...]
Model = dict[Gram, dict[int, float]]


def train_ngrams(
    sentences: Sequence[Sequence[int]], general: Mapping[int, float], share: float = 0.3
) -> tuple[Model, dict[Gram, float]]:
    """Probabilities by history, and the back-off weight of every history but the empty one.

    `general` holds word probabilities that make up `share` of the unigrams. The probabilities of a history
    are interpolated already: a decoder follows the back-off only for words that the history does not list.
    """
    counts = [_count(sentences, length) for length in range(1, ORDER + 1)]
    flat = [
        {gram: count if length == 0 else count**POWER for gram, count in counted.items()}
        for length, counted in enumerate(counts)
    ]
    total = sum(flat[0].values())
    words = {word: share * probability for word, probability in general.items()}
    for (word,), count in flat[0].items():
        words[word] = words.get(word, 0.0) + (1 - share) * count / total
    words.setdefault(END, 1e-3)
    kept = [flat[0], flat[1]]
    # A history of two words is a state of the acceptor only if these two words are kept themselves.
    kept.append({g: c for g, c in flat[2].items() if g[:2] in flat[1] and g[1:] in flat[1]})
    model: Model = {(): words}
    backoff: dict[Gram, float] = {}
    for length in range(1, ORDER):
        followers: dict[Gram, dict[int, float]] = defaultdict(dict)
        for gram, count in kept[length].items():
            followers[gram[:-1]][gram[-1]] = count
        totals: dict[Gram, float] = defaultdict(float)
        for gram, count in flat[length].items():
            totals[gram[:-1]] += count
        for history, counted in followers.items():
            whole = totals[history]
            left = 1 - sum(max(count - _DISCOUNT, 0) for count in counted.values()) / whole
            model[history] = {
                word: max(count - _DISCOUNT, 0) / whole
                + left * probability(model, backoff, history[1:], word)
                for word, count in counted.items()
            }
            backoff[history] = left
    return model, backoff


def probability(model: Model, backoff: Mapping[Gram, float], history: Gram, word: int) -> float:
    """The probability of the word after the history."""
    weight = 1.0
    while True:
        if history in model:
            if word in model[history]:
                return weight * model[history][word]
            weight *= backoff.get(history, 1.0)
        if not history:
            return _FLOOR
        history = history[1:]


def acceptor(model: Model, backoff: Mapping[Gram, float], backoff_label: int) -> Fst:
    """The model with one state a history; costs are negative natural logarithms."""
    number = {history: place for place, history in enumerate(sorted(model, key=len))}
    fst = Fst(start=number.get((BEGIN,), number[()]))
    for _ in number:
        fst.state()
    for history, words in model.items():
        state = number[history]
        for word, likelihood in words.items():
            if word == END:
                fst.finals[state] = -math.log(likelihood)
            else:
                following = _known((*history, word)[-(ORDER - 1) :], number)
                fst.arcs[state].append((word, word, -math.log(likelihood), number[following]))
        if history:
            cost = -math.log(max(backoff[history], 1e-7))
            fst.arcs[state].append((backoff_label, 0, cost, number[_known(history[1:], number)]))
    return fst


def _known(history: Gram, number: Mapping[Gram, int]) -> Gram:
    while history not in number:
        history = history[1:]
    return history


def _count(sentences: Sequence[Sequence[int]], length: int) -> Counter[Gram]:
    counts: Counter[Gram] = Counter()
    for sentence in sentences:
        framed = (BEGIN, *sentence, END)
        counts.update(framed[place : place + length] for place in range(len(framed) - length + 1))
    counts.pop((BEGIN,), None)
    return counts
