"""The model folder: decoding graph and acoustic model, put together from a trained network and text."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from voicebot.training.export import Decoding, export
from voicebot.training.graph import build_graph
from voicebot.training.language import Language
from voicebot.training.lexicon import pronounce, vocabulary
from voicebot.training.network import Inventory, Shape


@dataclass(frozen=True, slots=True)
class GraphSize:
    """How much goes into the decoding graph."""

    texts: int = 60_000
    """Sentences for the language model."""
    words: int = 14_000
    """General words beside those of the sentences."""
    word_cost: float = 1.0


def assemble(
    network: Path,
    inventory: Inventory,
    shape: Shape,
    language: Language,
    size: GraphSize,
    seed: int,
    out: Path,
    decoding: Decoding | None = None,
) -> None:
    """Write the model folder `out` anew; it appears whole or not at all."""
    partial = out.with_name(f"{out.name}.part")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    sentences = list(dict.fromkeys(language.texts(np.random.default_rng([seed, 4]), size.texts)))
    texts = [language.segment(sentence) for sentence in sentences]
    words = vocabulary(texts, language, size.words)
    lexicon = pronounce(words, sentences, frozenset(inventory.units), language)
    phones = build_graph(lexicon, inventory.units, texts, language.frequencies(), partial, size.word_cost)
    export(network, inventory, shape, phones, partial, decoding or Decoding())
    for folder in ("am", "conf", "graph"):
        target = out / folder
        shutil.rmtree(target, ignore_errors=True)
        out.mkdir(parents=True, exist_ok=True)
        (partial / folder).replace(target)
    partial.rmdir()
