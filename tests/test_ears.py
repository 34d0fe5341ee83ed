"""The robot's ears, on labelled sound and on noise."""

from __future__ import annotations

import numpy as np

from voicebot.asr.engine import AsrStream, Transcript
from voicebot.asr.vad import LabelVad, WebRtcVad
from voicebot.audio import FRAME, RATE, Audio, Words, silence
from voicebot.ears import LONGEST_TURN_MS, ONSET_MS, Ears
from voicebot.tts.engine import Voice
from voicebot.tts.pyttsx import PyttsxTts


class Notes:
    """A recogniser that writes down the words of everything it is given, and how much that was."""

    def __init__(self) -> None:
        self.streams: list[NoteStream] = []

    def listen(self) -> AsrStream:
        self.streams.append(NoteStream())
        return self.streams[-1]


class NoteStream:
    def __init__(self) -> None:
        self.words: list[str] = []
        self.samples = 0

    def accept(self, audio: Audio) -> None:
        self.samples += len(audio)
        if audio.words and audio.words.text not in self.words:
            self.words.append(audio.words.text)

    def partial(self) -> str:
        return "".join(self.words)

    def finish(self) -> Transcript:
        return Transcript("".join(self.words), 1.0)


def speech(text: str, ms: int) -> list[Audio]:
    words = Words(text)
    return [Audio(np.zeros(FRAME, np.int16), words) for _ in range(ms // 20)]


def quiet(ms: int) -> list[Audio]:
    return [silence(FRAME)] * (ms // 20)


def hear(ears: Ears, frames: list[Audio]) -> None:
    for frame in frames:
        ears.hear(frame)


def test_a_turn_begins_with_speech_and_ends_with_silence() -> None:
    ears = Ears(Notes(), LabelVad())
    hear(ears, quiet(1000))
    assert not ears.in_turn
    hear(ears, speech("明天还", 800))
    assert ears.in_turn
    hear(ears, quiet(580))
    assert not ears.turn_over(600)
    hear(ears, quiet(20))
    assert ears.turn_over(600)
    turn = ears.take()
    assert turn.transcript.text == "明天还"
    assert turn.start == RATE
    assert turn.end == RATE + 800 * RATE // 1000
    assert turn.decided - turn.end == 600 * RATE // 1000


def test_a_click_is_not_a_turn() -> None:
    ears = Ears(Notes(), LabelVad())
    for _ in range(20):
        hear(ears, speech("咔", ONSET_MS - 40))
        hear(ears, quiet(200))
    assert not ears.in_turn


def test_the_recogniser_runs_only_around_speech() -> None:
    notes = Notes()
    ears = Ears(notes, LabelVad())
    hear(ears, quiet(30_000) + speech("好的", 600) + quiet(600))
    ears.take()
    hear(ears, quiet(30_000))
    assert len(notes.streams) == 1
    assert notes.streams[0].samples <= (300 + 600 + 600 + 40) * RATE // 1000


def test_the_recogniser_gets_the_sound_before_the_onset() -> None:
    notes = Notes()
    ears = Ears(notes, LabelVad())
    hear(ears, quiet(1000) + speech("是", 200))
    assert notes.streams[0].samples >= (200 + 150) * RATE // 1000


def test_a_turn_that_never_ends_is_taken_as_over() -> None:
    ears = Ears(Notes(), LabelVad())
    hear(ears, speech("然后呢", LONGEST_TURN_MS))
    assert ears.turn_over(600)


def test_pieces_of_any_length_give_the_same_times() -> None:
    by_frame, by_chunk = Ears(Notes(), LabelVad()), Ears(Notes(), LabelVad())
    words = Words("下周三")
    hear(by_frame, quiet(400) + speech("下周三", 1200) + quiet(600))
    for piece in (silence(3200), Audio(np.zeros(9600, np.int16), words), silence(4800)):
        by_chunk.hear(piece)
    first, second = by_frame.take(), by_chunk.take()
    assert (first.start, first.end) == (second.start, second.end)


def test_steady_noise_is_not_speech() -> None:
    rng = np.random.default_rng(3)
    vad = WebRtcVad()
    noise = (rng.standard_normal(50 * 20 * FRAME) * 400).astype(np.int16)
    frames = [Audio(noise[at : at + FRAME]) for at in range(0, len(noise), FRAME)]
    assert sum(vad.is_speech(frame) for frame in frames) < len(frames) * 0.02


def test_the_first_word_after_a_silent_start_is_speech_at_once() -> None:
    vad = WebRtcVad()
    for _ in range(40):
        assert not vad.is_speech(silence(FRAME))
    said = PyttsxTts().speak("喂您好", Voice("cmn+m3")).samples
    heard = [vad.is_speech(Audio(said[at : at + FRAME])) for at in range(0, len(said) - FRAME, FRAME)]
    assert any(heard[:5])
    assert sum(heard) > 0.5 * len(heard)
