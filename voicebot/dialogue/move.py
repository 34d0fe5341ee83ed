"""What a dialogue tells the robot to do, and what it leaves behind."""

from __future__ import annotations

from dataclasses import dataclass

from voicebot.actions import Action, Disposition, Promise
from voicebot.nlu.meaning import Context


@dataclass(frozen=True, slots=True)
class Move:
    """One thing for the robot to say and to wait for."""

    says: str
    """Empty: says nothing."""
    step: str
    asks: Context
    barge_in: bool
    """Whether the customer may interrupt it."""
    end_of_turn_ms: int
    """Silence that ends the customer's answer."""
    no_input_ms: int
    """Patience for an answer, from the end of the prompt."""
    actions: tuple[Action, ...] = ()
    hang_up: bool = False
    """After saying it."""
    discloses: bool = False
    """Whether the words give away that there is a debt."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the robot believes the call came to."""

    disposition: Disposition
    promise: Promise | None
    grade: str
    """`A` a clear promise … `F` do not call again."""
    end_reason: str
    """`robot_hung_up`, `customer_hung_up`, `turn_limit`; empty while the call goes on."""
