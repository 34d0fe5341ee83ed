"""The figures of a run, from its database alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from voicebot.report.costs import Costs, Ledger, PromiseFaults
from voicebot.report.flow import Clock, Flow, StepFigures, Timing, share_understood
from voicebot.report.funnel import Calls, Order, Stage, by, count_calls, funnel, order_by_ageing
from voicebot.report.losses import Heard, Kind, Loss, wrong
from voicebot.report.prices import Prices
from voicebot.report.rates import rate
from voicebot.report.recognition import Listening, Recognition
from voicebot.report.understanding import Comprehension, Dispositions, Understanding, compare_dispositions
from voicebot.store.reading import CallRow, Results, TurnRow

NOTE = (
    "Synthetic figures: customers, network and payments are simulated, with default rates that are"
    " engineering guesses. Compare variants with these figures; do not forecast with them."
)
HUMAN = frozenset(
    {
        "transfer_to_agent",
        "alert_risk",
        "refer_hardship",
        "refer_negotiation",
        "open_complaint",
        "open_dispute",
    }
)
"""Actions after which a human has work with the call."""
AGENT_MINUTES_A_DAY = 240
"""Minutes that a human agent really talks on a working day: an engineering guess."""


@dataclass(frozen=True, slots=True)
class Part:
    """The answered calls of one persona, script or robot."""

    calls: Calls
    turns: int
    """Customers' turns that the robot heard."""
    intent_accuracy: float | None
    wrong_calls: int
    """Calls with any wrong outcome."""
    false_promises: int
    cost: float


@dataclass(frozen=True, slots=True)
class Accounts:
    total: int
    rejected: int
    settled: int
    """Accounts that the run is through with."""
    assigned: float
    """Overdue amount of these."""
    paid: float
    """Paid by anybody within the run's days and after its promises."""
    recovery: float | None


@dataclass(frozen=True, slots=True)
class Work:
    """How much of the work the robot does alone."""

    self_service_share: float | None
    """Answered calls closed without a human."""
    talk_minutes: float
    agent_days: float
    """The same talk by human agents of 240 talk minutes a day."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything that summary.json holds; see `voicebot.report` for its meaning."""

    campaign: str
    language: str
    fidelity: str
    seed: int
    start: str
    voicebot: str
    complete: bool
    synthetic: bool
    note: str
    accounts: Accounts
    calls: Calls
    funnel: list[Stage]
    line_outcomes: dict[str, int]
    answered_by: dict[str, int]
    dispositions: Dispositions
    understanding: Understanding
    recognition: Recognition
    faults: PromiseFaults
    costs: Costs
    timing: Timing
    work: Work
    grades: dict[str, int]
    """Answered calls by grade."""
    end_reasons: dict[str, int]
    ageing: dict[str, Calls]
    order: Order
    personas: dict[str, Part]
    scripts: dict[str, Part]
    robots: dict[str, Part]
    steps: dict[str, StepFigures]
    decisions: dict[str, dict[str, dict[str, int]]]
    """stage → rule → verdict → count."""

    def as_json(self) -> dict[str, Any]:
        """One JSON object; the faults' names are spelt out at the top as `false_promises` and so on."""
        values = asdict(self)
        faults = values.pop("faults")
        values["false_promises"] = faults["false"]
        values["missed_promises"] = faults["missed"]
        values["wrong_date_promises"] = faults["wrong_date"]
        values["wrong_amount_promises"] = faults["wrong_amount"]
        values["missed_stop_requests"] = faults["missed_stop"]
        values["disclosed_to_others"] = faults["disclosed"]
        values["self_service_share"] = values["work"]["self_service_share"]
        return values


@dataclass(slots=True)
class _Score:
    """What one call adds to the parts it belongs to."""

    right: int = 0
    heard: int = 0
    losses: list[Loss] = field(default_factory=list)


def summarise(run_dir: Path | str, prices: Prices | None = None) -> Summary:
    """The figures of a run, finished or not. Raises InputError where the folder holds no readable run."""
    with Results(run_dir) as results:
        return _summarise(results, prices or Prices())


def conversations(results: Results, calls: Sequence[CallRow]) -> Iterator[tuple[CallRow, list[TurnRow]]]:
    """Each answered call with its turns, one at a time; calls without any turn come last."""
    waiting = {call.call_id: call for call in calls if call.answered}
    for call_id, turns in groupby(results.turns(), key=lambda turn: turn.call_id):
        if call := waiting.pop(call_id, None):
            yield call, list(turns)
    for call in waiting.values():
        yield call, []


