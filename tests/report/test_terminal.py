"""The summary on a terminal."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from tests.report.runs import answered, customer, promising, unanswered, write_run
from voicebot.report import summarise
from voicebot.report.terminal import show


def shown(run_dir: Path, width: int = 90) -> str:
    text = io.StringIO()
    show(summarise(run_dir), Console(file=text, width=width), run_dir)
    return text.getvalue()


@pytest.fixture
def run_dir(tmp_path: Path) -> Path:
    calls = [
        promising("A1-1", made=False, true_disposition="HARD", recording="A1-1.flac"),
        answered("A2-1", customer="[bold]hostile[/bold]"),
        unanswered("A3-1"),
    ]
    turns = [customer("A1-1", 0, "没钱[red]还", "明天还", "hardship>promise_to_pay", step="ask_date")]
    return write_run(tmp_path / "run", calls, turns)


def test_the_first_screen_shows_funnel_quality_and_the_costliest_misunderstanding(run_dir: Path) -> None:
    text = shown(run_dir)
    for line in (
        "Dialled",
        "Right party",
        "67% of dialled",
        "False promises",
        "50.0%",
        "phrases kept from it",
    ):
        assert line in text
    assert "false promise at step ask_date" in text
    assert "recordings/A1-1.flac" in text
    assert str(run_dir / "report.html") in text.replace("\n", "")


def test_what_customers_said_is_never_read_as_markup(run_dir: Path) -> None:
    assert "没钱[red]还" in shown(run_dir)


@pytest.mark.parametrize("width", [80, 100])
def test_no_line_is_wider_than_the_terminal(run_dir: Path, width: int) -> None:
    lines = [line for line in shown(run_dir, width).splitlines() if "report.html" not in line]
    assert max(len(line.rstrip()) for line in lines) <= width


def test_an_empty_run_can_be_shown(tmp_path: Path) -> None:
    assert "Nobody answered" in shown(write_run(tmp_path / "run"))
