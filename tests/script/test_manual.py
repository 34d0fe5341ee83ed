"""`scripts/README.md` names every key of the models, and nothing else."""

from __future__ import annotations

import re

import pytest
from pydantic import BaseModel

from voicebot.actions import ACTIONS
from voicebot.nlu.meaning import Context
from voicebot.paths import data_dir
from voicebot.script.figures import FILTERS
from voicebot.script.form import (
    AskForForm,
    LimitsForm,
    PromiseForm,
    ReplyForm,
    RetryForm,
    ScriptForm,
    StepForm,
)
from voicebot.script.wording import VARIABLES

MANUAL = (data_dir("scripts") / "README.md").read_text(encoding="utf-8")
PARTS: dict[str, type[BaseModel]] = {
    "A script": ScriptForm,
    "A step": StepForm,
    "A reply": ReplyForm,
    "`no_input` and `no_match`": RetryForm,
    "`limits`": LimitsForm,
    "`promise`": PromiseForm,
    "`ask_for`": AskForForm,
}


def _rows(part: str) -> dict[str, str]:
    """Key and default of every row in the part's table."""
    section = MANUAL.split(f"### {part}\n")[1].split("\n#")[0]
    return dict(re.findall(r"^\| `(\w+)` \| ([^|]*?) \|", section, flags=re.MULTILINE))


@pytest.mark.parametrize("part", PARTS)
def test_the_manual_lists_the_keys_that_there_are(part: str) -> None:
    assert list(_rows(part)) == list(PARTS[part].model_fields)


@pytest.mark.parametrize("part", PARTS)
def test_the_manual_gives_the_defaults_that_there_are(part: str) -> None:
    for key, shown in _rows(part).items():
        field = PARTS[part].model_fields[key]
        if field.is_required():
            assert shown == "required", key
        elif isinstance(field.default, bool | int | float | str) and field.default != "":
            default = str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
            assert shown == f"`{default}`", key
        else:
            assert shown == "", key


def test_the_manual_names_every_action_question_variable_and_filter() -> None:
    for name in (*ACTIONS, *Context, *FILTERS["zh"]):
        assert f"`{name}`" in MANUAL, name
    for root, attributes in VARIABLES.items():
        if root != "account":
            assert all(f"`{root}.{name}`" in MANUAL for name in attributes), root
