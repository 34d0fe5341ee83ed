"""How figures are written into wording: `{{ promise.date | date }}`. The speech engine makes them words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def money_zh(amount: float) -> str:
    """`1230.50元`, `1230元`."""
    return f"{_plain(amount)}元"


def money_en(amount: float) -> str:
    """`$1,230.50`, `$1,230`."""
    return f"${amount:,.0f}" if amount == int(amount) else f"${amount:,.2f}"


def _plain(amount: float) -> str:
    return f"{amount:.0f}" if amount == int(amount) else f"{amount:.2f}"


def date_zh(day: dt.date | None) -> str:
    """`12月5日`."""
    return f"{day.month}月{day.day}日" if day is not None else ""


def date_en(day: dt.date | None) -> str:
    """`December 5`."""
    return f"{_MONTHS[day.month - 1]} {day.day}" if day is not None else ""


def clock_zh(time: dt.time | None) -> str:
    """`下午3点`, `上午9点30分`."""
    if time is None:
        return ""
    part = "上午" if time.hour < 12 else "中午" if time.hour == 12 else "下午" if time.hour < 18 else "晚上"
    hour = time.hour if time.hour <= 12 else time.hour - 12
    return f"{part}{hour}点" + (f"{time.minute}分" if time.minute else "")


def clock_en(time: dt.time | None) -> str:
    """`3 pm`, `9:30 am`."""
    if time is None:
        return ""
    hour, half = (time.hour - 1) % 12 + 1, "am" if time.hour < 12 else "pm"
    return f"{hour}:{time.minute:02} {half}" if time.minute else f"{hour} {half}"


def tail(digits: str) -> str:
    """The last four characters of a number."""
    return str(digits)[-4:]


FILTERS: Mapping[str, Mapping[str, Callable[..., str]]] = {
    "zh": {"date": date_zh, "money": money_zh, "clock": clock_zh, "tail": tail},
    "en": {"date": date_en, "money": money_en, "clock": clock_en, "tail": tail},
}
"""The filters of wording, by language."""
