"""Numbers, money, days and times of day in spoken Mandarin."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
LARGEST = 10**16 - 1
"""What can be said in words; beyond it figures are read one by one."""


def number_zh(n: int) -> str:
    """A whole number: 1230 is 一千二百三十, 2200 两千二百, -15 负十五. A bare 2 is 二; see `count_zh`."""
    if n < 0:
        return "负" + number_zh(-n)
    if n > LARGEST:
        return digits_zh(str(n))
    return _spelled(n, leads=True) or _DIGITS[0]


def count_zh(n: int) -> str:
    """A number of things, before a measure word: 2 is 两."""
    return "两" if n == 2 else number_zh(n)


def decimal_zh(number: Decimal) -> str:
    """A number with its decimals: 3.50 is 三点五零."""
    whole, _, decimals = f"{abs(number):f}".partition(".")
    words = number_zh(int(whole)) + ("点" + year_zh(decimals) if decimals else "")
    return "负" + words if number < 0 else words


def digits_zh(digits: str) -> str:
    """Figure by figure, 1 as 幺; what is no figure is dropped."""
    return year_zh("".join(d for d in digits if d.isascii() and d.isdigit())).replace("一", "幺")


def year_zh(year: int | str) -> str:
    """2026 is 二零二六."""
    return "".join(_DIGITS[int(d)] for d in str(year))


def money_zh(amount: Decimal | float | int) -> str:
    """A sum in yuan: 1230.5 is 一千二百三十元五角, 3.05 三元零五分. Rounded to whole fen."""
    exact = Decimal(str(amount)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    sign = "负" if exact < 0 else ""
    yuan, fen = divmod(int(abs(exact) * 100), 100)
    jiao, fen = divmod(fen, 10)
    words = count_zh(yuan) + "元" if yuan or not (jiao or fen) else ""
    if jiao:
        words += ("两" if jiao == 2 and not yuan else _DIGITS[jiao]) + "角"
    elif yuan and fen:
        words += "零"
    if fen:
        words += ("两" if fen == 2 and not yuan and not jiao else _DIGITS[fen]) + "分"
    return sign + words


def date_zh(date: dt.date, *, year: bool = False) -> str:
    """十二月五号; with its year 二零二六年十二月五号."""
    return (year_zh(date.year) + "年" if year else "") + f"{number_zh(date.month)}月{number_zh(date.day)}号"


def time_zh(time: dt.time) -> str:
    """A time of day with the part of the day: 15:30 is 下午三点半."""
    hour = time.hour
    part = next(name for until, name in _PARTS if hour < until)
    return part + clock_zh(hour if hour <= 12 else hour - 12, time.minute)


def clock_zh(hour: int, minute: int) -> str:
    """The clock alone, as it is written: 15, 5 is 十五点零五分."""
    words = count_zh(hour) + "点"
    if minute == 30:
        return words + "半"
    if not minute:
        return words
    return words + ("零" if minute < 10 else "") + number_zh(minute) + "分"


_PARTS = ((5, "凌晨"), (8, "早上"), (12, "上午"), (13, "中午"), (19, "下午"), (24, "晚上"))


def _spelled(n: int, *, leads: bool) -> str:
    if n < 10:
        return _DIGITS[n] if n else ""
    if n < 10_000:
        return _section(n, leads=leads)
    size, unit = (10**8, "亿") if n >= 10**8 else (10**4, "万")
    high, low = divmod(n, size)
    words = ("两" if high == 2 else _spelled(high, leads=leads)) + unit
    return words + ("零" if 0 < low < size // 10 else "") + _spelled(low, leads=False)


def _section(n: int, *, leads: bool) -> str:
    """10 to 9999; `leads` where nothing is said before it, so that 15 is 十五 and 200 is 两百."""
    words = ""
    gap = False
    for place in (3, 2, 1, 0):
        digit = n // 10**place % 10
        if not digit:
            gap = bool(words)
            continue
        two = digit == 2 and (place == 3 or (place == 2 and not words and leads))
        words += ("零" if gap else "") + ("两" if two else _DIGITS[digit]) + _UNITS[place]
        gap = False
    return words[1:] if leads and words.startswith("一十") else words
