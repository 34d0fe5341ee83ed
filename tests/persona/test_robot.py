"""Robot personas: the shipped ones, and what is wrong with others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from voicebot.check import check_file
from voicebot.errors import InputError
from voicebot.paths import data_dir, shipped_files
from voicebot.persona.load import load_customer, load_robot, shipped_customers, shipped_robots
from voicebot.persona.robot import RobotPersona
from voicebot.script import shipped_scripts
from voicebot.tts.engine import Voice
from voicebot.tts.voices import engine_name

GOOD = """\
name: anna
description: One of us.
called: 安娜
company: 安禾消费金融
hotline: 400-820-6188
gender: female
tone: warm
voice: {id: cmn+f2}
"""


def test_four_robots_differ_in_voice_tone_and_name() -> None:
    robots = shipped_robots()
    assert len(robots) == 4
    assert len({robot.voice.id for robot in robots}) == len({robot.called for robot in robots}) == 4
    assert {robot.tone for robot in robots} == {"warm", "firm", "brisk", "patient"}
    assert {robot.gender for robot in robots} == {"female", "male"}
    assert all(engine_name(robot.voice.id) for robot in robots)


def test_a_robot_is_found_by_the_name_it_has() -> None:
    for path in shipped_files("personas/robots"):
        assert load_robot(path).name == path.stem
        assert load_robot(path.stem) == load_robot(path)
    assert load_robot("lin_yue").voice == Voice("cmn+f2", 200, 55, 100)


def test_an_unknown_persona_is_one_line_with_near_matches() -> None:
    with pytest.raises(InputError, match=r"robot persona 'lin_yu' does not exist; did you mean 'lin_yue'"):
        load_robot("lin_yu")
    with pytest.raises(InputError, match=r"customer persona 'cooperativ' does not exist; did you mean"):
        load_customer("cooperativ")


def test_a_customer_is_found_by_the_name_it_has() -> None:
    assert load_customer("cooperative", "zh").name == "cooperative"
    assert "cooperative" in {persona.name for persona in shipped_customers("zh")}


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("called: 安娜\n", "caled: 安娜\n", "3: unknown key 'caled'; did you mean 'called'?"),
        ("tone: warm", "tone: warn", "7: 'warn' is not known here; did you mean 'warm'?"),
        ("hotline: 400-820-6188", "hotline: call us", "5: 'hotline': 'call us' does not fit"),
        ("{id: cmn+f2}", "{id: cmn+f2, rate: 9}", "8: 'rate': 9 does not fit"),
        ("cmn+f2", "cmn+f99", "8: voice 'cmn+f99'"),
        ("cmn+f2", "en-us+f2", "8: voice 'en-us+f2' does not speak zh-CN"),
        ("gender: female\n", "", "1: 'gender' is missing"),
    ],
)
def test_what_is_wrong_with_a_robot_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, error: str
) -> None:
    file = tmp_path / "anna.yaml"
    file.write_text(GOOD.replace(old, new), encoding="utf-8")
    kind, defects = check_file(file)
    assert kind == "robot"
    assert any(str(defect).startswith(f"{file}:{error}") for defect in defects), defects


def test_the_manual_lists_the_keys_and_robots_that_there_are() -> None:
    manual = (data_dir("personas") / "README.md").read_text(encoding="utf-8")
    section = manual.split("## Robots")[1].split("\n## ")[0]
    keys = re.findall(r"^\| `(\w+)` \|", section, flags=re.MULTILINE)
    assert keys == [field.alias or name for name, field in RobotPersona.model_fields.items()]
    for robot in shipped_robots():
        assert (
            f"| [{robot.name}](robots/{robot.name}.yaml) | {robot.called} | {robot.tone} | {robot.voice.id} |"
            in section
        )


def test_every_tone_of_the_robots_has_wording_of_its_own_in_every_script() -> None:
    for script in shipped_scripts():
        used = {tone for step in script.steps.values() for tone in step.say.variants}
        assert {"default", "warm", "brisk"} <= used
