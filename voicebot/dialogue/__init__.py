"""The dialogue engine: what is said next, and what a call came to."""

from voicebot.dialogue.dialogue import Dialogue
from voicebot.dialogue.move import Move, Outcome

__all__ = ["Dialogue", "Move", "Outcome"]
