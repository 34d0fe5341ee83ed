"""Voice activity: is there speech in this piece of audio?"""

from __future__ import annotations

from typing import Protocol

import numpy as np
import webrtcvad

from voicebot.audio import FRAME, RATE, Audio


class Vad(Protocol):
    def is_speech(self, audio: Audio) -> bool: ...


class WebRtcVad:
    """WebRTC's detector behind a gate that follows the line's noise floor.

    WebRTC alone takes steady white noise and distant voices for speech; a speaker on the phone is louder than
    both.
    """

    GATE = 2.0
    """Speech is at least this many times the noise floor in amplitude (6 dB)."""
    SETTLING = 10
    """Frames after the answer that set the floor at once: nobody speaks in the first 200 ms."""
    LEAST = 60.0
    """Root mean square below which a frame is quiet whatever it holds; int16 units, about -55 dBFS."""

    def __init__(self, aggressiveness: int = 2) -> None:
        self._vad = webrtcvad.Vad(aggressiveness)
        self._floor = self.LEAST / 2
        self._first = self.SETTLING

    def is_speech(self, audio: Audio) -> bool:
        """Expects one 20 ms frame."""
        samples = audio.samples
        settling = self._first > 0
        self._first -= settling
        if samples.strides == (0,):  # a line without noise on which nothing is said
            return False
        as_float = samples.astype(np.float32)
        level = float(np.sqrt(as_float.dot(as_float) / len(as_float)))
        if settling:
            self._floor = max(self._floor, min(level, 10 * self.LEAST))
            return False
        # The floor falls at once and rises by a third in a second, so that speech does not lift it.
        self._floor = min(max(level, 1.0), self._floor * 1.006)
        if level < max(self.LEAST, self.GATE * self._floor):
            return False
        return len(samples) == FRAME and bool(self._vad.is_speech(samples.tobytes(), RATE))


class LabelVad:
    """Voice activity by the audio's label: the ears of text fidelity and of the keyboard."""

    def is_speech(self, audio: Audio) -> bool:
        return audio.words is not None
