"""The embedded understanding on sentences whose author saw no training phrase."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from voicebot.nlu import load_nlu
from voicebot.nlu.score import read_rows, score
from voicebot.training.nlu_phrases import PHRASES

LOCKED = Path(__file__).parent.parent / "data" / "nlu_zh_locked.csv"
NOW = dt.datetime(2026, 11, 23, 10, 0)


def test_intents_and_slots_hold_on_the_locked_test() -> None:
    measured = score(load_nlu("zh"), read_rows(LOCKED), NOW).as_json()
    assert measured["n"] == 606
    assert float(str(measured["accuracy"])) >= 0.88
    assert float(str(measured["slot_exact_match"])) >= 0.90
    assert float(str(measured["ece"])) <= 0.08


def test_no_sentence_of_the_locked_test_is_trained_on() -> None:
    trained = {
        line.split("\t")[0]
        for file in (PHRASES / "zh").glob("*.txt")
        for line in file.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    }
    shared = {row.text for row in read_rows(LOCKED) if len(row.text) > 3 and row.text in trained}
    assert len(shared) <= 0.03 * 606, sorted(shared)
