"""Recognition by Vosk: offline, streaming, one model shared by all streams of a process."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import vosk

from voicebot.asr.engine import Transcript, Word
from voicebot.asr.folder import check_model, is_mark
from voicebot.audio import RATE, Audio
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
        return VoskStream(_model(self.folder.resolve()))


class VoskStream:
    """One turn being listened to."""

    def __init__(self, model: vosk.Model) -> None:
        self._recogniser = vosk.KaldiRecognizer(model, RATE)
        self._recogniser.SetWords(True)
        self._waiting: list[bytes] = []
        self._length = 0
        self._words: list[Word] = []

    def accept(self, audio: Audio) -> None:
        self._waiting.append(audio.samples.tobytes())
        self._length += len(audio)
        if self._length >= _CHUNK:
            self._decode()

    def partial(self) -> str:
        heard = [word.text for word in self._words]
        # Before the first piece of audio Vosk answers without a partial.
        heard += json.loads(self._recogniser.PartialResult()).get("partial", "").split()
        return joined(heard)

    def finish(self) -> Transcript:
        if self._length:
            self._decode()
        self._take(self._recogniser.FinalResult())
        words = tuple(self._words)
        if not words:
            return Transcript("")
        confidence = sum(word.confidence for word in words) / len(words)
        return Transcript(joined([word.text for word in words]), confidence, words)

    def _decode(self) -> None:
        samples = b"".join(self._waiting)
        self._waiting.clear()
        self._length = 0
        # Where it hears an end, Vosk starts anew: what it heard so far must be taken now. The turn goes on.
        if self._recogniser.AcceptWaveform(samples):
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
