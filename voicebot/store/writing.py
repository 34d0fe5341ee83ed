"""Writing a run: events are stored in the order of their cell, together with how far the cell has come."""

from __future__ import annotations

import signal
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from threading import current_thread, main_thread
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, create_engine, delete, event, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.exc import DatabaseError

from voicebot.errors import OutputError
from voicebot.store import schema
from voicebot.store.reading import DATABASE, RECORDINGS, About
from voicebot.store.rows import Row, Rows

BATCH = 200
"""Events in one transaction: what a power failure may cost. A call with a recording is stored at once."""
UNFINISHED = ".part.flac"
"""How the name of a recording ends until its call is stored."""


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Put Ctrl-C off to the end of the block: what is in it happens whole or not at all."""
    if current_thread() is not main_thread():
        yield
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt


class RunWriter:
    """The one writer of a run directory; use it in a `with` statement.

    After a crash the database is readable and holds whole events only. Raises OutputError where it cannot
    write.
    """

    def __init__(self, run_dir: Path, about: About) -> None:
        self._recordings = run_dir / RECORDINGS
        self._pending: dict[str, list[Row]] = defaultdict(list)
        self._renames: list[str] = []
        self._events = 0
        self._engine = create_engine(f"sqlite:///{run_dir / DATABASE}")
        event.listen(self._engine, "connect", _prepare)
        with _storing(run_dir):
            self._recordings.mkdir(parents=True, exist_ok=True)
            schema.metadata.create_all(self._engine)
            with self._engine.begin() as connection:
                _describe(connection, about)
                known = connection.execute(select(schema.cells))
                self._written: dict[int, int] = {row.cell: row.written for row in known}
                self.done = {row.cell for row in connection.execute(select(schema.cells)) if row.done}
                """Cells that are finished."""

    def __enter__(self) -> Self:
        return self

    @uninterrupted()
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._flush()
        finally:
            with _storing(self._recordings):
                for pattern in (f"*{UNFINISHED}", ".*.part"):
                    for path in self._recordings.glob(pattern):
                        path.unlink(missing_ok=True)
            self._close()

    def written(self, cell: int) -> int:
        """How many events of the cell are stored."""
        return self._written.get(cell, 0)

    @uninterrupted()
    def write(self, cell: int, rows: Rows) -> None:
        """Store one event of a cell."""
        for table, some in rows.items():
            self._pending[table] += some
        self._written[cell] = self.written(cell) + 1
        self._events += 1
        recordings = [str(row["recording"]) for row in rows.get("calls", ()) if row["recording"]]
        self._renames += recordings
        if recordings or self._events >= BATCH:
            self._flush()

    @uninterrupted()
    def finish_cell(self, cell: int) -> None:
        """Note that the cell has come to its end."""
        self._written.setdefault(cell, 0)
        self.done.add(cell)
        self._flush()

    @uninterrupted()
    def complete(self) -> None:
        """Note that the whole run has come to its end."""
        self._flush()
        with _storing(self._recordings.parent), self._engine.begin() as connection:
            connection.execute(update(schema.run).where(schema.run.c.key == "complete").values(value="1"))

    def _flush(self) -> None:
        with _storing(self._recordings.parent):
            for name in self._renames:
                (self._recordings / (name.removesuffix(".flac") + UNFINISHED)).replace(
                    self._recordings / name
                )
            with self._engine.begin() as connection:
                for table, rows in self._pending.items():
                    if rows:
                        connection.execute(insert(schema.metadata.tables[table]), rows)
                self._note_cells(connection)
        self._pending.clear()
        self._renames.clear()
        self._events = 0

    def _note_cells(self, connection: Connection) -> None:
        rows = [
            {"cell": cell, "written": written, "done": int(cell in self.done)}
            for cell, written in self._written.items()
        ]
        if rows:
            order = upsert(schema.cells)
            changed = {"written": order.excluded.written, "done": order.excluded.done}
            connection.execute(order.on_conflict_do_update(index_elements=["cell"], set_=changed), rows)

    def _close(self) -> None:
        with _storing(self._recordings.parent), self._engine.connect() as connection:
            # Back to a single file: a run directory is copied and sent about.
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
        self._engine.dispose()


def _describe(connection: Connection, about: About) -> None:
    values = {
        key: str(int(value) if isinstance(value, bool) else value) for key, value in asdict(about).items()
    }
    connection.execute(delete(schema.run))
    connection.execute(insert(schema.run), [{"key": key, "value": value} for key, value in values.items()])


def _prepare(connection: object, _: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]


_REMEDY = "free some space or take another --out"


@contextmanager
def _storing(place: Path) -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        raise OutputError(f"{place / DATABASE}: cannot be written ({error.orig}); {_REMEDY}") from error
    except OSError as error:
        where = error.filename or place
        raise OutputError(f"{where}: cannot be written ({error.strerror}); {_REMEDY}") from error
