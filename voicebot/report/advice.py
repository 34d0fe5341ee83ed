"""What to do next: a few sentences that follow from the figures, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterator

from voicebot.report.rates import margin
from voicebot.report.summary import Summary
from voicebot.report.understanding import Accuracy

FALSE_PROMISES = 0.02
"""More false promises than this of answered calls want work."""
ACCURACY = 0.90
"""Less understood intents than this want work."""
FEW = 100
"""Fewer answered calls than this leave the rates uncertain."""
AT_MOST = 5


def advise(summary: Summary) -> list[str]:
    """At most five sentences."""
    return [sentence for _, sentence in zip(range(AT_MOST), _advice(summary), strict=False)]


def _advice(summary: Summary) -> Iterator[str]:
    calls, faults = summary.calls, summary.faults
    if not summary.complete:
        yield "The run was stopped or goes on: finish it with `voicebot run --resume`. So far:"
    if not calls.answered:
        yield "Nobody answered: dial more accounts, more days, or check the calling hours."
        return
    if calls.failed:
        yield f"{_calls(calls.failed)} failed inside voicebot: the column `error` in run.sqlite says where."
    if faults.disclosed.count:
        yield (
            f"Debt details were told to somebody else on {_calls(faults.disclosed.count)}:"
            " listen to them, and ask back before the debt is named where the answer is not sure."
        )
    if faults.missed_stop.count:
        yield (
            f"{faults.missed_stop.count} of {faults.missed_stop.of} people who asked not to be called can be"
            " called again: answer stop_calling in every step of the script (`always:`)."
        )
    if (faults.false.rate or 0) > FALSE_PROMISES:
        yield (
            f"{faults.false.count} promises were recorded that nobody made"
            f" ({faults.false.rate:.1%} of answered calls):"
            " read the date and the amount back before they are logged."
        )
    yield from _violations(summary)
    yield from _understanding(summary)
    if summary.order.verdict == "reversed":
        yield "The outcomes do not fall with ageing: check the customer mix before you trust any comparison."
    if calls.answered < FEW:
        yield (
            f"With {calls.answered} answered calls a share may be off by"
            f" {margin(0.5, calls.answered):.0%} either way:"
            " run more calls (text fidelity is quick) before you choose between variants."
        )


def _violations(summary: Summary) -> Iterator[str]:
    violations = {
        rule: verdicts["violation"]
        for rules in summary.decisions.values()
        for rule, verdicts in rules.items()
        if verdicts.get("violation")
    }
    if violations:
        worst = max(violations, key=lambda rule: violations[rule])
        yield f"{sum(violations.values())} rule violations, most of {worst}: see the rules in the report."


def _understanding(summary: Summary) -> Iterator[str]:
    understood = summary.understanding
    if (understood.intent_accuracy or 1.0) < ACCURACY and understood.confusions:
        first = understood.confusions[0]
        yield (
            f"Only {understood.intent_accuracy:.0%} of the intents were understood,"
            f" {_part(understood.heard_right)} where every character was heard right;"
            f" the commonest mistake: {first.meant} taken for {first.heard or 'nothing'} ({first.count}×)."
        )
    costly = next(((step, bill) for step, bill in summary.costs.by_step.items() if bill.cost > 0), None)
    if costly:
        step, bill = costly
        yield (
            f"Misunderstandings at step {step} cost most ({bill.cost:,.0f} on {_calls(bill.count)}):"
            " listen to them in the report, then give the step replies or a read-back."
        )
    known, unknown = summary.recognition.known, summary.recognition.unknown
    if known.cer is not None and unknown.cer is not None and unknown.cer > 2 * known.cer + 0.02:
        yield (
            "Phrases that the recogniser has never seen are heard much worse"
            f" ({unknown.cer:.1%} against {known.cer:.1%} wrong characters):"
            " real customers will be nearer to the former."
        )


def _part(accuracy: Accuracy) -> str:
    return "none" if accuracy.accuracy is None else f"{accuracy.accuracy:.0%}"


def _calls(count: int) -> str:
    return "1 call" if count == 1 else f"{count:,} calls"
