"""Truth is laid beside belief."""

from __future__ import annotations

from voicebot.alignment import merge
from voicebot.records import Turn


def said(text: str, start: int, end: int, intent: str = "affirm") -> Turn:
    return Turn("customer", "", start, end, text, intent_meant=intent, known=True)


def heard(text: str, start: int, end: int, intent: str = "affirm") -> Turn:
    return Turn("customer", "ask", start, end, "", heard=text, intent_heard=intent, confidence=0.9)


def robot(text: str, start: int, end: int) -> Turn:
    return Turn("robot", "ask", start, end, text)


def test_what_was_said_stands_beside_what_was_heard() -> None:
    turns = merge([robot("您好", 0, 900), heard("喂你好", 1000, 1900)], [said("喂您好", 980, 1950)])
    assert [turn.party for turn in turns] == ["robot", "customer"]
    assert (turns[1].said, turns[1].heard) == ("喂您好", "喂你好")
    assert turns[1].known is True


def test_a_turn_that_was_not_heard_stays_with_an_empty_transcript() -> None:
    (turn,) = merge([], [said("嗯", 500, 700)])
    assert (turn.said, turn.heard, turn.intent_heard) == ("嗯", "", "")


def test_noise_taken_for_speech_stays_with_nothing_said() -> None:
    (turn,) = merge([heard("啊", 5000, 5300)], [])
    assert (turn.said, turn.heard) == ("", "啊")


def test_a_turn_split_by_the_robot_is_joined_again() -> None:
    turns = merge(
        [heard("我想想", 1000, 1600, "dont_know"), heard("明天还吧", 2400, 3300, "promise_to_pay")],
        [said("我想想明天还吧", 1000, 3300, "promise_to_pay")],
    )
    assert len(turns) == 1
    assert turns[0].heard == "我想想明天还吧"
    assert turns[0].intent_heard == "promise_to_pay"


def test_two_sentences_heard_as_one_turn_are_joined() -> None:
    (turn,) = merge(
        [heard("喂你好明天还钱", 1000, 3000, "promise_to_pay")],
        [said("喂", 1000, 1200, "greeting"), said("你好明天还钱", 1500, 3000, "promise_to_pay")],
    )
    assert turn.said == "喂你好明天还钱"
    assert turn.intent_meant == "promise_to_pay"


def test_a_repeated_answer_that_was_heard_across_both_is_one_turn() -> None:
    (turn,) = merge(
        [heard("嗯嗯", 22_600, 23_100), heard("他在睡觉他在睡觉", 23_400, 29_500, "third_party")],
        [said("额他在睡觉", 22_620, 25_980, "third_party"), said("他在睡觉", 26_240, 29_500, "third_party")],
    )
    assert turn.said == "额他在睡觉他在睡觉"
    assert turn.heard == "嗯嗯他在睡觉他在睡觉"
    assert (turn.intent_meant, turn.intent_heard) == ("third_party", "third_party")


def test_a_sentence_that_was_swallowed_by_the_next_one_is_not_left_unheard() -> None:
    (turn,) = merge(
        [heard("让我看看行", 31_240, 32_800), heard("我一会儿还上可以现金交吗", 34_000, 38_460)],
        [
            said("让我看看行我一会儿就还上", 31_240, 36_420),
            said("可以现金交吗", 36_800, 38_460),
        ],
    )
    assert turn.said == "让我看看行我一会儿就还上可以现金交吗"


def test_nothing_is_lost_and_nothing_doubled() -> None:
    truths = [said(str(number), 1000 * number, 1000 * number + 500) for number in range(8)]
    beliefs = [heard(str(number), 1000 * number + 20, 1000 * number + 480) for number in range(0, 8, 2)]
    turns = merge(beliefs, truths)
    assert sorted(turn.said for turn in turns) == [str(number) for number in range(8)]
    assert sorted(turn.heard for turn in turns if turn.heard) == ["0", "2", "4", "6"]
