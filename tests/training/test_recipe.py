"""The whole training in miniature: from code to a model folder that Vosk decodes with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra train")
pytest.importorskip("jieba", reason="needs the extra train")
pytest.importorskip("kaldi_native_fbank", reason="needs the extra train")

from voicebot.asr.folder import check_model, known_words
from voicebot.asr.manifest import transcribe
from voicebot.asr.vosk import VoskAsr
from voicebot.audio import Audio
from voicebot.errors import UsageError
from voicebot.training.model import GraphSize
from voicebot.training.network import Shape
from voicebot.training.recipe import Recipe, make, prepare, recipe_for

TINY = Recipe(
    "zh",
    sentences=60,
    shards=2,
    copies=1,
    steps=12,
    shape=Shape(64, (3,)),
    graph=GraphSize(texts=600, words=100),
    tests=2,
)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[str]]:
    """Model folder, work folder and what was reported."""
    out, work = tmp_path_factory.mktemp("out") / "zh-phone", tmp_path_factory.mktemp("work")
    said: list[str] = []
    make(TINY, out, work, 2, lambda text, done: said.append(text))
    return out, work, said


def _noise() -> Audio:
    return Audio(np.random.default_rng(0).integers(-3000, 3000, 16000, dtype=np.int16))


def test_it_ends_with_a_model_that_vosk_decodes_with(trained: tuple[Path, Path, list[str]]) -> None:
    folder, _, _ = trained
    check_model(folder)
    assert "明天" in known_words(folder)
    # What a network of twelve steps hears is anybody's guess, but it hears known words.
    heard = transcribe(_noise(), VoskAsr(folder))
    assert all(word.text in known_words(folder) for word in heard.words)


def test_the_card_tells_the_error_rates(trained: tuple[Path, Path, list[str]]) -> None:
    card = (trained[0] / "README.md").read_text(encoding="utf-8")
    assert "| babble 20 dB |" in card
    assert "60 sentences" in card


def test_stages_that_are_done_are_not_done_again(trained: tuple[Path, Path, list[str]]) -> None:
    folder, work, first = trained
    assert any(text.startswith("speech:") for text in first)
    network = (work / "network.pt").stat().st_mtime_ns
    graph = (folder / "graph" / "HCLG.fst").read_bytes()
    said: list[str] = []
    make(TINY, folder, work, 2, lambda text, done: said.append(text))
    assert not any(text.startswith(("speech:", "features:", "network:")) for text in said)
    assert (work / "network.pt").stat().st_mtime_ns == network
    assert (folder / "graph" / "HCLG.fst").read_bytes() == graph


def test_a_work_folder_of_another_recipe_is_refused(trained: tuple[Path, Path, list[str]]) -> None:
    with pytest.raises(UsageError, match="other settings"):
        prepare(replace(TINY, steps=13), trained[1])


def test_minutes_make_a_smaller_recipe() -> None:
    small, whole = recipe_for("zh", minutes=1), recipe_for("zh")
    assert small.steps < whole.steps / 10
    assert small.sentences < whole.sentences / 10


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(UsageError, match="'zz'"):
        recipe_for("zz")
