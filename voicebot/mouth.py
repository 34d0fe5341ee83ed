"""The robot's mouth: says one sentence at a time, and knows how much of it left the mouth."""

from __future__ import annotations

from voicebot.audio import Audio, Words, silence, whole_frames
from voicebot.tts.engine import TtsEngine, Voice


class Mouth:
    def __init__(self, tts: TtsEngine, voice: Voice) -> None:
        self._tts = tts
        self._voice = voice
        self._audio = silence(0)
        self._length = 0
        self._at = 0

    @property
    def done(self) -> bool:
        return self._at >= self._length

    def say(self, text: str, step: str, asks: str) -> None:
        """Begin a sentence; an empty one is done at once."""
        self._hold(silence(0))
        if text:
            spoken = self._tts.speak(text, self._voice)
            self._hold(Audio(whole_frames(spoken), Words(text, act=asks, step=step), spoken.marks))

    def offer(self, longest: int) -> Audio:
        """The next samples of the sentence, at most that many; silence where nothing is being said."""
        if self._at >= self._length:
            return silence(longest)
        return self._audio.cut(self._at, min(self._at + longest, self._length))

    def played(self, samples: int) -> None:
        """The line took that many of the samples last offered."""
        if self._at < self._length:
            self._at = min(self._at + samples, self._length)

    def stop(self) -> str:
        """Fall silent in the middle of the sentence; returns the part of it that was heard."""
        text = self.heard()
        self._hold(silence(0))
        return text

    def heard(self) -> str:
        """The part of the sentence that has been played."""
        text = self._audio.words.text if self._audio.words else ""
        if self.done:
            return text
        begun = [mark.end for mark in self._audio.marks if mark.sample < self._at]
        if begun:
            return text[: max(begun)]
        return text[: len(text) * self._at // self._length]

    def _hold(self, audio: Audio) -> None:
        self._audio = audio
        self._length = len(audio)
        self._at = 0
