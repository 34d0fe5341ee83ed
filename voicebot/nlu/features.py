"""What the classifier counts in an utterance: n-grams of characters and sounds, concepts, the context."""

from __future__ import annotations

from voicebot.nlu.language import Reading
from voicebot.nlu.meaning import Context

_SHORT = 6
"""Up to this many symbols the context weighs on the words themselves: 明天 answers many questions."""
_MIDDLING = 12
"""Up to this many it weighs on pairs of sounds."""
_MOST_CONCEPTS = 8


def features(reading: Reading, context: Context) -> list[str]:
    """The names of all features present, each once, in a fixed order.

    `c` symbols, `p` sounds, `k` concepts and `K` pairs of them in order, `@` the context and what it meets.
    """
    symbols = ("^", *reading.symbols, "$")
    sounds = ("^", *reading.sounds, "$")
    here = f"@{context.value}"
    found = [here]
    count = len(symbols)
    for size in (1, 2, 3, 4):
        for start in range(count - size + 1):
            found.append("c" + "".join(symbols[start : start + size]))
    for size in (1, 2, 3):
        for start in range(count - size + 1):
            found.append("p" + " ".join(sounds[start : start + size]))
    length = min(count - 2, 24)
    bucket = f"L{length if length < 6 else length // 3 * 3}"
    found += (bucket, here + bucket)
    concepts = reading.concepts[:_MOST_CONCEPTS]
    for place, concept in enumerate(concepts):
        found += ("k" + concept, f"{here}k{concept}")
        for later in concepts[place + 1 :]:
            found.append(f"K{concept}>{later}")
    found += (f"{here}{symbol}" for symbol in reading.symbols if symbol in "DPTMQ")
    if length <= _SHORT:
        found += (f"{here}p{sound}" for sound in reading.sounds)
        found.append(f"{here}={' '.join(reading.sounds)}")
    if length <= _MIDDLING:
        found += (f"{here}p{sounds[start]} {sounds[start + 1]}" for start in range(count - 1))
    return list(dict.fromkeys(found))
