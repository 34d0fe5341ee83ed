"""The dialogue, tested with lists of meanings."""

from __future__ import annotations

import datetime as dt
import itertools
import timeit
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.script.small import script as small_script
from tests.script.small import spoilt
from voicebot.accounts import Account
from voicebot.actions import Disposition, Promise
from voicebot.dialogue import Dialogue, Move, Outcome
from voicebot.dialogue.concluding import conclude, grade
from voicebot.nlu.meaning import Context, Intent, Meaning, Slots
from voicebot.persona.load import load_robot, shipped_robots
from voicebot.script import Script, load_script, shipped_scripts

I, D = Intent, Disposition  # noqa: E741
NOW = dt.datetime(2026, 11, 23, 10, tzinfo=dt.timezone(dt.timedelta(hours=8)))
FRIDAY, MONDAY = dt.date(2026, 11, 27), dt.date(2026, 11, 30)
ACCOUNT = Account(
    "A1",
    "李明",
    "12000000001",
    5000.0,
    1230.5,
    12,
    title="先生",
    id_tail="1234",
    due_date=dt.date(2026, 11, 11),
)
SURE: tuple[Meaning, ...] = (Meaning(I.CONFIRM_SELF, 0.9), Meaning(I.AFFIRM, 0.9))
"""Name and second factor confirmed."""


def means(
    intent: Intent,
    *,
    date: dt.date | None = None,
    time: dt.time | None = None,
    amount: float | None = None,
    confidence: float = 0.9,
    others: tuple[tuple[Intent, float], ...] = (),
) -> Meaning:
    return Meaning(intent, confidence, Slots(date, time, amount), others)


def start(
    name: str | Script = "m1_collection", robot: str = "lin_yue", account: Account = ACCOUNT
) -> Dialogue:
    script = load_script(name) if isinstance(name, str) else name
    return Dialogue(script, load_robot(robot), account, NOW)


def play(*heard: Meaning | Intent | None, dialogue: Dialogue | None = None) -> tuple[list[Move], Outcome]:
    """Say these one after the other (None is silence) until the robot hangs up."""
    dialogue = dialogue or start()
    moves = [dialogue.open()]
    for one in heard:
        if moves[-1].hang_up:
            break
        if one is None:
            moves.append(dialogue.no_input())
        else:
            moves.append(dialogue.hear(means(one) if isinstance(one, Intent) else one))
    return moves, dialogue.outcome()


def actions(moves: Sequence[Move]) -> list[str]:
    return [action.name for move in moves for action in move.actions]


def test_a_promise_is_asked_for_read_back_and_logged() -> None:
    moves, outcome = play(*SURE, I.FORGOT, means(I.PROMISE_TO_PAY, date=FRIDAY), I.AFFIRM)
    assert [move.step for move in moves] == [
        "greet",
        "verify",
        "state",
        "ask_date",
        "read_back",
        "bye_promise",
    ]
    assert "11月27日还1230.50元" in moves[4].says
    assert outcome == Outcome(D.PTP, Promise(FRIDAY, 1230.5), "A", "robot_hung_up")
    logged = next(action for action in moves[-1].actions if action.name == "log_promise")
    assert logged.arguments == {"date": "2026-11-27", "amount": 1230.5}


def test_no_word_of_a_debt_before_name_and_second_factor() -> None:
    moves, _ = play(I.ASK_PURPOSE, I.ASK_AMOUNT, I.CONFIRM_SELF, I.ASK_AMOUNT, I.AFFIRM)
    assert [move.discloses for move in moves] == [False, False, False, False, False, True]
    assert moves[-1].step == "state"


def test_a_read_back_can_be_corrected() -> None:
    moves, outcome = play(
        *SURE,
        means(I.PROMISE_TO_PAY, date=MONDAY),
        means(I.DENY, date=FRIDAY),
        I.AFFIRM,
    )
    assert [move.step for move in moves[-2:]] == ["read_back", "bye_promise"]
    assert outcome.promise == Promise(FRIDAY, 1230.5)


def test_a_read_back_that_is_denied_is_asked_for_again() -> None:
    moves, outcome = play(*SURE, means(I.PROMISE_TO_PAY, date=MONDAY), I.DENY)
    assert moves[-1].step == "ask_date"
    assert outcome.promise is None


def test_a_yes_with_the_same_day_is_a_yes() -> None:
    moves, _ = play(*SURE, means(I.PROMISE_TO_PAY, date=FRIDAY), means(I.PROMISE_TO_PAY, date=FRIDAY))
    assert moves[-1].step == "bye_promise"


def test_nothing_is_promised_before_the_read_back_is_confirmed() -> None:
    _, outcome = play(*SURE, means(I.PROMISE_TO_PAY, date=FRIDAY))
    assert outcome.promise is None
    assert outcome.disposition is D.RPC_NC


