"""The robot's ears: where a turn of the customer begins and ends, and what was said in it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from voicebot.asr.engine import AsrEngine, AsrStream, Transcript
from voicebot.asr.vad import Vad
from voicebot.audio import RATE, Audio

ONSET_MS = 100
"""Speech that has to add up before a turn begins: shorter is a click or a breath."""
PRE_ROLL = 300 * RATE // 1000
"""Samples from before the onset that the recogniser gets too: the first consonant is quiet."""
LONGEST_TURN_MS = 20_000
"""A turn is taken as over after this long, so that a radio in the background can't hold the robot."""


@dataclass(frozen=True, slots=True)
class HeardTurn:
    transcript: Transcript
    start: int
    """Sample at which the speech began, counted from the answer."""
    end: int
    """Sample at which the speech ended; the silence that ended the turn comes after it."""
    decided: int
    """Sample at which the turn was taken as over."""


class Ears:
    """Voice activity, turn ends and recognition. The recogniser runs only around speech."""

    def __init__(self, asr: AsrEngine, vad: Vad) -> None:
        self._asr = asr
        self._vad = vad
        self._recent: deque[tuple[Audio, int]] = deque()
        self._recent_length = 0
        self._stream: AsrStream | None = None
        self._voiced = 0
        self._start = 0
        self._last_voice = 0
        self.clock = 0
        """Samples heard since the answer."""

    @property
    def in_turn(self) -> bool:
        """Whether the customer has begun a turn that is not yet taken as over."""
        return self._stream is not None

    @property
    def last_voice(self) -> int:
        """Sample at which speech was last heard."""
        return self._last_voice

    @property
    def silence_ms(self) -> int:
        """How long it has been quiet."""
        return (self.clock - self._last_voice) * 1000 // RATE

    @property
    def turn_ms(self) -> int:
        """How long the present turn has lasted, its trailing silence included."""
        return (self.clock - self._start) * 1000 // RATE if self.in_turn else 0

    def hear(self, audio: Audio) -> None:
        """Take in what came over the line."""
        length = len(audio)
        if not length:
            return
        self.clock += length
        if self._vad.is_speech(audio):
            self._voiced += length
            # One stray frame of noise doesn't prolong a turn.
            if self._voiced >= min(2 * length, ONSET_MS * RATE // 1000):
                self._last_voice = self.clock
        else:
            self._voiced = max(0, self._voiced - length)
        if self._stream is not None:
            self._stream.accept(audio)
            return
        self._remember(audio, length)
        if self._voiced * 1000 >= ONSET_MS * RATE:
            self._begin()

    def turn_over(self, end_of_turn_ms: int) -> bool:
        """Whether the customer's turn has ended: silence for that long, or no end in sight."""
        return self.in_turn and (self.silence_ms >= end_of_turn_ms or self.turn_ms >= LONGEST_TURN_MS)

    def partial(self) -> str:
        """What the present turn sounds like so far."""
        return self._stream.partial() if self._stream else ""

    def take(self) -> HeardTurn:
        """End the present turn and say what was heard in it."""
        assert self._stream is not None, "no turn is going on"
        transcript = self._stream.finish()
        heard = HeardTurn(transcript, self._start, self._last_voice, self.clock)
        self._stream = None
        self._voiced = 0
        self._recent.clear()
        self._recent_length = 0
        return heard

    def _begin(self) -> None:
        self._stream = self._asr.listen()
        for audio, _ in self._recent:
            self._stream.accept(audio)
        self._start = max(0, self.clock - self._voiced)
        self._last_voice = self.clock

    def _remember(self, audio: Audio, length: int) -> None:
        recent = self._recent
        recent.append((audio, length))
        self._recent_length += length
        while self._recent_length - recent[0][1] >= PRE_ROLL:
            self._recent_length -= recent.popleft()[1]
