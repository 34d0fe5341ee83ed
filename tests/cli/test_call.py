"""`voicebot call`, `voicebot talk` and `voicebot bench` as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import soundfile
import typer
from typer.testing import CliRunner

from voicebot.cli import bench, call, talk
from voicebot.errors import ModelError, UsageError, VoicebotError


def run(*words: str | Path, typed: str | None = None) -> str:
    """Standard output of a command that succeeds."""
    app = typer.Typer()
    for module in (call, talk, bench):
        module.register(app)
    result = CliRunner().invoke(app, [str(word) for word in words], input=typed)
    if result.exception is not None:
        raise result.exception
    return result.stdout


def test_one_call_by_voice_is_shown_and_kept(tmp_path: Path) -> None:
    shown = run("call", "--customer", "cooperative", "--out", tmp_path / "one")
    assert "robot recorded PTP · truth PTP" in shown
    record = json.loads((tmp_path / "one" / "call.json").read_text(encoding="utf-8"))
    sound = soundfile.info(tmp_path / "one" / "call.flac")
    assert (sound.channels, sound.samplerate) == (2, 8000)
    assert sound.frames * 1000 // 8000 == record["talk_ms"]
    said = [turn["said"] for turn in record["turns"] if turn["party"] == "robot"]
    assert len(said) >= 4
    assert all(text in shown for text in said if text)


def test_json_is_one_object_and_nothing_else(tmp_path: Path) -> None:
    record = json.loads(run("call", "--fidelity", "text", "--customer", "angry", "--json"))
    assert record["customer"] == "angry"
    assert {turn["party"] for turn in record["turns"]} == {"robot", "customer"}


def test_a_noisy_line_is_heard_in_the_recording(tmp_path: Path) -> None:
    quiet, noisy = tmp_path / "quiet", tmp_path / "noisy"
    run("call", "--customer", "silent", "--out", quiet)
    run("call", "--customer", "silent", "--line", "poor", "--out", noisy)
    loud = [float((soundfile.read(folder / "call.flac")[0][:, 1] ** 2).mean()) for folder in (quiet, noisy)]
    assert loud[1] > 10 * loud[0]


@pytest.mark.parametrize(
    ("options", "part"),
    [
        (("--script", "m1_colection"), "m1_collection"),
        (("--robot", "lin_yu"), "lin_yue"),
        (("--customer", "cooperativ"), "cooperative"),
        (("--line", "ofice"), "office"),
        (("--fidelity", "loud"), "voice or text"),
        (("--at", "tomorrow"), "write it like"),
        (("--at", "2026-11-23T10:00"), "offset"),
    ],
)
def test_a_wrong_name_is_one_line_with_its_remedy(options: tuple[str, str], part: str) -> None:
    with pytest.raises(VoicebotError) as caught:
        run("call", *options)
    assert part in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_that_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        run("call", "--model", tmp_path)
    assert str(tmp_path) in str(caught.value)


def test_a_person_at_the_keyboard_makes_a_promise() -> None:
    shown = run("talk", "--text", typed="是我\n对的\n明天下午还\n对\n没有了\n")
    assert "the robot recorded PTP, grade A" in shown
    assert "by 2026-11-24" in shown
    assert "next action: log_promise" in shown


def test_a_person_who_says_nothing_is_asked_again() -> None:
    shown = run("talk", "--text", typed="\n\n\n\n\n\n\n\n")
    assert shown.count("robot") >= 3
    assert "promise" not in shown


def test_a_person_may_hang_up_at_once() -> None:
    assert "the robot recorded" in run("talk", "--text", typed="")


def test_talk_without_text_says_what_it_needs() -> None:
    with pytest.raises(UsageError, match="--text"):
        run("talk")


def test_the_bench_splits_the_time_of_calls() -> None:
    split = json.loads(run("bench", "--calls", "2", "--text-calls", "20", "--json"))
    voice, text = split["voice"], split["text"]
    assert voice["calls"] == 2
    assert text["calls"] == 20
    assert {"synthesis", "recognition", "understanding", "phone line", "voicebot"} <= set(voice["parts"])
    assert sum(voice["parts"].values()) == pytest.approx(voice["cpu_s"], rel=0.01)
    assert voice["parts"]["recognition"] > voice["parts"]["understanding"]
