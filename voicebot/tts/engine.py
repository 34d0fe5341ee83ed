"""What a speech engine promises: text and voice in, audio out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from voicebot.audio import Audio


@dataclass(frozen=True, slots=True)
class Voice:
    """How somebody sounds."""

    id: str
    """An engine's voice name, for espeak-ng `language[+variant]`: `cmn+f2`, `en-us+m3`."""
    rate: int = 180
    """Words per minute as the engine counts them (espeak-ng: 80 to 450)."""
    pitch: int = 50
    """0 to 99."""
    volume: int = 100
    """Percent, 0 to 100."""


class TtsEngine(Protocol):
    def speak(self, text: str, voice: Voice) -> Audio:
        """The text in that voice, with its words and marks. Raises VoiceError for an unknown voice."""
        ...
