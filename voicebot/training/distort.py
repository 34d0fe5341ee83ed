"""Telephone lines to learn from: band, codec, level, noise, lost packets, drawn anew for every utterance."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from voicebot.audio import FRAME, RATE
from voicebot.audio.g711 import Law, round_trip

Signal = NDArray[np.float64]
Noise = Callable[[int], Signal]
"""Makes that many samples of noise at any level."""


def line(speech: Signal, babble: Noise, rng: np.random.Generator, mute: bool = False) -> Signal:
    """The speech as it comes out of a telephone line, int16 scale, integers, same length.

    `mute` leaves the noise that would have been beside the speech.
    """
    signal = speech * 10 ** (rng.uniform(-12, 4) / 20)
    banded, noisy, early = rng.random() < 0.75, rng.random() < 0.78, rng.random() < 0.65
    noise = _noise(signal, babble, rng) if noisy and early else np.zeros(len(signal))
    if banded:
        signal, noise = _band((signal, noise), rng)
    if noisy and not early:
        noise = _noise(signal, babble, rng)
    heard = noise if mute else signal + noise
    peak = np.abs(heard).max(initial=1.0)
    if peak > 32000:
        heard = heard * (32000 / peak)
    codec = rng.random()
    if codec < 0.8:
        law: Law = "ulaw" if codec < 0.45 else "alaw"
        heard = round_trip(np.round(heard).astype(np.int16), law).astype(np.float64)
    if rng.random() < 0.12:
        heard = _lose(heard, rng)
    return np.round(heard)


def at_snr(noise: Signal, speech: Signal, snr_db: float) -> Signal:
    """The noise, scaled to that many dB below the mean power of the frames in which somebody speaks."""
    frames = speech[: len(speech) // FRAME * FRAME].reshape(-1, FRAME)
    power = (frames**2).mean(axis=1)
    active = power[power > power.max(initial=0.0) * 1e-3]
    level = active.mean() if len(active) else 1.0
    scaled: Signal = noise * np.sqrt(level / (np.mean(noise**2) + 1e-9) / 10 ** (snr_db / 10))
    return scaled


def white(count: int, rng: np.random.Generator) -> Signal:
    return rng.standard_normal(count)


def coloured(count: int, rng: np.random.Generator, slope: float) -> Signal:
    """Noise whose power falls with frequency to that power: 1 is pink, 2 is brown."""
    spectrum = np.fft.rfft(rng.standard_normal(count))
    bins = np.maximum(np.arange(len(spectrum)), 1)
    return np.fft.irfft(spectrum * bins ** (-slope / 2), count)


def babble_of(samples: NDArray[np.int16], rng: np.random.Generator, fewest: int = 1, most: int = 7) -> Noise:
    """Babble of several voices out of recorded speech."""

    def babble(count: int) -> Signal:
        mixed = np.zeros(count)
        for _ in range(int(rng.integers(fewest, most + 1))):
            start = int(rng.integers(0, max(1, len(samples) - count)))
            mixed += np.resize(samples[start : start + count], count) * rng.uniform(0.4, 1.0)
        return mixed + 1.0

    return babble


def _noise(speech: Signal, babble: Noise, rng: np.random.Generator) -> Signal:
    count, kind = len(speech), rng.random()
    if kind < 0.3:
        noise = white(count, rng)
    elif kind < 0.5:
        noise = coloured(count, rng, rng.uniform(0.5, 2.0))
    else:
        noise = babble(count)
    return at_snr(noise, speech, rng.uniform(0, 28))


def _band(signals: tuple[Signal, Signal], rng: np.random.Generator) -> tuple[Signal, Signal]:
    count = len(signals[0])
    frequency = np.fft.rfftfreq(count, 1 / RATE)
    if rng.random() < 0.5:
        # A telephone exchange's filter: hardly anything outside its band.
        low, high = rng.uniform(280, 320), rng.uniform(3330, 3470)
        below, above = rng.uniform(30, 80), rng.uniform(80, 300)
    else:
        low, high = rng.uniform(150, 330), rng.uniform(3250, 3700)
        below, above = rng.uniform(4, 14), rng.uniform(12, 40)
    rising = 1 / (1 + (low / np.maximum(frequency, 1)) ** below)
    falling = 1 / (1 + (frequency / high) ** above)
    first, second = (np.fft.irfft(np.fft.rfft(signal) * rising * falling, count) for signal in signals)
    return first, second


def _lose(signal: Signal, rng: np.random.Generator) -> Signal:
    """Packets lost in bursts: silence, or the last good packet fading out."""
    out = signal.copy()
    repeat, lost = rng.random() < 0.6, False
    begin, stay = rng.uniform(0.005, 0.03), rng.uniform(0.2, 0.6)
    for start in range(FRAME, len(out) - FRAME, FRAME):
        lost = rng.random() < (stay if lost else begin)
        if lost:
            out[start : start + FRAME] = out[start - FRAME : start] * 0.6 if repeat else 0.0
    return out
