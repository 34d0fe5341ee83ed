"""`voicebot nlu` is a thin skin over scoring and explaining."""

from __future__ import annotations

import json
from pathlib import Path

import typer
from typer.testing import CliRunner

from voicebot.cli import nlu
from voicebot.errors import InputError, UsageError

APP = typer.Typer()
nlu.register(APP)
RUN = CliRunner()


def test_parse_tells_intent_slots_and_what_weighed() -> None:
    told = json.loads(RUN.invoke(APP, ["nlu", "parse", "先还五百块", "--context", "amount", "--json"]).stdout)
    assert told["intent"] == "partial_payment"
    assert told["slots"] == {"amount": 500.0}
    assert 0 <= told["confidence"] <= 1
    assert told["reasons"]
    assert {"kind", "feature", "weight"} == told["reasons"][0].keys()


def test_parse_counts_days_from_the_given_moment() -> None:
    command = ["nlu", "parse", "明天还", "--now", "2027-03-01T09:00", "--json"]
    assert json.loads(RUN.invoke(APP, command).stdout)["slots"] == {"date": "2027-03-02"}


def test_an_unknown_context_is_told() -> None:
    result = RUN.invoke(APP, ["nlu", "parse", "好", "--context", "ammount"])
    assert isinstance(result.exception, UsageError)
    assert "did you mean 'amount'" in str(result.exception)


def test_test_scores_a_file(tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text(
        "text,intent,context,slots\n是,affirm,purpose,{}\n"
        '明天还,promise_to_pay,purpose,"{""date"": ""2026-11-24""}"\n',
        encoding="utf-8",
    )
    told = json.loads(RUN.invoke(APP, ["nlu", "test", str(rows), "--json"]).stdout)
    assert told["n"] == 2
    assert told["accuracy"] == 1.0
    assert told["slot_exact_match"] == 1.0
    assert "2 rows" in RUN.invoke(APP, ["nlu", "test", str(rows)]).stdout


def test_a_broken_file_is_told(tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("text,intent\n是,nothing\n", encoding="utf-8")
    result = RUN.invoke(APP, ["nlu", "test", str(rows)])
    assert isinstance(result.exception, InputError)
    assert str(result.exception).startswith(f"{rows}:2:")
