"""The robot: ears, a dialogue and a mouth. It knows only the audio that passed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from enum import Enum, auto

from voicebot.actions import Action
from voicebot.audio import RATE, Audio
from voicebot.dialogue import Dialogue, Move
from voicebot.ears import Ears, HeardTurn
from voicebot.mouth import Mouth
from voicebot.nlu.hesitation import is_hesitation
from voicebot.nlu.meaning import Context, Intent, Meaning, Nlu
from voicebot.records import Turn

OPENING_PATIENCE_MS = 2000
"""How long the robot waits for the customer's 喂 before it speaks first."""
OPENING_SILENCE_MS = 500
"""Silence after the customer's greeting before the robot speaks."""
STALE_MS = 1000
"""A 嗯 or 喂 that ended this long before the end of a prompt wasn't an answer to it."""
HESITATION_MS = 1500
"""Trailing silence that ends a turn in which nothing but hesitation was heard: 嗯…… 让我看看……"""
LONGEST_CALL_MS = 600_000

_MACHINES = (Intent.VOICEMAIL, Intent.CALL_ASSISTANT)
_BACK_CHANNELS = (Intent.GREETING, Intent.AFFIRM)


class _Phase(Enum):
    OPENING = auto()
    SPEAKING = auto()
    LISTENING = auto()


class Robot:
    """One call's robot. `step` takes what was heard and returns what is said next; None hangs up."""

    def __init__(
        self,
        dialogue: Dialogue,
        ears: Ears,
        mouth: Mouth,
        nlu: Nlu,
        now: dt.datetime,
        stride: int,
        on_turn: Callable[[Turn], None] | None = None,
    ) -> None:
        """`stride`: the most samples offered to the line at once. `on_turn` is told each finished turn."""
        self._dialogue = dialogue
        self._ears = ears
        self._mouth = mouth
        self._nlu = nlu
        self._now = now
        self._stride = stride
        self._on_turn = on_turn
        self._phase = _Phase.OPENING
        self._move: Move | None = None
        self._spoke_at = 0
        self._silent_since = 0
        self._weighed_at = -1
        self._hesitates = False
        self.turns: list[Turn] = []
        self.actions: list[tuple[int, Action]] = []

    @property
    def ears(self) -> Ears:
        return self._ears

    @property
    def move(self) -> Move | None:
        """What the robot is about: its present step."""
        return self._move

    def step(self, heard: Audio) -> Audio | None:
        """Hear a piece of audio (the first one is empty) and say the next; None: the robot hangs up."""
        self._mouth.played(len(heard))
        self._ears.hear(heard)
        if self._ears.clock * 1000 >= LONGEST_CALL_MS * RATE:
            return None
        if self._phase is _Phase.OPENING:
            self._wait_for_greeting()
        elif self._phase is _Phase.SPEAKING:
            self._speak_on()
        if self._phase is _Phase.LISTENING:
            if self._move is not None and self._move.hang_up:
                return None
            self._listen()
        return self._mouth.offer(self._stride)

    def far_end_hung_up(self) -> None:
        """Close the books of a call that the customer ended."""
        if self._phase is _Phase.SPEAKING:
            self._end_prompt(barged_in=False)
        last = None
        if self._ears.in_turn:
            heard = self._ears.take()
            if heard.transcript.text:
                last = self._understand(heard)
                self._note(heard, last)
        # "Don't call again", and gone: what the last words ask for is still done.
        actions = self._dialogue.hung_up(last)
        self.actions += [(max(0, len(self.turns) - 1), action) for action in actions]

    def _wait_for_greeting(self) -> None:
        if self._ears.turn_over(OPENING_SILENCE_MS):
            heard = self._ears.take()
            if not heard.transcript.text:
                return
            meaning = self._understand(heard)
            self._note(heard, meaning)
            opening = self._dialogue.open()
            machine = meaning.intent in _MACHINES
            self._do(self._dialogue.hear(meaning, heard.transcript.text) if machine else opening)
        elif not self._ears.in_turn and self._ears.clock * 1000 >= OPENING_PATIENCE_MS * RATE:
            self._do(self._dialogue.open())

    def _speak_on(self) -> None:
        assert self._move is not None
        interruptible = self._move.barge_in and not self._move.hang_up
        if interruptible and self._ears.in_turn and not self._mouth.done:
            self._end_prompt(barged_in=True)
        elif self._mouth.done:
            self._end_prompt(barged_in=False)

    def _listen(self) -> None:
        assert self._move is not None
        ears = self._ears
        if ears.turn_over(self._move.end_of_turn_ms) and not self._hesitating():
            heard = ears.take()
            if not heard.transcript.text:
                return
            meaning = self._understand(heard)
            self._note(heard, meaning)
            stale = heard.end + STALE_MS * RATE // 1000 < self._silent_since
            if stale and meaning.intent in _BACK_CHANNELS:
                return
            self._do(self._dialogue.hear(meaning, heard.transcript.text))
        elif not ears.in_turn and ears.clock - self._silent_since >= self._move.no_input_ms * RATE // 1000:
            self._do(self._dialogue.no_input())

    def _hesitating(self) -> bool:
        """Whether the customer has only begun to answer. Asked at the end of a turn, not at every frame."""
        assert self._move is not None
        if self._ears.silence_ms >= HESITATION_MS:
            return False
        if self._weighed_at != self._ears.last_voice:
            self._weighed_at = self._ears.last_voice
            self._hesitates = is_hesitation(self._ears.partial())
        return self._hesitates

    def _do(self, move: Move) -> None:
        self._move = move
        self.actions += [(max(0, len(self.turns) - 1), action) for action in move.actions]
        self._mouth.say(move.says, move.step, move.asks.value)
        self._spoke_at = self._ears.clock
        self._phase = _Phase.SPEAKING
        if self._mouth.done:
            self._phase = _Phase.LISTENING
            self._silent_since = self._ears.clock

    def _end_prompt(self, *, barged_in: bool) -> None:
        assert self._move is not None
        played = self._mouth.stop() if barged_in or not self._mouth.done else self._move.says
        self._silent_since = self._ears.clock
        self._phase = _Phase.LISTENING
        self._add(
            Turn(
                party="robot",
                step=self._move.step,
                start_ms=_ms(self._spoke_at),
                end_ms=_ms(self._ears.clock),
                said=self._move.says,
                heard=played,
                barged_in=barged_in,
                context=self._move.asks.value,
            )
        )

    def _context(self) -> Context:
        return self._move.asks if self._move is not None else Context.IDENTITY

    def _understand(self, heard: HeardTurn) -> Meaning:
        return self._nlu.understand(heard.transcript.text, self._context(), self._now)

    def _note(self, heard: HeardTurn, meaning: Meaning) -> None:
        self._add(
            Turn(
                party="customer",
                step=self._move.step if self._move is not None else "",
                start_ms=_ms(heard.start),
                end_ms=_ms(heard.end),
                said="",
                heard=heard.transcript.text,
                intent_heard=meaning.intent.value,
                confidence=meaning.confidence,
                slots_heard=meaning.slots.as_json(),
                barged_in=heard.start < self._silent_since and self._move is not None,
                end_of_turn_ms=_ms(heard.decided - heard.end),
                context=self._context().value,
            )
        )

    def _add(self, turn: Turn) -> None:
        self.turns.append(turn)
        if self._on_turn is not None:
            self._on_turn(turn)


def _ms(samples: int) -> int:
    return samples * 1000 // RATE
