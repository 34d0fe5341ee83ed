"""Speech to learn from: sentences spoken by espeak-ng, with the exact place of every sound."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np
import soxr
from numpy.typing import NDArray

from voicebot.audio import RATE
from voicebot.training.language import Language
from voicebot.training.voices import Speaker, draw_speaker
from voicebot.tts import espeak

SILENCE: Final = "SIL"
_STRESS: Final = "',%="
_TONE: Final = re.compile(r"\d\d+$")


@dataclass(frozen=True, slots=True)
class Label:
    """What is heard when in one utterance."""

    text: str
    variant: str
    units: tuple[str, ...]
    starts: tuple[int, ...]
    """The first sample of each unit, at 8 kHz."""
    length: int
    """Samples."""


def speak(text: str, speaker: Speaker, language: Language) -> tuple[NDArray[np.int16], Label] | None:
    """The sentence at 8 kHz with its sounds; None where what is said and read differ (about 1 in 80)."""
    reading = language.read(text)
    if reading is None:
        return None
    units = [unit for _, sounds in reading for unit in sounds]
    speech = espeak.synthesise(
        text,
        speaker.voice(language.voice),
        speaker.rate,
        speaker.pitch,
        100,
        speaker.pitch_range,
        fresh=False,
    )
    names: list[str] = []
    starts: list[int] = []
    closure: int | None = None
    for event in speech.events:
        if event.kind is not espeak.EventKind.PHONEME:
            continue
        name = event.name.lstrip(_STRESS)
        if name == "_|":
            # The gap before a stop is its closure: it belongs to the stop.
            closure = event.sample
            continue
        names.append(SILENCE if name == "" or name.startswith("_") else name)
        starts.append(event.sample if closure is None else closure)
        closure = None
    if [name for name in names if name != SILENCE] != [_TONE.sub("", unit) for unit in units]:
        return None
    toned = iter(units)
    full = tuple(SILENCE if name == SILENCE else next(toned) for name in names)
    samples = to_line_rate(speech.samples)
    places = tuple(start * RATE // espeak.RATE for start in starts)
    return samples, Label(text, speaker.variant, full, places, len(samples))


def to_line_rate(samples: NDArray[np.int16]) -> NDArray[np.int16]:
    """espeak-ng's samples at 8 kHz."""
    line = soxr.resample(samples.astype(np.float32), espeak.RATE, RATE)
    clipped: NDArray[np.int16] = np.clip(np.round(line), -32768, 32767).astype(np.int16)
    return clipped


def make_shard(
    sentences: Sequence[str], language: Language, seed: Sequence[int], out: Path, unseen: bool = False
) -> None:
    """Speak the sentences, each by a speaker of its own, and write `out` (.npz: samples, labels)."""
    # A fresh engine: the shard must not depend on what this process has said before.
    espeak.restart()
    rng = np.random.default_rng(list(seed))
    chunks, labels = [], []
    for sentence in sentences:
        spoken = speak(sentence, draw_speaker(rng, unseen), language)
        if spoken is not None:
            chunks.append(spoken[0])
            labels.append(spoken[1])
    samples = np.concatenate(chunks) if chunks else np.zeros(0, np.int16)
    written = json.dumps([asdict(label) for label in labels], ensure_ascii=False).encode()
    partial = out.with_suffix(".part.npz")
    np.savez(partial, samples=samples, labels=np.frombuffer(written, np.uint8))
    partial.replace(out)


def read_shard(path: Path) -> tuple[list[NDArray[np.int16]], list[Label]]:
    """The utterances of a shard and their labels."""
    with np.load(path) as shard:
        samples, written = shard["samples"], shard["labels"].tobytes()
    labels = [
        Label(one["text"], one["variant"], tuple(one["units"]), tuple(one["starts"]), one["length"])
        for one in json.loads(written)
    ]
    ends = np.cumsum([label.length for label in labels])
    return np.split(samples, ends[:-1]), labels
