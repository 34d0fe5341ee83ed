"""Days in Mandarin: `大后天`, `下周三`, `这个月二十号`, `半个月后`, `月底`."""

from __future__ import annotations

import re
from collections.abc import Callable

from voicebot.nlu.said import Day, InDays, InMonths, MonthDay, Weekday
from voicebot.nlu.zh.numbers import DIGIT, number

_N = f"[{DIGIT}十0-9]"
_RELATIVE = {
    "大前": -3,
    "前": -2,
    "昨": -1,
    "今": 0,
    "当": 0,
    "明": 1,
    "后": 2,
    "大后": 3,
}
_WEEKDAYS = {
    name: day
    for day, names in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "日天7末"))
    for name in names
}
_WEEKDAYS["末"] = 5  # A weekend begins on its Saturday.
_FEASTS = {
    "元旦": (1, 1),
    "情人节": (2, 14),
    "五一": (5, 1),
    "国庆": (10, 1),
    "双十一": (11, 11),
    "双十二": (12, 12),
    "圣诞": (12, 25),
}

_AFTER = "(?:之后|以后|过后|后|之内|以内|内)"
_WAIT = "(?:再过|等|再等|过|再给我|给我|宽限我?|缓我?|延我?|推迟|再有|还有)"
_MONTHS = {
    "这个": 0,
    "这": 0,
    "本": 0,
    "当": 0,
    "下": 1,
    "下个": 1,
    "下下": 2,
    "下下个": 2,
    "上": -1,
    "上个": -1,
    "上上个": -2,
}
_WHICH_MONTH = "(?:这个?|本|当|下下个?|下个?|上上个|上个?)月份?"
_WHICH_WEEK = "这个?|本|下下个?|(?<!一)下个?|上上个?|(?<!早)上个?"

Reader = Callable[[re.Match[str]], Day | None]


def _relative(m: re.Match[str]) -> Day:
    return InDays(_RELATIVE[m["rel"]])


def _weekday(m: re.Match[str]) -> Day:
    which = (m["which_week"] or "").replace("个", "")
    weeks = {"": None, "这": 0, "本": 0, "下": 1, "下下": 2, "上": -1, "上上": -2}[which]
    return Weekday(_WEEKDAYS[m["weekday"]], weeks)


def _which(name: str) -> int:
    return _MONTHS[name.removesuffix("份").removesuffix("月")]


def _month_day(m: re.Match[str]) -> Day | None:
    day = int(number(m["day"]))
    if not 1 <= day <= 31:
        return None
    if m["month_of_day"] is None:
        return MonthDay(day, months=_which(m["which_of_day"]) if m["which_of_day"] else None)
    month = int(number(m["month_of_day"]))
    return MonthDay(day, month=month) if 1 <= month <= 12 else None


def _month_edge(m: re.Match[str]) -> Day | None:
    day = {"底": 0, "末": 0, "初": 1, "头": 1, "中": 15}[m["edge"][0]]
    if m["month_of_edge"]:
        month = int(number(m["month_of_edge"]))
        return MonthDay(day, month=month) if 1 <= month <= 12 else None
    if m["which_of_edge"]:
        return MonthDay(day, months=_which(m["which_of_edge"] + "月"))
    return MonthDay(day)


def _year_end(m: re.Match[str]) -> Day:
    return MonthDay(31, month=12)


def _span(m: re.Match[str]) -> Day | None:
    """`三天后`, `过两个星期`, `半个月之内`."""
    count = m["count"] or m["count_waited"]
    unit = (m["unit"] or m["unit_waited"]).removeprefix("个")
    half = count.startswith("半")
    length = 0.5 if half else number(count)
    if unit in ("天", "日"):
        return None if half or length > 400 else InDays(int(length))
    if unit in ("周", "星期", "礼拜"):
        return None if half or length > 60 else InDays(7 * int(length))
    return InDays(15) if half else InMonths(int(length)) if length <= 60 else None


def _feast(m: re.Match[str]) -> Day:
    month, day = _FEASTS[m["feast"]]
    return MonthDay(day, month=month)


_SPAN_UNIT = "天|日|周|个?星期|个?礼拜|个月"
_READERS: dict[str, tuple[str, Reader]] = {
    "rel": (
        r"(?P<rel>大前|前|昨|今|明|大后|(?<![之以过然今最])后)(?:天|日(?![期后])|儿个?|晚|早(?!就))",
        _relative,
    ),
    "weekday": (
        rf"(?P<which_week>{_WHICH_WEEK})?(?<![{DIGIT}十每])(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天末1-7])(?![个天次]|十)",
        _weekday,
    ),
    "day": (
        rf"(?:(?:(?P<month_of_day>{_N}+)月份?|(?P<which_of_day>{_WHICH_MONTH})的?)?"
        rf"(?P<day>{_N}+)(?:号|日)(?!线|楼|店|机|码|子|期))",
        _month_day,
    ),
    "edge": (
        r"(?:(?P<month_of_edge>[一二两三四五六七八九十0-9]+)|(?P<which_of_edge>这个?|本|下下个?|下个?|上个?))?"
        r"月份?的?(?P<edge>底|末|初|头(?!条)|中(?!国|间))",
        _month_edge,
    ),
    "year_end": (r"(?P<year_end>今年底|今年年底|年底|年末)", _year_end),
    "count": (rf"(?P<count>半(?=个月)|{_N}+)(?P<unit>{_SPAN_UNIT}){_AFTER}", _span),
    "count_waited": (rf"{_WAIT}(?P<count_waited>半(?=个月)|{_N}+)(?P<unit_waited>{_SPAN_UNIT})", _span),
    "feast": (rf"(?P<feast>{'|'.join(_FEASTS)})(?!{_N}|块|百)", _feast),
}
_DAY = re.compile("|".join(pattern for pattern, _ in _READERS.values()))


def find_days(text: str) -> list[tuple[int, int, Day]]:
    """All days that a text states, as (start, end, day), in order."""
    found = []
    for m in _DAY.finditer(text):
        for group, (_, read) in _READERS.items():
            if m[group] is not None:
                day = read(m)
                if day is not None:
                    found.append((m.start(), m.end(), day))
                break
    return found
