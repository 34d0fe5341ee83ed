"""The phone channel: measured, not believed."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from voicebot.audio import FRAME, RATE, Audio, Samples, Words, silence
from voicebot.audio.channel import LineConditions, PhoneChannel
from voicebot.audio.g711 import round_trip
from voicebot.audio.level import SPEECH_DB, amplitude, decibels, rms
from voicebot.audio.noise import Loop

PRESETS = LineConditions.presets()


def fixed_babble() -> Loop:
    return np.random.default_rng(5).standard_normal(RATE * 24)


def line(conditions: LineConditions, seed: int = 1) -> PhoneChannel:
    return PhoneChannel(conditions, np.random.default_rng(seed), fixed_babble)


def speechlike(seconds: float, seed: int = 3) -> Samples:
    rng = np.random.default_rng(seed)
    return (rng.standard_normal(round(seconds * RATE)) * 2500).astype(np.int16)


def sine(hertz: float, seconds: float = 1.0, peak: float = 8000) -> Samples:
    return np.rint(peak * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)).astype(
        np.int16
    )


def carried(samples: Samples, conditions: LineConditions, pieces: list[int]) -> Samples:
    channel = line(conditions)
    borders = [0, *itertools.accumulate(pieces)]
    return np.concatenate(
        [channel.carry(Audio(samples[a:b])).samples for a, b in itertools.pairwise(borders)]
    )


@pytest.mark.parametrize("name", PRESETS)
def test_ten_frames_at_once_sound_exactly_like_ten_frames_one_by_one(name: str) -> None:
    sound = speechlike(2.0)
    at_once = carried(sound, PRESETS[name], [1600] * 10)
    one_by_one = carried(sound, PRESETS[name], [FRAME] * 100)
    assert np.array_equal(at_once, one_by_one)
    assert rms(at_once) > 100


@settings(max_examples=25, deadline=None)
@given(pieces=st.lists(st.integers(1, 700), min_size=1, max_size=25), name=st.sampled_from(sorted(PRESETS)))
def test_it_makes_no_difference_how_the_stream_is_cut(pieces: list[int], name: str) -> None:
    sound = speechlike(3.0)[: sum(pieces)]
    pieces = [min(piece, len(sound)) for piece in pieces]
    sound = sound[: sum(pieces)]
    pieces[-1] -= sum(pieces) - len(sound)
    if min(pieces) > 0:
        assert np.array_equal(
            carried(sound, PRESETS[name], pieces), carried(sound, PRESETS[name], [len(sound)])
        )


@pytest.mark.parametrize(("hertz", "least"), [(400, -1.0), (1000, -1.0), (2000, -1.0), (3200, -1.0)])
def test_the_band_passes(hertz: float, least: float) -> None:
    heard = line(LineConditions()).carry(Audio(sine(hertz))).samples[RATE // 5 :]
    assert least < decibels(rms(heard)) - decibels(rms(sine(hertz))) < 0.3


@pytest.mark.parametrize(("hertz", "most"), [(50, -38.0), (150, -38.0), (3700, -38.0), (3900, -38.0)])
def test_outside_the_band_nothing_passes(hertz: float, most: float) -> None:
    heard = line(LineConditions()).carry(Audio(sine(hertz))).samples[RATE // 5 :]
    assert decibels(rms(heard)) - decibels(rms(sine(hertz))) < most


def test_speech_leaves_little_energy_outside_the_band() -> None:
    heard = line(LineConditions()).carry(Audio(speechlike(4.0))).samples.astype(np.float64)
    power = np.abs(np.fft.rfft(heard)) ** 2
    hertz = np.fft.rfftfreq(len(heard), 1 / RATE)
    outside = power[(hertz < 250) | (hertz > 3500)].sum() / power.sum()
    # What is left is the codec's own noise.
    assert 10 * np.log10(outside) < -38


def test_every_sample_that_arrives_is_one_that_the_codec_has() -> None:
    for codec in ("ulaw", "alaw"):
        heard = line(LineConditions(codec=codec)).carry(Audio(speechlike(0.5))).samples
        assert np.array_equal(heard, round_trip(heard, codec))


def test_level_is_a_gain() -> None:
    softer = line(LineConditions(level_db=-10)).carry(Audio(sine(1000))).samples[2000:]
    plain = line(LineConditions()).carry(Audio(sine(1000))).samples[2000:]
    assert decibels(rms(softer)) - decibels(rms(plain)) == pytest.approx(-10, abs=0.2)


def test_too_loud_saturates_and_never_wraps_round() -> None:
    sound = sine(1000, peak=32767)
    heard = line(LineConditions(level_db=12)).carry(Audio(sound)).samples.astype(np.int64)
    reference = line(LineConditions()).carry(Audio(sound)).samples.astype(np.int64)
    assert heard.max() == 32124
    assert np.mean(heard[2000:] * reference[2000:] >= 0) > 0.99


@pytest.mark.parametrize("noise", ["white", "pink", "babble"])
@pytest.mark.parametrize("snr", [10, 25])
def test_noise_lies_that_far_below_nominal_speech(noise: str, snr: float) -> None:
    conditions = LineConditions(noise=noise, snr_db=snr)  # type: ignore[arg-type]
    heard = line(conditions).carry(silence(RATE * 20)).samples
    assert decibels(rms(heard)) == pytest.approx(SPEECH_DB - snr, abs=0.7)


def test_noise_falls_with_the_level_of_the_line() -> None:
    heard = line(LineConditions(noise="white", snr_db=10, level_db=-6)).carry(silence(RATE * 5)).samples
    assert rms(heard) == pytest.approx(amplitude(SPEECH_DB - 16), rel=0.1)


def test_silence_stays_silent_and_takes_no_memory() -> None:
    channel = line(LineConditions())
    channel.carry(Audio(speechlike(0.5)))
    rest = [channel.carry(silence(FRAME)).samples for _ in range(20)]
    assert rest[0].any()
    assert not rest[-1].any()
    assert rest[-1].strides == (0,)


def test_delay_holds_back_sound_and_its_label() -> None:
    words = Words("您好")
    channel = line(LineConditions(delay_ms=60))
    prompt = line(LineConditions())
    sound = speechlike(0.1)
    frames = [Audio(sound[at : at + FRAME], words) for at in range(0, len(sound), FRAME)]
    late = [channel.carry(frame) for frame in [*frames, *[silence(FRAME)] * 3]]
    now = [prompt.carry(frame) for frame in [*frames, *[silence(FRAME)] * 3]]
    assert [frame.words for frame in late] == [None] * 3 + [words] * 5
    assert all(np.array_equal(a.samples, b.samples) for a, b in zip(late[3:], now, strict=False))
    assert {len(frame) for frame in late} == {FRAME}


def test_loss_has_the_rate_and_the_bursts_that_were_asked_for() -> None:
    conditions = LineConditions(loss=0.1, burst=4)
    frames = 30_000
    channel = line(conditions)
    tone = Audio(sine(1000, FRAME / RATE, 8000))
    clean = line(LineConditions())
    differs = []
    for _ in range(frames):
        differs.append(not np.array_equal(channel.carry(tone).samples[60:], clean.carry(tone).samples[60:]))
    runs = [len(list(group)) for lost, group in itertools.groupby(differs) if lost]
    assert np.mean(differs) == pytest.approx(0.1, abs=0.015)
    assert np.mean(runs) == pytest.approx(4, abs=0.6)


def test_one_lost_packet_of_a_voiced_sound_is_hard_to_hear() -> None:
    voiced = sine(125, 4.0, 3000) + sine(500, 4.0, 3000) + sine(1000, 4.0, 2000)
    lossy = line(LineConditions(loss=0.05, burst=1)).carry(Audio(voiced)).samples.astype(np.float64)
    clean = line(LineConditions()).carry(Audio(voiced)).samples.astype(np.float64)
    error = (lossy - clean)[4000:]
    assert error.any()
    assert 10 * np.log10(np.mean(clean[4000:] ** 2) / np.mean(error**2)) > 15
    # No clicks: the sound never jumps further than it does without losses.
    assert np.abs(np.diff(lossy)).max() < 1.3 * np.abs(np.diff(clean)).max()


def test_a_long_burst_fades_to_silence() -> None:
    channel = line(LineConditions(loss=0.5, burst=50), seed=4)
    heard = channel.carry(Audio(sine(800, 20.0))).samples.reshape(-1, FRAME)
    quiet = np.array([rms(frame) for frame in heard]) < 1
    longest = max(len(list(group)) for silent, group in itertools.groupby(quiet) if silent)
    assert longest > 20


def test_the_same_seed_gives_the_same_line_and_another_one_does_not() -> None:
    sound = Audio(speechlike(1.0))
    first, again, other = (line(PRESETS["poor"], seed).carry(sound).samples for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize(
    "wrong",
    [
        {"codec": "gsm"},
        {"noise": "brown"},
        {"snr_db": 90},
        {"loss": 0.9},
        {"loss": -0.1},
        {"burst": 0.5},
        {"delay_ms": -1},
        {"level_db": 30},
        {"snr": 20},
    ],
)
def test_conditions_that_no_line_has_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(LineConditions).validate_python(wrong)


def test_babble_needs_somebody_who_babbles() -> None:
    with pytest.raises(ValueError, match="babble"):
        PhoneChannel(PRESETS["office"], np.random.default_rng(1))
