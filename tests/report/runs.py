"""Small runs whose figures can be counted by hand, stored in the tables that a real run has."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, insert

from voicebot.store import schema
from voicebot.store.reading import (
    DATABASE,
    About,
    AccountRow,
    ActionRow,
    CallRow,
    DecisionRow,
    PaymentRow,
    TurnRow,
)

ABOUT = About("sample", "zh-CN", "voice", 7, "0.1.0", "2026-11-23T09:00:00+08:00", 10, 1, True)

_CALL = CallRow(
    call_id="A1-1",
    account_id="A1",
    attempt=1,
    cell=0,
    started_at="2026-11-23T09:00:00.000+08:00",
    ring_ms=5000,
    answered_at="2026-11-23T09:00:05.000+08:00",
    talk_ms=20_000,
    line_outcome="answered",
    answered_by="right_party",
    disposition="RPC-NC",
    true_disposition="RPC-NC",
    grade="C",
    script="m1_collection",
    robot="gentle",
    voice="cmn+f2",
    customer="cooperative",
    end_reason="robot_hung_up",
    recording="",
    seed=7,
    bucket="M1",
    promise_date=None,
    promise_amount=None,
    promise_time=None,
    true_promise_date=None,
    true_promise_amount=None,
    true_promise_time=None,
    promise_kept=None,
    error="",
)


def answered(call_id: str, **changed: Any) -> CallRow:
    """A call that the customer answered and that led to nothing, but for what is `changed`."""
    return replace(_CALL, call_id=call_id, account_id=call_id.split("-")[0], **changed)


def unanswered(call_id: str, outcome: str = "NA", **changed: Any) -> CallRow:
    nothing = {
        "line_outcome": outcome,
        "disposition": outcome,
        "true_disposition": outcome,
        "answered_at": None,
        "talk_ms": 0,
        "answered_by": "",
        "customer": "",
        "voice": "",
        "grade": "E",
        "end_reason": "not_connected",
    }
    return answered(call_id, **(nothing | changed))


def promising(call_id: str, *, recorded: bool = True, made: bool = True, **changed: Any) -> CallRow:
    """A call with a promise of 1,000 by the 5th of December: recorded by the robot, made by the customer."""
    belief = {"disposition": "PTP", "promise_date": "2026-12-05", "promise_amount": 1000.0, "promise_kept": 1}
    truth = {
        "true_disposition": "PTP",
        "true_promise_date": "2026-12-05",
        "true_promise_amount": 1000.0,
    }
    return answered(call_id, **((belief if recorded else {}) | (truth if made else {}) | changed))


def robot(call_id: str, turn: int, said: str, start_ms: int, end_ms: int, **changed: Any) -> TurnRow:
    row = TurnRow(
        *(call_id, turn, "robot", "greet", start_ms, end_ms, said, said, "", "", 0.0, "{}", "{}"),
        *(0, 0, None, ""),
    )
    return replace(row, **changed)


def customer(
    call_id: str,
    turn: int,
    said: str,
    heard: str,
    intents: str,
    times: tuple[int, int] = (2000, 3000),
    **changed: Any,
) -> TurnRow:
    """One answer; `intents` is `meant` or `meant>heard`."""
    meant, _, understood = intents.partition(">")
    for slots in ("slots_meant", "slots_heard"):
        if slots in changed:
            changed[slots] = json.dumps(changed[slots], ensure_ascii=False)
    row = TurnRow(
        *(call_id, turn, "customer", "greet", *times, said, heard, meant, understood if _ else meant),
        *(0.9, "{}", "{}", 0, 600, 1, "identity"),
    )
    return replace(row, **changed)


def account(account_id: str, overdue: float = 1230.5, **changed: Any) -> AccountRow:
    row = AccountRow(account_id, "[]", None, "", 0, "M1", 2 * overdue, overdue, 12, 1, "PTP")
    return replace(row, **changed)


def write_run(
    run_dir: Path,
    calls: Sequence[CallRow] = (),
    turns: Iterable[TurnRow] = (),
    *,
    actions: Iterable[ActionRow] = (),
    decisions: Iterable[DecisionRow] = (),
    accounts: Iterable[AccountRow] = (),
    payments: Iterable[PaymentRow] = (),
    about: About = ABOUT,
) -> Path:
    """Leave a run directory with these rows."""
    run_dir.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{run_dir / DATABASE}")
    schema.metadata.create_all(engine)
    values = {
        name: str(int(value) if isinstance(value, bool) else value) for name, value in asdict(about).items()
    }
    rows = {
        schema.run: [{"key": key, "value": value} for key, value in values.items()],
        schema.calls: [asdict(row) for row in calls],
        schema.turns: [asdict(row) for row in turns],
        schema.actions: [asdict(row) for row in actions],
        schema.decisions: [asdict(row) for row in decisions],
        schema.accounts: [asdict(row) for row in accounts],
        schema.payments: [asdict(row) for row in payments],
    }
    with engine.begin() as connection:
        for table, some in rows.items():
            if some:
                connection.execute(insert(table), some)
    engine.dispose()
    return run_dir
