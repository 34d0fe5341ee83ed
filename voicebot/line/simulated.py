"""A line to a simulated customer."""

from __future__ import annotations

from typing import Protocol

from voicebot.audio import Audio


class FarEnd(Protocol):
    def step(self, heard: Audio) -> Audio | None: ...


class Channel(Protocol):
    def carry(self, audio: Audio) -> Audio: ...


class ClearChannel:
    """Carries everything unchanged and at once."""

    def carry(self, audio: Audio) -> Audio:
        return audio


class SimulatedLine:
    """The customer's speech reaches the robot through the phone channel.

    The customer listens by the label of what the robot says, so the way to the customer has no channel.
    """

    def __init__(self, customer: FarEnd, channel: Channel) -> None:
        self._customer = customer
        self._channel = channel

    def exchange(self, sent: Audio) -> Audio | None:
        spoken = self._customer.step(sent)
        return None if spoken is None else self._channel.carry(spoken)
