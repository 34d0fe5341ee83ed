"""Sound files in and out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from voicebot.audio import RATE, Audio, Samples, silence
from voicebot.audio.files import read_audio, read_stereo, write_audio, write_stereo
from voicebot.audio.level import rms
from voicebot.errors import InputError, OutputError


def sine(hertz: float, rate: int = RATE, seconds: float = 1.0) -> Samples:
    wave: Samples = np.rint(
        10_000 * np.sin(2 * np.pi * hertz * np.arange(round(rate * seconds)) / rate)
    ).astype(np.int16)
    return wave


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".FLAC"])
def test_what_is_written_is_read_back_sample_by_sample(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"call{suffix}"
    write_audio(path, Audio(sine(440)))
    assert np.array_equal(read_audio(path).samples, sine(440))
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_recording_keeps_its_two_sides_apart(tmp_path: Path) -> None:
    path = tmp_path / "call.flac"
    write_stereo(path, sine(440), silence(4000).samples)
    robot, customer = read_stereo(path)
    assert np.array_equal(robot.samples, sine(440))
    assert len(customer) == RATE
    assert not customer.samples.any()


@pytest.mark.parametrize("rate", [8000, 11025, 16000, 44100, 48000])
def test_any_rate_becomes_8_khz_with_the_same_pitch_and_level(tmp_path: Path, rate: int) -> None:
    path = tmp_path / "in.wav"
    soundfile.write(path, sine(1000, rate), rate)
    heard = read_audio(path).samples
    assert len(heard) == pytest.approx(RATE, abs=2)
    assert np.argmax(np.abs(np.fft.rfft(heard[:RATE]))) == pytest.approx(1000, abs=2)
    assert rms(heard[400:-400]) == pytest.approx(rms(sine(1000)), rel=0.01)


def test_stereo_read_as_one_is_the_mean(tmp_path: Path) -> None:
    path = tmp_path / "in.wav"
    write_stereo(path, sine(440), np.zeros(RATE, np.int16))
    assert np.abs(read_audio(path).samples - sine(440) / 2).max() <= 0.5


def test_what_can_not_be_read_is_named_in_one_line(tmp_path: Path) -> None:
    noise = tmp_path / "noise.wav"
    noise.write_bytes(b"this is no sound at all")
    mono = tmp_path / "mono.wav"
    write_audio(mono, Audio(sine(440)))
    for path in (tmp_path / "absent.wav", noise, tmp_path):
        with pytest.raises(InputError) as error:
            read_audio(path)
        assert str(path) in str(error.value)
        assert "\n" not in str(error.value)
    with pytest.raises(InputError, match="stereo"):
        read_stereo(mono)


def test_what_can_not_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "folder.wav").mkdir()
    for path in (tmp_path / "nowhere" / "a.wav", tmp_path / "a.mp3", tmp_path / "folder.wav"):
        with pytest.raises(OutputError, match=str(path)):
            write_audio(path, Audio(sine(440)))
    assert [file.name for file in tmp_path.iterdir()] == ["folder.wav"]
