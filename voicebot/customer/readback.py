"""What a customer picks out of the caller's sentences: days, sums, names, the tail of a number."""

from __future__ import annotations

import datetime as dt
import re

from voicebot.nlu.meaning import Intent
from voicebot.persona.colloquial import SURNAMES

_DAY = re.compile(r"(?:(\d{1,2})月)?(\d{1,2})[日号]")
_NEAR = {"今天": 0, "明天": 1, "后天": 2, "大后天": 3}
_NEAR_WORD = re.compile("大后天|后天|明天|今天")
_MONEY = re.compile(r"(\d[\d,]*(?:\.\d+)?)元")
_TAIL = re.compile(r"尾号\D{0,3}(\d{3,4})")
_ASKS_BACK = re.compile("您是说(.+?)[，,](?:对吗|对吧|是吗|是吧)")
_MEANINGS: tuple[tuple[Intent, re.Pattern[str]], ...] = (
    (Intent.REFUSE_TO_PAY, re.compile("不打算还|不还|不想还|不愿意")),
    (Intent.ALREADY_PAID, re.compile("已经还|还过|还清|结清|付过")),
    (Intent.PARTIAL_PAYMENT, re.compile("一部分|部分")),
    (Intent.HARDSHIP, re.compile("困难|难处|还不上|没有钱")),
    (Intent.NEGOTIATE, re.compile("分期|协商|减免|延期|宽限")),
    (Intent.BUSY, re.compile("不方便|在忙|没空|没有空|没时间")),
    (Intent.WRONG_NUMBER, re.compile("打错|不认识|号码不对|不是本人")),
    (Intent.THIRD_PARTY, re.compile("家人|家属|不在")),
    (Intent.DISPUTE, re.compile("不对|有疑问|异议|不是您借")),
    (Intent.STOP_CALLING, re.compile("不要再|别再|不再")),
    (Intent.FORGOT, re.compile("忘")),
    (Intent.PROMISE_TO_PAY, re.compile("还款|会还|能还|还上|安排")),
    (Intent.AFFIRM, re.compile("满意")),
)
_FAREWELL = re.compile("再见|祝您|打扰了")
_CALLER = re.compile("我是|我们是|这里是|这边是|来自")
_ASKED_FOR = re.compile(
    rf"请问(?:您)?是(?:不是)?([{SURNAMES}][\u4e00-\u9fff]{{0,3}}?)(?:先生|女士|本人|吗|吧|么)"
)


def days(text: str, today: dt.date) -> list[dt.date]:
    """Every day that the text names, in order.

    A date without a year is the one nearest to today, a day without a month the next such day.
    """
    found = [(match.start(), _nearest(match[1], int(match[2]), today)) for match in _DAY.finditer(text)]
    found += [
        (match.start(), today + dt.timedelta(days=_NEAR[match[0]])) for match in _NEAR_WORD.finditer(text)
    ]
    return [day for _, day in sorted((place, day) for place, day in found if day is not None)]


def _nearest(month: str | None, day: int, today: dt.date) -> dt.date | None:
    if month is None:
        ahead = (today + dt.timedelta(days=days) for days in range(32))
        return next((date for date in ahead if date.day == day), None)
    candidates = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            candidates.append(dt.date(year, int(month), day))
        except ValueError:
            continue
    return min(candidates, key=lambda date: abs((date - today).days), default=None)


def sums(text: str) -> list[float]:
    """Every sum of money that the text names, in order."""
    return [float(match[1].replace(",", "")) for match in _MONEY.finditer(text)]


def tail(text: str) -> str:
    """The last digits of a card or identity number that the text names, or nothing."""
    match = _TAIL.search(text)
    return match[1] if match else ""


def asks_back(text: str) -> Intent | None:
    """What the caller believes to have heard, where he makes sure of it: 您是说会安排还款，对吗？"""
    match = _ASKS_BACK.search(text)
    if match is None:
        return None
    return next((intent for intent, words in _MEANINGS if words.search(match[1])), Intent.OUT_OF_SCOPE)


def says_farewell(text: str) -> bool:
    return _FAREWELL.search(text) is not None and not text.rstrip().endswith(("？", "?"))


def says_who_calls(text: str) -> bool:
    return _CALLER.search(text) is not None


def asked_for(text: str) -> str:
    """The name or surname of the person that the caller asks for, or nothing."""
    match = _ASKED_FOR.search(text)
    return match[1] if match else ""
