"""A simulated customer at the phone: when he speaks, what he has heard of the caller, when he hangs up."""

from __future__ import annotations

import datetime as dt
from enum import Enum, auto

import numpy as np

from voicebot.accounts import Account
from voicebot.audio import FRAME, RATE, Audio, Words, silence, whole_frames
from voicebot.audio.tones import beep
from voicebot.customer.mind import Mind
from voicebot.customer.situation import draw_situation
from voicebot.customer.utterance import Asked, Utterance
from voicebot.nlu.meaning import Context
from voicebot.persona.customer import CustomerPersona
from voicebot.records import Truth, Turn
from voicebot.tts.engine import TtsEngine

ANSWERED_TOO_EARLY_MS = 900
"""Who was still being talked to this long after his own answer knows that it was not heard."""
CHARACTER_MS = 210
"""About how long a caller takes for one character; tells when a prompt has passed its middle."""
MONOLOGUE_MS = 90_000
"""Nobody listens to a single sentence for longer."""


class _Plan(Enum):
    GREET = auto()
    DECIDE = auto()
    BARGE_IN = auto()
    SPEAK = auto()
    NUDGE = auto()
    HANG_UP = auto()


class Customer:
    """One answered call's far end. `step` takes what the caller says and returns what the customer says.

    He listens by the label of what he hears, as far as it was played. Everything he does starts on a whole
    20 ms frame, so a caller who offers single frames gets single frames back.
    """

    def __init__(
        self,
        persona: CustomerPersona,
        account: Account,
        tts: TtsEngine,
        rng: np.random.Generator,
        now: dt.datetime,
    ) -> None:
        self._persona = persona
        self._tts = tts
        self._rng = rng
        self._situation = draw_situation(persona, account, rng, now)
        self._mind = Mind(persona, account, self._situation, rng, now)
        self._listens = persona.answered_by not in ("voicemail", "nobody")
        self._clock = 0
        self._plan, self._due = self._first_plan()
        self._saying: Utterance | None = None
        self._pieces: list[Audio] = []
        self._at = 0
        self._ended = 0
        self._caller: Words | None = None
        self._caller_since = 0
        self._answered: Words | None = None
        self._unanswered: Words | None = None
        self._nudges = 0
        self._leaving = False
        self._gone = False
        self.turns: list[Turn] = []

    def truth(self) -> Truth:
        """What this customer is, and what he agreed to so far."""
        return self._mind.agreement.truth()

    def step(self, heard: Audio) -> Audio | None:
        """Hear a piece of the caller and say the next in the same time, at most as long; None: hangs up."""
        if heard.words is not self._caller:
            self._notice(heard.words)
        if self._clock >= self._due:
            self._carry_out()
            if self._gone:
                return None
        if self._pieces:
            return self._speak_on(len(heard))
        taken = min(len(heard), self._due - self._clock)
        self._clock += taken
        return silence(taken)

    def _first_plan(self) -> tuple[_Plan, int]:
        delay = _samples(300 + 1100 * self._rng.random())
        if self._persona.answered_by == "nobody":
            return _Plan.HANG_UP, _samples(8000 + 15000 * self._rng.random())
        machine = self._persona.answered_by in ("voicemail", "call_assistant")
        if machine or self._rng.random() < self._persona.habits.says_hello:
            return _Plan.GREET, delay
        return _Plan.NUDGE, delay + _samples(5000)

    def _speak_on(self, longest: int) -> Audio:
        piece = self._pieces[0]
        until = min(self._at + longest, len(piece))
        out = piece.cut(self._at, until)
        self._clock += until - self._at
        self._at = until
        self.turns[-1].end_ms = _ms(self._clock)
        if until == len(piece):
            self._at = 0
            self._pieces.pop(0)
            if not self._pieces:
                self._fall_silent()
        return out

    def _notice(self, words: Words | None) -> None:
        """The caller began or ended a sentence."""
        ended, self._caller = self._caller, words
        if not self._listens or self._leaving:
            return
        if ended is not None:
            self._caller_ended(ended)
        if words is not None:
            self._caller_began(words)

    def _caller_began(self, words: Words) -> None:
        self._caller_since = self._clock
        self._unanswered = None
        if self._pieces:
            return
        self._wait(_samples(MONOLOGUE_MS), _Plan.HANG_UP)
        if words.act != Context.CONFIRM_PROMISE and self._rng.random() < self._persona.habits.barges_in:
            length = len(words.text) * CHARACTER_MS
            at = max(1200.0, length * (0.4 + 0.45 * self._rng.random()))
            self._wait(_samples(at), _Plan.BARGE_IN)

    def _caller_ended(self, words: Words) -> None:
        if words is self._answered:
            heard_in_time = self._pieces or self._clock - self._ended < _samples(ANSWERED_TOO_EARLY_MS)
            if heard_in_time:
                if not self._pieces:
                    self._await_caller()
                return
        self._unanswered = words
        if not self._pieces:
            self._wait(self._reaction(), _Plan.DECIDE)

    def _carry_out(self) -> None:
        plan = self._plan
        self._wait(_samples(MONOLOGUE_MS), _Plan.HANG_UP)
        if plan is _Plan.GREET:
            self._say(self._mind.greeting())
        elif plan is _Plan.DECIDE and self._unanswered is not None:
            self._decide(self._unanswered)
        elif plan is _Plan.BARGE_IN and self._caller is not None:
            self._barge_in(self._caller)
        elif plan is _Plan.SPEAK and self._saying is not None:
            self._say(self._saying)
        elif plan is _Plan.NUDGE:
            self._nudge()
        elif plan is _Plan.HANG_UP:
            self._leave()

    def _decide(self, words: Words) -> None:
        self._unanswered = None
        self._saying = self._mind.answer(Asked(words.text, words.act, words.step))
        if self._saying is None:
            self._wait(_samples(11_000 + 4000 * self._rng.random()), _Plan.NUDGE)
        elif self._saying.thinks_ms:
            self._wait(_samples(self._saying.thinks_ms), _Plan.SPEAK)
        else:
            self._say(self._saying)

    def _barge_in(self, words: Words) -> None:
        passed = (self._clock - self._caller_since) * 1000 // RATE
        heard = words.text[: passed // CHARACTER_MS]
        saying = self._mind.answer(Asked(heard, words.act, words.step))
        if saying is not None:
            self._answered = words
            self._say(saying)

    def _nudge(self) -> None:
        self._nudges += 1
        if self._nudges > 2 or self._persona.answered_by == "call_assistant":
            self._leave()
        else:
            self._say(self._mind.are_you_there())

    def _leave(self) -> None:
        self._gone = True

    def _say(self, utterance: Utterance) -> None:
        self._saying = utterance
        self._pieces = self._voiced(utterance)
        self._at = 0
        self._mind.agreement.note(utterance)
        self.turns.append(
            Turn(
                party="customer",
                step="",
                start_ms=_ms(self._clock),
                end_ms=_ms(self._clock),
                said=utterance.said,
                intent_meant=utterance.intent.value,
                slots_meant=utterance.slots.as_json(),
                barged_in=self._caller is not None,
                known=utterance.known,
                context=utterance.context,
            )
        )

    def _voiced(self, utterance: Utterance) -> list[Audio]:
        def speak(text: str) -> Audio:
            spoken = self._tts.speak(text, self._situation.voice)
            label = Words(
                text, act=utterance.intent.value, slots=utterance.slots.as_json(), known=utterance.known
            )
            return Audio(whole_frames(spoken), label)

        if utterance.lead and utterance.pause_ms:
            return [speak(utterance.lead), silence(_samples(utterance.pause_ms)), speak(utterance.text)]
        pieces = [speak(utterance.said)]
        if self._persona.answered_by == "voicemail":
            pieces += [silence(_samples(500)), beep()]
        return pieces

    def _fall_silent(self) -> None:
        said = self._saying
        assert said is not None
        self._ended = self._clock
        self._saying = None
        if said.hangs_up:
            self._leaving = True
            self._wait(_samples(200 + 600 * self._rng.random()), _Plan.HANG_UP)
        elif not self._listens:
            self._wait(_samples(20_000 + 15_000 * self._rng.random()), _Plan.HANG_UP)
        elif self._unanswered is not None:
            self._wait(self._reaction(), _Plan.DECIDE)
        elif self._caller is None:
            self._await_caller()
        else:
            self._wait(_samples(MONOLOGUE_MS), _Plan.HANG_UP)

    def _await_caller(self) -> None:
        self._wait(_samples(6000 + 2500 * self._rng.random()), _Plan.NUDGE)

    def _wait(self, samples: int, plan: _Plan) -> None:
        self._plan = plan
        self._due = self._clock + samples

    def _reaction(self) -> int:
        """The gap that people leave before they answer: 200 to 1200 ms, mostly short."""
        return _samples(min(1200.0, 200 + float(self._rng.exponential(280))))


def _samples(ms: float) -> int:
    """Milliseconds as samples, rounded to whole frames, at least one."""
    return max(FRAME, round(ms * RATE / 1000 / FRAME) * FRAME)


def _ms(samples: int) -> int:
    return samples * 1000 // RATE
