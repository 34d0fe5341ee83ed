"""Sentence templates."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from voicebot.errors import InputError
from voicebot.training.templates import expand, read_templates
from voicebot.training.zh_slots import FILLS, number


def _all(template: str) -> set[str]:
    rng = np.random.default_rng(0)
    return {expand(template, FILLS, rng) for _ in range(300)}


def test_branches_are_picked_and_options_left_out() -> None:
    assert _all("(我|他)还[钱]") == {"我还", "我还钱", "他还", "他还钱"}


def test_groups_may_stand_in_groups() -> None:
    assert _all("[好(的|吧)]行") == {"行", "好的行", "好吧行"}


def test_slots_are_filled_with_hanzi_only() -> None:
    for slot in FILLS:
        said = _all(f"{{{slot}}}")
        assert all("一" <= character <= "鿿" for one in said for character in one), slot
        assert len(said) > 4, slot


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "零"),
        (10, "十"),
        (15, "十五"),
        (205, "二百零五"),
        (2030, "二千零三十"),
        (10500, "一万零五百"),
        (90000, "九万"),
    ],
)
def test_numbers_are_read_as_people_read_them(value: int, said: str) -> None:
    assert number(value) == said


@pytest.mark.parametrize(
    ("line", "fault"), [("我{whne}还", "whne"), ("我(还|付", "bracket"), ("我还]", "bracket")]
)
def test_a_wrong_template_is_named_with_its_line(tmp_path: Path, line: str, fault: str) -> None:
    file = tmp_path / "t.txt"
    file.write_text(f"# comment\n好的\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=rf"t\.txt:3: .*{fault}"):
        read_templates(file, FILLS)
