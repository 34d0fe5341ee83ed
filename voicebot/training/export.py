"""The trained network as vosk's acoustic model: `am/final.mdl`, `conf/mfcc.conf`, `conf/model.conf`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from voicebot.training.features import COEFFICIENTS, MFCC_CONF, SUBSAMPLING
from voicebot.training.graph import Phones
from voicebot.training.kaldi import Component, write_model
from voicebot.training.network import Inventory, Network, Shape

Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Decoding:
    """How the decoder weighs what it is given; chosen on sentences of seen voices that are in no test."""

    tone: float = 0.4
    """Weight of the tone's score: at 8 kHz tones are less certain than their scores say."""
    acoustic: float = 0.45
    silence: float = 0.3
    """Factor on silence's probability beforehand: below 1, noise is less easily heard as a word."""
    beam: float = 11.0
    max_active: int = 3000


def export(
    network: Path, inventory: Inventory, shape: Shape, phones: Phones, folder: Path, decoding: Decoding
) -> None:
    """Write the acoustic model and its settings into the model folder."""
    for name in ("am", "conf"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    state = torch.load(network, weights_only=True)
    net = Network(shape, len(inventory.sounds), len(inventory.tones))
    net.load_state_dict(state["network"])
    priors = _priors(state["prior"].numpy(), inventory, decoding)
    components = _components(net.eval(), inventory, decoding.tone)
    write_model(folder / "am" / "final.mdl", phones.scores, components, COEFFICIENTS, priors)
    (folder / "conf" / "mfcc.conf").write_text(MFCC_CONF, encoding="utf-8")
    (folder / "conf" / "model.conf").write_text(
        f"""--min-active=200
--max-active={decoding.max_active}
--beam={decoding.beam}
--lattice-beam=4.0
--acoustic-scale={decoding.acoustic}
--frame-subsampling-factor={SUBSAMPLING}
--endpoint.silence-phones=1
--endpoint.rule2.min-trailing-silence=0.5
--endpoint.rule3.min-trailing-silence=0.75
--endpoint.rule4.min-trailing-silence=1.0
""",
        encoding="utf-8",
    )


def _components(network: Network, inventory: Inventory, tone_weight: float) -> list[Component]:
    """Normalisation is folded into the layers before it, and that of the input into the first layer."""
    parts: list[Component] = []

    def layer(
        name: str, source: str, affine: nn.Linear, norm: nn.BatchNorm1d, scale: Weights, shift: Weights
    ) -> str:
        weights, bias = _folded(affine, norm, scale, shift)
        parts.append(Component(f"{name}.affine", source, "affine", len(bias), weights, bias))
        parts.append(Component(f"{name}.relu", f"{name}.affine", "relu", len(bias)))
        return f"{name}.relu"

    scale = np.tile(_numbers(network.scale), 5)
    shift = -np.tile(_numbers(network.mean), 5) * scale
    norms = [norm for norm in network.norms if isinstance(norm, nn.BatchNorm1d)]
    layers = [affine for affine in network.layers if isinstance(affine, nn.Linear)]
    node = layer("first", _splice("input", range(-2, 3)), network.first, norms[0], scale, shift)
    none = (np.ones(1), np.zeros(1))
    node = layer("second", _splice(node, (-1, 0, 1)), network.second, norms[1], *none)
    for number, (reach, affine) in enumerate(zip(network.shape.reaches, layers, strict=True)):
        source = _splice(node, (-reach, 0, reach))
        added = layer(f"layer{number}", source, affine, norms[2 + number], *none)
        # Scaled by one: a component that only gives the sum a name, so that it is computed once.
        parts.append(Component(f"sum{number}", f"Sum({node}, {added})", "scale", network.shape.width))
        node = f"sum{number}"
    heads = [("sound", network.sound, len(inventory.sounds))]
    if inventory.tones:
        heads.append(("tone", network.tone, len(inventory.tones)))
    for name, affine, dim in heads:
        weights, bias = _numbers(affine.weight), _numbers(affine.bias)
        parts.append(Component(f"{name}.affine", node, "affine", dim, weights, bias))
        parts.append(Component(f"{name}.logp", f"{name}.affine", "logsoftmax", dim))
    both = ", ".join(f"{name}.logp" for name, _, _ in heads)
    combined = _combination(inventory, tone_weight)
    source = f"Append({both})" if len(heads) > 1 else both
    units = len(inventory.units)
    parts.append(Component("score", source, "affine", units, combined, np.zeros(units), exact=True))
    return parts


def _combination(inventory: Inventory, tone_weight: float) -> Weights:
    """The score of a unit: log probability of its sound, and of its tone by weight."""
    sounds = len(inventory.sounds)
    combined = np.zeros((len(inventory.units), sounds + len(inventory.tones)))
    for unit, (sound, tone) in enumerate(zip(inventory.sound_of, inventory.tone_of, strict=True)):
        combined[unit, sound] = 1.0
        if tone >= 0:
            combined[unit, sounds + tone] = tone_weight
    return combined


def _priors(frequency: Weights, inventory: Inventory, decoding: Decoding) -> Weights:
    """How likely each unit's score is before anything is heard; the decoder divides by it."""
    sounds = np.bincount(inventory.sound_of, frequency).astype(np.float64)
    toned = inventory.tone_of >= 0
    priors: Weights = sounds[inventory.sound_of]
    if toned.any():
        tones = np.bincount(inventory.tone_of[toned], frequency[toned]) / frequency[toned].sum()
        priors[toned] *= tones[inventory.tone_of[toned]] ** decoding.tone
    priors[0] *= decoding.silence
    return priors


def _splice(node: str, offsets: range | tuple[int, ...]) -> str:
    return "Append(" + ", ".join(node if k == 0 else f"Offset({node}, {k})" for k in offsets) + ")"


def _folded(
    affine: nn.Linear, norm: nn.BatchNorm1d, scale: Weights, shift: Weights
) -> tuple[Weights, Weights]:
    """Weights and bias of the layer with its input's scale and shift and the normalisation of its output."""
    weights, bias = _numbers(affine.weight), _numbers(affine.bias)
    bias = bias + (weights * shift).sum(axis=1)
    weights = weights * scale
    assert norm.running_mean is not None
    assert norm.running_var is not None
    gain = _numbers(norm.weight) / np.sqrt(_numbers(norm.running_var) + norm.eps)
    return weights * gain[:, None], (bias - _numbers(norm.running_mean)) * gain + _numbers(norm.bias)


def _numbers(tensor: torch.Tensor) -> Weights:
    numbers: Weights = tensor.detach().double().numpy()
    return numbers
