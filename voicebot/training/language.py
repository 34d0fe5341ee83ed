"""What the recipe must know of a language. A second language is a second module that makes one of these."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

Units = tuple[str, ...]
"""Speech sounds in their order; a sound that carries a tone ends in its contour digits."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language to train a recogniser for."""

    code: str
    """As in `models/CODE-phone`."""
    voice: str
    """The espeak-ng language that speaks it."""
    joiner: str
    """What stands between two words of a transcript."""
    tones: tuple[str, ...]
    """Contour digits that a sound may end in; empty for a language without tones."""
    read: Callable[[str], list[tuple[str, Units]] | None]
    """A text's smallest written parts (Mandarin: characters, English: words) with the sounds of each; None
    where the speech engine reads it in a way that cannot be aligned."""
    parts: Callable[[str], Sequence[str]]
    """The smallest written parts of one word."""
    segment: Callable[[str], list[str]]
    """A sentence cut into the words that the recogniser knows."""
    sentences: Callable[[np.random.Generator, int], list[str]]
    """Sentences to speak: seen by the network."""
    texts: Callable[[np.random.Generator, int], list[str]]
    """Sentences for the language model only."""
    frequencies: Callable[[], Mapping[str, float]]
    """General words with how often they are used, most frequent first."""
