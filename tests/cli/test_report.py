"""`voicebot report`: the figures of a run, on the terminal and as files."""

from __future__ import annotations

import json
from pathlib import Path

import typer
from typer.testing import CliRunner

from tests.report.runs import answered, write_run
from voicebot.cli.report import register
from voicebot.errors import InputError

app = typer.Typer()
register(app)


def test_json_is_one_object_and_nothing_else(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", [answered("A1-1")])
    done = CliRunner().invoke(app, [str(run), "--json"])
    assert done.exit_code == 0
    assert json.loads(done.stdout) == json.loads((run / "summary.json").read_text(encoding="utf-8"))


def test_the_report_is_rebuilt_and_its_place_is_told(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", [answered("A1-1")])
    done = CliRunner().invoke(app, [str(run)])
    assert done.exit_code == 0
    assert "report.html" in done.stdout
    assert (run / "report.html").is_file()


def test_a_folder_without_a_run_is_an_error_of_the_user(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, [str(tmp_path)])
    assert isinstance(done.exception, InputError)
