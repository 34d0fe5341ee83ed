"""Character errors on what customers said."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.report.runs import customer, robot
from voicebot.report.recognition import Listening, Recognition, normal
from voicebot.store.reading import TurnRow


def heard(*turns: TurnRow, fidelity: str = "voice") -> Recognition:
    listening = Listening()
    for turn in turns:
        listening.add(turn)
    return listening.figures(fidelity)


def test_punctuation_spaces_width_and_case_do_not_count() -> None:
    assert normal("好的， OK！１２ 元。") == "好的ok12元"


def test_wrong_missing_and_additional_characters_are_told_apart() -> None:
    figures = heard(
        customer("A1-1", 1, "我明天还", "我明年还", "affirm"),
        customer("A1-1", 3, "我后天还款", "后天还", "affirm"),
        customer("A1-1", 5, "好的", "好的啊", "affirm"),
    )
    assert (figures.substitutions, figures.deletions, figures.insertions) == (1, 2, 1)
    assert figures.characters == 11
    assert figures.cer == round(4 / 11, 4)
    assert figures.exact == 0.0


def test_both_halves_of_the_phrase_banks_are_reported() -> None:
    figures = heard(
        customer("A1-1", 1, "我明天还", "我明天还", "promise_to_pay", known=1),
        customer("A1-1", 3, "我手头紧", "我手机紧", "hardship>out_of_scope", known=0),
        customer("A1-1", 5, "嗯", "嗯", "affirm", known=None),
    )
    assert (figures.known.n, figures.known.cer, figures.known.intent_accuracy) == (1, 0.0, 1.0)
    assert (figures.unknown.n, figures.unknown.cer, figures.unknown.intent_accuracy) == (1, 0.25, 0.0)
    assert figures.n == 3


def test_turns_not_heard_and_noise_heard_are_counted_apart() -> None:
    figures = heard(
        customer("A1-1", 1, "喂", "", "greeting>"),
        customer("A1-1", 2, "", "嗯", ">affirm"),
        robot("A1-1", 3, "您好", 0, 900),
    )
    assert (figures.n, figures.unheard, figures.noise, figures.cer) == (0, 1, 1, None)


def test_text_fidelity_is_marked_as_an_error_model() -> None:
    assert heard(fidelity="text").simulated
    assert not heard(fidelity="voice").simulated


@given(
    st.text(alphabet="我你他明后天还款", min_size=1, max_size=12),
    st.text(alphabet="我你他明后天还款", max_size=12),
)
def test_errors_explain_the_difference_in_length(said: str, got: str) -> None:
    figures = heard(customer("A1-1", 1, said, got or "嗯", "affirm"))
    assert len(said) - figures.deletions + figures.insertions == len(got or "嗯")
