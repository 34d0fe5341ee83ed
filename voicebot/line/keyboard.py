"""A line to a person at the keyboard: reads the robot's words, types the customer's."""

from __future__ import annotations

from collections.abc import Callable

from voicebot.audio import RATE, Audio, Words, silence
from voicebot.tts.engine import TtsEngine, Voice

WAIT_MS = 300
"""The robot has finished speaking when it has been quiet this long."""


class KeyboardLine:
    """Asks for the customer's words whenever the robot has fallen silent.

    `ask` returns what the customer says; an empty answer is silence until the robot speaks again, None hangs
    up.
    """

    def __init__(self, ask: Callable[[], str | None], tts: TtsEngine, voice: Voice, greeting: str) -> None:
        """`greeting`: what the customer says on answering, for example 喂."""
        self._ask = ask
        self._tts = tts
        self._voice = voice
        self._speech = self._speak(greeting)
        self._quiet = 0
        self._asked = True

    def exchange(self, sent: Audio) -> Audio | None:
        if sent.words is not None:
            self._quiet = 0
            self._asked = False
        elif self._speech is None and not self._asked:
            self._quiet += len(sent)
            if self._quiet * 1000 >= WAIT_MS * RATE:
                self._asked = True
                answer = self._ask()
                if answer is None:
                    return None
                self._speech = self._speak(answer)
        if self._speech is None:
            return silence(len(sent))
        piece = self._speech.cut(0, len(sent))
        rest = self._speech.cut(len(piece), len(self._speech))
        self._speech = rest if len(rest) else None
        return piece

    def _speak(self, text: str) -> Audio | None:
        if not text:
            return None
        return Audio(self._tts.speak(text, self._voice).samples, Words(text))
