"""How well an Nlu understands labelled rows: accuracy, macro F1, slots, calibration, confusions."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voicebot.errors import InputError, did_you_mean
from voicebot.nlu.meaning import Context, Intent, Meaning, Nlu

COLUMNS = ("text", "intent", "context", "slots")
_BINS = 10


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """What was said, in answer to what, and what it means."""

    text: str
    intent: Intent
    context: Context
    slots: dict[str, str | float]


@dataclass(frozen=True, slots=True)
class Part:
    """The score of a part of the rows."""

    rows: int
    accuracy: float


@dataclass(frozen=True, slots=True)
class Score:
    rows: int
    accuracy: float
    macro_f1: float
    """Mean over the intents that occur as label."""
    slot_rows: int
    """Rows whose label states a slot."""
    slot_exact_match: float
    """Share of these with every slot right and none besides; 1 where there are none."""
    ece: float
    """Expected calibration error, ten bins of equal width."""
    contexts: dict[str, Part]
    confusions: list[tuple[str, str, int]]
    """(label, understood, rows), the commonest first."""
    wrong: list[tuple[LabelledRow, Meaning]]
    """Rows with a wrong intent or wrong slots."""

    def as_json(self) -> dict[str, Any]:
        return {
            "accuracy": round(self.accuracy, 4),
            "macro_f1": round(self.macro_f1, 4),
            "slot_exact_match": round(self.slot_exact_match, 4),
            "ece": round(self.ece, 4),
            "n": self.rows,
            "slot_rows": self.slot_rows,
            "contexts": {
                name: {"accuracy": round(part.accuracy, 4), "n": part.rows}
                for name, part in self.contexts.items()
            },
            "confusions": [
                {"intent": label, "understood": understood, "n": count}
                for label, understood, count in self.confusions
            ],
        }


def read_rows(path: Path) -> list[LabelledRow]:
    """Read `text,intent,context,slots`; an empty context means `open`, empty slots mean none.

    Raises InputError with file and line for whatever is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: is not UTF-8 text; save it as UTF-8") from None
    return list(_rows(path, text))


def _rows(path: Path, text: str) -> Iterator[LabelledRow]:
    reader = csv.reader(text.splitlines())
    header = next(reader, [])
    missing = [column for column in COLUMNS[:2] if column not in header]
    if missing:
        raise InputError.at(path, 1, f"column '{missing[0]}' is missing; the columns are {','.join(COLUMNS)}")
    for fields in reader:
        if not any(field.strip() for field in fields):
            continue
        if len(fields) > len(header):
            raise InputError.at(
                path,
                reader.line_num,
                f"{len(fields)} fields for {len(header)} columns; quote fields with commas",
            )
        yield _row(path, reader.line_num, dict(zip(header, fields, strict=False)))


def _row(path: Path, line: int, fields: dict[str, str]) -> LabelledRow:
    intent, context = (
        fields.get("intent", "").strip(),
        fields.get("context", "").strip() or Context.OPEN.value,
    )
    if not fields.get("text", "").strip():
        raise InputError.at(path, line, "the text is empty")
    if intent not in list(Intent):
        raise InputError.at(path, line, f"'{intent}' is no intent{did_you_mean(intent, Intent)}")
    if context not in list(Context):
        raise InputError.at(path, line, f"'{context}' is no context{did_you_mean(context, Context)}")
    slots = _slots(path, line, fields.get("slots", "").strip() or "{}")
    return LabelledRow(fields["text"].strip(), Intent(intent), Context(context), slots)


def _slots(path: Path, line: int, written: str) -> dict[str, str | float]:
    try:
        slots = json.loads(written)
    except json.JSONDecodeError as error:
        raise InputError.at(path, line, f"slots are not JSON ({error.msg}); write {{}} for none") from None
    if not isinstance(slots, dict):
        raise InputError.at(path, line, "slots are not a JSON object; write {} for none")
    checks = {"date": dt.date.fromisoformat, "time": dt.time.fromisoformat, "amount": float}
    read: dict[str, str | float] = {}
    for name, value in slots.items():
        if name not in checks:
            raise InputError.at(path, line, f"'{name}' is no slot{did_you_mean(name, checks)}")
        if value is None:
            continue
        try:
            checks[name](value)
        except (TypeError, ValueError):
            raise InputError.at(path, line, f"{value!r} is no {name}") from None
        read[name] = float(value) if name == "amount" else str(value)
    return read


def score(nlu: Nlu, rows: Sequence[LabelledRow], now: dt.datetime) -> Score:
    """Understand all rows as if heard at `now`, and compare."""
    if not rows:
        raise InputError("there are no labelled rows to score")
    found = [(row, nlu.understand(row.text, row.context, now)) for row in rows]
    right = [meaning.intent is row.intent for row, meaning in found]
    stated = [meaning.slots.as_json() == row.slots for row, meaning in found if row.slots]
    pairs = Counter(
        (row.intent.value, meaning.intent.value) for row, meaning in found if meaning.intent is not row.intent
    )
    return Score(
        rows=len(rows),
        accuracy=sum(right) / len(rows),
        macro_f1=_macro_f1(found),
        slot_rows=len(stated),
        slot_exact_match=sum(stated) / len(stated) if stated else 1.0,
        ece=_ece([meaning.confidence for _, meaning in found], right),
        contexts=_by_context(rows, right),
        confusions=[
            (*pair, count) for pair, count in sorted(pairs.items(), key=lambda item: (-item[1], item[0]))
        ],
        wrong=[
            (row, meaning)
            for row, meaning in found
            if meaning.intent is not row.intent or (row.slots and meaning.slots.as_json() != row.slots)
        ],
    )


def _macro_f1(found: Sequence[tuple[LabelledRow, Meaning]]) -> float:
    labels = Counter(row.intent for row, _ in found)
    understood = Counter(meaning.intent for _, meaning in found)
    hits = Counter(row.intent for row, meaning in found if row.intent is meaning.intent)
    return sum(2 * hits[label] / (labels[label] + understood[label]) for label in labels) / len(labels)


def _ece(confidences: Sequence[float], right: Sequence[bool]) -> float:
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, hit in zip(confidences, right, strict=True):
        bins.setdefault(min(int(confidence * _BINS), _BINS - 1), []).append((confidence, hit))
    gaps = (abs(sum(c for c, _ in members) - sum(h for _, h in members)) for members in bins.values())
    return sum(gaps) / len(confidences)


def _by_context(rows: Sequence[LabelledRow], right: Sequence[bool]) -> dict[str, Part]:
    parts: dict[str, list[bool]] = {context.value: [] for context in Context}
    for row, hit in zip(rows, right, strict=True):
        parts[row.context.value].append(hit)
    return {name: Part(len(hits), sum(hits) / len(hits)) for name, hits in parts.items() if hits}
