"""Features and labels to learn from: every shard of speech through telephone lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.fft import next_fast_len

from voicebot.training.distort import Signal, babble_of, line
from voicebot.training.features import SUBSAMPLING, frame_labels, mfcc
from voicebot.training.speech import SILENCE, Label, read_shard

_SPEECHLESS = 0.05
"""Share of utterances of which only the line is left, so that noise and other people's talk mean silence."""


@dataclass(frozen=True, slots=True, eq=False)
class Frames:
    """Many utterances end to end."""

    features: NDArray[np.float16]
    """Shape (3 n, 40): one every 10 ms."""
    labels: NDArray[np.int16]
    """Shape (n,): the unit's number every 30 ms."""


def unit_names(shards: Sequence[Path]) -> list[str]:
    """All units of the speech, silence first."""
    found = {unit for shard in shards for label in read_shard(shard)[1] for unit in label.units}
    return [SILENCE, *sorted(found - {SILENCE})]


def make_features(shard: Path, units: Sequence[str], seed: Sequence[int], out: Path) -> None:
    """Send every utterance of the shard through a line of its own and write `out` (.npz)."""
    utterances, labels = read_shard(shard)
    number = {unit: place for place, unit in enumerate(units)}
    everything = np.concatenate(utterances)
    features, answers = [], []
    for index, (samples, label) in enumerate(zip(utterances, labels, strict=True)):
        rng = np.random.default_rng([*seed, index])
        lead, padded = _surround(samples, label, rng)
        mute = rng.random() < _SPEECHLESS
        heard = line(padded, babble_of(everything, rng), rng, mute)
        vectors = mfcc(heard)
        count = len(vectors) // SUBSAMPLING
        if not count:
            continue
        features.append(vectors[: count * SUBSAMPLING].astype(np.float16))
        starts = [start + lead for start in label.starts]
        silent = np.zeros(count, np.int16)
        answers.append(silent if mute else frame_labels(label.units, starts, count, number))
    partial = out.with_suffix(".part.npz")
    np.savez(partial, features=np.concatenate(features), labels=np.concatenate(answers))
    partial.replace(out)


def read_features(paths: Sequence[Path]) -> Frames:
    """All feature files, one after the other."""
    features, labels = [], []
    for path in paths:
        with np.load(path) as shard:
            features.append(shard["features"])
            labels.append(shard["labels"])
    return Frames(np.concatenate(features), np.concatenate(labels))


def _surround(samples: NDArray[np.int16], label: Label, rng: np.random.Generator) -> tuple[int, Signal]:
    """The utterance with pauses around it, of which some are long, and the length of the first."""
    lead, tail = (int(rng.uniform(0, 9000 if rng.random() < 0.25 else 2400)) for _ in range(2))
    kept = len(samples)
    if len(label.units) > 1 and label.units[-1] == SILENCE:
        # espeak-ng ends with 0.3 s of silence; a caller's line may close at once.
        kept = max(kept - int(rng.uniform(0, 2400)), label.starts[-1])
    # A length without large prime factors halves the time of the Fourier transforms to come.
    whole = next_fast_len(lead + kept + tail, real=True)
    surrounded = np.zeros(whole)
    surrounded[lead : lead + kept] = samples[:kept]
    return lead, surrounded
