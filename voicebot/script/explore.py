"""Every way that a call can take through a script."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from voicebot.nlu.meaning import Intent
from voicebot.script.form import BACK, HANG_UP, REPEAT
from voicebot.script.identity import settle_identity
from voicebot.script.script import Handling, Reply, Script, Step
from voicebot.script.wording import Wording
from voicebot.yamlfile import Keys


@dataclass(frozen=True, slots=True)
class State:
    """Where a call is, and what the robot knows there for certain."""

    step: str
    named: bool
    verified: bool
    dated: bool
    """Whether a day of payment is known."""


@dataclass(frozen=True, slots=True)
class Saying:
    """Wording that can be said, with what is known when it is."""

    place: Keys
    wording: Wording
    state: State


@dataclass(slots=True)
class Explored:
    script: Script
    states: dict[State, tuple[State, str] | None] = field(default_factory=dict)
    """Every state that can be reached, from where, and on which word."""
    sayings: dict[Saying, None] = field(default_factory=dict)
    circles: list[tuple[str, Intent]] = field(default_factory=list)
    """Steps that a reply leads back to, with its intent; sought only where no limit of turns ends it."""

    def identified(self, state: State) -> bool:
        return state.named and (state.verified or not self.script.second_factor)

    def handled(self, state: State) -> Mapping[Intent, Handling]:
        step = self.script.steps[state.step]
        return step.replies if self.identified(state) else step.unsure

    def way(self, state: State) -> str:
        """How a call gets there: `greet → (affirm) verify → …`."""
        parts = [state.step]
        came = self.states[state]
        while came is not None:
            before, word = came
            parts[-1] = f"({word}) {parts[-1]}"
            parts.append(before.step)
            came = self.states[before]
        return " → ".join(reversed(parts))


def explore(script: Script) -> Explored:
    """Follow every reply from the first step on. The script's steps must exist (`structure`)."""
    found = Explored(script)
    first = State(script.first, named=False, verified=False, dated=False)
    found.states[first] = None
    waiting = deque([first])
    edges: dict[State, list[tuple[State, Intent | None]]] = {}
    while waiting:
        state = waiting.popleft()
        edges[state] = []
        for after, word, intent in _onward(found, state):
            edges[state].append((after, intent))
            if after not in found.states:
                found.states[after] = (state, word)
                waiting.append(after)
    if script.limits.turns is None:
        found.circles = list(dict.fromkeys(_circles(edges)))
    return found


def _onward(found: Explored, state: State) -> Iterator[tuple[State, str, Intent | None]]:
    """The states that can follow, each with the word that leads there."""
    script, step = found.script, found.script.steps[state.step]
    _note_step(found, state, step)
    if step.hang_up:
        return
    if script.limits.then is not None:
        yield _at(state, script.limits.then), "turn limit", None
    for kind, retry in (("no_input", step.no_input), ("no_match", step.no_match)):
        if retry is not None:
            place: Keys = (kind,) if getattr(script.form.steps[step.name], kind) is None else ()
            own: Keys = ("steps", step.name, kind)
            found.sayings[Saying((*(place or own), "say"), retry.say, state)] = None
            yield _at(state, retry.then), kind, None
    for intent, handling in found.handled(state).items():
        wording = script.asks_back.get(intent)
        if wording is not None and (found.identified(state) or not wording.discloses):
            found.sayings[Saying(("asks_back", intent.value), wording, state)] = None
        named, verified = settle_identity(state.named, state.verified, intent, step.asks)
        for number, reply in enumerate(handling.replies):
            for after in _after(found, state, reply, named, verified, intent):
                if reply.say is not None:
                    place = (*origin(handling), intent.value, number, "say")
                    # What is said before a step is said with what that step may take for known.
                    found.sayings[Saying(place, reply.say, after)] = None
                if reply.then != HANG_UP or after.step != state.step:
                    # Saying it again ends by itself: limits.repeat, then limits.no_match.
                    yield after, intent.value, None if reply.then == REPEAT else intent


def _after(
    found: Explored, state: State, reply: Reply, named: bool, verified: bool, intent: Intent
) -> Iterator[State]:
    script, step = found.script, found.script.steps[state.step]
    dated = state.dated or ("date" in step.offers and intent is Intent.AFFIRM)
    dated = dated and "date" not in reply.forgets
    if "date" in reply.needs:
        for target in (script.ask_for.get("date"), script.promise.too_late):
            if target is not None:
                yield State(target, named, verified, dated or target == script.promise.too_late)
        dated = True
    for slot in reply.needs:
        if slot != "date" and slot in script.ask_for:
            yield State(script.ask_for[slot], named, verified, state.dated)
        if slot == "amount" and script.promise.too_little is not None:
            yield State(script.promise.too_little, named, verified, state.dated)
    target = state.step if reply.then in (BACK, HANG_UP, REPEAT) else reply.then
    yield State(target, named, verified, dated)


def _note_step(found: Explored, state: State, step: Step) -> None:
    found.sayings[Saying(("steps", step.name, "say"), step.say, state)] = None
    if step.again is not None:
        found.sayings[Saying(("steps", step.name, "again"), step.again, state)] = None


def origin(handling: Handling) -> Keys:
    """Where a reply is written."""
    always = handling.origin in ("always", "until_identified")
    return (handling.origin,) if always else ("steps", handling.origin, "replies")


def _at(state: State, step: str) -> State:
    return State(step, state.named, state.verified, state.dated)


def _circles(edges: Mapping[State, list[tuple[State, Intent | None]]]) -> Iterator[tuple[str, Intent]]:
    """Replies that lead back to where they were given."""
    for start, out in edges.items():
        for after, intent in out:
            if intent is not None and start in _reachable(edges, after):
                yield start.step, intent


def _reachable(edges: Mapping[State, list[tuple[State, Intent | None]]], start: State) -> set[State]:
    seen, waiting = {start}, [start]
    while waiting:
        for after, _ in edges.get(waiting.pop(), ()):
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    return seen
