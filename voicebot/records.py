"""What a call leaves behind: truth beside belief, one record per call, turn and action."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from voicebot.actions import Action, Disposition, Promise
from voicebot.audio import Samples

Json = Mapping[str, str | float]
_EMPTY: Json = MappingProxyType({})


@dataclass(slots=True)
class Turn:
    """One stretch of speech by one party. Times count from the answer of the call, in ms."""

    party: str
    """`robot` or `customer`."""
    step: str
    start_ms: int
    end_ms: int
    said: str
    """Truth: the words that left the speaker's mouth."""
    heard: str = ""
    """Customer's turn: the transcript. Robot's turn: the part of the prompt that was played."""
    intent_meant: str = ""
    intent_heard: str = ""
    confidence: float = 0.0
    slots_meant: Json = field(default_factory=lambda: _EMPTY)
    slots_heard: Json = field(default_factory=lambda: _EMPTY)
    barged_in: bool = False
    """Customer's turn: it began while the robot spoke. Robot's turn: it was cut short."""
    end_of_turn_ms: int = 0
    """Customer's turn: from the end of speech to the robot's decision that the turn had ended."""
    known: bool | None = None
    """Customer's turn: whether the phrase was given to the recogniser's language model."""
    context: str = ""
    """Customer's turn: what the robot had asked for."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What a simulated customer really is and really agreed to."""

    answered_by: str
    """`right_party`, `third_party`, `wrong_party`, `voicemail`, `call_assistant`, `minor` or `nobody`."""
    disposition: Disposition
    promise: Promise | None = None
    pays: bool = False
    """Whether the promise will be kept."""


@dataclass(slots=True)
class CallRecord:
    """Everything that one dialled attempt left. Ready to be stored; carries no live object."""

    call_id: str
    account_id: str
    attempt: int
    cell: int
    started_at: dt.datetime
    """When dialling began."""
    seed: int
    line_outcome: str
    """`answered`, or the network's disposition: NA, BUSY, REJ, OFF, SUSPENDED, EMPTY or UNREACH."""
    ring_ms: int = 0
    answered_at: dt.datetime | None = None
    talk_ms: int = 0
    answered_by: str = ""
    """Truth: see `Truth.answered_by`; empty where nobody answered."""
    disposition: Disposition = Disposition.NA
    """Belief: what the robot recorded."""
    true_disposition: Disposition = Disposition.NA
    grade: str = "E"
    script: str = ""
    robot: str = ""
    voice: str = ""
    customer: str = ""
    """The customer persona's name."""
    end_reason: str = ""
    """`robot_hung_up`, `customer_hung_up`, `turn_limit`, `not_connected`, `error`."""
    turns: list[Turn] = field(default_factory=list)
    actions: list[tuple[int, Action]] = field(default_factory=list)
    """(turn index, action)."""
    promise: Promise | None = None
    """Belief."""
    true_promise: Promise | None = None
    pays: bool = False
    sound: tuple[Samples, Samples] | None = None
    """Robot's channel and customer's channel, equally long; None in text fidelity."""
    error: str = ""
    """One line, where the call failed inside voicebot; the seed replays it."""
