"""Events as rows: plain values by table, fit to travel between processes and to be inserted as they are."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict

from voicebot.actions import Action, Promise
from voicebot.dialer import Dialled, Event, Held, Payment, Settled
from voicebot.records import CallRecord, Turn
from voicebot.rules import Decision

Row = dict[str, object]
Rows = dict[str, list[Row]]
"""Rows by table."""


def rows_of(event: Event, recording: str = "") -> Rows:
    """The rows that one event leaves; `recording` is the file name of the call's recording."""
    match event:
        case Held(decision):
            return {"decisions": [_decision(decision)]}
        case Settled():
            return _settled(event)
        case Dialled(record=record):
            return {
                "calls": [_call(event, recording)],
                "turns": [_turn(record.call_id, number, turn) for number, turn in enumerate(record.turns)],
                "actions": [_action(record.call_id, turn, action) for turn, action in record.actions],
                "decisions": [_decision(decision) for decision in event.decisions],
                "payments": [_payment(payment) for payment in event.payments],
            }


def _call(event: Dialled, recording: str) -> Row:
    record: CallRecord = event.record
    return {
        "call_id": record.call_id,
        "account_id": record.account_id,
        "attempt": record.attempt,
        "cell": record.cell,
        "started_at": _moment(record.started_at),
        "ring_ms": record.ring_ms,
        "answered_at": None if record.answered_at is None else _moment(record.answered_at),
        "talk_ms": record.talk_ms,
        "line_outcome": str(record.line_outcome),
        "answered_by": record.answered_by,
        "disposition": str(record.disposition),
        "true_disposition": str(record.true_disposition),
        "grade": record.grade,
        "script": record.script,
        "robot": record.robot,
        "voice": record.voice,
        "customer": record.customer,
        "end_reason": record.end_reason,
        "recording": recording,
        "seed": record.seed,
        "bucket": event.bucket,
        **_promise("promise", record.promise),
        **_promise("true_promise", record.true_promise),
        "promise_kept": None if event.kept is None else int(event.kept),
        "error": record.error,
    }


def _promise(name: str, promise: Promise | None) -> Row:
    if promise is None:
        return {f"{name}_date": None, f"{name}_amount": None, f"{name}_time": None}
    return {
        f"{name}_date": promise.date.isoformat(),
        f"{name}_amount": float(promise.amount),
        f"{name}_time": None if promise.time is None else f"{promise.time:%H:%M}",
    }


def _turn(call_id: str, number: int, turn: Turn) -> Row:
    return {
        "call_id": call_id,
        "turn": number,
        "party": turn.party,
        "step": turn.step,
        "start_ms": int(turn.start_ms),
        "end_ms": int(turn.end_ms),
        "said": turn.said,
        "heard": turn.heard,
        "intent_meant": str(turn.intent_meant),
        "intent_heard": str(turn.intent_heard),
        "confidence": round(float(turn.confidence), 4),
        "slots_meant": _json(turn.slots_meant),
        "slots_heard": _json(turn.slots_heard),
        "barged_in": int(turn.barged_in),
        "end_of_turn_ms": int(turn.end_of_turn_ms),
        "known": None if turn.known is None else int(turn.known),
        "context": str(turn.context),
    }


def _action(call_id: str, turn: int, action: Action) -> Row:
    due = None if action.due_at is None else _moment(action.due_at)
    return {
        "call_id": call_id,
        "turn": turn,
        "action": action.name,
        "arguments": _json(action.arguments),
        "due_at": due,
    }


def _decision(decision: Decision) -> Row:
    return {
        "call_id": decision.call_id,
        "account_id": decision.account_id,
        "at": _moment(decision.at),
        "stage": decision.stage,
        "rule": decision.rule,
        "verdict": decision.verdict,
        "reason": decision.reason,
    }


def _payment(payment: Payment) -> Row:
    return {**asdict(payment), "at": _moment(payment.at)}


def _settled(event: Settled) -> Rows:
    account = event.account
    row: Row = {
        "account_id": account.account_id,
        "tags": json.dumps(account.tags, ensure_ascii=False),
        "score": None,
        "treatment": event.treatment,
        "cell": event.cell,
        "bucket": account.bucket,
        "balance": account.balance,
        "overdue_amount": account.overdue_amount,
        "days_past_due": account.days_past_due,
        "attempts": event.attempts,
        "closed_by": event.closed_by,
    }
    return {"accounts": [row], "payments": [] if event.payment is None else [_payment(event.payment)]}


def _json(values: Mapping[str, str | float]) -> str:
    return json.dumps(dict(values), ensure_ascii=False) if values else "{}"


def _moment(moment: dt.datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
