"""Recognition by Vosk: offline, streaming, one model shared by all streams of a process."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import soxr
import vosk

from voicebot.asr.engine import Transcript, Word
from voicebot.asr.folder import check_model, is_mark, model_rate
from voicebot.audio import RATE, Audio
from voicebot.audio.pcm import Samples
from voicebot.errors import ModelError

_CHUNK: Final = RATE // 5
"""Samples handed over at once: the decoder's own overhead is large for single 20 ms frames."""
_BETWEEN_HANZI: Final = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")


class VoskAsr:
    """A recogniser with the model of one folder. Raises ModelError for a folder that holds none.

    The model is loaded when the first stream begins.
    """

    def __init__(self, folder: Path) -> None:
        check_model(folder)
        self.folder = folder

    def listen(self) -> VoskStream:
        folder = self.folder.resolve()
        return VoskStream(_model(folder), model_rate(folder))


class VoskStream:
    """One turn being listened to by a model of that rate."""

    def __init__(self, model: vosk.Model, rate: int = RATE) -> None:
        self._recogniser = vosk.KaldiRecognizer(model, rate)
        self._recogniser.SetWords(True)
        # A model of another rate hears telephone sound brought to its own: Kaldi would refuse it.
        self._resampler = None if rate == RATE else soxr.ResampleStream(RATE, rate, 1, dtype="int16")
        self._waiting: list[Samples] = []
        self._length = 0
        self._words: list[Word] = []

    def accept(self, audio: Audio) -> None:
        self._waiting.append(audio.samples)
        self._length += len(audio)
        if self._length >= _CHUNK:
            self._decode()

    def partial(self) -> str:
        heard = [word.text for word in self._words]
        # Before the first piece of audio Vosk answers without a partial.
        heard += json.loads(self._recogniser.PartialResult()).get("partial", "").split()
        return joined(heard)

    def finish(self) -> Transcript:
        if self._waiting or self._resampler is not None:
            self._decode(last=True)
        self._take(self._recogniser.FinalResult())
        words = tuple(self._words)
        if not words:
            return Transcript("")
        confidence = sum(word.confidence for word in words) / len(words)
        return Transcript(joined([word.text for word in words]), confidence, words)

    def _decode(self, last: bool = False) -> None:
        samples = np.concatenate([np.zeros(0, np.int16), *self._waiting])
        self._waiting.clear()
        self._length = 0
        if self._resampler is not None:
            samples = self._resampler.resample_chunk(samples, last=last)
        # Where it hears an end, Vosk starts anew: what it heard so far must be taken now. The turn goes on.
        if self._recogniser.AcceptWaveform(samples.tobytes()):
            self._take(self._recogniser.Result())

    def _take(self, result: str) -> None:
        for word in json.loads(result).get("result", ()):
            if not is_mark(word["word"]):
                start, end = round(word["start"] * 1000), round(word["end"] * 1000)
                self._words.append(Word(word["word"], start, end, min(1.0, word["conf"])))


def joined(words: list[str]) -> str:
    """Words as a sentence: Hanzi stand together, everything else is set apart by single spaces."""
    return _BETWEEN_HANZI.sub("", " ".join(word for word in words if not is_mark(word)))


@lru_cache(maxsize=4)
def _model(folder: Path) -> Any:
    vosk.SetLogLevel(-1)
    try:
        return vosk.Model(str(folder))
    except Exception as error:
        # Vosk raises nothing more precise.
        raise ModelError(f"{folder}: Vosk cannot load this model; restore the folder") from error
