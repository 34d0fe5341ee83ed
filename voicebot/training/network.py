"""The acoustic network: a time-delay network with residual layers that answers every 30 ms.

It answers two questions: which toneless sound is spoken, and with which tone if it is a syllable's nucleus.
At 8 kHz tones are far less certain than sounds, so the decoder must be able to weigh the two answers
differently.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from voicebot.training.features import COEFFICIENTS, SUBSAMPLING

_TONE: Final = re.compile(r"^(.+?)(\d\d+)?$")
_FIRST: Final = 256
"""Width of the only layer that runs at every frame."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How large the network is."""

    width: int = 384
    reaches: tuple[int, ...] = (3, 3, 3, 3, 6, 6)
    """For each residual layer, how many frames it looks to either side; multiples of 3."""

    @property
    def context(self) -> int:
        """Frames that an answer looks to either side."""
        return 3 + sum(self.reaches)


@dataclass(frozen=True, slots=True, eq=False)
class Inventory:
    """The units as sound and tone."""

    units: tuple[str, ...]
    """Silence first."""
    sounds: tuple[str, ...]
    """Units without their tone, silence first."""
    tones: tuple[str, ...]
    sound_of: NDArray[np.int64]
    """For each unit the number of its sound."""
    tone_of: NDArray[np.int64]
    """For each unit the number of its tone; -1 where it carries none."""


def make_inventory(units: Sequence[str], tones: Sequence[str]) -> Inventory:
    """Units split into sound and tone."""
    split = [match.groups() if (match := _TONE.match(unit)) and tones else (unit, None) for unit in units]
    sounds = [split[0][0], *sorted({sound for sound, _ in split[1:]})]
    return Inventory(
        units=tuple(units),
        sounds=tuple(sounds),
        tones=tuple(tones),
        sound_of=np.array([sounds.index(sound) for sound, _ in split]),
        tone_of=np.array([tones.index(tone) if tone else -1 for _, tone in split]),
    )


class Network(nn.Module):
    """Features in, the logits of sounds and of tones out."""

    def __init__(self, shape: Shape, sounds: int, tones: int) -> None:
        super().__init__()
        self.shape = shape
        self.first = nn.Linear(5 * COEFFICIENTS, _FIRST)
        self.second = nn.Linear(SUBSAMPLING * _FIRST, shape.width)
        self.layers = nn.ModuleList(nn.Linear(3 * shape.width, shape.width) for _ in shape.reaches)
        widths = (_FIRST, *[shape.width] * (1 + len(shape.reaches)))
        # Normalised before the rectifier, so that it can be folded into the layer when the network is
        # written.
        self.norms = nn.ModuleList(nn.BatchNorm1d(width, momentum=0.02) for width in widths)
        self.sound = nn.Linear(shape.width, sounds)
        self.tone = nn.Linear(shape.width, max(tones, 1))
        self.mean = nn.Buffer(torch.zeros(COEFFICIENTS))
        self.scale = nn.Buffer(torch.ones(COEFFICIENTS))

    def normalise_by(self, mean: NDArray[np.float32], deviation: NDArray[np.float32]) -> None:
        """Take these statistics of the features out of the input."""
        self.mean.copy_(torch.from_numpy(mean))
        self.scale.copy_(torch.from_numpy(1 / (deviation + 1e-3)))

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """Shape (batch, 2 context + 3 n - 2, 40) to (batch, n, sounds) and (batch, n, tones)."""
        x = (features - self.mean) * self.scale
        frames = x.shape[1] - 4
        x = self._layer(0, self.first, torch.cat([x[:, k : k + frames] for k in range(5)], -1))
        answers = x.shape[1] // SUBSAMPLING
        x = x[:, : answers * SUBSAMPLING].reshape(x.shape[0], answers, -1)
        x = self._layer(1, self.second, x)
        for number, (layer, reach) in enumerate(zip(self.layers, self.shape.reaches, strict=True), start=2):
            step = reach // SUBSAMPLING
            answers = x.shape[1] - 2 * step
            here = x[:, step : step + answers]
            x = here + self._layer(number, layer, torch.cat([x[:, :answers], here, x[:, 2 * step :]], -1))
        return self.sound(x), self.tone(x)

    def _layer(self, number: int, layer: nn.Module, x: Tensor) -> Tensor:
        y = layer(x)
        y = self.norms[number](y.flatten(0, 1)).view(y.shape)
        return torch.relu(y)


def parameters(shape: Shape, inventory: Inventory) -> int:
    """How many numbers the network learns."""
    network = Network(shape, len(inventory.sounds), len(inventory.tones))
    return sum(weights.numel() for weights in network.parameters())
