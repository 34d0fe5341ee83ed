"""Dialling one cell on virtual time: its lines, its agenda, its counters."""

from __future__ import annotations

import datetime as dt
import heapq
import traceback
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import simpy
from simpy.resources.resource import Request

from voicebot.actions import Disposition
from voicebot.call import CallSpec
from voicebot.dialer.cell import Case, Cell, call_id
from voicebot.dialer.events import Dialled, Event, Held, Payment, Settled
from voicebot.dialer.network import ANSWERED, ring
from voicebot.dialer.payments import kept, own_payment, promised_payment
from voicebot.dialer.policy import Policy
from voicebot.engines import draws
from voicebot.errors import VoicebotError
from voicebot.records import CallRecord
from voicebot.rules import Contacts, Decision, may_call
from voicebot.rules.gate import audit_hours
from voicebot.rules.hours import UTC

MakeCall = Callable[[CallSpec], CallRecord]
Steps = Generator[simpy.Event, Any, None]


def dial(cell: Cell, policy: Policy, make_call: MakeCall) -> Iterator[Event]:
    """Dial one cell to its end; every event follows from the cell, the policy and the calls alone.

    A call that fails inside voicebot is an event like any other, with its error; a VoicebotError ends it.
    """
    return _Dialling(cell, policy, make_call).run()


@dataclass(slots=True)
class _Progress:
    """How far one case has come."""

    attempts: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    closed_by: str = ""
    promised: bool = False
    own: Payment | None = None
    """The payment of the customer's own accord, made or to be made."""


