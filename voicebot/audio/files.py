"""Sound files: any wav or flac in, 8 kHz wav or flac out, whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import numpy as np
import soundfile
import soxr

from voicebot.audio.pcm import RATE, Audio, Samples
from voicebot.errors import InputError, OutputError

FORMATS = {".wav": "WAV", ".flac": "FLAC"}
"""The formats that can be written, by a file's suffix."""


def read_audio(path: Path | str) -> Audio:
    """A file's sound as mono 8 kHz, whatever its rate; the channels of a stereo file are averaged.

    Raises InputError for a file that is absent, broken or no sound.
    """
    channels = _read(Path(path))
    if len(channels) == 1:
        return Audio(channels[0])
    mean = np.mean(np.stack(channels), axis=0, dtype=np.float64)
    return Audio(np.rint(mean).astype(np.int16))


def read_stereo(path: Path | str) -> tuple[Audio, Audio]:
    """A stereo file's left and right channel (of a recording: robot, customer), each as 8 kHz.

    Raises InputError for a file that is absent, broken, no sound or not of two channels.
    """
    channels = _read(Path(path))
    if len(channels) != 2:
        raise InputError.at(
            path, None, f"has {len(channels)} channel(s) where two are needed; use a stereo file"
        )
    return Audio(channels[0]), Audio(channels[1])


def write_audio(path: Path | str, sound: Audio | tuple[Samples, Samples]) -> None:
    """Write 8 kHz mono, or stereo from two channels, as wav or flac after the suffix.

    The file appears when it is complete, or not at all. Raises OutputError where it cannot be written.
    """
    if isinstance(sound, Audio):
        _write(Path(path), sound.samples)
    else:
        write_stereo(path, *sound)


def write_stereo(path: Path | str, left: Samples, right: Samples) -> None:
    """Write two channels as 8 kHz stereo; the shorter one ends in silence. Otherwise as `write_audio`."""
    both = np.zeros((max(len(left), len(right)), 2), np.int16)
    both[: len(left), 0] = left
    both[: len(right), 1] = right
    _write(Path(path), both)


def resample(samples: Samples, rate: int, to: int = RATE) -> Samples:
    """The same sound at another rate."""
    if rate == to or not len(samples):
        return samples
    changed: Samples = soxr.resample(samples, rate, to, quality="HQ")
    return changed


def _read(path: Path) -> list[Samples]:
    """Every channel at 8 kHz."""
    if path.is_dir():
        raise InputError.at(path, None, "is a folder; name a wav or flac file")
    if not path.exists():
        raise InputError.at(path, None, "does not exist; name a wav or flac file")
    try:
        frames, rate = soundfile.read(path, dtype="int16", always_2d=True)
    except (soundfile.SoundFileError, OSError) as error:
        raise InputError.at(
            path, None, "is not a sound file that can be read; use wav or flac (or convert it to one)"
        ) from error
    return [resample(np.ascontiguousarray(channel), rate) for channel in frames.T]


def _write(path: Path, samples: Samples) -> None:
    kind = FORMATS.get(path.suffix.lower())
    if kind is None:
        raise OutputError(f"{path}: cannot be written as sound; end the name in {' or '.join(FORMATS)}")
    # Beside the target, because a rename is only indivisible within one file system.
    half = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with half.open("wb") as file:
            soundfile.write(file, np.ascontiguousarray(samples), RATE, format=kind, subtype="PCM_16")
        half.replace(path)
    except (soundfile.SoundFileError, OSError) as error:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise OutputError(
            f"{path}: cannot be written ({reason}); check that the folder exists, is writable and has room"
        ) from error
