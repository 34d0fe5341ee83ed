"""Models that a user names: by folder or by name, of 8 and 16 kHz, in campaigns and at run time."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import yaml

from voicebot.asr.folder import check_model, model_rate
from voicebot.asr.manifest import transcribe
from voicebot.asr.vosk import VoskAsr
from voicebot.audio import FRAME, Audio
from voicebot.audio.files import resample
from voicebot.campaign import check_campaign, load_campaign, lock_text
from voicebot.campaign.lock import check_lock
from voicebot.engines import load_engines
from voicebot.errors import InputError, ModelError
from voicebot.paths import data_dir
from voicebot.tts import espeak

EMBEDDED = data_dir("models") / "zh-phone"
CAMPAIGN = """\
campaign: c
start: 2026-11-23 09:00:00
accounts: accounts.csv
script: m1_collection
robot: lin_yue
model: MODEL
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder of models, with one model in it."""
    folder = tmp_path / "models"
    shutil.copytree(EMBEDDED, folder / "own-model")
    monkeypatch.setenv("VOICEBOT_MODELS", str(folder))
    load_engines.cache_clear()
    return folder


@pytest.fixture
def wide(tmp_path: Path) -> Path:
    """The embedded model's network fed with 16 kHz sound: the same features from twice the samples."""
    folder = tmp_path / "wide"
    shutil.copytree(EMBEDDED, folder)
    settings = folder / "conf" / "mfcc.conf"
    text = settings.read_text().replace("--sample-frequency=8000", "--sample-frequency=16000")
    settings.write_text(text.replace("--high-freq=-200", "--high-freq=3800"))
    return folder


def _spoken(text: str) -> Audio:
    edge = np.zeros(2400, np.int16)
    samples = resample(espeak.synthesise(text, "cmn+f5").samples, espeak.RATE)
    return Audio(np.concatenate([edge, samples, edge]))


def _campaign(tmp_path: Path, model: str) -> Path:
    path = tmp_path / "campaign.yaml"
    path.write_text(CAMPAIGN.replace("MODEL", model), encoding="utf-8")
    head = "account_id,name,phone,balance,overdue_amount,days_past_due\n"
    (tmp_path / "accounts.csv").write_text(head + "1,王明,13800000001,1000,500,10\n", encoding="utf-8")
    return path


def test_the_rate_of_a_model_is_read_from_its_settings(wide: Path) -> None:
    assert model_rate(EMBEDDED) == 8000
    assert model_rate(wide) == 16000
    (wide / "conf" / "mfcc.conf").write_text("--num-ceps=40\n# --sample-frequency=8000\n")
    assert model_rate(wide) == 16000, "Kaldi's own rate where nothing is said"


@pytest.mark.parametrize("text", ["我明天下午三点以后才有空", "我下周三还你们一千五百块钱"])
def test_a_16_khz_model_hears_the_telephone_line_at_the_same_times(wide: Path, text: str) -> None:
    audio = _spoken(text)
    narrow, broad = transcribe(audio, VoskAsr(EMBEDDED)), transcribe(audio, VoskAsr(wide))
    assert broad.text == narrow.text == text
    for one, other in zip(narrow.words, broad.words, strict=True):
        assert abs(one.start_ms - other.start_ms) <= 90


def test_a_16_khz_model_hears_the_end_of_a_turn_of_any_length(wide: Path) -> None:
    audio = _spoken("你打错电话了")
    assert VoskAsr(wide).listen().finish().text == ""
    for length in (len(audio) - 2400, len(audio) // FRAME * FRAME):
        assert transcribe(audio.cut(0, length), VoskAsr(wide)).text == "你打错电话了"


def test_a_model_that_knows_speakers_needs_all_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(EMBEDDED, folder)
    (folder / "ivector").mkdir()
    for name in ("final.ie", "final.dubm", "final.mat", "global_cmvn.stats", "splice.conf"):
        (folder / "ivector" / name).write_bytes(b"")
    with pytest.raises(ModelError, match=r"ivector/online_cmvn\.conf"):
        check_model(folder)


def test_a_lookahead_graph_needs_its_disambiguation(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(EMBEDDED, folder)
    graph = folder / "graph" / "HCLG.fst"
    shutil.copy(graph, folder / "graph" / "Gr.fst")
    graph.rename(folder / "graph" / "HCLr.fst")
    with pytest.raises(ModelError, match=r"disambig_tid\.int"):
        check_model(folder)
    (folder / "graph" / "disambig_tid.int").write_text("1\n")
    check_model(folder)


def test_engines_take_a_model_by_name_and_by_folder(place: Path) -> None:
    rng = np.random.default_rng(1)
    for model in ("own-model", str(place / "own-model")):
        asr = load_engines("voice", "zh", model).asr(rng)
        assert isinstance(asr, VoskAsr)
        assert asr.folder == place / "own-model"
    with pytest.raises(ModelError, match="did you mean 'own-model'"):
        load_engines("voice", "zh", "own-mode")


def test_a_campaign_takes_a_model_by_name_or_from_its_own_folder(tmp_path: Path) -> None:
    path = _campaign(tmp_path, "own-model")
    assert load_campaign(path).treatments[0][1].model == "own-model"
    assert check_campaign(path) == []
    beside = _campaign(tmp_path, "models/own-model")
    assert load_campaign(beside).treatments[0][1].model == str(tmp_path / "models" / "own-model")
    assert check_campaign(beside) == []


def test_a_campaigns_absent_model_is_found_before_the_first_call(tmp_path: Path) -> None:
    by_name = check_campaign(_campaign(tmp_path, "vosk-model-small-cn-0.22"))
    assert [str(error) for error in by_name] == [
        f"{tmp_path}/campaign.yaml:6: model 'vosk-model-small-cn-0.22' is not here yet; "
        "`voicebot models pull zh`"
    ]
    (by_folder,) = check_campaign(_campaign(tmp_path, "models/nothing"))
    assert "no such model folder" in str(by_folder)


@pytest.mark.parametrize("model", ["own-model", "models/own-model"])
def test_a_lock_keeps_the_model_and_sees_its_change(tmp_path: Path, place: Path, model: str) -> None:
    run = tmp_path / "run"
    run.mkdir()
    lock = run / "campaign.lock.yaml"
    lock.write_text(lock_text(load_campaign(_campaign(tmp_path, model)), run), encoding="utf-8")
    plain = yaml.safe_load(lock.read_text(encoding="utf-8"))
    assert plain["model"] == (model if model == "own-model" else "../models/own-model")
    assert "models/own-model" in plain["locked"]["sha256"]
    again = load_campaign(lock)
    check_lock(again)
    with (place / "own-model" / "conf" / "model.conf").open("a") as file:
        file.write("--beam=9\n")
    with pytest.raises(InputError, match="models/own-model has changed"):
        check_lock(again)
