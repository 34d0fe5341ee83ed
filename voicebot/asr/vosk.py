"""Recognition with Vosk: streaming, on the processor, one model per process."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import vosk

from voicebot.asr.engine import AsrStream, Transcript, Word
from voicebot.audio import RATE, Audio, Samples
from voicebot.errors import ModelError

CHUNK = RATE // 5
"""Samples that are handed to Vosk at once: it decodes in stretches of about this length anyway."""
NEEDED = ("am/final.mdl", "conf/model.conf", "conf/mfcc.conf")
"""Without these files Vosk ends the whole process."""


class VoskAsr:
    """A recogniser with the Vosk model of one folder. Raises ModelError where the folder can't be used."""

    def __init__(self, folder: Path, joiner: str = "") -> None:
        """`joiner` stands between two words of a transcript: nothing in Mandarin, a space in English."""
        self._model = _model(str(folder))
        self._joiner = joiner

    def listen(self) -> AsrStream:
        return VoskStream(self._model, self._joiner)


class VoskStream:
    """One turn being listened to."""

    def __init__(self, model: Any, joiner: str) -> None:
        self._recogniser = vosk.KaldiRecognizer(model, RATE)
        self._recogniser.SetWords(True)
        self._joiner = joiner
        self._waiting: list[Samples] = []
        self._length = 0
        self._words: list[Word] = []

    def accept(self, audio: Audio) -> None:
        self._waiting.append(audio.samples)
        self._length += len(audio)
        if self._length >= CHUNK:
            self._decode()

    def partial(self) -> str:
        said = str(json.loads(self._recogniser.PartialResult())["partial"]).split()
        return self._joiner.join([word.text for word in self._words] + said)

    def finish(self) -> Transcript:
        self._decode()
        self._keep(self._recogniser.FinalResult())
        words = tuple(self._words)
        sure = sum(word.confidence for word in words) / len(words) if words else 0.0
        return Transcript(self._joiner.join(word.text for word in words), sure, words)

    def _decode(self) -> None:
        if self._waiting:
            sound = np.concatenate(self._waiting).tobytes()
            self._waiting.clear()
            self._length = 0
            # Vosk ends a segment at a pause of its own; the turn goes on in the next segment.
            if self._recogniser.AcceptWaveform(sound):
                self._keep(self._recogniser.Result())

    def _keep(self, result: str) -> None:
        self._words += [
            Word(word["word"], round(word["start"] * 1000), round(word["end"] * 1000), float(word["conf"]))
            for word in json.loads(result).get("result", ())
        ]


@lru_cache(maxsize=4)
def _model(folder: str) -> Any:
    path = Path(folder)
    if not path.is_dir():
        raise ModelError(f"{path}: no such model folder; `voicebot models list` shows what is there")
    missing = [name for name in NEEDED if not (path / name).is_file()]
    graph = path / "graph"
    if not (graph / "HCLG.fst").is_file() and not all((graph / n).is_file() for n in ("HCLr.fst", "Gr.fst")):
        missing.append("graph/HCLG.fst")
    if missing:
        raise ModelError(f"{path}: not a Vosk model, {missing[0]} is missing; restore the folder")
    vosk.SetLogLevel(-1)
    return vosk.Model(str(path))
