"""The commands run, demo and init, as a user meets them: in text fidelity, with the engines that ship."""

from __future__ import annotations

import json
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest
import typer
from typer.testing import CliRunner, Result

from voicebot.campaign import check_campaign
from voicebot.cli import run
from voicebot.errors import InputError, OutputError, UsageError, VoicebotError
from voicebot.store.reading import Results

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT / "tests" / "data" / "campaign.yaml"
LEFT = {"run.sqlite", "recordings", "campaign.lock.yaml", "summary.json", "report.html"}


def invoke(*arguments: object) -> Result:
    app = typer.Typer()
    run.register(app)
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def refused(*arguments: object) -> VoicebotError:
    """The error that `main` prints as one line before it exits with 2."""
    result = invoke(*arguments)
    assert isinstance(result.exception, VoicebotError), result.output
    assert "\n" not in str(result.exception)
    return result.exception


def test_demo_makes_exactly_the_calls_asked_for(tmp_path: Path) -> None:
    result = invoke("demo", "--calls", 11, "--fidelity", "text", "--out", tmp_path / "run", "--workers", 1)
    assert result.exit_code == 0, result.output
    assert {path.name for path in (tmp_path / "run").iterdir()} == {*LEFT, "accounts.csv"}
    with Results(tmp_path / "run") as results:
        calls = list(results.calls(answered=True))
        assert len(calls) == 11
        assert not [call.error for call in calls if call.error]
        assert results.about().complete
    assert "report.html" in result.output


def test_demo_prints_one_json_object(tmp_path: Path) -> None:
    command = "demo", "--calls", 3, "--fidelity", "text", "--out", tmp_path / "run", "--workers", 1, "--json"
    result = invoke(*command)
    assert result.exit_code == 0, result.output
    summary = json.loads(result.stdout)
    assert summary["calls"]["answered"] == 3
    assert summary == json.loads((tmp_path / "run" / "summary.json").read_text(encoding="utf-8"))


def test_demos_of_one_seed_are_the_same(tmp_path: Path) -> None:
    def summary(name: str, seed: int) -> object:
        out = tmp_path / name
        invoke("demo", "--calls", 4, "--fidelity", "text", "--seed", seed, "--out", out, "--workers", 1)
        return json.loads((out / "summary.json").read_text(encoding="utf-8"))

    assert summary("one", 5) == summary("two", 5)
    assert summary("three", 6) != summary("one", 5)


def test_a_starter_workspace_runs_as_it_is(tmp_path: Path) -> None:
    work = tmp_path / "work"
    made = invoke("init", work)
    assert made.exit_code == 0, made.output
    assert {path.name for path in work.iterdir()} == {"campaign.yaml", "accounts.csv", "scripts", "personas"}
    assert check_campaign(work / "campaign.yaml") == []
    result = invoke(
        "run", work / "campaign.yaml", "--fidelity", "text", "--out", tmp_path / "run", "--workers", 1
    )
    assert result.exit_code == 0, result.output
    with Results(tmp_path / "run") as results:
        assert len(list(results.calls(answered=True))) > 10
    lock = (tmp_path / "run" / "campaign.lock.yaml").read_text(encoding="utf-8")
    assert "../work/scripts/" in lock, "the copies are used, not what is shipped"


