"""The trained classifier: linear over features that are present or not, with calibrated probabilities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from voicebot.errors import ModelError
from voicebot.nlu.meaning import Intent

FORMAT = 1
"""Raised when older models can no longer be read."""


@dataclass(frozen=True, slots=True)
class Classifier:
    """Weights of features for intents."""

    intents: tuple[Intent, ...]
    vocabulary: Mapping[str, int]
    weights: NDArray[np.float32]
    """Features by intents."""
    bias: NDArray[np.float32]
    rarity: NDArray[np.float32]
    """Inverse document frequency of each feature."""
    sharpness: float
    """What the scores are multiplied with before they become probabilities: fitted on held-out phrases."""
    novelty: float
    """What the out-of-scope score gains when all features are unknown, proportionally where some are."""
    sounds: Mapping[str, str]
    """The language's sounds of characters or words."""

    def rows(self, names: list[str]) -> tuple[list[str], NDArray[np.intp], NDArray[np.float32]]:
        """The features that are known, their rows and their values (of length 1 together)."""
        vocabulary = self.vocabulary
        known = [name for name in names if name in vocabulary]
        rows = np.array([vocabulary[name] for name in known], dtype=np.intp)
        values = self.rarity[rows]
        length = float(np.sqrt(values @ values)) or 1.0
        return known, rows, values / np.float32(length)

    def probabilities(self, names: list[str]) -> NDArray[np.float64]:
        """How likely each intent is, in the order of `intents`; sums to 1."""
        known, rows, values = self.rows(names)
        scores = (values @ self.weights[rows] + self.bias).astype(np.float64)
        if Intent.OUT_OF_SCOPE in self.intents:
            scores[self.intents.index(Intent.OUT_OF_SCOPE)] += self.novelty * self.unknown(names, known)
        scores *= self.sharpness
        scores = np.exp(scores - scores.max())
        return np.asarray(scores / scores.sum())

    @staticmethod
    def unknown(names: list[str], known: list[str]) -> float:
        """The share of features that training never met: talk about other things is made of them."""
        return 1 - len(known) / len(names) if names else 1.0

    def save(self, path: Path) -> None:
        """Write the model as one compressed file; weights are kept in 8 bits, a scale for each intent."""
        scale = np.maximum(np.abs(self.weights).max(axis=0), 1e-9) / 127
        np.savez_compressed(
            path,
            format=np.array(FORMAT),
            intents=np.array(" ".join(self.intents)),
            vocabulary=np.frombuffer("\n".join(self.vocabulary).encode(), dtype=np.uint8),
            weights=np.round(self.weights / scale).astype(np.int8),
            scale=scale.astype(np.float32),
            bias=self.bias,
            rarity=self.rarity,
            sharpness=np.array(self.sharpness),
            novelty=np.array(self.novelty),
            sounds=np.frombuffer(
                "\n".join(f"{k} {v}" for k, v in self.sounds.items()).encode(), dtype=np.uint8
            ),
        )

    @classmethod
    def load(cls, path: Path) -> Classifier:
        """Read a model. Raises ModelError where it is absent, damaged or of another format."""
        try:
            with np.load(path, allow_pickle=False) as stored:
                if int(stored["format"]) != FORMAT:
                    raise ModelError(
                        f"{path}: model format {stored['format']} is not {FORMAT}; train it again"
                    )
                names = stored["vocabulary"].tobytes().decode().split("\n")
                sounds = stored["sounds"].tobytes().decode().split("\n")
                return cls(
                    intents=tuple(Intent(name) for name in str(stored["intents"]).split()),
                    vocabulary={name: row for row, name in enumerate(names)},
                    weights=stored["weights"].astype(np.float32) * stored["scale"],
                    bias=stored["bias"],
                    rarity=stored["rarity"],
                    sharpness=float(stored["sharpness"]),
                    novelty=float(stored["novelty"]),
                    sounds=dict(line.split(" ", 1) for line in sounds if line),
                )
        except FileNotFoundError:
            raise ModelError(
                f"{path} is absent; build it with `voicebot models train zh --part understanding`"
            ) from None
        except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
            raise ModelError(
                f"{path} is damaged ({error}); build it with `voicebot models train zh --part understanding`"
            ) from None
