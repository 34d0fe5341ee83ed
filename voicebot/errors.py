"""Every error a user can cause. Each message is one line that names the place and the remedy.

VoicebotError
├── UsageError       a command's options do not fit together
├── InputError       a file that the user wrote is wrong: script, persona, campaign, accounts, audio
├── ModelError       a recognition or understanding model is absent, damaged or does not fit
├── VoiceError       a voice that no speech engine here can speak
└── OutputError      a result cannot be written
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path


class VoicebotError(Exception):
    """A user's fault or a fault of the user's machine; the command line prints it and exits with 2."""


class UsageError(VoicebotError):
    """A command's options do not fit together."""


class InputError(VoicebotError):
    """A file that the user wrote is wrong."""

    @classmethod
    def at(cls, path: Path | str, line: int | None, message: str) -> InputError:
        """`path:line: message`; the line is left out where it is unknown."""
        place = f"{path}:{line}" if line else f"{path}"
        return cls(f"{place}: {message}")


class ModelError(VoicebotError):
    """A recognition or understanding model is absent, damaged or does not fit."""


class VoiceError(VoicebotError):
    """A voice that no speech engine here can speak."""


class OutputError(VoicebotError):
    """A result cannot be written."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'a' or 'b'?`, or nothing where no known word is near."""
    near = get_close_matches(word, [str(name) for name in known], n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(repr(n) for n in near)}?" if near else ""