def test_a_starter_workspace_does_not_overwrite(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert isinstance(refused("init", tmp_path), OutputError)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_lock_file_makes_the_run_again(tmp_path: Path) -> None:
    for source, name in ((SAMPLE, "one"), (tmp_path / "one" / "campaign.lock.yaml", "two")):
        result = invoke("run", source, "--out", tmp_path / name, "--workers", 1)
        assert result.exit_code == 0, result.output
    one, two = (json.loads((tmp_path / name / "summary.json").read_text()) for name in ("one", "two"))
    assert one["calls"] == two["calls"]
    assert one["dispositions"] == two["dispositions"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("script: m1_collection", "script: m1_colection"), "script 'm1_colection' does not exist"),
        (("robot: lin_yue", "robot: nobody"), "robot persona 'nobody' does not exist"),
        (("fidelity: text", "customers: {angri: 1}"), "customer persona 'angri' does not exist"),
        (("fidelity: text", "line: {snr: 3}"), "line"),
        (("fidelity: text", "line: cleen"), "line conditions 'cleen' are not known"),
        (("accounts: accounts.csv", "accounts: none.csv"), "none.csv: no such accounts file"),
        (("lines: 4", "lines: [4"), "broken YAML"),
        (("language: zh-CN", "language: en"), "the script is in zh-CN, the campaign in en"),
    ],
)
def test_wrong_campaigns_are_one_line_and_leave_nothing(
    tmp_path: Path, change: tuple[str, str], message: str
) -> None:
    text = "language: zh-CN\n" + SAMPLE.read_text(encoding="utf-8")
    assert change[0] in text
    (tmp_path / "campaign.yaml").write_text(text.replace(*change), encoding="utf-8")
    (tmp_path / "accounts.csv").write_bytes((SAMPLE.parent / "accounts.csv").read_bytes())
    error = refused("run", tmp_path / "campaign.yaml", "--fidelity", "text", "--out", tmp_path / "run")
    assert message in str(error)
    assert str(tmp_path) in str(error)
    assert not (tmp_path / "run").exists()


def test_unknown_names_are_told_with_the_line_of_the_campaign(tmp_path: Path) -> None:
    path = tmp_path / "campaign.yaml"
    path.write_text("campaign: c\nstart: 2026-11-23\nscript: m1_collection\nrobot: nobody\nfidelity: text\n")
    (tmp_path / "accounts.csv").write_bytes((SAMPLE.parent / "accounts.csv").read_bytes())
    assert str(refused("run", path, "--out", tmp_path / "run")).startswith(
        f"{path}:4: robot persona 'nobody'"
    )


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        (("run", "none.yaml"), InputError),
        (("run", SAMPLE, "--fidelity", "loud"), UsageError),
        (("demo", "--fidelity", "loud"), UsageError),
        (("demo", "--language", "xx"), UsageError),
        (("run", SAMPLE, "--resume", "--out", "none"), UsageError),
    ],
)
def test_wrong_options_are_one_line(arguments: tuple[str, ...], kind: type[VoicebotError]) -> None:
    assert isinstance(refused(*arguments), kind)


def test_an_error_is_one_line_on_stderr_and_exit_2(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "voicebot", "run", tmp_path / "none.yaml", "--json"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"voicebot: {tmp_path / 'none.yaml'}: no such file\n"


def test_ctrl_c_leaves_what_is_finished_and_the_command_that_is_printed_goes_on(tmp_path: Path) -> None:
    stopped, whole = tmp_path / "stopped", tmp_path / "whole"
    demo = ["demo", "--calls", "300", "--fidelity", "text", "--workers", "1", "--out"]
    process = subprocess.Popen(
        [sys.executable, "-m", "voicebot", *demo, str(stopped)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while process.poll() is None and not (stopped / "run.sqlite-wal").exists():
        Event().wait(0.02)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=120)
    assert process.returncode == 130, stderr
    with Results(stopped) as results:
        assert not results.about().complete
        assert results.totals().answered < 300
    command = shlex.split(stderr.rpartition("go on with: ")[2])
    assert command[0] == "voicebot"
    assert invoke(*command[1:], "--workers", 1).exit_code == 0
    assert invoke(*demo, whole).exit_code == 0
    one, other = (json.loads((run_dir / "summary.json").read_text()) for run_dir in (stopped, whole))
    assert one == other


def test_two_workers_make_the_same_calls_as_one(tmp_path: Path) -> None:
    demo = ["demo", "--calls", "10", "--fidelity", "text", "--json"]
    one, two = (
        json.loads(invoke(*demo, "--workers", workers, "--out", tmp_path / str(workers)).stdout)
        for workers in (1, 2)
    )
    assert one == two
