"""Recognition with the embedded Mandarin model."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from voicebot.asr.folder import known_words
from voicebot.asr.manifest import transcribe
from voicebot.asr.score import score
from voicebot.asr.vosk import VoskAsr, joined
from voicebot.audio import FRAME, Audio, silence
from voicebot.audio.channel import PhoneChannel
from voicebot.audio.conditions import LineConditions
from voicebot.errors import ModelError
from voicebot.paths import data_dir
from voicebot.persona.phrases import load_phrases
from voicebot.tts.engine import Voice
from voicebot.tts.pyttsx import PyttsxTts

MODEL = data_dir("models") / "zh-phone"
UNSEEN = ("f5", "m7", "klatt2", "linda", "Hugo")
"""Voices that are in no training."""


def _spoken(text: str, variant: str = "f5") -> Audio:
    edge = np.zeros(2400, np.int16)
    samples = PyttsxTts().speak(text, Voice(f"cmn+{variant}")).samples
    return Audio(np.concatenate([edge, samples, edge]))


def _unknown_phrases(count: int) -> list[str]:
    """Phrases of simulated customers that were kept from the recogniser."""
    unknown = [t.text for t in load_phrases("zh").everything if not t.known and "{" not in t.text]
    return unknown[:: len(unknown) // count][:count]


def _error_rate(phrases: list[str], conditions: LineConditions) -> float:
    asr = VoskAsr(MODEL)
    pairs = []
    for number, phrase in enumerate(phrases):
        line = PhoneChannel(conditions, np.random.default_rng(number))
        heard = line.carry(_spoken(phrase, UNSEEN[number % len(UNSEEN)]))
        pairs.append((phrase, transcribe(heard, asr).text))
    return score(pairs, "zh").characters.rate


def test_held_out_phrases_in_unseen_voices_are_heard_over_a_phone_line() -> None:
    assert _error_rate(_unknown_phrases(60), LineConditions()) <= 0.06


def test_noise_on_the_line_costs_little() -> None:
    assert _error_rate(_unknown_phrases(40), LineConditions(codec="alaw", noise="white", snr_db=15)) <= 0.10


def test_partials_grow_while_somebody_speaks() -> None:
    audio = _spoken("我明天下午三点以后才有空")
    stream = VoskAsr(MODEL).listen()
    partials = [stream.partial()]
    for start in range(0, len(audio), FRAME):
        stream.accept(audio.cut(start, start + FRAME))
        if start % 8000 == 0:
            partials.append(stream.partial())
    lengths = [len(partial) for partial in partials]
    assert partials[0] == ""
    assert lengths[-1] >= 8
    assert len(set(lengths)) >= 4


def test_words_have_times_and_confidences() -> None:
    audio = _spoken("我下周三还你们一千五百块钱")
    transcript = transcribe(audio, VoskAsr(MODEL))
    words = transcript.words
    assert "".join(word.text for word in words) == transcript.text
    assert all(word.start_ms < word.end_ms <= audio.ms for word in words)
    assert [word.start_ms for word in words] == sorted(word.start_ms for word in words)
    assert all(0 < word.confidence <= 1 for word in words)
    assert 0.5 < transcript.confidence <= 1


def test_nothing_is_heard_in_silence() -> None:
    transcript = transcribe(silence(16000), VoskAsr(MODEL))
    assert (transcript.text, transcript.confidence, transcript.words) == ("", 0.0, ())


def test_streams_side_by_side_do_not_mix() -> None:
    asr = VoskAsr(MODEL)
    phrases = ("你打错电话了", "我明天就还")
    streams = [asr.listen() for _ in phrases]
    audios = [_spoken(phrase) for phrase in phrases]
    for start in range(0, max(map(len, audios)), FRAME):
        for stream, audio in zip(streams, audios, strict=True):
            stream.accept(audio.cut(start, min(start + FRAME, len(audio))))
    assert [stream.finish().text for stream in streams] == list(phrases)


def test_hanzi_stand_together_and_other_words_apart() -> None:
    assert joined(["我", "用", "app", "还", "[unk]", "钱"]) == "我用 app 还钱"
    assert joined(["i'll", "pay", "friday"]) == "i'll pay friday"


def test_the_vocabulary_is_known() -> None:
    words = known_words(MODEL)
    assert {"还款", "验证码", "明天"} <= words
    assert "<eps>" not in words


def test_an_absent_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such model folder"):
        VoskAsr(tmp_path / "nothing")


@pytest.mark.parametrize("missing", ["am/final.mdl", "conf/mfcc.conf", "conf/model.conf", "graph/words.txt"])
def test_an_incomplete_folder_is_refused_before_vosk_sees_it(tmp_path: Path, missing: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(MODEL, folder)
    (folder / missing).unlink()
    with pytest.raises(ModelError, match=missing):
        VoskAsr(folder)


def test_a_graph_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(MODEL, folder)
    graph = folder / "graph" / "HCLG.fst"
    graph.write_bytes(graph.read_bytes()[:-1000])
    with pytest.raises(ModelError, match="cut off"):
        VoskAsr(folder)


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(MODEL, folder)
    (folder / "am" / "final.mdl").write_bytes(b"<html>not found</html>")
    with pytest.raises(ModelError, match="damaged"):
        VoskAsr(folder)
