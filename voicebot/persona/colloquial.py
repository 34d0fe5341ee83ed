"""How people say days, times of day and sums in Mandarin: in words, each form denoting exactly one value.

A form is chosen for a value that is already decided, so what was meant is never in doubt. The conventions:
a bare day of the month (十五号) is the next such day after today, a bare weekday (周五) the next such weekday
after today, 下周三 the Wednesday of the next calendar week (from Monday), 月底 the last day of the month.
"""

from __future__ import annotations

import calendar
import datetime as dt
from functools import lru_cache

import numpy as np

from voicebot.tts.numbers_zh import count_zh, number_zh

_DIGITS = "零一二三四五六七八九"
_NEAR = {-3: "大前天", -2: "前天", -1: "昨天", 0: "今天", 1: "明天", 2: "后天", 3: "大后天"}
_WEEKDAYS = "一二三四五六日"
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
)
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚玲桂英华建国红梅文斌雪婷浩宇欣怡子轩志强秀兰海燕晓东"

Forms = tuple[tuple[str, float], ...]
"""Ways to say one value, with how common each is; the weights sum to 1."""


@lru_cache(maxsize=4096)
def date_forms(day: dt.date, today: dt.date) -> Forms:
    """Every way to say a day that denotes it and no other, seen from today."""
    away = (day - today).days
    forms: list[tuple[str, float]] = []
    if away in _NEAR:
        forms.append((_NEAR[away], 8.0 if abs(away) < 3 else 2.0))
    if not away:
        return _normal(forms)
    weekday = _WEEKDAYS[day.weekday()]
    sunday = "天" if weekday == "日" else weekday
    weeks = (day - dt.timedelta(days=day.weekday()) - (today - dt.timedelta(days=today.weekday()))).days // 7
    if 1 <= away <= 6:
        forms += [(f"周{weekday}", 2.0), (f"星期{sunday}", 1.0), (f"礼拜{sunday}", 1.0)]
    if weeks == 0 and away > 0:
        forms += [(f"这周{weekday}", 1.0), (f"这个礼拜{sunday}", 0.4)]
    if abs(weeks) == 1 and (away > 0 or away > -8):
        which = "下" if weeks > 0 else "上"
        forms += [
            (f"{which}周{weekday}", 2.0),
            (f"{which}个星期{sunday}", 0.7),
            (f"{which}礼拜{sunday}", 0.7),
        ]
    number_of_day = f"{number_zh(day.day)}号"
    months = (day.year - today.year) * 12 + day.month - today.month
    if away > 0 and (months == 0 or (months == 1 and day.day <= today.day)):
        forms.append((number_of_day, 4.0))
    if months in (0, 1, -1):
        which = ("这个月", "下个月", "上个月")[months]
        forms += [(f"{which}{number_of_day}", 1.5), (f"{which[0]}月{number_of_day}", 0.3 if months else 0.0)]
    if months == 0 and away > 1 and day.day == calendar.monthrange(day.year, day.month)[1]:
        forms += [("月底", 4.0), ("这个月月底", 1.0), ("月末", 0.3)]
    if 3 <= away <= 9:
        forms += [(f"{count_zh(away)}天后", 0.5), (f"{count_zh(away)}天以后", 0.3)]
    if away == 7:
        forms.append(("一个星期后", 0.5))
    if -300 < away < 300:
        forms.append((f"{number_zh(day.month)}月{number_of_day}", 1.0))
    return _normal(forms)


@lru_cache(maxsize=2048)
def time_forms(time: dt.time) -> Forms:
    """Every way to say a time of day, always with the part of the day it lies in."""
    hour = time.hour
    clock = (hour - 1) % 12 + 1
    name = count_zh(clock) + "点"
    if time.minute == 30:
        name += "半"
    elif time.minute == 15:
        name += "一刻"
    elif time.minute:
        name += ("零" if time.minute < 10 else "") + number_zh(time.minute) + "分"
    else:
        return _normal(
            [(part + name + end, w * v) for part, w in _parts(hour) for end, v in (("", 6.0), ("钟", 1.0))]
        )
    return _normal([(part + name, w) for part, w in _parts(hour)])


def _parts(hour: int) -> list[tuple[str, float]]:
    if hour < 5:
        return [("凌晨", 1.0)]
    if hour < 8:
        return [("早上", 1.0)]
    if hour < 12:
        return [("上午", 2.0), ("早上", 1.0)] if hour < 11 else [("上午", 1.0)]
    if hour < 13:
        return [("中午", 1.0)]
    if hour < 18:
        return [("下午", 1.0)]
    return [("晚上", 3.0), ("下午", 0.5)] if hour == 18 else [("晚上", 1.0)]


@lru_cache(maxsize=8192)
def amount_forms(amount: float) -> Forms:
    """Every way to say a sum of money: 1230.5 is 一千二百三十块五, 2300 is 两千三."""
    cents = round(amount * 100)
    yuan, rest = divmod(cents, 100)
    if rest:
        dime, cent = divmod(rest, 10)
        if not cent and yuan:
            return _normal(
                [(f"{count_zh(yuan)}块{_DIGITS[dime]}", 2.0), (f"{count_zh(yuan)}块{_DIGITS[dime]}毛", 1.0)]
            )
        if not yuan:
            return _normal(
                [((f"{_DIGITS[dime]}毛" if dime else "") + (f"{_DIGITS[cent]}分" if cent else ""), 1.0)]
            )
        tail = (f"{_DIGITS[dime]}毛" if dime else "零") + (_DIGITS[cent] if dime else f"{_DIGITS[cent]}分")
        return _normal([(f"{count_zh(yuan)}块{tail}", 1.0)])
    full = count_zh(yuan)
    forms = [(f"{full}块", 3.0), (f"{full}块钱", 1.5), (f"{full}元", 0.4)]
    if yuan >= 100 and yuan % 100 == 0:
        forms.append((full, 1.0))
    short = _shortened(yuan)
    if short:
        forms.append((short, 4.0))
    return _normal(forms)


def _shortened(yuan: int) -> str:
    """两千三 for 2300, 一万二 for 12000, 三百五 for 350; empty where nothing can be left out."""
    for unit, name in ((10_000, "万"), (1000, "千"), (100, "百")):
        high, low = divmod(yuan, unit)
        if 1 <= high < (100 if unit == 10_000 else 10) and low and low % (unit // 10) == 0:
            return count_zh(high) + name + _DIGITS[low // (unit // 10)]
    return ""


def say_date(day: dt.date, today: dt.date, rng: np.random.Generator) -> str:
    return _pick(date_forms(day, today), rng)


def say_time(time: dt.time, rng: np.random.Generator) -> str:
    return _pick(time_forms(time), rng)


def say_amount(amount: float, rng: np.random.Generator) -> str:
    return _pick(amount_forms(amount), rng)


def random_name(rng: np.random.Generator) -> str:
    """A made-up Mandarin name of two or three characters."""
    given = "".join(_GIVEN[int(rng.integers(len(_GIVEN)))] for _ in range(1 + int(rng.random() < 0.7)))
    return SURNAMES[int(rng.integers(len(SURNAMES)))] + given


def _normal(forms: list[tuple[str, float]]) -> Forms:
    total = sum(weight for _, weight in forms)
    return tuple((form, weight / total) for form, weight in forms if weight)


def _pick(forms: Forms, rng: np.random.Generator) -> str:
    at = rng.random()
    for form, weight in forms:
        at -= weight
        if at < 0:
            return form
    return forms[-1][0]
