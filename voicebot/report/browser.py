"""The calls that the page carries for its call browser."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from voicebot.report.losses import Heard, Loss, losses, misunderstood, wrong
from voicebot.report.prices import Prices
from voicebot.report.summary import heard_calls
from voicebot.store.reading import RECORDINGS, Results, TurnRow, slots

CALLS = 2000
"""The page stays quick with this many calls (about 5 MB); of more, it carries those that teach most."""

Json = dict[str, Any]


def browsed_calls(run_dir: Path, prices: Prices, limit: int = CALLS) -> tuple[list[Json], int]:
    """(at most `limit` answered calls by their start, how many there are in all).

    Of too many the costliest are taken, then those with most misunderstood turns.
    """
    with Results(run_dir) as results:
        calls = list(results.calls(answered=True))
        recordings = {path.name for path in (run_dir / RECORDINGS).glob("*.flac")}
        found = heapq.nlargest(limit, _data(results, calls, recordings, prices), key=_worth)
    return sorted(found, key=lambda call: (call["at"], call["id"])), len(calls)


def embedded(value: object) -> Markup:
    """JSON that may stand in a script element: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def _worth(call: Json) -> tuple[float, int, int]:
    return call["cost"], sum(turn.get("wrong", 0) for turn in call["turns"]), len(call["turns"])


def _data(results: Results, calls: list[Any], recordings: set[str], prices: Prices) -> Iterator[Json]:
    for heard in heard_calls(results, calls):
        yield _call(heard, losses(heard, prices), heard.call.recording in recordings)


def _call(heard: Heard, found: list[Loss], recorded: bool) -> Json:
    call = heard.call
    return {
        "id": call.call_id,
        "account": call.account_id,
        "attempt": call.attempt,
        "at": call.started_at,
        "ms": call.talk_ms,
        "by": call.answered_by,
        "belief": call.disposition,
        "truth": call.true_disposition,
        "grade": call.grade,
        "script": call.script,
        "robot": call.robot,
        "voice": call.voice,
        "customer": call.customer,
        "bucket": call.bucket,
        "end": call.end_reason,
        "error": call.error,
        "audio": f"{RECORDINGS}/{quote(call.recording)}" if recorded else "",
        "promise": _promise(call.promise_date, call.promise_amount, call.promise_time),
        "true_promise": _promise(call.true_promise_date, call.true_promise_amount, call.true_promise_time),
        "kept": call.promise_kept,
        "wrong": wrong(found),
        "cost": round(sum(loss.cost for loss in found), 2),
        "losses": [
            {"kind": loss.kind, "cost": loss.cost, "turn": None if loss.turn is None else loss.turn.turn}
            for loss in found
        ],
        "turns": [_turn(turn) for turn in heard.turns],
    }


def _promise(date: str | None, amount: float | None, time: str | None) -> Json | None:
    return None if date is None else {"date": date, "amount": amount, "time": time or ""}


def _turn(turn: TurnRow) -> Json:
    common: Json = {
        "n": turn.turn,
        "party": turn.party,
        "step": turn.step,
        "start": turn.start_ms,
        "end": turn.end_ms,
        "said": turn.said,
        "heard": turn.heard,
        "barged": turn.barged_in,
    }
    if turn.party != "customer":
        return common
    return common | {
        "meant": turn.intent_meant,
        "understood": turn.intent_heard,
        "sure": round(turn.confidence, 2),
        "slots_meant": slots(turn.slots_meant),
        "slots_heard": slots(turn.slots_heard),
        "known": turn.known,
        "context": turn.context,
        "wait": turn.end_of_turn_ms,
        "wrong": int(misunderstood(turn)),
    }
