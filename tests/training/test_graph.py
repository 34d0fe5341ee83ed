"""The decoding graph."""

from __future__ import annotations

from voicebot.training.fst import Fst
from voicebot.training.graph import expand_phones

DISAMBIGUATION = 10


def _paths(fst: Fst, most: int) -> set[tuple[tuple[int, ...], tuple[int, ...]]]:
    """(inputs, outputs) of all paths to a final state with at most that many inputs, epsilons left out."""
    found = set()
    waiting = [(fst.start, (), ())]  # type: list[tuple[int, tuple[int, ...], tuple[int, ...]]]
    while waiting:
        state, inputs, outputs = waiting.pop()
        if fst.finals[state] != float("inf"):
            found.add((inputs, outputs))
        for label, word, _, following in fst.arcs[state]:
            longer = inputs + ((label,) if label else ())
            if len(longer) <= most:
                waiting.append((following, longer, outputs + ((word,) if word else ())))
    return found


def _two_words() -> Fst:
    """Phone 1 then phone 2 is word 5; phone 3 is word 6; a disambiguation symbol at the end."""
    fst = Fst()
    start, middle, closing, end = fst.state(), fst.state(), fst.state(), fst.state(0.0)
    fst.arcs[start] += [(1, 5, 0.0, middle), (3, 6, 0.0, closing)]
    fst.arcs[middle].append((2, 0, 0.0, closing))
    fst.arcs[closing].append((DISAMBIGUATION, 0, 0.0, end))
    return fst


def test_a_phone_is_entered_and_then_held() -> None:
    paths = _paths(expand_phones(_two_words(), DISAMBIGUATION), 4)
    assert ((2, 4), (5,)) in paths
    assert ((2, 1, 1, 4), (5,)) in paths
    assert ((2, 4, 3, 3), (5,)) in paths
    assert ((6, 5, 5), (6,)) in paths


def test_nothing_else_becomes_possible() -> None:
    paths = _paths(expand_phones(_two_words(), DISAMBIGUATION), 4)
    for inputs, outputs in paths:
        phones = [(label + 1) // 2 for label in inputs]
        order = [phone for place, phone in enumerate(phones) if place == 0 or phones[place - 1] != phone]
        assert (tuple(order), outputs) in {((1, 2), (5,)), ((3,), (6,))}
        # A phone begins with its exit transition and goes on with its loop.
        for place, (label, phone) in enumerate(zip(inputs, phones, strict=True)):
            begins = place == 0 or phones[place - 1] != phone
            assert label == 2 * phone - (not begins)