def test_missing_figures_are_asked_for_one_by_one() -> None:
    moves, outcome = play(
        *SURE,
        I.PARTIAL_PAYMENT,
        means(I.PARTIAL_PAYMENT, amount=500.0),
        means(I.OUT_OF_SCOPE, date=FRIDAY, confidence=0.1),
        I.AFFIRM,
    )
    assert [move.step for move in moves[3:]] == ["ask_amount", "ask_date", "read_back", "bye_promise"]
    assert outcome == Outcome(D.PPTP, Promise(FRIDAY, 500.0), "B", "robot_hung_up")
    assert "log_partial_promise" in actions(moves)


def test_a_late_day_is_met_once_and_then_taken() -> None:
    late = dt.date(2026, 12, 10)
    moves, outcome = play(*SURE, means(I.PROMISE_TO_PAY, date=late), I.DENY, I.AFFIRM)
    assert [move.step for move in moves[3:]] == ["ask_earlier", "read_back", "bye_promise"]
    assert "11月30日" in moves[3].says
    assert outcome.promise == Promise(late, 1230.5)


def test_a_yes_to_an_earlier_day_takes_the_offer() -> None:
    _, outcome = play(*SURE, means(I.PROMISE_TO_PAY, date=dt.date(2026, 12, 10)), I.AFFIRM, I.AFFIRM)
    assert outcome.promise == Promise(MONDAY, 1230.5)


def test_a_day_beyond_what_may_be_agreed_is_no_promise() -> None:
    far = means(I.PROMISE_TO_PAY, date=dt.date(2027, 3, 1))
    moves, outcome = play(*SURE, far, far, I.AFFIRM)
    assert outcome.promise is None
    assert outcome.disposition is D.NEG
    assert "refer_negotiation" in actions(moves)


def test_too_small_a_part_is_met_with_the_least_that_is_taken() -> None:
    moves, outcome = play(*SURE, means(I.PARTIAL_PAYMENT, amount=50.0, date=FRIDAY), I.AFFIRM, I.AFFIRM)
    assert moves[3].step == "ask_more"
    assert "247元" in moves[3].says
    assert outcome.promise == Promise(FRIDAY, 247.0)


def test_a_part_as_large_as_the_bill_is_the_whole() -> None:
    _, outcome = play(*SURE, means(I.PROMISE_TO_PAY, amount=2000.0, date=FRIDAY), I.AFFIRM)
    assert outcome == Outcome(D.PTP, Promise(FRIDAY, 1230.5), "A", "robot_hung_up")


def test_a_day_that_has_passed_is_no_day_to_pay() -> None:
    moves, _ = play(*SURE, means(I.PROMISE_TO_PAY, date=dt.date(2026, 11, 1)))
    assert moves[-1].step == "ask_date"


def test_stop_calling_is_honoured_at_once_even_beside_something_else() -> None:
    mixed = means(I.REFUSE_TO_PAY, others=((I.STOP_CALLING, 0.4),))
    for words in (means(I.STOP_CALLING), mixed):
        moves, outcome = play(*SURE, words)
        assert moves[-1].hang_up
        assert actions(moves) == ["add_to_do_not_call"]
        assert (outcome.disposition, outcome.grade) == (D.DNC, "F")


def test_distress_brings_a_human_and_outweighs_everything() -> None:
    moves, outcome = play(*SURE, means(I.PROMISE_TO_PAY, date=FRIDAY), I.DISTRESS)
    assert actions(moves) == ["alert_risk", "transfer_to_agent"]
    assert outcome.disposition is D.RISK


def test_abuse_is_warned_of_once() -> None:
    moves, outcome = play(*SURE, I.ABUSE, I.ABUSE)
    assert [move.hang_up for move in moves[-2:]] == [False, True]
    assert outcome.disposition is D.ABUSE


def test_a_relative_hears_nothing_of_the_matter_and_may_refuse() -> None:
    moves, outcome = play(I.THIRD_PARTY, I.ASK_PURPOSE, I.DENY)
    assert not any(move.discloses for move in moves)
    assert actions(moves) == ["suppress_contact"]
    assert outcome.disposition is D.TPC


def test_identity_is_lost_when_somebody_else_turns_out_to_speak() -> None:
    dialogue = start()
    play(*SURE, I.THIRD_PARTY, dialogue=dialogue)
    assert not dialogue.identified


def test_a_second_factor_that_does_not_match_ends_without_a_word_of_the_debt() -> None:
    moves, outcome = play(I.CONFIRM_SELF, I.DENY, I.DENY)
    assert not any(move.discloses for move in moves)
    assert outcome.disposition is D.WPC


