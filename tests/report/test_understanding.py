"""Intents of turns and dispositions of calls."""

from __future__ import annotations

from tests.report.runs import answered, customer, unanswered
from voicebot.report.understanding import Accuracy, Comprehension, Confusion, compare_dispositions


def test_intents_are_counted_by_intent_and_by_what_was_asked() -> None:
    comprehension = Comprehension()
    for turn in (
        customer("A1-1", 1, "是我", "是我", "confirm_self"),
        customer("A1-1", 3, "明天", "明天", "promise_to_pay", context="payment_date"),
        customer("A1-1", 5, "明天吧", "名片吧", "promise_to_pay>out_of_scope", context="payment_date"),
        customer("A1-1", 7, "再见", "", "goodbye>"),
        customer("A1-1", 8, "", "嗯", ">affirm"),
    ):
        comprehension.add(turn)
    figures = comprehension.figures()
    assert (figures.n, figures.intent_accuracy) == (3, 0.6667)
    assert (figures.n_all, figures.intent_accuracy_all) == (4, 0.5)
    assert figures.heard_right == Accuracy(2, 1.0)
    assert figures.by_intent == {"promise_to_pay": Accuracy(2, 0.5), "confirm_self": Accuracy(1, 1.0)}
    assert figures.by_context == {"payment_date": Accuracy(2, 0.5), "identity": Accuracy(1, 1.0)}
    assert figures.confusions == [Confusion("promise_to_pay", "out_of_scope", 1)]


def test_recorded_dispositions_are_laid_beside_the_true_ones() -> None:
    found = compare_dispositions(
        [
            answered("A1-1", disposition="PTP", true_disposition="PTP"),
            answered("A2-1", disposition="PTP", true_disposition="HARD"),
            answered("A3-1", disposition="PTP", true_disposition="PTP"),
            answered("A4-1", disposition="LOST", error="ValueError"),
            unanswered("A5-1"),
        ]
    )
    assert found.belief == {"PTP": 3}
    assert found.truth == {"PTP": 2, "HARD": 1}
    assert found.confusion == [Confusion("PTP", "PTP", 2), Confusion("HARD", "PTP", 1)]
    assert found.accuracy == 0.6667
