"""YAML that people write: what is taken, and what is refused on which line."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from voicebot.errors import InputError
from voicebot.yamlfile import MAX_BYTES, fit, parse_document, read_document, read_yaml

FILE = Path("f.yaml")


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")
    colour: str = "red"


class Outer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    count: int = 1
    inner: Inner = Inner()
    several: list[Inner] = []
    by_name: dict[str, Inner] = {}
    ready: bool = False


def refused(text: str) -> str:
    with pytest.raises(InputError) as caught:
        parse_document(text, FILE)
    return str(caught.value)


def test_words_stay_words_where_yaml_1_1_sees_booleans_dates_and_octals() -> None:
    data = parse_document("on: off\nno: yes\nid: 0123\nat: 12:30\nday: 2026-11-23\nhex: 0x1F\n", FILE).data
    assert data == {
        "on": "off",
        "no": "yes",
        "id": "0123",
        "at": "12:30",
        "day": "2026-11-23",
        "hex": "0x1F",
    }


def test_numbers_truth_values_and_nothing_are_recognised() -> None:
    data = parse_document("a: 7\nb: -2.5\nc: true\nd: False\ne: ~\nf:\ng: 0\n1: one\n", FILE).data
    assert data == {"a": 7, "b": -2.5, "c": True, "d": False, "e": None, "f": None, "g": 0, "1": "one"}


def test_a_word_for_yes_is_still_taken_where_a_truth_value_is_meant() -> None:
    read, defects = fit(parse_document("name: x\nready: yes\n", FILE), Outer)
    assert defects == []
    assert read is not None
    assert read.ready


def test_every_key_and_item_knows_its_line() -> None:
    document = parse_document("a:\n  b:\n    - x\n    - y\n  c: |\n    text\n", FILE)
    assert [document.line(*keys) for keys in (("a",), ("a", "b"), ("a", "b", 1), ("a", "c"))] == [1, 2, 4, 5]
    assert document.line("a", "absent") == 1


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("a: 1\nb:\n  c: 1\n  c: 2\n", "f.yaml:4: 'c' is given twice; it stands on line 3 already"),
        ("a: &x 1\nb: *x\n", "f.yaml:1: anchors and aliases (& and *) are not taken; write it out"),
        ("a:\n\tb: 1\n", "f.yaml:2: a tab cannot indent YAML; use spaces"),
        ("a: 1\n---\nb: 2\n", "f.yaml:2: more than one YAML document; split the file at '---'"),
        ("a: !!python/object:os.system x\n", "f.yaml:1: the tag 'tag:yaml.org,2002:python/object:os.system'"),
        ("", "f.yaml:1: the file is empty"),
        ("a: {{ x }}\n", "f.yaml:1: a key must be a word; put text that holds braces or brackets in quotes"),
        ("a: 'open\n", "f.yaml:"),
        ("a: \x01\n", "f.yaml:1: the character U+0001 is not allowed"),
        ("[" * 5000, "f.yaml: nested more than 40 deep"),
        ("a: " + "[" * 60 + "]" * 60, "f.yaml:1: nested more than 40 deep"),
    ],
)
def test_what_is_refused_is_named_with_its_line(text: str, error: str) -> None:
    assert refused(text).startswith(error)
    assert "\n" not in refused(text)


@given(st.text(max_size=60))
def test_no_text_brings_anything_but_a_document_or_an_input_error(text: str) -> None:
    with contextlib.suppress(InputError):
        assert parse_document(text, FILE).line() >= 1


def test_an_unknown_key_is_named_with_its_line_and_a_near_one() -> None:
    document = parse_document(
        "name: x\ninner:\n  color: blue\nseveral:\n  - colour: red\n    colur: x\nby_name:\n"
        "  z: {couler: 1}\n",
        FILE,
    )
    read, defects = fit(document, Outer)
    assert read is None
    assert [str(defect) for defect in defects] == [
        "f.yaml:3: unknown key 'color'; did you mean 'colour'?",
        "f.yaml:6: unknown key 'colur'; did you mean 'colour'?",
        "f.yaml:8: unknown key 'couler'; did you mean 'colour'?",
    ]


def test_a_missing_key_and_a_wrong_value_are_named_with_their_lines() -> None:
    _, defects = fit(parse_document("# remark\ncount: many\n", FILE), Outer)
    assert [defect.line for defect in defects] == [2, 2]
    assert any("'name' is missing" in defect.message for defect in defects)
    assert any("'count': 'many' does not fit" in defect.message for defect in defects)


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_document(tmp_path / "absent.yaml")
    with pytest.raises(InputError, match="is a folder"):
        read_document(tmp_path)
    (tmp_path / "big.yaml").write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(InputError, match="larger than"):
        read_document(tmp_path / "big.yaml")
    (tmp_path / "gbk.yaml").write_bytes("name: x\nsay: 您好\n".encode("gbk"))
    with pytest.raises(InputError, match=r"gbk.yaml:2: not UTF-8"):
        read_document(tmp_path / "gbk.yaml")


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    (tmp_path / "bom.yaml").write_bytes(b"\xef\xbb\xbfname: x\n")
    assert read_yaml(tmp_path / "bom.yaml", Outer).name == "x"


def test_a_list_where_keys_are_expected_is_a_defect() -> None:
    read, defects = fit(parse_document("- a\n", FILE), Outer)
    assert read is None
    assert str(defects[0]) == "f.yaml:1: expected keys and values, such as 'name: value'"
