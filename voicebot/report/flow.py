"""How calls went through the script's steps, and how long things took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from voicebot.report.losses import misunderstood
from voicebot.report.rates import percentile, rate
from voicebot.store.reading import CallRow, TurnRow


@dataclass(frozen=True, slots=True)
class StepFigures:
    visits: int
    """Times that the robot spoke this step."""
    answers: int
    """Customers' turns that answered it."""
    intent_accuracy: float | None
    misunderstood: int
    """Answers of which intent or slots were taken for something else."""
    barge_ins: int
    customer_hung_up: int
    """Calls in which the customer hung up at this step."""
    ended: int
    """Calls whose last prompt this was."""
    next: dict[str, int]
    """Steps that followed."""


@dataclass(frozen=True, slots=True)
class Spread:
    n: int
    p50: float | None
    p95: float | None


@dataclass(frozen=True, slots=True)
class Timing:
    """All in milliseconds."""

    talk_ms: Spread
    response_ms: Spread
    """From the end of a customer's turn to the start of the robot's answer."""
    barge_in_stop_ms: Spread
    """From the start of an interruption to the robot's silence."""
    end_of_turn_ms: Spread
    """From the end of speech, as the robot heard it, to the decision that the turn had ended."""
    talk_total_ms: int


OPENING = "opening"
"""Stands for the step where the customer speaks before the robot's first prompt."""


class Flow:
    """Adds up calls by `script/step`."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._next: dict[str, Counter[str]] = {}

    def add(self, call: CallRow, turns: Sequence[TurnRow]) -> None:
        prompts = [turn for turn in turns if turn.party == "robot"]
        for turn in prompts:
            self._counts[f"{call.script}/{turn.step}", "visits"] += 1
            self._counts[f"{call.script}/{turn.step}", "barge_ins"] += turn.barged_in
        for turn, after in pairwise(prompts):
            self._next.setdefault(f"{call.script}/{turn.step}", Counter())[after.step] += 1
        if prompts:
            last = f"{call.script}/{prompts[-1].step}"
            self._counts[last, "ended"] += 1
            self._counts[last, "hung_up"] += call.end_reason == "customer_hung_up"
        for turn in turns:
            if turn.party == "customer" and turn.heard and turn.intent_meant:
                step = f"{call.script}/{turn.step or OPENING}"
                self._counts[step, "answers"] += 1
                self._counts[step, "right"] += turn.intent_meant == turn.intent_heard
                self._counts[step, "misunderstood"] += misunderstood(turn)

    def figures(self) -> dict[str, StepFigures]:
        names = sorted(
            {name for name, _ in self._counts}, key=lambda name: (-self._counts[name, "visits"], name)
        )
        return {name: self._step(name) for name in names}

    def _step(self, name: str) -> StepFigures:
        counts = {what: self._counts[name, what] for what in ("visits", "answers", "right", "misunderstood",
                                                              "barge_ins", "hung_up", "ended")}  # fmt: skip
        after = self._next.get(name, Counter[str]())
        return StepFigures(
            visits=counts["visits"],
            answers=counts["answers"],
            intent_accuracy=rate(counts["right"], counts["answers"]),
            misunderstood=counts["misunderstood"],
            barge_ins=counts["barge_ins"],
            customer_hung_up=counts["hung_up"],
            ended=counts["ended"],
            next=dict(sorted(after.items(), key=lambda item: (-item[1], item[0]))),
        )


class Clock:
    """Adds up times."""

    def __init__(self) -> None:
        self._talk: list[int] = []
        self._response: list[int] = []
        self._stop: list[int] = []
        self._end: list[int] = []

    def add(self, call: CallRow, turns: Sequence[TurnRow]) -> None:
        self._talk.append(call.talk_ms)
        for turn, after in pairwise(turns):
            # What the robot says after an interruption answers the customer, too; only overlaps are left out.
            if (
                turn.party == "customer"
                and after.party == "robot"
                and after.start_ms >= turn.end_ms
                and turn.heard
            ):
                self._response.append(after.start_ms - turn.end_ms)
            if turn.party == "robot" and after.party == "customer" and turn.barged_in:
                self._stop.append(max(0, turn.end_ms - after.start_ms))
        self._end += [
            turn.end_of_turn_ms for turn in turns if turn.party == "customer" and turn.end_of_turn_ms
        ]

    def figures(self) -> Timing:
        return Timing(
            talk_ms=_spread(self._talk),
            response_ms=_spread(self._response),
            barge_in_stop_ms=_spread(self._stop),
            end_of_turn_ms=_spread(self._end),
            talk_total_ms=sum(self._talk),
        )


def _spread(values: Sequence[int]) -> Spread:
    return Spread(len(values), percentile(values, 0.5), percentile(values, 0.95))


def share_understood(turns: Sequence[TurnRow]) -> tuple[int, int]:
    """(turns whose intent was understood, turns heard) of one call's customer."""
    heard = [turn for turn in turns if turn.party == "customer" and turn.intent_meant and turn.heard]
    return sum(turn.intent_meant == turn.intent_heard for turn in heard), len(heard)
