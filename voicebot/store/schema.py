"""The tables of `run.sqlite`. Their names and columns are a contract: users query them, reports read them.

Times are ISO 8601 with offset, dates ISO 8601, durations and places in a call integer milliseconds, slots and
arguments JSON objects, flags 0 or 1. An empty text means that there is nothing to say; NULL means not known.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, Integer, MetaData, Table, Text

metadata = MetaData()

calls = Table(
    "calls",
    metadata,
    Column("call_id", Text, primary_key=True),
    Column("account_id", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("cell", Integer, nullable=False),
    Column("started_at", Text, nullable=False),
    Column("ring_ms", Integer, nullable=False),
    Column("answered_at", Text),
    Column("talk_ms", Integer, nullable=False),
    Column("line_outcome", Text, nullable=False),
    Column("answered_by", Text, nullable=False),
    Column("disposition", Text, nullable=False),
    Column("true_disposition", Text, nullable=False),
    Column("grade", Text, nullable=False),
    Column("script", Text, nullable=False),
    Column("robot", Text, nullable=False),
    Column("voice", Text, nullable=False),
    Column("customer", Text, nullable=False),
    Column("end_reason", Text, nullable=False),
    Column(
        "recording", Text, nullable=False, comment="file name under recordings/, empty where there is none"
    ),
    Column("seed", Integer, nullable=False),
    Column("bucket", Text, nullable=False, comment="ageing bucket of the account"),
    Column("promise_date", Text, comment="what the robot recorded"),
    Column("promise_amount", Float),
    Column("promise_time", Text),
    Column("true_promise_date", Text, comment="what the customer really agreed to"),
    Column("true_promise_amount", Float),
    Column("true_promise_time", Text),
    Column("promise_kept", Integer, comment="1 kept, 0 broken, NULL where the robot recorded no promise"),
    Column("error", Text, nullable=False, comment="one line where the call failed inside voicebot"),
)
"""One row for every dialled attempt, answered or not."""

turns = Table(
    "turns",
    metadata,
    Column("call_id", Text, primary_key=True),
    Column("turn", Integer, primary_key=True),
    Column("party", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("start_ms", Integer, nullable=False),
    Column("end_ms", Integer, nullable=False),
    Column("said", Text, nullable=False),
    Column("heard", Text, nullable=False),
    Column("intent_meant", Text, nullable=False),
    Column("intent_heard", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("slots_meant", Text, nullable=False),
    Column("slots_heard", Text, nullable=False),
    Column("barged_in", Integer, nullable=False),
    Column("end_of_turn_ms", Integer, nullable=False),
    Column("known", Integer, comment="1 where the recogniser's language model has seen the phrase"),
    Column("context", Text, nullable=False, comment="what the robot had asked for"),
    sqlite_with_rowid=False,
)

actions = Table(
    "actions",
    metadata,
    Column("call_id", Text, nullable=False, index=True),
    Column("turn", Integer, nullable=False),
    Column("action", Text, nullable=False),
    Column("arguments", Text, nullable=False),
    Column("due_at", Text),
)

decisions = Table(
    "decisions",
    metadata,
    Column("call_id", Text, nullable=False, comment="empty where the gate kept the call from being dialled"),
    Column("account_id", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Index("decisions_of_account", "account_id"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("account_id", Text, primary_key=True),
    Column("tags", Text, nullable=False, comment="JSON list"),
    Column("score", Float),
    Column("treatment", Text, nullable=False),
    Column("cell", Integer, nullable=False),
    Column("bucket", Text, nullable=False),
    Column("balance", Float, nullable=False),
    Column("overdue_amount", Float, nullable=False),
    Column("days_past_due", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column(
        "closed_by", Text, nullable=False, comment="why no further attempt is due: a disposition or a rule"
    ),
)
"""One row for every account of a finished cell; neither names nor phone numbers."""

payments = Table(
    "payments",
    metadata,
    Column("account_id", Text, nullable=False, index=True),
    Column("at", Text, nullable=False),
    Column("amount", Float, nullable=False),
    Column(
        "promised_by_call",
        Text,
        comment="the call that made the promise; NULL for a payment of one's own accord",
    ),
)

cells = Table(
    "cells",
    metadata,
    Column("cell", Integer, primary_key=True),
    Column("written", Integer, nullable=False, comment="events of this cell that are stored"),
    Column("done", Integer, nullable=False),
)
"""How far each cell has come: what makes a run resumable."""

run = Table(
    "run",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""The run as a whole; the keys are those of `reading.About`."""
