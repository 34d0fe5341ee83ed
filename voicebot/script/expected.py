"""What people are likely to say to a question: a script that leaves one of these out will be caught by it."""

from __future__ import annotations

from collections.abc import Mapping

from voicebot.nlu.meaning import Context, Intent

I = Intent  # noqa: E741

EVERYWHERE = (
    I.STOP_CALLING, I.ASK_AGENT, I.COMPLAINT, I.DISTRESS, I.ABUSE, I.BUSY, I.REPEAT,
    I.ASK_IF_ROBOT, I.ASK_IDENTITY, I.SUSPECT_FRAUD, I.GOODBYE,
)  # fmt: skip
"""To any question."""

LIKELY: Mapping[Context, tuple[Intent, ...]] = {
    Context.IDENTITY: (
        I.CONFIRM_SELF, I.AFFIRM, I.DENY, I.WRONG_NUMBER, I.THIRD_PARTY, I.MINOR, I.DECEASED,
        I.VOICEMAIL, I.CALL_ASSISTANT, I.ASK_PURPOSE, I.GREETING,
    ),
    Context.SECOND_FACTOR: (I.AFFIRM, I.CONFIRM_SELF, I.DENY, I.DONT_KNOW, I.ASK_PURPOSE, I.WRONG_NUMBER),
    Context.PURPOSE: (I.AFFIRM, I.DENY, I.ASK_PURPOSE),
    Context.PAYMENT_DATE: (
        I.PROMISE_TO_PAY, I.PARTIAL_PAYMENT, I.AFFIRM, I.DENY, I.DONT_KNOW, I.HARDSHIP, I.NEGOTIATE,
        I.REFUSE_TO_PAY, I.ALREADY_PAID,
    ),
    Context.AMOUNT: (I.PARTIAL_PAYMENT, I.PROMISE_TO_PAY, I.DENY, I.DONT_KNOW, I.HARDSHIP),
    Context.REASON: (I.FORGOT, I.HARDSHIP, I.DONT_KNOW, I.PROMISE_TO_PAY, I.REFUSE_TO_PAY),
    Context.PLAN_OFFER: (I.AFFIRM, I.DENY, I.NEGOTIATE, I.PROMISE_TO_PAY, I.DONT_KNOW),
    Context.CONFIRM_PROMISE: (I.AFFIRM, I.DENY, I.PROMISE_TO_PAY, I.PARTIAL_PAYMENT),
    Context.CALLBACK_TIME: (I.BUSY, I.AFFIRM, I.DENY, I.DONT_KNOW),
    Context.RELAY: (I.AFFIRM, I.DENY, I.THIRD_PARTY, I.ASK_PURPOSE),
    Context.SATISFACTION: (I.AFFIRM, I.DENY, I.DONT_KNOW),
    Context.OPEN: (I.AFFIRM, I.DENY),
}  # fmt: skip
"""To a question of that kind."""

ABOUT_A_BILL = (
    I.PROMISE_TO_PAY, I.PARTIAL_PAYMENT, I.ALREADY_PAID, I.FORGOT, I.HARDSHIP, I.NEGOTIATE, I.REFUSE_TO_PAY,
    I.DISPUTE, I.ASK_AMOUNT, I.ASK_HOW_TO_PAY, I.ASK_DUE_DATE, I.ASK_FEES,
)  # fmt: skip
"""To the statement that a bill is to be paid."""


def expected(asks: Context, *, about_money: bool) -> tuple[Intent, ...]:
    """The intents that a step asking this should handle."""
    bill = ABOUT_A_BILL if about_money and asks is Context.PURPOSE else ()
    return (*LIKELY[asks], *bill, *EVERYWHERE)
