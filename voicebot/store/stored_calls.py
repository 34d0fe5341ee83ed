"""Calls that are stored already: a resumed run takes their results and does not make them again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from sqlalchemy import create_engine, select

from voicebot.actions import Action, Disposition, Promise
from voicebot.call import CallSpec
from voicebot.records import CallRecord
from voicebot.store import schema
from voicebot.store.reading import DATABASE


class StoredCalls:
    """Looks up one call at a time."""

    def __init__(self, run_dir: Path) -> None:
        self._connection = create_engine(f"sqlite:///{run_dir / DATABASE}").connect()

    def find(self, spec: CallSpec) -> CallRecord | None:
        """What the dialer needs to know of the call, without turns and sound; None where it is not stored."""
        table = schema.calls
        row = self._connection.execute(select(table).where(table.c.call_id == spec.call_id)).one_or_none()
        if row is None:
            return None
        due = self._connection.execute(
            select(schema.actions).where(schema.actions.c.call_id == spec.call_id)
        ).all()
        return CallRecord(
            call_id=spec.call_id,
            account_id=spec.account.account_id,
            attempt=spec.attempt,
            cell=spec.cell,
            started_at=spec.started_at,
            seed=spec.seed,
            line_outcome=row.line_outcome,
            ring_ms=spec.ring_ms,
            answered_at=spec.answered_at,
            talk_ms=row.talk_ms,
            disposition=Disposition(row.disposition),
            actions=[
                (
                    one.turn,
                    Action(one.action, {}, dt.datetime.fromisoformat(one.due_at) if one.due_at else None),
                )
                for one in due
            ],
            promise=_promise(row.promise_date, row.promise_amount),
            true_promise=_promise(row.true_promise_date, row.true_promise_amount),
            error=row.error,
        )

    def close(self) -> None:
        self._connection.close()
        self._connection.engine.dispose()


def _promise(date: str | None, amount: float | None) -> Promise | None:
    return None if date is None or amount is None else Promise(dt.date.fromisoformat(date), amount)
