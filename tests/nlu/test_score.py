"""Labelled rows are read strictly and scored by the book."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from voicebot.errors import InputError
from voicebot.nlu.meaning import Context, Intent, Meaning, Slots
from voicebot.nlu.score import read_rows, score

NOW = dt.datetime(2026, 11, 23, 10, 0)
HEADER = "text,intent,context,slots\n"


class Echo:
    """Understands `INTENT CONFIDENCE [AMOUNT]` literally."""

    def understand(self, text: str, context: Context, now: dt.datetime) -> Meaning:
        intent, confidence, *amount = text.split()
        return Meaning(Intent(intent), float(confidence), Slots(amount=float(amount[0]) if amount else None))


def written(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "rows.csv"
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_rows_are_read_with_their_slots(tmp_path: Path) -> None:
    rows = read_rows(written(tmp_path, '先还五百,partial_payment,amount,"{""amount"": 500}"', "是,affirm,,"))
    assert rows[0].slots == {"amount": 500.0}
    assert rows[1].context is Context.OPEN
    assert rows[1].slots == {}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("是,affrim,purpose,{}", "rows.csv:3: 'affrim' is no intent; did you mean 'affirm'?"),
        ("是,affirm,porpose,{}", "rows.csv:3: 'porpose' is no context; did you mean 'purpose'?"),
        (",affirm,purpose,{}", "rows.csv:3: the text is empty"),
        ("是,affirm,purpose,{date", "rows.csv:3: slots are not JSON"),
        ("是,affirm,purpose,[]", "rows.csv:3: slots are not a JSON object"),
        ('是,affirm,purpose,"{""datum"": 1}"', "rows.csv:3: 'datum' is no slot; did you mean 'date'?"),
        ('是,affirm,purpose,"{""date"": ""tomorrow""}"', "rows.csv:3: 'tomorrow' is no date"),
        ("是,affirm,purpose,{},more", "rows.csv:3: 5 fields for 4 columns"),
    ],
)
def test_a_malformed_row_is_told_with_file_and_line(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        read_rows(written(tmp_path, "对,affirm,purpose,{}", line))
    assert message in str(error.value)


def test_a_missing_column_is_told(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("text,label\n是,affirm\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"rows\.csv:1: column 'intent' is missing"):
        read_rows(path)


def test_an_absent_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_rows(tmp_path / "none.csv")


def test_accuracy_macro_f1_and_confusions(tmp_path: Path) -> None:
    rows = read_rows(
        written(
            tmp_path,
            "affirm 1.0,affirm,purpose,{}",
            "affirm 1.0,affirm,purpose,{}",
            "deny 1.0,affirm,open,{}",
            "deny 1.0,deny,open,{}",
        )
    )
    result = score(Echo(), rows, NOW)
    assert result.accuracy == 0.75
    # F1: affirm 2*2/(3+2) = 0.8, deny 2*1/(1+2) = 2/3.
    assert result.macro_f1 == pytest.approx((0.8 + 2 / 3) / 2)
    assert result.confusions == [("affirm", "deny", 1)]
    assert {name: part.accuracy for name, part in result.contexts.items()} == {"purpose": 1.0, "open": 0.5}


def test_slots_are_scored_on_the_rows_that_state_some(tmp_path: Path) -> None:
    rows = read_rows(
        written(
            tmp_path,
            'promise_to_pay 1.0 500,promise_to_pay,amount,"{""amount"": 500}"',
            'promise_to_pay 1.0 500,promise_to_pay,amount,"{""amount"": 500, ""date"": ""2026-11-24""}"',
            "promise_to_pay 1.0 500,promise_to_pay,amount,{}",
        )
    )
    result = score(Echo(), rows, NOW)
    assert result.slot_rows == 2
    assert result.slot_exact_match == 0.5


def test_calibration_error_is_the_mean_gap_between_confidence_and_truth(tmp_path: Path) -> None:
    rows = read_rows(
        written(tmp_path, "affirm 0.95,affirm,open,{}", "affirm 0.95,deny,open,{}", "deny 0.45,deny,open,{}")
    )
    # Bin 0.9 to 1.0: confidence 1.9, right 1; bin 0.4 to 0.5: confidence 0.45, right 1.
    assert score(Echo(), rows, NOW).ece == pytest.approx((0.9 + 0.55) / 3)


def test_the_json_has_the_agreed_keys(tmp_path: Path) -> None:
    rows = read_rows(written(tmp_path, "affirm 1.0,affirm,open,{}"))
    told = score(Echo(), rows, NOW).as_json()
    assert {"accuracy", "macro_f1", "slot_exact_match", "ece", "n", "contexts", "confusions"} <= told.keys()