@pytest.mark.parametrize(("intent", "disposition"), [(I.VOICEMAIL, D.VM), (I.CALL_ASSISTANT, D.VA)])
def test_a_machine_gets_a_neutral_message(intent: Intent, disposition: Disposition) -> None:
    moves, outcome = play(intent)
    assert moves[-1].hang_up
    assert not moves[-1].discloses
    assert (outcome.disposition, outcome.grade) == (disposition, "E")


def test_a_robot_says_that_it_is_one_and_asks_on() -> None:
    moves, _ = play(I.ASK_IF_ROBOT)
    assert "智能语音助手" in moves[-1].says
    assert "请问是李明先生吗" in moves[-1].says
    assert moves[-1].step == "greet"


def test_a_sentence_is_repeated_at_most_twice() -> None:
    moves, _ = play(I.REPEAT, I.REPEAT, I.REPEAT)
    assert moves[1].says == moves[2].says == moves[0].says
    assert "没听清" in moves[3].says


def test_silence_is_met_with_other_words_each_time_and_then_ends() -> None:
    moves, outcome = play(None, None, None)
    assert len({move.says for move in moves}) == 4
    assert moves[-1].hang_up
    assert outcome.disposition is D.NI


def test_silence_is_counted_in_a_row() -> None:
    moves, _ = play(None, None, I.CONFIRM_SELF, None, None)
    assert not moves[-1].hang_up


def test_what_is_not_understood_is_asked_for_again_and_then_ends() -> None:
    unclear = means(I.CONFIRM_SELF, confidence=0.1)
    moves, outcome = play(unclear, unclear, unclear)
    assert [move.step for move in moves] == ["greet", "greet", "greet", "bye_unclear"]
    assert outcome.disposition is D.LOST


def test_a_doubtful_answer_is_asked_back_and_a_yes_settles_it() -> None:
    moves, outcome = play(*SURE, means(I.HARDSHIP, confidence=0.4), I.AFFIRM)
    assert moves[3].says == "您是说现在手头有困难，对吗？"
    assert moves[4].step == "plan"
    assert outcome.disposition is D.HARD


def test_a_no_to_asking_back_is_not_an_answer_to_the_question() -> None:
    moves, outcome = play(*SURE, means(I.HARDSHIP, confidence=0.4), I.DENY)
    assert moves[-1].step == "state"
    assert outcome.disposition is D.RPC_NC


def test_what_was_asked_back_and_is_heard_again_is_believed() -> None:
    moves, outcome = play(means(I.WRONG_NUMBER, confidence=0.5), means(I.WRONG_NUMBER, confidence=0.5))
    assert moves[1].says == "您是说我打错了，对吗？"
    assert outcome.disposition is D.WPC


def test_asking_back_never_gives_the_debt_away() -> None:
    moves, _ = play(means(I.PROMISE_TO_PAY, confidence=0.4))
    assert "没听清" in moves[-1].says
    assert not moves[-1].discloses


def test_ending_the_call_needs_more_certainty_than_going_on() -> None:
    moves, _ = play(*SURE, means(I.COMPLAINT, confidence=0.5))
    assert moves[-1].says == "您是说想投诉，对吗？"
    moves, _ = play(*SURE, means(I.COMPLAINT, confidence=0.7))
    assert moves[-1].step == "bye_complaint"


def test_a_name_confirmed_beside_a_question_counts_as_confirmed() -> None:
    moves, _ = play(means(I.ASK_PURPOSE, others=((I.CONFIRM_SELF, 0.4),)))
    assert moves[-1].step == "verify"


def test_a_call_back_is_booked_for_the_time_that_was_named() -> None:
    moves, outcome = play(I.BUSY, means(I.AFFIRM, time=dt.time(15, 30), confidence=0.2))
    action = moves[-1].actions[0]
    assert action.name == "schedule_callback"
    assert action.due_at == NOW.replace(hour=15, minute=30)
    assert "下午3点30分" in moves[-1].says
    assert outcome.disposition is D.CB


def test_an_hour_that_has_passed_today_means_tomorrow() -> None:
    moves, _ = play(means(I.BUSY, time=dt.time(9)))
    assert moves[-1].actions[0].due_at == NOW.replace(day=24, hour=9)


def test_last_words_before_hanging_up_are_still_honoured() -> None:
    dialogue = start()
    dialogue.open()
    followed = dialogue.hung_up(means(I.STOP_CALLING))
    assert [action.name for action in followed] == ["add_to_do_not_call"]
    assert dialogue.outcome() == Outcome(D.DNC, None, "F", "customer_hung_up")
    assert dialogue.hung_up(means(I.STOP_CALLING)) == ()


