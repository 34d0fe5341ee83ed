"""Speech to learn from, and the lines that it is sent through."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("jieba", reason="needs the extra train")
pytest.importorskip("kaldi_native_fbank", reason="needs the extra train")

from voicebot.training import mandarin
from voicebot.training.dataset import make_features, read_features, unit_names
from voicebot.training.distort import at_snr, babble_of, line, white
from voicebot.training.features import COEFFICIENTS, frame_labels, mfcc
from voicebot.training.speech import SILENCE, make_shard, read_shard, speak
from voicebot.training.voices import UNSEEN, Speaker, draw_speaker, seen

LANGUAGE = mandarin.language()
SENTENCES = ["我明天还钱", "你打错电话了，我不姓王", "等一会儿", "月底发了工资就还"]


def test_every_sound_has_its_place_in_the_speech() -> None:
    spoken = speak("我还钱", Speaker("f2", 160, 50, 50), LANGUAGE)
    assert spoken is not None
    samples, label = spoken
    assert [unit for unit in label.units if unit != SILENCE][:2] == ["w", "o214"]
    assert list(label.starts) == sorted(label.starts)
    # Silence is silent, sounds are not.
    ends = (*label.starts[1:], label.length)
    loud = [np.abs(samples[a:b]).max(initial=0) for a, b in zip(label.starts, ends, strict=True)]
    spoken_loud = [level for level, unit in zip(loud, label.units, strict=True) if unit != SILENCE]
    assert min(spoken_loud) > 100


def test_a_shard_keeps_what_can_be_aligned(tmp_path: Path) -> None:
    for name in ("a.npz", "b.npz"):
        make_shard(SENTENCES, LANGUAGE, [1], tmp_path / name)
    utterances, labels = read_shard(tmp_path / "a.npz")
    assert [label.text for label in labels] == [s for s in SENTENCES if s != "等一会儿"]
    assert [len(samples) for samples in utterances] == [label.length for label in labels]
    again, _ = read_shard(tmp_path / "b.npz")
    assert all(np.array_equal(one, other) for one, other in zip(utterances, again, strict=True))


def test_features_and_labels_keep_step(tmp_path: Path) -> None:
    make_shard(SENTENCES, LANGUAGE, [1], tmp_path / "speech.npz")
    units = unit_names([tmp_path / "speech.npz"])
    assert units[0] == SILENCE
    make_features(tmp_path / "speech.npz", units, [2], tmp_path / "features.npz")
    frames = read_features([tmp_path / "features.npz"])
    assert frames.features.shape == (3 * len(frames.labels), COEFFICIENTS)
    assert set(frames.labels.tolist()) <= set(range(len(units)))


def test_a_short_sound_still_gets_a_frame() -> None:
    labels = frame_labels(["a", "b", "c"], [0, 300, 350], 20, {"a": 1, "b": 2, "c": 3})
    assert labels[0] == 1
    assert list(dict.fromkeys(labels.tolist())) == [1, 2, 3]


def test_features_come_every_ten_milliseconds() -> None:
    assert mfcc(np.zeros(8000)).shape == (98, 40)
    assert mfcc(np.zeros(10)).shape == (0, 40)


def test_noise_is_added_at_the_level_that_is_asked_for() -> None:
    rng = np.random.default_rng(0)
    speech = 3000 * np.sin(np.arange(16000) * 0.3)
    noise = at_snr(white(16000, rng), speech, 10)
    assert 10 * np.log10((speech**2).mean() / (noise**2).mean()) == pytest.approx(10, abs=0.2)


def test_a_line_keeps_length_and_range() -> None:
    rng = np.random.default_rng(1)
    speech = 30000 * np.sin(np.arange(8000) * 0.2)
    for _ in range(40):
        heard = line(speech, babble_of(speech.astype(np.int16), rng), rng)
        assert len(heard) == len(speech)
        assert np.abs(heard).max() <= 32768
        assert np.array_equal(heard, np.round(heard))


def test_a_muted_line_is_much_quieter_than_one_with_speech() -> None:
    speech = 8000 * np.sin(np.arange(8000) * 0.2)
    quieter = 0
    for seed in range(30):
        levels = []
        for mute in (False, True):
            rng = np.random.default_rng(seed)
            heard = line(speech, babble_of(speech.astype(np.int16) // 9, rng), rng, mute)
            levels.append(np.sqrt((heard**2).mean()))
        quieter += levels[1] < levels[0]
    assert quieter >= 28


def test_test_voices_are_never_learned_from() -> None:
    assert not set(seen()) & set(UNSEEN)
    rng = np.random.default_rng(0)
    assert {draw_speaker(rng).variant for _ in range(500)} & set(UNSEEN) == set()
    assert {draw_speaker(rng, unseen=True).variant for _ in range(100)} == set(UNSEEN)
