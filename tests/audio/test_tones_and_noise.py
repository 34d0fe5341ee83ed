"""Tones have their frequencies and cadences; noises their spectra, and no seam."""

from __future__ import annotations

import numpy as np
import pytest

from voicebot.audio import RATE
from voicebot.audio.level import active_rms, decibels, rms
from voicebot.audio.noise import babble, pink, white
from voicebot.audio.tones import TONES, beep, tone


@pytest.mark.parametrize(
    ("country", "name", "on_s", "off_s"),
    [
        ("CN", "ringback", 1.0, 4.0),
        ("CN", "busy", 0.35, 0.35),
        ("US", "ringback", 2.0, 4.0),
        ("UK", "busy", 0.375, 0.375),
    ],
)
def test_a_tone_is_on_and_off_as_long_as_the_plan_says(
    country: str, name: str, on_s: float, off_s: float
) -> None:
    sound = tone(TONES[country][name], 2 * (on_s + off_s)).samples
    on, off = round(on_s * RATE), round(off_s * RATE)
    for start in (0, on + off):
        assert rms(sound[start : start + on]) > 1000
        assert not sound[start + on : start + on + off].any()


@pytest.mark.parametrize(
    ("country", "name", "hertz"),
    [("CN", "dial", {450}), ("US", "dial", {350, 440}), ("UK", "dial", {350, 440})],
)
def test_a_tone_has_its_frequencies_and_no_other(country: str, name: str, hertz: set[int]) -> None:
    spectrum = np.abs(np.fft.rfft(tone(TONES[country][name], 1.0).samples))
    assert set(np.flatnonzero(spectrum > spectrum.max() / 100).tolist()) == hertz


def test_each_frequency_has_the_level_that_is_asked_for() -> None:
    assert decibels(rms(tone(TONES["CN"]["dial"], 1.0, level_db=-20).samples)) == pytest.approx(-20, abs=0.05)


def test_the_beep_begins_and_ends_softly() -> None:
    sound = beep().samples.astype(np.int32)
    assert abs(sound[:5]).max() < 200
    assert abs(sound[-5:]).max() < 200
    assert rms(beep().samples) > 3000


def test_noise_stays_in_the_band_and_has_its_slope() -> None:
    hertz = np.fft.rfftfreq(len(white()), 1 / RATE)
    low, high = (hertz > 400) & (hertz < 800), (hertz > 1600) & (hertz < 3200)
    for loop, per_octave in ((white(), 3.0), (pink(), 0.0)):
        power = np.abs(np.fft.rfft(loop)) ** 2
        assert power[(hertz < 299) | (hertz > 3401)].sum() < 1e-9 * power.sum()
        # Twice two octaves: white noise has twice the power in each next octave, pink the same.
        assert 10 * np.log10(power[high].sum() / power[low].sum()) == pytest.approx(2 * per_octave, abs=0.3)
        assert np.sqrt(np.mean(loop**2)) == pytest.approx(1)


def test_a_loop_has_no_seam() -> None:
    for loop in (white(), pink()):
        step = np.abs(np.diff(loop))
        assert abs(loop[0] - loop[-1]) <= step.max()


def test_babble_of_several_talkers_never_pauses() -> None:
    rng = np.random.default_rng(0)
    talk = [(rng.standard_normal(RATE * 2) * 1000).astype(np.int16) for _ in range(8)]
    loop = babble(talk, talkers=4)
    frames = np.sqrt(np.mean(loop.reshape(-1, 800) ** 2, axis=1))
    assert frames.min() > 0.2
    assert np.array_equal(loop, babble(talk, talkers=4))


def test_active_level_does_not_count_pauses() -> None:
    speech = (np.random.default_rng(0).standard_normal(RATE) * 3000).astype(np.int16)
    paused = np.concatenate([speech, np.zeros(3 * RATE, np.int16)])
    assert active_rms(paused) == pytest.approx(rms(speech), rel=0.01)
    assert active_rms(np.zeros(0, np.int16)) == 0
