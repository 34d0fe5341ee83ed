"""When the robot may believe that it speaks with the right person."""

from __future__ import annotations

from voicebot.nlu.meaning import Context, Intent

_YES = (Intent.CONFIRM_SELF, Intent.AFFIRM)
_NOT_HIM = (Intent.WRONG_NUMBER, Intent.THIRD_PARTY, Intent.MINOR, Intent.DECEASED)


def settle_identity(named: bool, verified: bool, intent: Intent, asked: Context) -> tuple[bool, bool]:
    """(name confirmed, second factor confirmed) after an answer; somebody else's voice takes both back."""
    if intent in _NOT_HIM:
        return False, False
    if intent in _YES:
        return named or asked is Context.IDENTITY, verified or asked is Context.SECOND_FACTOR
    return named, verified
