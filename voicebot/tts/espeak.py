"""espeak-ng in memory: text in, samples and their events out. No audio device, no files, no prints.

pyttsx3 ships the ctypes definitions, espeakng-loader the library with its data. espeak-ng is one global
machine, so every call sets everything that it depends on, under a lock.
"""

from __future__ import annotations

import _ctypes
import ctypes
import os
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import takewhile
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
# Mode of espeak_TextToPhonemes: bits 8 to 23 hold the separator. A hyphen would clash with phonemes like
# `o-`.
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
    text: str,
    voice: str = "cmn",
    rate: int = 175,
    pitch: int = 50,
    volume: int = 100,
    pitch_range: int = 50,
    fresh: bool = True,
) -> Speech:
    """The text spoken by `language[+variant]`: rate in words per minute, the others 0 to 100.

    The same arguments give the same samples whatever was said before. `fresh=False` saves the 5 ms that this
    costs: the samples then depend on what the process has said so far. Raises VoiceError where espeak-ng
    refuses the language; an unknown variant is not noticed here: compare with `variants()`.
    """
    binding = _binding()
    settings = {binding.RATE: rate, binding.VOLUME: volume, binding.PITCH: pitch, binding.RANGE: pitch_range}
    with _LOCK:
        if not fresh:
            engine = _engine()
            engine.set_voice(voice)
            return engine.speak(text, settings)
        # The engine keeps its flutter and noise running from one text to the next, beyond terminate and
        # initialise: only a library loaded anew starts from the same state. Loaded twice it would be one
        # machine, so the kept one must go first.
        restart()
        engine = _Engine()
        try:
            engine.set_voice(voice)
            return engine.speak(text, settings)
        finally:
            engine.stop()


def restart() -> None:
    """Let the kept engine go: what is said next starts from the state of a new process."""
    with _LOCK:
        if _engine.cache_info().currsize:
            _engine().stop()
            _engine.cache_clear()


def phonemes(text: str, voice: str = "cmn") -> list[Phoneme] | None:
    """How the text is read, with tones; None where espeak-ng leaves the language (it spells some words)."""
    with _LOCK:
        engine = _engine()
        engine.set_voice(voice)
        return engine.read(text)


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Every language code that a voice may begin with, `cmn`, `en-us` …, sorted."""
    with _LOCK:
        return tuple(sorted({code.decode() for code in _engine().voices()}))


@lru_cache(maxsize=1)
def variants() -> tuple[str, ...]:
    """Every variant that may follow the plus sign, `f2`, `m3`, `klatt` …, sorted."""
    folder = Path(espeakng_loader.get_data_path()) / "voices" / "!v"
    return tuple(sorted(file.name for file in folder.iterdir() if file.is_file()))


class _Engine:
    """One espeak-ng, just started."""

    def __init__(self) -> None:
        self.binding: Any = _binding()
        self.library = ctypes.CDLL(espeakng_loader.get_library_path())
        for function, result, arguments in (
            (
                "espeak_TextToPhonemes",
                ctypes.c_char_p,
                (ctypes.POINTER(ctypes.c_char_p), *(ctypes.c_int,) * 2),
            ),
            ("espeak_ListVoices", ctypes.POINTER(ctypes.POINTER(self.binding.VOICE)), (ctypes.c_void_p,)),
            ("espeak_SetVoiceByName", ctypes.c_int, (ctypes.c_char_p,)),
            ("espeak_SetSynthCallback", None, (self.binding.t_espeak_callback,)),
            ("espeak_ng_SetRandSeed", None, (ctypes.c_long,)),
        ):
            getattr(self.library, function).restype = result
            getattr(self.library, function).argtypes = arguments
        self._chunks: list[bytes] = []
        self._events: list[Event] = []
        self._callback = self.binding.t_espeak_callback(self._receive)
        data = os.fsencode(espeakng_loader.get_data_path())
        # Retrieval mode would be asynchronous and hand over the first clause only.
        rate = self.library.espeak_Initialize(
            self.binding.AUDIO_OUTPUT_SYNCHRONOUS, _BUFFER_MS, data, _PHONEME_EVENTS
        )
        if rate != RATE:
            raise VoiceError(
                f"the speech engine espeak-ng does not start (code {rate}); reinstall espeakng-loader"
            )
        self.library.espeak_SetSynthCallback(self._callback)
        # Breath, echo and jitter are drawn at random, by default from the clock.
        self.library.espeak_ng_SetRandSeed(1)

    def stop(self) -> None:
        """Unload the library; the engine may not be used afterwards."""
        self.library.espeak_Terminate()
        del self._callback
        _unload(self.library._handle)

    def set_voice(self, voice: str) -> None:
        # Always set: variants change parameters that only loading a voice puts back.
        if self.library.espeak_SetVoiceByName(voice.encode()) != self.binding.EE_OK:
            raise VoiceError(f"espeak-ng has no voice '{voice}'; write language+variant, for example cmn+f2")

    def speak(self, text: str, settings: Mapping[int, int]) -> Speech:
        for parameter, value in settings.items():
            self.library.espeak_SetParameter(parameter, int(value), 0)
        self._chunks.clear()
        self._events.clear()
        written = text.encode()
        flags = self.binding.ENDPAUSE | self.binding.CHARS_UTF8
        self.library.espeak_Synth(written, ctypes.c_size_t(len(written) + 1), 0, 1, 0, flags, None, None)
        return Speech(np.frombuffer(b"".join(self._chunks), np.int16), tuple(self._events))

    def voices(self) -> list[bytes]:
        """The language of every voice."""
        listed = self.library.espeak_ListVoices(None)
        # `languages` is a priority byte and a zero-terminated code.
        return [voice[0].languages[1:] for voice in takewhile(bool, listed) if voice[0].languages]

    def read(self, text: str) -> list[Phoneme] | None:
        rest = ctypes.c_char_p(text.encode())
        found = []
        # Every turn of the loop reads one clause and moves `rest` behind it.
        while rest.value is not None:
            spelled = self.library.espeak_TextToPhonemes(
                ctypes.byref(rest), self.binding.CHARS_UTF8, _SEPARATED
            ).decode()
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
    """The engine that this process keeps for reading text and for hurried speech."""
    return _Engine()


@lru_cache(maxsize=1)
def _binding() -> Any:
    """pyttsx3's definitions of espeak-ng's structures and constants.

    Importing them loads the library that answers to `libespeak-ng.so.1`. The wheel holds that one as a file
    of its own, so that unloading ours gives a new machine; where it does not, both are one and only `fresh`
    is lost.
    """
    ours = Path(espeakng_loader.get_library_path())
    theirs = ours.with_name(ours.name + ".1")
    ctypes.CDLL(str(theirs if theirs.exists() else ours))
    try:
        from pyttsx3.drivers import _espeak
    except RuntimeError as error:
        raise VoiceError(
            f"the speech engine espeak-ng cannot be loaded: {error}; reinstall pyttsx3"
        ) from error
    return _espeak


def _unload(handle: int) -> None:
    unload: Callable[[int], object] = vars(_ctypes).get("dlclose") or vars(_ctypes)["FreeLibrary"]
    unload(handle)
