"""Error rates of a model folder: held-out sentences, unseen voices, telephone lines; decoded by Vosk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voicebot.asr.score import Score
from voicebot.asr.vosk import VoskAsr
from voicebot.audio import RATE, Audio
from voicebot.audio.g711 import round_trip
from voicebot.training.distort import Noise, Signal, at_snr, babble_of, white
from voicebot.training.speech import to_line_rate
from voicebot.training.voices import Speaker, draw_speaker
from voicebot.tts import espeak

_EDGE: Final = RATE // 5
"""Samples of line before and after each utterance."""
_NOW: Final = dt.datetime(2026, 3, 2, 10)

Degrade = Callable[[Signal, Noise, np.random.Generator], Signal]


def _with(kind: str, snr_db: float) -> Degrade:
    def degrade(signal: Signal, babble: Noise, rng: np.random.Generator) -> Signal:
        noise = white(len(signal), rng) if kind == "white" else babble(len(signal))
        return signal + at_snr(noise, signal, snr_db)

    return degrade


CONDITIONS: Final[Mapping[str, Degrade]] = {
    "no noise": lambda signal, babble, rng: signal,
    "white noise 20 dB": _with("white", 20),
    "white noise 10 dB": _with("white", 10),
    "babble 20 dB": _with("babble", 20),
    "babble 10 dB": _with("babble", 10),
}
"""What is added before the speech goes over a G.711 line; dB against the mean power while somebody speaks."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One set of sentences under one condition."""

    sentences: str
    condition: str
    score: Score
    speed: float
    """Seconds of audio per second of one core."""


def held_out(language: str) -> dict[str, list[str]]:
    """Sentences that are in no training, by where they come from."""
    from voicebot.persona.phrases import expand, load_phrases

    rng = np.random.default_rng(7)
    unknown = [template for template in load_phrases(language).everything if not template.known]
    file = Path(__file__).parent / language / "held_out" / "colloquial.txt"
    lines = file.read_text(encoding="utf-8").splitlines()
    return {
        "customers' phrases": list(dict.fromkeys(expand(template, rng, _NOW)[0] for template in unknown)),
        "colloquial": [line for line in lines if line and not line.startswith("#")],
    }


def utterances(sentences: Sequence[str], voice: str, seed: int) -> list[tuple[str, NDArray[np.int16]]]:
    """Each sentence spoken by one of the unseen voices."""
    rng = np.random.default_rng([seed, 9])
    spoken = []
    espeak.restart()
    for sentence in sentences:
        speaker: Speaker = draw_speaker(rng, unseen=True)
        speech = espeak.synthesise(
            sentence, speaker.voice(voice), speaker.rate, speaker.pitch, 100, speaker.pitch_range, fresh=False
        )
        spoken.append((sentence, to_line_rate(speech.samples)))
    return spoken


def measure(
    folder: Path,
    name: str,
    spoken: Sequence[tuple[str, NDArray[np.int16]]],
    language: str,
    conditions: Iterable[str] = CONDITIONS,
    wrong: list[tuple[str, str]] | None = None,
) -> list[Measured]:
    """Decode all utterances under each condition; (said, heard) of those not heard right go to `wrong`."""
    asr = VoskAsr(folder)
    everything = np.concatenate([samples for _, samples in spoken])
    results = []
    for condition in conditions:
        rng = np.random.default_rng(5)
        total, seconds, spent = Score(), 0.0, 0.0
        for said, samples in spoken:
            signal = np.concatenate([np.zeros(_EDGE), samples, np.zeros(_EDGE)])
            # Babble here is two voices or more: one alone would be a second caller.
            mixed = CONDITIONS[condition](signal, babble_of(everything, rng, 2, 5), rng)
            mixed *= min(1.0, 32000 / np.abs(mixed).max(initial=1.0))
            line = round_trip(np.round(mixed).astype(np.int16), "ulaw")
            began = process_time()
            stream = asr.listen()
            for start in range(0, len(line), 160):
                stream.accept(Audio(line[start : start + 160]))
            heard = stream.finish().text
            spent += process_time() - began
            seconds += len(line) / RATE
            total.add(said, heard, language)
            if wrong is not None and heard != said:
                wrong.append((said, heard))
        results.append(Measured(name, condition, total, seconds / max(spent, 1e-9)))
    return results


def measure_all(folder: Path, language: str, voice: str, most: int | None = None) -> list[Measured]:
    """Every held-out set under every condition; `most` takes that many sentences of each set."""
    results = []
    for name, sentences in held_out(language).items():
        step = max(1, len(sentences) // most) if most else 1
        spoken = utterances(sentences[::step][:most], voice, 21)
        results += measure(folder, name, spoken, language)
    return results
