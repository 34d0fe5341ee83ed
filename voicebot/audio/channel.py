"""The phone channel: what the line does to speech, frame by frame, as if it were one stream."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from voicebot.audio import noise
from voicebot.audio.conditions import LineConditions
from voicebot.audio.g711 import ROUND_TRIP, Law
from voicebot.audio.level import SPEECH_DB, amplitude
from voicebot.audio.loss import Concealment, LossModel
from voicebot.audio.noise import Loop
from voicebot.audio.pcm import FRAME, RATE, Audio, Samples, Words

__all__ = ["LineConditions", "PhoneChannel"]

_RINGING = RATE // 5
"""After this many zero samples nothing of the speech before is left in the filter."""


class PhoneChannel:
    """One direction of one call's line. Everything random in it comes from `rng`.

    Samples come out the same however the stream is cut into pieces.
    """

    def __init__(
        self,
        conditions: LineConditions,
        rng: np.random.Generator,
        babble: Callable[[], Loop] | None = None,
    ) -> None:
        """`babble` is needed for lines with babble: the loop, `voicebot.tts.babble` makes one."""
        gain = 10 ** (conditions.level_db / 20)
        from voicebot.audio import band

        self._filter = band.filter_in_place
        self._sections = band.sections(gain)
        self._state = np.zeros((1, len(self._sections), 2))
        self._codec = _saturating(conditions.codec)
        self._law: Law = conditions.codec
        self._zeros = _RINGING
        # Drawn for every line, so that lines with and without noise lose the same packets.
        self._noise_at = int(rng.integers(noise.LOOP_SECONDS * RATE))
        self._noise = _loop(conditions, babble)
        self._noise_gain = gain * amplitude(SPEECH_DB - conditions.snr_db)
        self._loss = LossModel(conditions.loss, conditions.burst, rng) if conditions.loss else None
        self._concealment = Concealment()
        self._in_frame = 0
        self._delay = conditions.delay_ms * RATE // 1000
        self._late: Samples = _idle(conditions.codec, self._delay)
        self._labels: deque[tuple[Words | None, int]] = deque([(None, self._delay)])

    def carry(self, audio: Audio) -> Audio:
        """What arrives while this is sent: as many samples, labelled with the speech that is in them."""
        length = len(audio)
        if not length:
            return audio
        room = FRAME - self._in_frame
        if length <= room:
            heard = self._piece(audio.samples)
        else:
            borders = [0, *range(room, length, FRAME), length]
            heard = np.concatenate(
                [self._piece(audio.samples[borders[i] : borders[i + 1]]) for i in range(len(borders) - 1)]
            )
        if not self._delay:
            return Audio(heard, audio.words, audio.marks)
        waiting = np.concatenate([self._late, heard])
        self._late = waiting[length:]
        return Audio(waiting[:length], self._label(audio.words, length))

    def _piece(self, samples: Samples) -> Samples:
        """Carry samples that lie in one frame."""
        at = self._in_frame
        length = len(samples)
        self._in_frame = (at + length) % FRAME
        if at == 0 and self._zeros >= _RINGING:
            # Only at a frame's border, so that it doesn't depend on how the stream is cut.
            self._state[:] = 0
        heard = self._encoded(samples)
        if self._loss is not None:
            if at == 0:
                self._concealment.begin_frame(self._loss.lost())
            heard = self._concealment.play(heard, at)
        return heard

    def _encoded(self, samples: Samples) -> Samples:
        quiet = samples.strides == (0,) and not samples[0]
        wave: NDArray[np.float64] | None = None
        if not (quiet and self._zeros >= _RINGING and not self._state.any()):
            wave = samples.astype(np.float64).reshape(1, -1)
            self._filter(self._sections, wave, self._state)
            wave = wave[0]
        self._zeros = self._zeros + len(samples) if quiet else 0
        if self._noise is not None:
            heard = self._background(len(samples))
            wave = heard if wave is None else wave + heard
        if wave is None:
            return _idle(self._law, len(samples))
        # Rounded to an index of the table, which begins at the most negative sample.
        return self._codec.take((wave + 32768.5).astype(np.intp), mode="clip")

    def _background(self, length: int) -> NDArray[np.float64]:
        assert self._noise is not None
        start = self._noise_at
        self._noise_at = (start + length) % len(self._noise)
        piece = self._noise[start : start + length]
        if len(piece) < length:
            piece = np.concatenate([piece, self._noise[: length - len(piece)]])
        return piece * self._noise_gain

    def _label(self, words: Words | None, length: int) -> Words | None:
        """The delayed label of the next samples: where two share them, the one with the larger part."""
        labels = self._labels
        if labels and labels[-1][0] is words:
            labels[-1] = (words, labels[-1][1] + length)
        else:
            labels.append((words, length))
        best: tuple[int, Words | None] = (0, None)
        while length:
            label, count = labels[0]
            taken = min(count, length)
            if taken > best[0]:
                best = (taken, label)
            length -= taken
            if taken == count:
                labels.popleft()
            else:
                labels[0] = (label, count - taken)
        return best[1]


@lru_cache(maxsize=2)
def _saturating(codec: Law) -> Samples:
    """The decoded sample by sample value, from -32768 up."""
    return np.roll(ROUND_TRIP[codec], 32768)


@lru_cache(maxsize=4096)
def _idle(codec: Law, samples: int) -> Samples:
    """What silence decodes to (A-law has no zero); takes no memory."""
    return np.broadcast_to(ROUND_TRIP[codec][0], (samples,))


def _loop(conditions: LineConditions, babble: Callable[[], Loop] | None) -> Loop | None:
    if conditions.noise == "none":
        return None
    if conditions.noise == "babble":
        if babble is None:
            raise ValueError("a line with babble needs somebody who babbles: pass voicebot.tts.babble")
        return babble()
    return noise.white() if conditions.noise == "white" else noise.pink()
