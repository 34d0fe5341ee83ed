"""What customers pick out of the caller's sentences."""

from __future__ import annotations

import datetime as dt

from voicebot.customer import readback

TODAY = dt.date(2026, 11, 23)


def test_days_are_found_with_and_without_a_month() -> None:
    assert readback.days("您12月5日还款", TODAY) == [dt.date(2026, 12, 5)]
    assert readback.days("您1月5号还款", TODAY) == [dt.date(2027, 1, 5)]
    assert readback.days("那就28号，对吗", TODAY) == [dt.date(2026, 11, 28)]
    assert readback.days("大后天和明天", TODAY) == [dt.date(2026, 11, 26), dt.date(2026, 11, 24)]
    assert readback.days("2月31日", TODAY) == []
    assert readback.days("逾期12天", TODAY) == []


def test_sums_are_found() -> None:
    assert readback.sums("共1,230.50元，最低300元") == [1230.5, 300.0]
    assert readback.sums("尾号1234") == []


def test_names_are_found_where_somebody_is_asked_for() -> None:
    assert readback.asked_for("您好，请问是李明先生吗？") == "李明"
    assert readback.asked_for("请问您是欧阳本人吗？") == ""
    assert readback.asked_for("请问是您本人吗？") == ""


def test_the_tail_of_a_number_is_found() -> None:
    assert readback.tail("身份证尾号1234，对吗") == "1234"
    assert readback.tail("尾号是 1234") == "1234"
    assert readback.tail("金额1234元") == ""
