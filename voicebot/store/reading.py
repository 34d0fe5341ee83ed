"""Reading a run back: typed rows, streamed, in the order in which things happened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlalchemy import Column, Connection, Select, create_engine, func, select
from sqlalchemy.exc import DatabaseError

from voicebot.errors import InputError
from voicebot.store import schema

DATABASE = "run.sqlite"
RECORDINGS = "recordings"


@dataclass(frozen=True, slots=True)
class CallRow:
    """One dialled attempt: the columns of `calls`."""

    call_id: str
    account_id: str
    attempt: int
    cell: int
    started_at: str
    ring_ms: int
    answered_at: str | None
    talk_ms: int
    line_outcome: str
    answered_by: str
    disposition: str
    true_disposition: str
    grade: str
    script: str
    robot: str
    voice: str
    customer: str
    end_reason: str
    recording: str
    seed: int
    bucket: str
    promise_date: str | None
    promise_amount: float | None
    promise_time: str | None
    true_promise_date: str | None
    true_promise_amount: float | None
    true_promise_time: str | None
    promise_kept: int | None
    error: str

    @property
    def answered(self) -> bool:
        return self.line_outcome == "answered"


@dataclass(frozen=True, slots=True)
class TurnRow:
    """One stretch of speech by one party: the columns of `turns`; slots are JSON texts."""

    call_id: str
    turn: int
    party: str
    step: str
    start_ms: int
    end_ms: int
    said: str
    heard: str
    intent_meant: str
    intent_heard: str
    confidence: float
    slots_meant: str
    slots_heard: str
    barged_in: int
    end_of_turn_ms: int
    known: int | None
    context: str


@dataclass(frozen=True, slots=True)
class ActionRow:
    call_id: str
    turn: int
    action: str
    arguments: str
    due_at: str | None


@dataclass(frozen=True, slots=True)
class DecisionRow:
    call_id: str
    account_id: str
    at: str
    stage: str
    rule: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class AccountRow:
    account_id: str
    tags: str
    score: float | None
    treatment: str
    cell: int
    bucket: str
    balance: float
    overdue_amount: float
    days_past_due: int
    attempts: int
    closed_by: str


@dataclass(frozen=True, slots=True)
class PaymentRow:
    account_id: str
    at: str
    amount: float
    promised_by_call: str | None


@dataclass(frozen=True, slots=True)
class About:
    """The run as a whole."""

    campaign: str
    language: str
    fidelity: str
    seed: int
    voicebot: str
    """Version that made the run."""
    start: str
    accounts: int
    """Accounts that may be called."""
    rejected: int
    """Rows of the accounts file that were wrong."""
    complete: bool
    """False while the run goes on, and after it was stopped."""


@dataclass(frozen=True, slots=True)
class Totals:
    dialled: int
    answered: int
    promises: int
    """That the robot recorded."""
    failed: int
    """Calls that failed inside voicebot."""


Row = TypeVar("Row", CallRow, TurnRow, ActionRow, DecisionRow, AccountRow, PaymentRow)


class Results:
    """A run directory, open for reading; use it in a `with` statement.

    Raises InputError where the folder holds no run, or one that cannot be read.
    """

    def __init__(self, run_dir: Path | str) -> None:
        self.run_dir = Path(run_dir)
        path = self.run_dir / DATABASE
        if not path.is_file():
            raise InputError.at(self.run_dir, None, f"not a run directory: it holds no {DATABASE}")
        self._engine = create_engine(f"sqlite:///{path}")
        try:
            self.connection: Connection = self._engine.connect()
            self._about = {
                row.key: row.value for row in self.connection.execute(select(schema.run).order_by("key"))
            }
        except DatabaseError as error:
            self._engine.dispose()
            raise InputError.at(
                path, None, f"cannot be read as a results database ({error.orig}); run the campaign again"
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()
        self._engine.dispose()

    def about(self) -> About:
        known = self._about
        return About(
            campaign=known.get("campaign", ""),
            language=known.get("language", ""),
            fidelity=known.get("fidelity", ""),
            seed=int(known.get("seed", "0")),
            voicebot=known.get("voicebot", ""),
            start=known.get("start", ""),
            accounts=int(known.get("accounts", "0")),
            rejected=int(known.get("rejected", "0")),
            complete=known.get("complete") == "1",
        )

    def totals(self) -> Totals:
        """How much has been dialled so far."""
        table = schema.calls
        row = self.connection.execute(
            select(
                func.count(),
                func.count().filter(table.c.line_outcome == "answered"),
                func.count(table.c.promise_date),
                func.count().filter(table.c.error != ""),
            )
        ).one()
        return Totals(*row)

    def calls(self, *, answered: bool = False) -> Iterator[CallRow]:
        """Every dialled attempt by its start; with `answered` only those that somebody answered."""
        table = schema.calls
        wanted = select(table).order_by(_by_time(table.c.started_at), table.c.call_id)
        if answered:
            wanted = wanted.where(table.c.line_outcome == "answered")
        return self._rows(wanted, CallRow)

    def turns(self, call_id: str | None = None) -> Iterator[TurnRow]:
        """The turns of one call, or of all."""
        table = schema.turns
        wanted = select(table).order_by(table.c.call_id, table.c.turn)
        return self._rows(wanted if call_id is None else wanted.where(table.c.call_id == call_id), TurnRow)

    def actions(self, call_id: str | None = None) -> Iterator[ActionRow]:
        table = schema.actions
        wanted = select(table).order_by(table.c.call_id, table.c.turn, table.c.action)
        return self._rows(wanted if call_id is None else wanted.where(table.c.call_id == call_id), ActionRow)

    def decisions(self) -> Iterator[DecisionRow]:
        """What the gate and the audit decided."""
        table = schema.decisions
        return self._rows(
            select(table).order_by(_by_time(table.c.at), table.c.account_id, table.c.rule), DecisionRow
        )

    def accounts(self) -> Iterator[AccountRow]:
        return self._rows(select(schema.accounts).order_by("account_id"), AccountRow)

    def payments(self) -> Iterator[PaymentRow]:
        table = schema.payments
        return self._rows(select(table).order_by(_by_time(table.c.at), table.c.account_id), PaymentRow)

    def recording(self, call: CallRow) -> Path | None:
        """The call's recording; None where there is none."""
        return self.run_dir / RECORDINGS / call.recording if call.recording else None

    def _rows(self, wanted: Select[Any], kind: type[Row]) -> Iterator[Row]:
        found = self.connection.execute(wanted, execution_options={"yield_per": 500})
        return (kind(*row) for row in found)


def _by_time(column: Column[Any]) -> Any:
    # Each customer has his own offset from UTC: the texts alone are not in order.
    return func.julianday(column)


def slots(text: str) -> dict[str, str | float]:
    """The slots or arguments of a row."""
    loaded: dict[str, str | float] = json.loads(text)
    return loaded
