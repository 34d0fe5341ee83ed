"""One cell's work, wherever it is done: its events come out as rows, its recordings lie on disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from voicebot.audio.files import write_stereo
from voicebot.call import CallSpec, make_call
from voicebot.campaign import run_cell
from voicebot.dialer import Cell, Dialled, MakeCall, Policy
from voicebot.engines import World
from voicebot.records import CallRecord
from voicebot.run.progress import Tick, tick_of
from voicebot.store.reading import RECORDINGS
from voicebot.store.rows import Rows, rows_of
from voicebot.store.stored_calls import StoredCalls
from voicebot.store.writing import UNFINISHED


@dataclass(frozen=True, slots=True)
class Job:
    """Travels to another process as it is."""

    cell: Cell
    policy: Policy
    run_dir: Path
    written: int = 0
    """Events of this cell that are stored already: they are gone through again without being made again."""


def do(job: Job, world: World, call: MakeCall | None = None) -> Iterator[tuple[Rows, Tick]]:
    """Dial the job's cell; yields the rows of every event that is not yet stored."""
    stored = StoredCalls(job.run_dir) if job.written else None
    make = call or (lambda spec: make_call(spec, world))
    recordings: dict[str, str] = {}

    def make_or_find(spec: CallSpec) -> CallRecord:
        found = stored.find(spec) if stored else None
        if found is not None:
            return found
        record = make(spec)
        if record.sound is not None:
            part = job.run_dir / RECORDINGS / f"{record.call_id}{UNFINISHED}"
            write_stereo(part, *record.sound)
            # Let go at once: in virtual time the call goes on for minutes, beside those of all other lines.
            record.sound = None
            recordings[record.call_id] = f"{record.call_id}.flac"
        return record

    try:
        for number, event in enumerate(run_cell(job.cell, job.policy, world, make_or_find)):
            if number >= job.written:
                name = recordings.pop(event.record.call_id, "") if isinstance(event, Dialled) else ""
                yield rows_of(event, name), tick_of(event)
    finally:
        if stored:
            stored.close()
