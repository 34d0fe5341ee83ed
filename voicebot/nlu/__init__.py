"""Understanding: words and context in, meaning (intent, slots, confidence) out."""

from voicebot.nlu.understanding import load_nlu

__all__ = ["load_nlu"]
