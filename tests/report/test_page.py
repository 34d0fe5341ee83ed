"""report.html: self-contained, honest about what it carries, and deaf to hostile names."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.report.runs import ABOUT, answered, customer, promising, robot, write_run
from voicebot.report import summarise
from voicebot.report.browser import CALLS, embedded
from voicebot.report.page import page

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u2028"


def carried(html: str) -> Any:
    """The data that the page carries, as its script reads it."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found
    return json.loads(found.group(1))


def rendered(run_dir: Path, limit: int = CALLS) -> str:
    return page(run_dir, summarise(run_dir), limit=limit)


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    call = promising("A1-1", made=False, customer=HOSTILE, robot=HOSTILE, script=HOSTILE)
    turn = customer("A1-1", 0, HOSTILE, HOSTILE, "hardship>promise_to_pay", step=HOSTILE)
    html = rendered(write_run(tmp_path / "run", [call], [turn]))
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert html.count("<script") == 2
    assert carried(html)["calls"][0]["turns"][0]["said"] == HOSTILE


def test_embedded_json_can_not_end_its_script_element() -> None:
    text = embedded({"a": "</ScRiPt><!--&\u2029"})
    assert not set("<>&\u2029") & set(text)
    assert json.loads(text) == {"a": "</ScRiPt><!--&\u2029"}


def test_the_page_asks_nothing_of_the_network(tmp_path: Path) -> None:
    html = rendered(write_run(tmp_path / "run", [answered("A1-1")], [robot("A1-1", 0, "您好", 0, 900)]))
    assert "http://" not in html
    assert "https://" not in html
    assert "@import" not in html
    assert not re.search(r'<(script|link|img)[^>]*(src|href)="(?!data:)', html)


def test_only_recordings_that_exist_are_offered(tmp_path: Path) -> None:
    calls = [
        answered("A1-1", recording="A1-1.flac"),
        answered("A2-1", recording="A 2#1.flac"),
        answered("A3-1"),
    ]
    run = write_run(tmp_path / "run", calls)
    (run / "recordings").mkdir()
    (run / "recordings" / "A 2#1.flac").touch()
    offered = {call["id"]: call["audio"] for call in carried(rendered(run))["calls"]}
    assert offered == {"A1-1": "", "A2-1": "recordings/A%202%231.flac", "A3-1": ""}


def test_of_too_many_calls_the_costliest_are_carried_and_the_page_says_so(tmp_path: Path) -> None:
    calls = [answered(f"A{number}-1") for number in range(8)]
    calls.append(answered("A8-1", true_disposition="RISK"))
    turns = [customer("A3-1", 0, "是", "事", "affirm>out_of_scope")]
    html = rendered(write_run(tmp_path / "run", calls, turns), limit=2)
    assert {call["id"] for call in carried(html)["calls"]} == {"A3-1", "A8-1"}
    assert "2 most instructive of 9 answered calls" in html


def test_a_simulated_recogniser_is_called_so(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", [answered("A1-1")], about=replace(ABOUT, fidelity="text"))
    assert "error model, not from a recogniser" in rendered(run)


def test_the_page_says_that_its_figures_are_synthetic(tmp_path: Path) -> None:
    assert "engineering guesses" in rendered(write_run(tmp_path / "run"))
