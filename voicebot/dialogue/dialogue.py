"""The dialogue of one call: meanings in, moves out. No audio, no clock, no files."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping

from voicebot.accounts import Account
from voicebot.actions import Action
from voicebot.dialogue.belief import Belief
from voicebot.dialogue.concluding import conclude, grade
from voicebot.dialogue.interpreting import interpret
from voicebot.dialogue.move import Move, Outcome
from voicebot.nlu.meaning import Context, Intent, Meaning
from voicebot.persona.robot import RobotPersona
from voicebot.script import Script, Step
from voicebot.script.form import BACK, HANG_UP, REPEAT
from voicebot.script.script import Handling, Reply, Retry
from voicebot.script.wording import Wording

ASK_BACK_FROM = 0.25
"""Below this confidence asking back would be guessing."""


class Dialogue:
    """Plays a script with one customer. After a move that hangs up, every further move is silence."""

    def __init__(self, script: Script, robot: RobotPersona, account: Account, now: dt.datetime) -> None:
        self._script = script
        self._tone: str = robot.tone
        self._belief = Belief(account, script.promise, now, script.second_factor)
        self._values = self._belief.values(robot)
        self._step: Step = script.steps[script.first]
        self._last = Move("", script.first, self._step.asks, True, 600, 5000)
        self._entered: Counter[str] = Counter()
        self._asked: Counter[str] = Counter()
        self._met: Counter[tuple[str, Intent]] = Counter()
        self._heard = False
        self._turns = self._silences = self._misses = self._repeats = 0
        self._pressed: set[str] = set()
        self._doubt: Meaning | None = None
        self._actions: list[Action] = []
        self._end_reason = ""

    @property
    def identified(self) -> bool:
        """Whether the right person is believed to be speaking."""
        return self._belief.identified

    def open(self) -> Move:
        """The first sentence."""
        return self._enter(self._script.first)

    def hear(self, meaning: Meaning, text: str = "") -> Move:
        """Answer what the customer means; whatever isn't understood is asked for again."""
        if self._end_reason:
            return self._silent()
        self._heard = True
        self._silences = 0
        doubt, self._doubt = self._doubt, None
        if doubt is not None and meaning.intent is Intent.AFFIRM:
            return self._follow(doubt)
        handled = self._handled()
        if doubt is not None and meaning.intent is Intent.DENY and meaning.slots == doubt.slots:
            return self._no_match()
        meaning = interpret(meaning, self._step.asks, handled, self._belief)
        if doubt is not None and meaning.intent is doubt.intent:
            # Heard twice alike: that is sure enough, and asking back once more would only annoy.
            return self._follow(meaning)
        if meaning.confidence < self._confidence(meaning.intent):
            return self._doubtful(meaning)
        return self._follow(meaning)

    def no_input(self) -> Move:
        """Nothing was heard for the step's patience."""
        if self._end_reason:
            return self._silent()
        self._silences += 1
        return self._retry(self._step.no_input, self._silences, self._script.limits.no_input)

    def hung_up(self, last: Meaning | None = None) -> tuple[Action, ...]:
        """The far end hung up, perhaps on the words that are given. Returns the actions that still follow."""
        if self._end_reason:
            return ()
        actions = self.hear(last).actions if last is not None else ()
        self._end_reason = "customer_hung_up"
        return actions

    def outcome(self) -> Outcome:
        """What the call came to, as far as it went."""
        belief = self._belief
        disposition = conclude(
            belief.marks,
            identified=belief.identified,
            promised=belief.promise is not None,
            heard=self._heard,
        )
        return Outcome(disposition, belief.promise, grade(disposition), self._end_reason)

    def _handled(self) -> Mapping[Intent, Handling]:
        return self._step.replies if self._belief.identified else self._step.unsure

    def _confidence(self, intent: Intent) -> float:
        """How sure it must be: more so where it would end the call over something it did not ask about."""
        step, handling = self._step, self._handled().get(intent)
        if handling is None or handling.origin == step.name:
            return step.confidence
        target = self._script.steps.get(handling.replies[0].then)
        ends = target.hang_up if target is not None else handling.replies[0].then == HANG_UP
        return max(step.confidence, self._script.final_confidence) if ends else step.confidence

    def _doubtful(self, meaning: Meaning) -> Move:
        """Ask back where there is a likely meaning and wording for it; else it wasn't understood."""
        wording = self._script.asks_back.get(meaning.intent)
        if wording is not None and wording.discloses and not self._belief.identified:
            wording = None
        if wording is None or meaning.confidence < ASK_BACK_FROM or meaning.intent not in self._handled():
            return self._no_match()
        self._doubt = meaning
        return self._say([(wording, 0)], self._step)

    def _no_match(self) -> Move:
        self._misses += 1
        return self._retry(self._step.no_match, self._misses, self._script.limits.no_match)

    def _retry(self, retry: Retry | None, times: int, limit: int) -> Move:
        """Ask again in the next wording, or go where the script says once the limit is passed."""
        if retry is None:
            return self._ask_again([]) if times <= limit else self._close("")
        if times > limit:
            self._silences = self._misses = 0
            return self._enter(retry.then)
        return self._ask_again([(retry.say, times - 1)])

    def _follow(self, meaning: Meaning) -> Move:
        """Do what the script says to this meaning."""
        belief, step, intent = self._belief, self._step, meaning.intent
        handling = self._handled().get(intent)
        if handling is None:
            return self._no_match()
        offered = step.offers if intent is Intent.AFFIRM else ()
        belief.hear(intent, meaning.slots, step.asks)
        belief.accept(offered)
        # Identity may just have been settled: the reply stays the one that the question was put under.
        reply = handling.reply(self._met[handling.origin, intent])
        self._met[handling.origin, intent] += 1
        if reply.then == REPEAT:
            return self._repeat(reply)
        self._misses = self._repeats = 0
        belief.forget(reply.forgets)
        if reply.needs:
            detour = self._detour(reply, intent)
            if detour is not None:
                return detour
        self._do(reply.do)
        said = [(reply.say, self._met[handling.origin, intent] - 1)] if reply.say else []
        return self._go(reply.then, said)

    def _detour(self, reply: Reply, intent: Intent) -> Move | None:
        """Where a reply must go first: a figure is missing, or isn't what the policy takes."""
        belief, script = self._belief, self._script
        for name, wrong, target in (
            ("little", belief.too_little, script.promise.too_little),
            ("late", belief.too_late, script.promise.too_late),
        ):
            if wrong and target is not None and name not in self._pressed:
                self._pressed.add(name)
                return self._enter(target)
        missing = belief.lacks(reply.needs, partial=intent is Intent.PARTIAL_PAYMENT)
        if missing is not None:
            target = script.ask_for.get(missing, self._step.name)
            return self._no_match() if target == self._step.name else self._enter(target)
        if "date" in reply.needs and belief.far_too_late:
            belief.date = None
            return self._follow(Meaning(Intent.NEGOTIATE, 1.0))
        return None

    def _repeat(self, reply: Reply) -> Move:
        self._repeats += 1
        if self._repeats > self._script.limits.repeat:
            return self._no_match()
        last = self._last
        prefix = self._filled([(reply.say, 0)])[0] if reply.say else ""
        return self._emit(prefix + last.says, self._step, last.discloses)

    def _go(self, target: str, said: list[tuple[Wording, int]]) -> Move:
        if target == HANG_UP:
            return self._close_with(said)
        if target == BACK:
            return self._ask_again(said)
        return self._enter(target, said)

    def _enter(self, name: str, said: list[tuple[Wording, int]] | None = None) -> Move:
        """Go to a step and say its text, after what there is to say before it."""
        step = self._script.steps[name]
        if self._out_of_turns() and not step.hang_up:
            return self._run_out()
        self._step = step
        if not self._entered[name]:
            self._do(step.do)
        turn = self._entered[name]
        self._entered[name] += 1
        return self._say([*(said or []), (step.say, turn)], step)

    def _ask_again(self, said: list[tuple[Wording, int]]) -> Move:
        step = self._step
        turn = self._asked[step.name]
        self._asked[step.name] += 1
        again = (step.again, turn) if step.again else (step.say, turn + 1)
        return self._say([*said, again], step)

    def _out_of_turns(self) -> bool:
        limit = self._script.limits.turns
        return limit is not None and self._turns >= limit - 1

    def _run_out(self) -> Move:
        """Close the call, because its turns are used up."""
        self._end_reason = "turn_limit"
        closing = self._script.limits.then
        if closing is None:
            return self._close_with([])
        self._step = self._script.steps[closing]
        self._do(self._step.do)
        return self._say([(self._step.say, 0)], self._step, hang_up=True)

    def _close_with(self, said: list[tuple[Wording, int]]) -> Move:
        return self._say(said, self._step, hang_up=True)

    def _close(self, says: str) -> Move:
        return self._emit(says, self._step, False, hang_up=True)

    def _say(self, said: list[tuple[Wording, int]], step: Step, *, hang_up: bool = False) -> Move:
        says, discloses = self._filled(said)
        return self._emit(says, step, discloses, hang_up=hang_up or step.hang_up)

    def _filled(self, said: list[tuple[Wording, int]]) -> tuple[str, bool]:
        sentences = [wording.sentence(self._tone, turn) for wording, turn in said]
        if any(sentence.reads for sentence in sentences):
            self._values.update(self._belief.refresh())
        space = " " if self._script.language.startswith("en") else ""
        return space.join(sentence.fill(self._values) for sentence in sentences), any(
            sentence.discloses for sentence in sentences
        )

    def _emit(self, says: str, step: Step, discloses: bool, *, hang_up: bool = False) -> Move:
        if not hang_up and self._out_of_turns():
            return self._run_out()
        self._turns += 1
        if hang_up:
            self._end_reason = self._end_reason or "robot_hung_up"
        actions, self._actions = tuple(self._actions), []
        self._last = Move(
            says=says,
            step=step.name,
            asks=step.asks,
            barge_in=step.barge_in and not hang_up,
            end_of_turn_ms=step.end_of_turn_ms,
            no_input_ms=step.no_input_ms,
            actions=actions,
            hang_up=hang_up,
            discloses=discloses,
        )
        return self._last

    def _silent(self) -> Move:
        return Move("", self._step.name, Context.OPEN, False, 600, 5000, hang_up=True)

    def _do(self, names: tuple[str, ...]) -> None:
        self._actions += [self._belief.act(name) for name in names]
