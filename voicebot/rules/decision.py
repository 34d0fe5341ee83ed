"""What a rule said about one call, before or after it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decision:
    account_id: str
    at: dt.datetime
    stage: str
    """`gate` before dialling, `audit` after the call."""
    rule: str
    verdict: str
    """`allow`, `block`, `warn` or `violation`."""
    reason: str
    call_id: str = ""
    """Empty where the gate kept the call from being dialled."""
    until: dt.datetime | None = None
    """Blocked: when the gate opens again; None where it stays shut."""
