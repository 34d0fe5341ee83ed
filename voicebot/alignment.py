"""Truth is laid beside belief: which of the customer's sentences the robot heard in which turn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from voicebot.records import Turn

SLACK_MS = 400
"""A turn may be heard this much earlier or later than it was said: line delay, onset and trailing noise."""
SHARE = 0.3
"""Two stretches of speech belong together when they share this much of the shorter one."""


def merge(robot_turns: Iterable[Turn], customer_turns: Iterable[Turn]) -> list[Turn]:
    """Each of the customer's turns once, with what was said and what was heard, among the robot's own turns.

    One answer that the robot heard in two pieces, or two sentences that it heard as one, become one turn; its
    `intent_heard` is the one that the robot acted on last. What was said and not heard keeps an empty
    `heard`; noise that was taken for speech keeps an empty `said`.
    """
    turns = list(robot_turns)
    beliefs = [turn for turn in turns if turn.party == "customer"]
    merged = [turn for turn in turns if turn.party != "customer"]
    for said, heard in _groups(list(customer_turns), beliefs):
        merged.append(_joined(said, heard))
    return sorted(merged, key=lambda turn: (turn.start_ms, turn.party))


def with_truth(turn: Turn, truths: Sequence[Turn]) -> Turn:
    """A turn as it is known while the call goes on: what was heard beside what was said."""
    if turn.party != "customer":
        return turn
    said = [truth for truth in truths if _together(truth, turn)]
    return _joined(said[-1:], [turn])


def _groups(truths: list[Turn], beliefs: list[Turn]) -> list[tuple[list[Turn], list[Turn]]]:
    """Truths and beliefs that are connected by shared time, in the order of time."""
    said: dict[int, list[Turn]] = {index: [truth] for index, truth in enumerate(truths)}
    heard: dict[int, list[Turn]] = {index: [] for index in said}
    lone: list[tuple[list[Turn], list[Turn]]] = []
    group = {index: index for index in said}
    for belief in beliefs:
        mine = sorted({group[index] for index, truth in enumerate(truths) if _together(truth, belief)})
        if not mine:
            nearest = max(range(len(truths)), key=lambda index: _shared(truths[index], belief), default=None)
            if nearest is None or _shared(truths[nearest], belief) <= -SLACK_MS:
                lone.append(([], [belief]))
                continue
            mine = [group[nearest]]
        home, *others = mine
        for other in others:
            said[home] += said.pop(other)
            heard[home] += heard.pop(other)
            group = {index: home if number == other else number for index, number in group.items()}
        heard[home].append(belief)
    return [(said[number], sorted(heard[number], key=lambda turn: turn.start_ms)) for number in said] + lone


def _shared(one: Turn, other: Turn) -> int:
    """Milliseconds in common; negative: the gap between the two."""
    return min(one.end_ms, other.end_ms) - max(one.start_ms, other.start_ms)


def _together(truth: Turn, belief: Turn) -> bool:
    shorter = min(truth.end_ms - truth.start_ms, belief.end_ms - belief.start_ms)
    return _shared(truth, belief) > max(0, SHARE * shorter)


def _joined(said: Sequence[Turn], heard: Sequence[Turn]) -> Turn:
    if not heard:
        return said[0]
    last = heard[-1]
    spaced = any(" " in turn.said for turn in said)
    belief = replace(
        last,
        start_ms=heard[0].start_ms,
        heard=(" " if spaced else "").join(turn.heard for turn in heard),
        slots_heard={key: value for turn in heard for key, value in turn.slots_heard.items()},
        barged_in=any(turn.barged_in for turn in heard),
    )
    if not said:
        return belief
    meant = max(said, key=lambda turn: len(turn.said))
    return replace(
        belief,
        start_ms=said[0].start_ms,
        end_ms=said[-1].end_ms,
        said=(" " if spaced else "").join(turn.said for turn in said),
        intent_meant=meant.intent_meant,
        slots_meant={key: value for turn in said for key, value in turn.slots_meant.items()},
        barged_in=belief.barged_in or any(turn.barged_in for turn in said),
        known=meant.known,
    )
