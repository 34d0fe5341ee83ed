"""The whole summary of small runs, counted by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.report.runs import ABOUT, account, answered, customer, promising, robot, unanswered, write_run
from voicebot.errors import InputError, OutputError
from voicebot.report import advise, summarise, write_report
from voicebot.report.files import REPORT, SUMMARY
from voicebot.store.reading import ActionRow, DecisionRow, PaymentRow

AT = "2026-11-23T09:00:00+08:00"


@pytest.fixture
def run_dir(tmp_path: Path) -> Path:
    """Five attempts: a kept promise, a false one, a missed stop request, a voicemail, and no answer."""
    calls = [
        promising("A1-1", bucket="M0", recording="A1-1.flac"),
        promising("A2-1", made=False, true_disposition="HARD", promise_kept=0, customer="hardship"),
        answered("A3-1", disposition="CB", true_disposition="DNC", customer="angry", robot="firm"),
        answered(
            "A4-1", answered_by="voicemail", disposition="VM", true_disposition="VM", customer="voicemail"
        ),
        unanswered("A5-1", "BUSY", bucket="M2"),
    ]
    turns = [
        robot("A1-1", 0, "您好", 0, 1000),
        customer("A1-1", 1, "明天还", "明天还", "promise_to_pay", (2000, 3000), known=1),
        robot("A1-1", 2, "好的", 3700, 4500, step="bye"),
        customer("A2-1", 0, "没钱还", "明天还", "hardship>promise_to_pay", (2000, 3000), known=0),
        customer("A3-1", 0, "别再打了", "再打", "stop_calling>busy", (2000, 3000), step="ask_date"),
    ]
    return write_run(
        tmp_path / "run",
        calls,
        turns,
        actions=[ActionRow("A3-1", 0, "transfer_to_agent", "{}", None)],
        decisions=[
            DecisionRow("A1-1", "A1", AT, "gate", "cn.hours", "allow", ""),
            DecisionRow("A2-1", "A2", AT, "gate", "cn.hours", "allow", ""),
            DecisionRow("A3-1", "A3", AT, "audit", "cn.hours", "violation", "ended at 22:01"),
        ],
        accounts=[account(f"A{number}", 1000.0) for number in range(1, 6)],
        payments=[PaymentRow("A1", AT, 1000.0, "A1-1"), PaymentRow("A5", AT, 250.0, None)],
    )


def test_every_figure_of_a_small_run_is_as_counted_by_hand(run_dir: Path) -> None:
    found = summarise(run_dir).as_json()
    calls = found["calls"]
    assert (calls["dialled"], calls["answered"], calls["connect_rate"]) == (5, 4, 0.8)
    assert (calls["right_party"], calls["right_party_of_connected"], calls["right_party_of_dialled"]) == (
        3,
        0.75,
        0.6,
    )
    assert (calls["promises"], calls["promise_rate"], calls["kept"], calls["kept_rate"]) == (
        2,
        0.6667,
        1,
        0.5,
    )
    assert found["false_promises"] == {"count": 1, "of": 4, "rate": 0.25}
    assert found["missed_promises"] == {"count": 0, "of": 1, "rate": 0.0}
    assert found["missed_stop_requests"] == {"count": 1, "of": 1, "rate": 1.0}
    assert found["understanding"]["intent_accuracy"] == 0.3333
    assert found["recognition"]["known"] == {"n": 2, "cer": round(2 / 7, 4), "intent_accuracy": 0.5}
    assert found["recognition"]["unknown"] == {"n": 1, "cer": round(2 / 3, 4), "intent_accuracy": 0.0}
    assert found["self_service_share"] == 0.75
    assert found["accounts"]["recovery"] == 0.25
    assert found["decisions"] == {
        "audit": {"cn.hours": {"violation": 1}},
        "gate": {"cn.hours": {"allow": 2}},
    }
    assert found["line_outcomes"] == {"answered": 4, "BUSY": 1}
    assert found["personas"]["hardship"]["false_promises"] == 1
    assert found["robots"]["firm"]["intent_accuracy"] == 0.0
    assert found["ageing"]["M0"]["kept"] == 1
    assert found["steps"]["m1_collection/greet"]["next"] == {"bye": 1}
    assert found["timing"]["response_ms"] == {"n": 1, "p50": 700, "p95": 700}


def test_costs_name_the_turn_what_was_said_and_the_recording(run_dir: Path) -> None:
    costs = summarise(run_dir).costs
    assert costs.total == 500.0
    assert {name: bill.cost for name, bill in costs.by_kind.items()} == {
        "missed_stop": 400.0,
        "false_promise": 100.0,
    }
    assert list(costs.by_step) == ["ask_date", "greet"]
    first, second = costs.costliest
    assert (first.call_id, first.step, first.said, first.heard) == ("A3-1", "ask_date", "别再打了", "再打")
    assert (second.intent_meant, second.intent_heard) == ("hardship", "promise_to_pay")


def test_advice_names_what_is_wrong_and_at_most_five_things(run_dir: Path) -> None:
    advice = advise(summarise(run_dir))
    assert len(advice) <= 5
    assert any("asked not to be called" in sentence for sentence in advice)
    assert any("violations" in sentence for sentence in advice)


def test_an_empty_run_has_figures_but_no_rates(tmp_path: Path) -> None:
    found = write_report(write_run(tmp_path / "run"))
    assert found.calls.connect_rate is None
    assert found.recognition.cer is None
    assert found.costs.costliest == []
    assert "Nobody answered" in (tmp_path / "run" / REPORT).read_text(encoding="utf-8")


def test_a_run_in_which_nobody_answered_divides_by_nothing(tmp_path: Path) -> None:
    found = write_report(write_run(tmp_path / "run", [unanswered("A1-1"), unanswered("A2-1", "BUSY")]))
    assert (found.calls.dialled, found.calls.connect_rate, found.calls.promise_rate) == (2, 0.0, None)
    assert advise(found) == ["Nobody answered: dial more accounts, more days, or check the calling hours."]


def test_an_incomplete_run_says_so(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", [answered("A1-1")], about=replace(ABOUT, complete=False))
    found = write_report(run)
    assert not found.complete
    assert "--resume" in advise(found)[0]
    assert "not complete" in (run / REPORT).read_text(encoding="utf-8")


def test_an_answered_call_without_any_turn_still_counts(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", [answered("A1-1", disposition="NI", true_disposition="NI")])
    assert summarise(run).calls.answered == 1


def test_the_summary_on_disk_is_the_same_each_time_and_leaves_nothing_else(run_dir: Path) -> None:
    write_report(run_dir)
    first = (run_dir / SUMMARY).read_bytes()
    write_report(run_dir)
    assert (run_dir / SUMMARY).read_bytes() == first
    assert json.loads(first) == summarise(run_dir).as_json()
    assert sorted(path.name for path in run_dir.iterdir()) == [REPORT, "run.sqlite", SUMMARY]


def test_a_summary_that_cannot_be_written_is_one_line_and_leaves_nothing_half_done(run_dir: Path) -> None:
    (run_dir / SUMMARY).mkdir()
    with pytest.raises(OutputError, match=r"summary\.json: cannot be written \(.*\); copy the run"):
        write_report(run_dir)
    assert sorted(path.name for path in run_dir.iterdir()) == ["run.sqlite", SUMMARY]


def test_a_folder_without_a_run_is_a_one_line_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a run directory"):
        summarise(tmp_path)
