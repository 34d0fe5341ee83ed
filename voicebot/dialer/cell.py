"""The units of dialling: a cell, the cases in it, and how each is to be treated."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

from voicebot.accounts import Account
from voicebot.audio.channel import LineConditions

Mix = tuple[tuple[str, float | None], ...]
"""Customer personas and their weights; None is the share that the persona declares."""


@dataclass(frozen=True, slots=True)
class Treatment:
    """How an account is called: with which script, by which robot, as whom, over which line."""

    name: str
    script: str
    robot: str
    fidelity: str = "voice"
    conditions: LineConditions | str = "clean"
    model: str | None = None
    mix: Mix | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """An account as one cell sees it."""

    account: Account
    person: str
    """The same for all accounts of one person."""
    treatment: Treatment | None
    """None: no treatment applies, so nobody calls."""


@dataclass(frozen=True, slots=True)
class Cell:
    """An independent share of a campaign. Frozen: it travels to another process as it is."""

    number: int
    lines: int
    cases: tuple[Case, ...]
    answered_limit: int | None = None
    """Dialling stops after so many answered calls."""


def call_id(account_id: str, attempt: int) -> str:
    """Unique within a campaign, and fit to be a file name."""
    plain = re.sub(r"[^A-Za-z0-9_-]", "_", account_id)[:48]
    if plain != account_id:
        plain += f"~{zlib.crc32(account_id.encode()):08x}"
    return f"{plain}-{attempt}"
