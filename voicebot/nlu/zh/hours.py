"""Hours in Mandarin: `晚上八点半`, `差一刻三点`, `半小时后`."""

from __future__ import annotations

import re

from voicebot.nlu.said import Clock, Hour, InMinutes, Part
from voicebot.nlu.zh.numbers import DIGIT, number

_N = f"[{DIGIT}十0-9]"
_PARTS = {
    "凌晨": Part.NIGHT,
    "半夜": Part.NIGHT,
    "夜里": Part.NIGHT,
    "深夜": Part.NIGHT,
    "早上": Part.MORNING,
    "早晨": Part.MORNING,
    "上午": Part.MORNING,
    "一早": Part.MORNING,
    "今早": Part.MORNING,
    "明早": Part.MORNING,
    "中午": Part.NOON,
    "正午": Part.NOON,
    "下午": Part.AFTERNOON,
    "午后": Part.AFTERNOON,
    "傍晚": Part.EVENING,
    "晚上": Part.EVENING,
    "今晚": Part.EVENING,
    "明晚": Part.EVENING,
    "后晚": Part.EVENING,
    "昨晚": Part.EVENING,
    "夜晚": Part.EVENING,
}
_HOUR = f"(?:二?十[一二三四]?|[{DIGIT}]|[0-2]?[0-9])"
_CLOCK = re.compile(
    rf"(?P<part>{'|'.join(_PARTS)})?的?(?:大概|大约|差不多)?"
    rf"(?:差(?P<short>{_N}+分|一刻|五分|十分)钟?)?"
    rf"(?P<hour>{_HOUR})(?:点|时(?!候|间)|:)"
    rf"(?:(?P<half>半)|(?P<quarters>[一三])刻|(?P<minute>[零〇][{DIGIT}]|[二三四五]?十[{DIGIT}]?|[{DIGIT}](?=分)|[0-5][0-9])分?(?![{DIGIT}十百千万个天块])|(?P<sharp>钟|整)|)"
)
_SOON = re.compile(
    rf"(?P<half>半个?小时|半个?钟头|半个?钟)(?:之后|以后|过后|后|之内|以内|内|再)"
    rf"|(?P<hours>{_N}+)(?P<and_half>个半)?个?(?:小时|钟头)(?P<hour_half>半)?(?:之后|以后|过后|后|之内|以内|内|再)"
    rf"|(?P<minutes>{_N}+)分钟?(?:之后|以后|过后|后|之内|以内|内|再)|(?P<quarter>一刻钟)(?:之后|以后|后|再)"
)
_JUST_A_BIT = re.compile("(?:一|有|差|早|快|慢|多|少|好|晚|大|小|声)$")
_AN_HOUR_AFTER = re.compile("之?前|以前|以后|之后|后|再|打|左右|过来")
_AN_HOUR_ALONE = re.compile("(?:吧|行|可以|来|到|多|联系|回|$)")


def find_hours(text: str) -> list[tuple[int, int, Hour]]:
    """All times of day that a text states, as (start, end, hour), in order."""
    found: list[tuple[int, int, Hour]] = []
    for m in _SOON.finditer(text):
        found.append((m.start(), m.end(), InMinutes(_minutes(m))))
    for m in _CLOCK.finditer(text):
        said = _clock(m, text)
        if said is not None:
            found.append((m.start(), m.end(), said))
    return sorted(found, key=lambda item: item[0])


def _minutes(m: re.Match[str]) -> int:
    if m["half"]:
        return 30
    if m["quarter"]:
        return 15
    if m["minutes"]:
        return int(number(m["minutes"]))
    return int(60 * number(m["hours"])) + (30 if m["and_half"] or m["hour_half"] else 0)


def _clock(m: re.Match[str], text: str) -> Clock | None:
    hour = int(number(m["hour"]))
    if hour > 24:
        return None
    bare = not (m["part"] or m["half"] or m["quarters"] or m["minute"] or m["sharp"])
    if m["hour"] == "一" and bare:
        # 一点 is a little far more often than one o'clock: 快一点, 一点都没有, 便宜一点吧.
        alone = m.start() == 0 and _AN_HOUR_ALONE.match(text, m.end())
        if _JUST_A_BIT.search(text[: m.start()]) or not (alone or _AN_HOUR_AFTER.match(text, m.end())):
            return None
    minute = 0
    if m["half"]:
        minute = 30
    elif m["quarters"]:
        minute = 15 * int(number(m["quarters"]))
    elif m["minute"]:
        minute = int(number(m["minute"].lstrip("零〇") or "零"))
        if minute > 59:
            return None
    if m["short"]:
        less = 15 if m["short"] == "一刻" else int(number(m["short"].removesuffix("分")))
        hour, minute = (hour - 1) % 24, 60 - less
    return Clock(hour, minute, _PARTS[m["part"]] if m["part"] else None)
