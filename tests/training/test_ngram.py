"""The language model."""

from __future__ import annotations

import math

import pytest

from voicebot.training.ngram import BEGIN, END, acceptor, probability, train_ngrams

SENTENCES = [[1, 2, 3], [1, 2, 3], [1, 2, 4], [2, 3], [4, 1, 2]]
GENERAL = dict.fromkeys(range(1, 6), 0.2)
BACKOFF = 99


def test_the_words_after_every_history_share_all_probability() -> None:
    model, backoff = train_ngrams(SENTENCES, GENERAL)
    words = [*GENERAL, END]
    empty = sum(model[()].values())
    for history in model:
        total = sum(probability(model, backoff, history, word) for word in words)
        assert total == pytest.approx(empty if not history else 1.0, abs=0.02)


def test_a_word_that_was_never_seen_is_possible_everywhere() -> None:
    model, backoff = train_ngrams(SENTENCES, GENERAL)
    assert all(probability(model, backoff, history, 5) > 1e-4 for history in model)


def test_what_was_said_is_likelier_than_what_was_not() -> None:
    model, backoff = train_ngrams(SENTENCES, GENERAL)
    assert probability(model, backoff, (1, 2), 3) > 2 * probability(model, backoff, (1, 2), 1)
    assert probability(model, backoff, (BEGIN,), 1) > probability(model, backoff, (BEGIN,), 3)


def test_repetition_counts_little() -> None:
    """Templates say the same thing hundreds of times."""
    once, _ = train_ngrams([[1, 2], [1, 3]], GENERAL)
    often, _ = train_ngrams([[1, 2]] * 100 + [[1, 3]], GENERAL)
    assert often[(1,)][3] > once[(1,)][3] / 30


def test_the_acceptor_gives_the_same_probabilities() -> None:
    model, backoff = train_ngrams(SENTENCES, GENERAL)
    fst = acceptor(model, backoff, BACKOFF)
    state, cost = fst.start, 0.0
    for word in (1, 2, 3):
        while (arc := next((a for a in fst.arcs[state] if a[0] == word), None)) is None:
            back = next(a for a in fst.arcs[state] if a[0] == BACKOFF)
            cost, state = cost + back[2], back[3]
        cost, state = cost + arc[2], arc[3]
    expected = (((BEGIN,), 1), ((BEGIN, 1), 2), ((1, 2), 3))
    assert math.exp(-cost) == pytest.approx(math.prod(probability(model, backoff, h, w) for h, w in expected))
