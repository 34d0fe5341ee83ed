"""Training: stretches of frames drawn at random, cross-entropy on the labels that the speech engine gave."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from voicebot.training.dataset import Frames
from voicebot.training.features import COEFFICIENTS, SUBSAMPLING
from voicebot.training.network import Inventory, Network, Shape

_BATCH = 24
_STRETCH = 150
"""Answers in one stretch: 4.5 s."""
_PEAK = 2e-3
_WARM_UP = 200
_TONE_WEIGHT = 0.6
_SAVED_EVERY = 250


@dataclass(frozen=True, slots=True)
class Progress:
    """Where training stands, over the steps since the last report."""

    step: int
    steps: int
    loss: float
    sounds_right: float
    """Share of frames."""
    tones_right: float
    """Share of the frames of syllable nuclei."""


def fit(
    frames: Frames,
    inventory: Inventory,
    shape: Shape,
    steps: int,
    seed: int,
    out: Path,
    report: Callable[[Progress], None] = lambda progress: None,
) -> None:
    """Train for that many steps and write `out`; goes on from a checkpoint beside it where there is one.

    The steps drawn depend on seed and step number only, so that an interrupted training ends where a whole
    one does.
    """
    torch.manual_seed(seed)
    network = Network(shape, len(inventory.sounds), len(inventory.tones))
    sample = frames.features[::97].astype(np.float32)
    network.normalise_by(sample.mean(0), sample.std(0))
    optimizer = torch.optim.Adam(network.parameters(), lr=_PEAK, fused=True)
    checkpoint = out.with_suffix(".checkpoint")
    first = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        first = int(state["step"])
    seen: list[tuple[float, float, float]] = []
    for step in range(first, steps):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step, steps)
        seen.append(_step(network, optimizer, frames, inventory, np.random.default_rng([seed, step])))
        if (step + 1) % 50 == 0 or step + 1 == steps:
            loss, sounds, tones = np.mean(seen, axis=0)
            report(Progress(step + 1, steps, float(loss), float(sounds), float(tones)))
            seen.clear()
        if (step + 1) % _SAVED_EVERY == 0:
            state = {"network": network.state_dict(), "optimizer": optimizer.state_dict(), "step": step + 1}
            _save(state, checkpoint)
    counts = np.bincount(frames.labels, minlength=len(inventory.units)) + 20.0
    _save({"network": network.state_dict(), "prior": torch.from_numpy(counts / counts.sum())}, out)
    checkpoint.unlink(missing_ok=True)


def learning_rate(step: int, steps: int) -> float:
    """A short rise, then half a cosine down to a fiftieth."""
    rise = min(1.0, (step + 1) / min(_WARM_UP, max(1, steps // 5)))
    return _PEAK * rise * (0.49 * (1 + math.cos(math.pi * step / steps)) + 0.02)


def _step(
    network: Network,
    optimizer: torch.optim.Optimizer,
    frames: Frames,
    inventory: Inventory,
    rng: np.random.Generator,
) -> tuple[float, float, float]:
    context = network.shape.context
    margin = context // SUBSAMPLING + 1
    starts = rng.integers(margin, len(frames.labels) - _STRETCH - margin, _BATCH)
    span = SUBSAMPLING * (_STRETCH - 1) + 1 + context
    batch = np.empty((_BATCH, span + context, COEFFICIENTS), np.float32)
    for row, start in enumerate(starts):
        batch[row] = frames.features[SUBSAMPLING * start - context : SUBSAMPLING * start + span]
    labels = np.stack([frames.labels[start : start + _STRETCH] for start in starts]).astype(np.int64)
    sound = torch.from_numpy(inventory.sound_of[labels]).flatten()
    tone = torch.from_numpy(inventory.tone_of[labels]).flatten()
    # Half the width of the numbers: twice as fast where the processor can, and as good.
    with torch.autocast("cpu", torch.bfloat16):
        sounds, tones = network(torch.from_numpy(batch))
    sounds, tones = sounds.float().flatten(0, 1), tones.float().flatten(0, 1)
    loss = F.cross_entropy(sounds, sound)
    toned = tone >= 0
    if inventory.tones and bool(toned.any()):
        loss = loss + _TONE_WEIGHT * F.cross_entropy(tones[toned], tone[toned])
    optimizer.zero_grad()
    torch.autograd.backward(loss)
    torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
    optimizer.step()
    with torch.no_grad():
        sounds_right = (sounds.argmax(-1) == sound).float().mean().item()
        tones_right = (tones[toned].argmax(-1) == tone[toned]).float().mean().item() if toned.any() else 0.0
    return loss.item(), sounds_right, tones_right


def _save(state: dict[str, object], path: Path) -> None:
    partial = path.with_suffix(".part")
    torch.save(state, partial)
    partial.replace(path)
