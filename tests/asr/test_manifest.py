"""Recordings with known text, through the library and through the command line."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile
from typer.testing import CliRunner

from voicebot.asr.embedded import embedded_models, fault, read_embedded
from voicebot.asr.manifest import read_manifest
from voicebot.cli import build
from voicebot.errors import InputError, ModelError
from voicebot.tts import espeak

SAID = "我下周三还你们一千五百块钱"


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two recordings: mono wav at 22 kHz, stereo flac at 16 kHz."""
    folder = tmp_path_factory.mktemp("recordings")
    samples = espeak.synthesise(SAID, "cmn+f5").samples
    soundfile.write(folder / "a.wav", samples, espeak.RATE)
    soundfile.write(folder / "b.flac", np.stack([samples, samples], 1), espeak.RATE)
    file = folder / "manifest.csv"
    file.write_text(
        f"file,text,condition\na.wav,我下周三还你们1500块钱。,mono\nb.flac,{SAID},stereo\n", encoding="utf-8"
    )
    return file


def _run(*arguments: str) -> str:
    result = CliRunner().invoke(build(), arguments, catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_error_rates_are_told_by_condition(manifest: Path) -> None:
    found = json.loads(_run("asr", "test", str(manifest), "--json"))
    assert (found["n"], found["cer"], found["wer"]) == (2, 0.0, 0.0)
    assert {name: part["n"] for name, part in found["conditions"].items()} == {"mono": 1, "stereo": 1}


def test_recordings_may_be_sent_through_a_line(manifest: Path) -> None:
    found = json.loads(_run("asr", "test", str(manifest), "--line", "--json"))
    assert found["cer"] <= 0.1
    assert "mono" in _run("asr", "test", str(manifest), "--line")


def test_one_file_is_transcribed(manifest: Path) -> None:
    assert _run("asr", "transcribe", str(manifest.parent / "b.flac")).strip() == SAID


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("path,text\na.wav,好\n", ":1: column 'file' is missing"),
        ("file,text\nnone.wav,好\n", r":2: .*none\.wav does not exist"),
        ("file,text\na.wav,\n", ":2: file or text is empty"),
        ("file,text\n", "holds no recordings"),
    ],
)
def test_a_wrong_manifest_is_named_with_its_line(tmp_path: Path, content: str, fault: str) -> None:
    file = tmp_path / "m.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=fault):
        read_manifest(file)


def test_an_absent_manifest_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_manifest(tmp_path / "m.csv")


def test_every_embedded_model_works() -> None:
    assert {model.name for model in embedded_models()} >= {"zh-phone", "zh-nlu"}
    assert [fault(model, deep=True) for model in embedded_models()] == [None] * len(embedded_models())
    assert "complete" in _run("models", "list")


def test_an_unknown_embedded_model_is_named() -> None:
    with pytest.raises(ModelError, match="zh-phone"):
        read_embedded("zh-phon")
