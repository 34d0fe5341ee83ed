"""`voicebot check`, `voicebot scripts` and `voicebot personas` as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from tests.script.small import SMALL, spoilt
from voicebot.cli import check, listing
from voicebot.errors import InputError
from voicebot.paths import data_dir

APP = typer.Typer()
check.register(APP)
listing.register(APP)


def run(*words: str | Path) -> tuple[int, str]:
    """(exit code, standard output)."""
    result = CliRunner().invoke(APP, [str(word) for word in words], catch_exceptions=True)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout


def test_shipped_scripts_and_robots_are_clean() -> None:
    code, out = run("check", data_dir("scripts"), data_dir("personas") / "robots")
    assert code == 0
    assert "3 scripts: no defects" in out
    assert "4 robot personas" in out


def test_every_defect_of_every_file_in_a_folder_is_shown_with_its_place(tmp_path: Path) -> None:
    good, bad, broken = tmp_path / "a.yaml", tmp_path / "sub" / "b.yaml", tmp_path / "sub" / "c.yml"
    bad.parent.mkdir()
    good.write_text(SMALL, encoding="utf-8")
    bad.write_text(
        spoilt(("first: greet", "first: great"), ("then: bye}\nask", "then: by}\nask")), encoding="utf-8"
    )
    broken.write_text("script: [", encoding="utf-8")
    code, out = run("check", tmp_path)
    assert code == 1
    assert f"{bad}:4: 'first' goes to 'great'" in out
    assert f"{bad}:5: 'limits.then' goes to 'by'" in out
    assert f"{broken}:1: broken YAML" in out
    assert "3 defects in 2 files" in out


def test_json_is_one_object_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(spoilt(("first: greet", "first: great")), encoding="utf-8")
    code, out = run("check", file, "--json")
    assert code == 1
    report = json.loads(out)
    assert report["files"] == 1
    assert [(one["path"], one["line"]) for one in report["defects"]] == [(str(file), 4)]


def test_a_file_of_another_kind_is_a_defect(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("shopping: [milk]\n", encoding="utf-8")
    code, out = run("check", file)
    assert code == 1
    assert f"{file}:1: neither a script, a persona, a phrase bank nor a campaign" in out


def test_a_path_that_is_not_there_is_a_users_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        run("check", tmp_path / "absent")
    with pytest.raises(InputError, match="holds no YAML file"):
        run("check", tmp_path)


def test_scripts_and_personas_are_listed() -> None:
    names = [one["name"] for one in json.loads(run("scripts", "--json")[1])["scripts"]]
    assert names == ["m1_collection", "payment_reminder", "satisfaction_survey"]
    listed = json.loads(run("personas", "--json")[1])
    assert {"lin_yue", "chen_zheng", "xiao_qi", "zhou_an"} == {one["name"] for one in listed["robots"]}
    assert {"cooperative", "voicemail"} <= {one["name"] for one in listed["customers"]}
    assert "m1_collection" in run("scripts")[1]
    assert "lin_yue" in run("personas")[1]
    assert json.loads(run("scripts", "--language", "en", "--json")[1]) == {"scripts": []}