def heard_calls(results: Results, calls: Sequence[CallRow]) -> Iterator[Heard]:
    """Each answered call with all that is needed to judge it."""
    overdue = {account.account_id: account.overdue_amount for account in results.accounts()}
    actions: dict[str, set[str]] = {}
    for action in results.actions():
        actions.setdefault(action.call_id, set()).add(action.action)
    for call, turns in conversations(results, calls):
        yield Heard(call, turns, frozenset(actions.get(call.call_id, ())), overdue.get(call.account_id, 0.0))


def _summarise(results: Results, prices: Prices) -> Summary:
    about = results.about()
    calls = list(results.calls())
    answered = [call for call in calls if call.answered]
    listening, comprehension, ledger, flow, clock = (
        Listening(),
        Comprehension(),
        Ledger(prices),
        Flow(),
        Clock(),
    )
    scores: dict[str, _Score] = {}
    alone = 0
    for heard in heard_calls(results, calls):
        for turn in heard.turns:
            listening.add(turn)
            comprehension.add(turn)
        flow.add(heard.call, heard.turns)
        clock.add(heard.call, heard.turns)
        scores[heard.call.call_id] = _Score(*share_understood(heard.turns), ledger.add(heard))
        alone += not (heard.actions & HUMAN)
    totals = count_calls(calls)
    timing = clock.figures()
    minutes = round(timing.talk_total_ms / 60_000, 2)
    ageing = {name: count_calls(part) for name, part in by(lambda call: call.bucket, calls).items()}
    return Summary(
        campaign=about.campaign,
        language=about.language,
        fidelity=about.fidelity,
        seed=about.seed,
        start=about.start,
        voicebot=about.voicebot,
        complete=about.complete,
        synthetic=True,
        note=NOTE,
        accounts=_accounts(results),
        calls=totals,
        funnel=funnel(totals),
        line_outcomes=_tally(call.line_outcome for call in calls),
        answered_by=_tally(call.answered_by for call in answered),
        dispositions=compare_dispositions(calls),
        understanding=comprehension.figures(),
        recognition=listening.figures(about.fidelity),
        faults=ledger.faults(),
        costs=ledger.costs(),
        timing=timing,
        work=Work(rate(alone, len(answered)), minutes, round(minutes / AGENT_MINUTES_A_DAY, 2)),
        grades=dict(sorted(Counter(call.grade for call in answered).items())),
        end_reasons=_tally(call.end_reason for call in answered),
        ageing=ageing,
        order=order_by_ageing(ageing),
        personas=_parts(by(lambda call: call.customer, answered), scores),
        scripts=_parts(by(lambda call: call.script, calls), scores),
        robots=_parts(by(lambda call: call.robot, calls), scores),
        steps=flow.figures(),
        decisions=_decisions(results),
    )


def _parts(groups: dict[str, list[CallRow]], scores: dict[str, _Score]) -> dict[str, Part]:
    return {name: _part(calls, scores) for name, calls in groups.items()}


def _part(calls: Sequence[CallRow], scores: dict[str, _Score]) -> Part:
    mine = [scores[call.call_id] for call in calls if call.call_id in scores]
    found = [loss for score in mine for loss in score.losses]
    heard = sum(score.heard for score in mine)
    return Part(
        calls=count_calls(calls),
        turns=heard,
        intent_accuracy=rate(sum(score.right for score in mine), heard),
        wrong_calls=sum(wrong(score.losses) for score in mine),
        false_promises=sum(loss.kind is Kind.FALSE_PROMISE for loss in found),
        cost=round(sum(loss.cost for loss in found), 2),
    )


def _accounts(results: Results) -> Accounts:
    about = results.about()
    settled = [account.overdue_amount for account in results.accounts()]
    assigned = round(sum(settled), 2)
    paid = round(sum(payment.amount for payment in results.payments()), 2)
    return Accounts(about.accounts, about.rejected, len(settled), assigned, paid, rate(paid, assigned))


def _decisions(results: Results) -> dict[str, dict[str, dict[str, int]]]:
    counts = Counter((one.stage, one.rule, one.verdict) for one in results.decisions())
    tree: dict[str, dict[str, dict[str, int]]] = {}
    for (stage, rule, verdict), count in sorted(counts.items()):
        tree.setdefault(stage, {}).setdefault(rule, {})[verdict] = count
    return tree


def _tally(names: Iterator[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items(), key=lambda item: (-item[1], item[0])))