def test_a_refusal_takes_a_promise_back() -> None:
    script = small_script(
        spoilt(
            ("      deny: {do: log_satisfaction, say: 抱歉。, then: bye}", "      deny: {do: log_refusal}"),
            ("      affirm: {do: log_satisfaction, then: bye}", "      affirm: {do: log_promise}"),
        )
    )
    _, outcome = play(I.CONFIRM_SELF, I.AFFIRM, dialogue=start(script))
    assert outcome.disposition is D.PTP
    _, outcome = play(I.CONFIRM_SELF, I.AFFIRM, I.DENY, dialogue=start(script))
    assert (outcome.disposition, outcome.promise) == (D.RTP, None)


def test_wording_changes_with_the_tone_of_the_robot() -> None:
    said = {
        robot.name: play(*SURE, dialogue=start(robot=robot.name))[0][-1].says for robot in shipped_robots()
    }
    assert len(set(said.values())) == len(said)


def test_without_an_identity_tail_the_number_is_the_second_factor() -> None:
    account = Account("A1", "李明", "12000006789", 5000.0, 1230.5, 12)
    moves, _ = play(I.AFFIRM, dialogue=start(account=account))
    assert "手机尾号是6789" in moves[-1].says


def test_after_hanging_up_there_is_only_silence() -> None:
    dialogue = start()
    play(I.STOP_CALLING, dialogue=dialogue)
    again = dialogue.hear(means(I.AFFIRM))
    assert (again.says, again.hang_up, again.actions) == ("", True, ())
    assert dialogue.no_input().says == ""


def test_a_survey_logs_the_answer() -> None:
    moves, outcome = play(I.AFFIRM, I.DENY, I.DENY, dialogue=start("satisfaction_survey"))
    assert moves[2].actions[0].arguments == {"answer": "deny"}
    assert (outcome.disposition, outcome.grade) == (D.DONE, "A")


def test_a_reminder_that_is_understood_is_done() -> None:
    _, outcome = play(*SURE, I.AFFIRM, dialogue=start("payment_reminder"))
    assert outcome.disposition is D.DONE


def test_a_promise_stands_against_a_later_complaint_about_time_but_not_against_a_dispute() -> None:
    assert conclude([D.PTP, D.CB], identified=True, promised=True, heard=True) is D.PTP
    assert conclude([D.PTP, D.DISP], identified=True, promised=False, heard=True) is D.DISP
    assert conclude([D.TPC, D.PTP], identified=True, promised=True, heard=True) is D.PTP
    assert conclude([D.CB, D.TPC], identified=False, promised=False, heard=True) is D.TPC


def test_every_disposition_has_a_grade() -> None:
    assert {grade(disposition) for disposition in D} == set("ABCDEF")
    assert [grade(one) for one in (D.PTP, D.RTP, D.NA, D.DNC)] == ["A", "D", "E", "F"]


MEANINGS = st.builds(
    Meaning,
    st.sampled_from(Intent),
    st.floats(0, 1),
    st.builds(
        Slots,
        st.none() | st.dates(dt.date(2025, 1, 1), dt.date(2030, 1, 1)),
        st.none() | st.times(),
        st.none() | st.floats(-10, 1e7),
    ),
    st.lists(st.tuples(st.sampled_from(Intent), st.floats(0, 1)), max_size=2).map(tuple),
)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([script.name for script in shipped_scripts()]),
    st.sampled_from([robot.name for robot in shipped_robots()]),
    st.lists(st.none() | MEANINGS, min_size=1, max_size=12),
)
def test_whatever_is_said_a_call_ends_in_time_and_never_gives_a_debt_away(
    name: str, robot: str, heard: list[Meaning | None]
) -> None:
    dialogue = start(name, robot)
    limit = load_script(name).limits.turns
    assert limit is not None
    move = dialogue.open()
    moves = 1
    for one in itertools.cycle(heard):
        assert dialogue.identified or not move.discloses
        if move.hang_up:
            break
        move = dialogue.no_input() if one is None else dialogue.hear(one)
        moves += 1
        assert moves <= limit
    outcome = dialogue.outcome()
    assert outcome.end_reason in ("robot_hung_up", "turn_limit")
    assert outcome.promise is None or outcome.promise.date >= NOW.date()
    assert move.asks in Context


def test_an_answer_takes_less_than_a_fifth_of_a_millisecond() -> None:
    script, robot = load_script("m1_collection"), load_robot("lin_yue")
    talk = [*SURE, means(I.FORGOT), means(I.PROMISE_TO_PAY, date=FRIDAY), means(I.AFFIRM)]

    def call() -> None:
        dialogue = Dialogue(script, robot, ACCOUNT, NOW)
        dialogue.open()
        for one in talk:
            dialogue.hear(one)

    call()
    seconds = min(timeit.repeat(call, number=50, repeat=5)) / 50 / (len(talk) + 1)
    assert seconds < 200e-6