class _Dialling:
    def __init__(self, cell: Cell, policy: Policy, make_call: MakeCall) -> None:
        self._cell = cell
        self._policy = policy
        self._make_call = make_call
        self._env = simpy.Environment(initial_time=0)
        """Counts milliseconds since the campaign's start."""
        self._start = policy.start.astimezone(UTC)
        self._lines = simpy.Resource(self._env, cell.lines)
        self._changed = self._env.event()
        """Succeeds when an attempt has ended."""
        self._agenda: list[tuple[int, int, int]] = []
        """A heap of (due, order, case number)."""
        self._order = 0
        self._under_way: set[str] = set()
        """People who are being called."""
        self._contacts = Contacts()
        self._progress = [_Progress() for _ in cell.cases]
        self._answered = 0
        self._happened: deque[Event] = deque()

    def run(self) -> Iterator[Event]:
        policy = self._policy
        for number, case in enumerate(self._cell.cases):
            rng = draws(policy.seed, case.account.account_id, 0, "payment")
            self._progress[number].own = own_payment(
                case.account, policy.start, policy.days, policy.payers, rng
            )
            self._plan(number, policy.start)
        self._env.process(self._dispatch())
        while self._env.peek() < float("inf"):
            self._env.step()
            while self._happened:
                yield self._happened.popleft()
        for case, progress in zip(self._cell.cases, self._progress, strict=True):
            yield Settled(
                case.account,
                case.treatment.name if case.treatment else "",
                self._cell.number,
                progress.attempts,
                progress.closed_by,
                # Who has promised pays what he promised, or not at all.
                None if progress.promised else progress.own,
            )

    def _now(self) -> dt.datetime:
        return self._start + dt.timedelta(milliseconds=int(self._env.now))

    def _plan(self, number: int, at: dt.datetime) -> None:
        """Put the next attempt on the agenda, inside the calling hours; leave it where the days are over."""
        opens = self._policy.hours.next_opening(at, self._cell.cases[number].account.timezone)
        if opens < self._policy.end:
            due = -(-(opens - self._start) // dt.timedelta(milliseconds=1))
            self._order += 1
            heapq.heappush(self._agenda, (due, self._order, number))

    def _full(self) -> bool:
        limit = self._cell.answered_limit
        return limit is not None and self._answered >= limit

    def _dispatch(self) -> Steps:
        """Give every free line the attempt that is due first."""
        while True:
            line = self._lines.request()
            yield line
            while not self._agenda or self._agenda[0][0] > self._env.now:
                if self._agenda:
                    timer = self._env.timeout(self._agenda[0][0] - self._env.now)
                    yield timer | self._changed
                elif self._under_way:
                    yield self._changed
                else:
                    return
            if self._full():
                return
            number = heapq.heappop(self._agenda)[2]
            decision = self._admitted(number)
            if decision is None:
                self._lines.release(line)
            else:
                self._ring(number, decision, line)

    def _admitted(self, number: int) -> Decision | None:
        """The gate's decision to let the call pass; None where the account has to wait or is closed."""
        case, progress, now = self._cell.cases[number], self._progress[number], self._now()
        if case.person in self._under_way:
            self._plan(number, now + dt.timedelta(minutes=10))
            return None
        decision = may_call(
            case.account, case.person, now, self._contacts, self._policy.hours, self._policy.limits
        )
        if case.treatment is None:
            none = "no treatment of the campaign applies"
            decision = replace(decision, rule="house.treatment", verdict="block", reason=none, until=None)
        elif progress.own is not None and progress.own.at <= now:
            paid = f"{progress.own.amount:.2f} was paid on {progress.own.at:%Y-%m-%d}"
            decision = replace(decision, rule="house.paid", verdict="block", reason=paid, until=None)
        if decision.verdict == "allow":
            # Noted at once: another line may become free before this call begins.
            self._under_way.add(case.person)
            return decision
        self._happened.append(Held(decision))
        if decision.until is not None:
            self._plan(number, decision.until)
        else:
            progress.closed_by = decision.rule
        return None

    def _ring(self, number: int, decision: Decision, line: Request) -> None:
        """Begin an attempt."""
        case, progress = self._cell.cases[number], self._progress[number]
        progress.attempts += 1
        rng = draws(self._policy.seed, case.account.account_id, progress.attempts, "network")
        outcome, ring_ms = ring(case.account.bucket, self._policy.rates, rng)
        # Counted while it still rings, so that no other line dials beyond the limit.
        self._answered += outcome == ANSWERED
        spec = self._spec(case, progress.attempts, decision.at, ring_ms)
        self._env.process(self._attempt(number, spec, outcome, decision, line))

    def _attempt(self, number: int, spec: CallSpec, outcome: str, decision: Decision, line: Request) -> Steps:
        yield self._env.timeout(spec.ring_ms)
        if outcome == ANSWERED:
            record = self._answer(spec)
            yield self._env.timeout(record.talk_ms)
        else:
            record = _unanswered(spec, Disposition(outcome))
        self._ended(number, record, decision)
        yield self._env.timeout(round(self._policy.wrap_up.total_seconds() * 1000))
        self._under_way.discard(self._cell.cases[number].person)
        self._lines.release(line)
        self._changed.succeed()
        self._changed = self._env.event()

    def _spec(self, case: Case, attempt: int, started: dt.datetime, ring_ms: int) -> CallSpec:
        treatment = case.treatment
        assert treatment is not None, "the gate lets nobody pass without a treatment"
        return CallSpec(
            call_id=call_id(case.account.account_id, attempt),
            account=case.account,
            attempt=attempt,
            cell=self._cell.number,
            started_at=started,
            answered_at=started + dt.timedelta(milliseconds=ring_ms),
            ring_ms=ring_ms,
            seed=self._policy.seed,
            script=treatment.script,
            robot=treatment.robot,
            fidelity=treatment.fidelity,
            conditions=treatment.conditions,
            model=treatment.model,
            mix=treatment.mix,
        )

    def _answer(self, spec: CallSpec) -> CallRecord:
        try:
            return self._make_call(spec)
        except VoicebotError:
            raise
        except Exception as error:
            # The one catch-all: a fault of ours in one call costs that call, and its seed replays it.
            place = traceback.extract_tb(error.__traceback__)[-1]
            record = _unanswered(spec, Disposition.LOST)
            record.line_outcome, record.answered_at, record.end_reason = ANSWERED, spec.answered_at, "error"
            file = place.filename.replace("\\", "/").rpartition("/")[2]
            record.error = " ".join(f"{type(error).__name__}: {error} ({file}:{place.lineno})".split())
            return record

    def _ended(self, number: int, record: CallRecord, decision: Decision) -> None:
        """Note what the attempt came to, and plan what follows from it."""
        case, progress, policy = self._cell.cases[number], self._progress[number], self._policy
        account, now = case.account, self._now()
        talked = record.line_outcome == ANSWERED and not record.error
        self._contacts.count(account, case.person, now, record.disposition, talked)
        found = audit_hours(account, record.call_id, record.started_at, now, policy.hours)
        allowed = replace(decision, call_id=record.call_id)
        promised = promised_payment(
            record, policy.payers, draws(policy.seed, account.account_id, record.attempt, "payment")
        )
        progress.promised |= record.true_promise is not None
        paid = [promised] if record.true_promise is not None else [progress.own]
        payments = tuple(payment for payment in paid if payment is not None)
        self._happened.append(
            Dialled(
                record,
                account.bucket,
                (allowed,) if found is None else (allowed, found),
                () if promised is None else (promised,),
                kept(record.promise, payments, policy.payers.grace),
            )
        )
        retry = policy.retries.get(record.disposition)
        progress.outcomes[record.disposition] += 1
        if (
            retry is None
            or record.error
            or progress.outcomes[record.disposition] > retry.at_most
            or progress.attempts >= policy.attempts
        ):
            progress.closed_by = "error" if record.error else str(record.disposition)
            return
        asked = [action.due_at for _, action in record.actions if action.name == "schedule_callback"]
        due = next((moment for moment in reversed(asked) if moment is not None), None)
        wanted = due if record.disposition is Disposition.CB and due is not None else now + retry.after
        self._plan(number, max(wanted, now + dt.timedelta(minutes=1)))


def _unanswered(spec: CallSpec, outcome: Disposition) -> CallRecord:
    return CallRecord(
        call_id=spec.call_id,
        account_id=spec.account.account_id,
        attempt=spec.attempt,
        cell=spec.cell,
        started_at=spec.started_at,
        seed=spec.seed,
        line_outcome=outcome,
        ring_ms=spec.ring_ms,
        disposition=outcome,
        true_disposition=outcome,
        end_reason="not_connected",
        script=spec.script,
        robot=spec.robot,
    )
