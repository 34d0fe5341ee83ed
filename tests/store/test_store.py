"""The results database: what is written can be read back, whole events only."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import inspect

from tests.calls import MONDAY, account, ends
from voicebot.actions import Action, Disposition
from voicebot.call import CallSpec
from voicebot.dialer import Dialled, Held, Payment, Settled
from voicebot.errors import InputError
from voicebot.records import CallRecord, Turn
from voicebot.rules import Decision
from voicebot.store.reading import About, Results, slots
from voicebot.store.rows import rows_of
from voicebot.store.stored_calls import StoredCalls
from voicebot.store.writing import BATCH, RunWriter

ABOUT = About("sample", "zh-CN", "text", 7, "0.1.0", MONDAY.isoformat(), 36, 2, False)
CONTRACT = {
    "calls": "call_id account_id attempt cell started_at ring_ms answered_at talk_ms line_outcome answered_by"
    " disposition true_disposition grade script robot voice customer end_reason recording seed",
    "turns": "call_id turn party step start_ms end_ms said heard intent_meant intent_heard confidence"
    " slots_meant slots_heard barged_in end_of_turn_ms",
    "actions": "call_id turn action arguments due_at",
    "decisions": "call_id account_id at stage rule verdict reason",
    "accounts": "account_id tags score treatment",
    "payments": "account_id at amount promised_by_call",
}


def spec(account_id: str = "A1", attempt: int = 1) -> CallSpec:
    answered = MONDAY + dt.timedelta(seconds=9)
    return CallSpec(
        f"{account_id}-{attempt}",
        account(account_id),
        attempt,
        0,
        MONDAY,
        answered,
        9000,
        7,
        "script",
        "robot",
    )


def record(one: CallSpec) -> CallRecord:
    made = ends(Disposition.CB, due_at=MONDAY + dt.timedelta(hours=3), promise=True)(one)
    made.turns = [
        Turn("robot", "greet", 0, 1500, "您好，请问是王伟先生吗？", context=""),
        Turn(
            *("customer", "greet", 1800, 2600, "下午三点再打", "下午三点在打"),
            intent_meant="busy",
            intent_heard="busy",
            confidence=0.9312345,
            slots_meant={"time": "15:00"},
            slots_heard={"time": "15:00", "amount": 3.0},
            barged_in=True,
            end_of_turn_ms=620,
            known=False,
            context="identity",
        ),
    ]
    made.actions.append((0, Action("send_sms", {"text": "稍后"})))
    return made


def dialled(one: CallSpec) -> Dialled:
    decision = Decision(one.account.account_id, MONDAY, "gate", "cn", "allow", "fine", one.call_id)
    payment = Payment(one.account.account_id, MONDAY + dt.timedelta(days=1), 1200.0, one.call_id)
    return Dialled(record(one), "M1", (decision,), (payment,), True)


def test_the_tables_keep_the_contracts_columns_in_order(tmp_path: Path) -> None:
    with RunWriter(tmp_path, ABOUT):
        pass
    with Results(tmp_path) as results:
        found = inspect(results.connection)
        for table, columns in CONTRACT.items():
            names = [column["name"] for column in found.get_columns(table)]
            assert names[: len(columns.split())] == columns.split()


def test_a_call_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    with RunWriter(tmp_path, ABOUT) as writer:
        writer.write(0, rows_of(dialled(spec())))
    with Results(tmp_path) as results:
        assert results.about() == ABOUT
        (call,) = results.calls(answered=True)
        assert (call.started_at, call.answered_at) == (
            "2026-11-23T09:00:00.000+08:00",
            "2026-11-23T09:00:09.000+08:00",
        )
        assert (call.promise_date, call.promise_amount, call.promise_kept) == ("2026-11-25", 1200.0, 1)
        robot, customer = results.turns("A1-1")
        assert (robot.party, robot.said, robot.known) == ("robot", "您好，请问是王伟先生吗？", None)
        assert (customer.said, customer.heard, customer.known) == ("下午三点再打", "下午三点在打", 0)
        assert slots(customer.slots_heard) == {"time": "15:00", "amount": 3.0}
        assert customer.confidence == pytest.approx(0.9312, abs=1e-4)
        actions = {action.action: action for action in results.actions("A1-1")}
        assert actions["schedule_callback"].due_at == "2026-11-23T12:00:00.000+08:00"
        assert json.loads(actions["send_sms"].arguments) == {"text": "稍后"}
        (payment,) = results.payments()
        assert (payment.amount, payment.promised_by_call) == (1200.0, "A1-1")
        (decision,) = results.decisions()
        assert (decision.call_id, decision.verdict) == ("A1-1", "allow")


def test_calls_of_several_time_zones_are_in_order(tmp_path: Path) -> None:
    moments = ["2026-11-23T09:30:00+08:00", "2026-11-23T08:00:00+06:00", "2026-11-22T20:15:00-05:00"]
    with RunWriter(tmp_path, ABOUT) as writer:
        for number, moment in enumerate(moments):
            event = dialled(spec(f"A{number}"))
            event.record.started_at = dt.datetime.fromisoformat(moment)
            writer.write(0, rows_of(event))
    with Results(tmp_path) as results:
        assert [call.account_id for call in results.calls()] == ["A2", "A0", "A1"]


def test_gate_blocks_and_settled_accounts_are_stored(tmp_path: Path) -> None:
    blocked = Decision("A1", MONDAY, "gate", "cn.peace", "block", "do not call")
    own = Payment("A1", MONDAY, 55.5)
    with RunWriter(tmp_path, ABOUT) as writer:
        writer.write(0, rows_of(Held(blocked)))
        writer.write(0, rows_of(Settled(account("A1", tags=("vip",)), "all", 0, 2, "cn.peace", own)))
        writer.finish_cell(0)
    with Results(tmp_path) as results:
        (decision,) = results.decisions()
        assert (decision.call_id, decision.rule) == ("", "cn.peace")
        (one,) = results.accounts()
        assert (one.tags, one.score, one.bucket, one.closed_by) == ('["vip"]', None, "M1", "cn.peace")
        (payment,) = results.payments()
        assert payment.promised_by_call is None


def test_neither_names_nor_numbers_of_accounts_are_columns(tmp_path: Path) -> None:
    with RunWriter(tmp_path, ABOUT) as writer:
        writer.write(0, rows_of(Settled(account("A1"), "all", 0, 2, "PTP")))
    with Results(tmp_path) as results:
        text = repr(list(results.accounts()))
    assert account("A1").phone not in text
    assert account("A1").name not in text


def test_what_is_written_is_counted_by_cell(tmp_path: Path) -> None:
    with RunWriter(tmp_path, ABOUT) as writer:
        for number in range(5):
            writer.write(number % 2, rows_of(dialled(spec(f"A{number}"))))
        writer.finish_cell(1)
    with RunWriter(tmp_path, ABOUT) as writer:
        assert [writer.written(cell) for cell in (0, 1, 2)] == [3, 2, 0]
        assert writer.done == {1}


def test_a_batch_is_stored_before_the_writer_is_closed(tmp_path: Path) -> None:
    with RunWriter(tmp_path, ABOUT) as writer:
        for number in range(BATCH):
            writer.write(0, rows_of(dialled(spec(f"A{number}"))))
        with Results(tmp_path) as results:
            assert len(list(results.calls())) == BATCH


def test_a_stored_call_tells_the_dialer_what_it_needs(tmp_path: Path) -> None:
    with RunWriter(tmp_path, ABOUT) as writer:
        writer.write(0, rows_of(dialled(spec())))
    stored = StoredCalls(tmp_path)
    found, whole = stored.find(spec()), record(spec())
    assert stored.find(spec("A2")) is None
    stored.close()
    assert found is not None
    assert (found.disposition, found.talk_ms) == (whole.disposition, whole.talk_ms)
    assert (found.promise, found.true_promise) == (whole.promise, whole.true_promise)
    due = [action.due_at for _, action in found.actions if action.name == "schedule_callback"]
    assert due == [MONDAY + dt.timedelta(hours=3)]


def test_a_closed_run_is_a_single_file(tmp_path: Path) -> None:
    with RunWriter(tmp_path, ABOUT) as writer:
        writer.write(0, rows_of(dialled(spec())))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["recordings", "run.sqlite"]


def test_a_folder_without_a_run_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a run directory"):
        Results(tmp_path)


def test_a_file_that_is_no_database_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "run.sqlite").write_text("this is no database" * 100)
    with pytest.raises(InputError, match="cannot be read as a results database"):
        Results(tmp_path)


def test_a_database_of_something_else_is_one_line(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "run.sqlite").execute("CREATE TABLE t (a)")
    with pytest.raises(InputError, match="cannot be read as a results database"):
        Results(tmp_path)
