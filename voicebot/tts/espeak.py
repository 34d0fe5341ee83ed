"""espeak-ng in memory: text in, samples and their events out. No audio device, no files, no prints.

pyttsx3 ships the ctypes binding and espeakng-loader ships the library with its data. espeak-ng is one global machine
per process, so every call sets everything that it depends on, under a lock.
"""

from __future__ import annotations

import ctypes
import os
import re
import threading
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import espeakng_loader
import numpy as np
from numpy.typing import NDArray

from voicebot.errors import VoiceError

RATE = 22050
"""Samples per second that espeak-ng produces."""

_PHONEME_EVENTS = 1
_PHONEME = 7
_BUFFER_MS = 1000
_SEPARATOR = "\u00b7"
# Mode of espeak_TextToPhonemes: bits 8 to 23 hold the separator. A hyphen would clash with phonemes such as `o-`.
_SEPARATED = ord(_SEPARATOR) << 8
_TOKEN = re.compile(r"^[',%=]*(.+?)(\d\d+)?$")
_LOCK = threading.RLock()


class EventKind(StrEnum):
    WORD = "word"
    PHONEME = "phoneme"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that begins at a sample of the speech."""

    kind: EventKind
    sample: int
    """At `RATE`, from the start of the speech."""
    name: str = ""
    """A phoneme's espeak name with its stress marks; empty for a word."""
    start: int = 0
    """A word's first character in the text."""
    end: int = 0
    """The character behind a word's last one."""


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """What espeak-ng said."""

    samples: NDArray[np.int16]
    """Shape (n,), mono, at `RATE`."""
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Phoneme:
    """One phoneme by its espeak name, without stress marks, and its tone as contour digits (`35`), or ''."""

    name: str
    tone: str = ""


def synthesise(
    text: str, voice: str = "cmn", rate: int = 175, pitch: int = 50, volume: int = 100, pitch_range: int = 50
) -> Speech:
    """The text spoken by `language[+variant]`: rate in words per minute, the others 0 to 100.

    The same arguments give the same samples whatever was said before. Raises VoiceError where espeak-ng refuses the
    language; an unknown variant is not noticed here: compare with `variants()`.
    """
    with _LOCK:
        engine = _engine()
        engine.set_voice(voice)
        for parameter, value in (
            (engine.binding.RATE, rate),
            (engine.binding.VOLUME, volume),
            (engine.binding.PITCH, pitch),
            (engine.binding.RANGE, pitch_range),
        ):
            engine.binding.SetParameter(parameter, int(value), 0)
        return engine.speak(text)


def phonemes(text: str, voice: str = "cmn") -> list[Phoneme] | None:
    """How the text is read, tones included; None where espeak-ng leaves the language (it spells some words)."""
    with _LOCK:
        engine = _engine()
        engine.set_voice(voice)
        return engine.read(text)


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Every language code that a voice may begin with, `cmn`, `en-us` …, sorted."""
    with _LOCK:
        listed = _engine().binding.ListVoices(None)
    # `languages` is a priority byte and a zero-terminated code; ctypes stops at the first zero, which is the first code's.
    codes = {voice.languages[1:].decode() for voice in listed if voice.languages}
    return tuple(sorted(codes))


@lru_cache(maxsize=1)
def variants() -> tuple[str, ...]:
    """Every variant that may follow the plus sign, `f2`, `m3`, `klatt` …, sorted."""
    folder = Path(espeakng_loader.get_data_path()) / "voices" / "!v"
    return tuple(sorted(file.name for file in folder.iterdir() if file.is_file()))


class _Engine:
    """The one espeak-ng of this process."""

    def __init__(self) -> None:
        library = ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)
        try:
            # The binding asks the system for `libespeak-ng.so.1`; the library just loaded answers to that name.
            from pyttsx3.drivers import _espeak
        except RuntimeError as error:
            raise VoiceError(f"the speech engine espeak-ng cannot be loaded: {error}; reinstall pyttsx3") from error
        self.binding: Any = _espeak
        self._to_phonemes = library.espeak_TextToPhonemes
        self._to_phonemes.restype = ctypes.c_char_p
        self._to_phonemes.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int]
        self._chunks: list[bytes] = []
        self._events: list[Event] = []
        data = os.fsencode(espeakng_loader.get_data_path())
        # Retrieval mode would be asynchronous and hand over the first clause only.
        rate = self.binding.Initialize(
            self.binding.AUDIO_OUTPUT_SYNCHRONOUS, _BUFFER_MS, data, _PHONEME_EVENTS
        )
        if rate != RATE:
            raise VoiceError(f"the speech engine espeak-ng does not start (code {rate}); reinstall espeakng-loader")
        self.binding.SetSynthCallback(self._receive)

    def set_voice(self, voice: str) -> None:
        # Always set: variants change parameters that only loading a voice puts back.
        if self.binding.SetVoiceByName(voice.encode()) != self.binding.EE_OK:
            raise VoiceError(f"espeak-ng has no voice '{voice}'; write language+variant, for example cmn+f2")

    def speak(self, text: str) -> Speech:
        self._chunks.clear()
        self._events.clear()
        self.binding.Synth(text.encode(), flags=self.binding.ENDPAUSE | self.binding.CHARS_UTF8)
        return Speech(np.frombuffer(b"".join(self._chunks), np.int16), tuple(self._events))

    def read(self, text: str) -> list[Phoneme] | None:
        rest = ctypes.c_char_p(text.encode())
        found = []
        # Every turn of the loop reads one clause and moves `rest` behind it.
        while rest.value is not None:
            spelled = self._to_phonemes(ctypes.byref(rest), self.binding.CHARS_UTF8, _SEPARATED).decode()
            if "(" in spelled:
                return None
            for token in re.split(rf"[\s{_SEPARATOR}]+", spelled):
                if match := _TOKEN.match(token):
                    found.append(Phoneme(match.group(1), match.group(2) or ""))
        return found

    def _receive(self, samples: Any, count: int, events: Any) -> int:
        if count > 0:
            self._chunks.append(ctypes.string_at(samples, count * 2))
        position = 0
        while (event := events[position]).type != self.binding.EVENT_LIST_TERMINATED:
            if event.type == _PHONEME:
                # The name fills the eight bytes of the union and need not end in a zero.
                name = ctypes.string_at(ctypes.addressof(event.id), 8).split(b"\0")[0]
                self._events.append(Event(EventKind.PHONEME, event.sample, name.decode(errors="replace")))
            elif event.type == self.binding.EVENT_WORD:
                start = event.text_position - 1
                self._events.append(Event(EventKind.WORD, event.sample, "", start, start + event.length))
            position += 1
        return 0


@lru_cache(maxsize=1)
def _engine() -> _Engine:
    return _Engine()
