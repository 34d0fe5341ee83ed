"""The one seam between the robot and the world."""

from __future__ import annotations

from typing import Protocol

from voicebot.audio import Audio


class Line(Protocol):
    """A far end that one can speak to: a simulated customer, a keyboard, a microphone."""

    def exchange(self, sent: Audio) -> Audio | None:
        """Send up to `len(sent)` samples and hear what came back in the same time.

        The answer may be shorter than what was sent, never empty: its length is the time that passed, and the
        rest of `sent` was not taken. None means that the far end has hung up.
        """
        ...
