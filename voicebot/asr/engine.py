"""What a recogniser promises: frames in, a transcript out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from voicebot.audio import Audio


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word, its place in the stream and how sure the recogniser is of it."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was heard in one turn. Mandarin is written without spaces, English with single spaces."""

    text: str
    confidence: float = 0.0
    """Mean word confidence, 0 to 1; 0 where nothing was heard."""
    words: tuple[Word, ...] = ()


class AsrStream(Protocol):
    """One turn being listened to."""

    def accept(self, audio: Audio) -> None: ...

    def partial(self) -> str:
        """What has been heard so far."""
        ...

    def finish(self) -> Transcript:
        """What was heard in all; the stream may not be used afterwards."""
        ...


class AsrEngine(Protocol):
    """A recogniser; streams from one engine share its model."""

    def listen(self) -> AsrStream: ...
