"""Numbers, money, days and times of day in spoken English."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
CURRENCIES = {"$": ("dollar", "cent"), "£": ("pound", "penny"), "€": ("euro", "cent"), "¥": ("yuan", "fen")}
LARGEST = 10**15 - 1


def number_en(n: int) -> str:
    """A whole number: 1230 is one thousand two hundred thirty."""
    if n < 0:
        return "minus " + number_en(-n)
    if n > LARGEST:
        return digits_en(str(n))
    if n < 20:
        return _SMALL[n]
    if n < 100:
        return _TENS[n // 10] + (f"-{_SMALL[n % 10]}" if n % 10 else "")
    if n < 1000:
        return f"{_SMALL[n // 100]} hundred" + (f" {number_en(n % 100)}" if n % 100 else "")
    size, name = next(scale for scale in _SCALES if n >= scale[0])
    return f"{number_en(n // size)} {name}" + (f" {number_en(n % size)}" if n % size else "")


def ordinal_en(n: int) -> str:
    """5 is fifth, 21 twenty-first."""
    words = number_en(n)
    cut = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[cut:]
    if last in _ORDINALS:
        return words[:cut] + _ORDINALS[last]
    return words[:-1] + "ieth" if last.endswith("y") else words + "th"


def decimal_en(number: Decimal) -> str:
    """3.50 is three point five zero."""
    whole, _, decimals = f"{abs(number):f}".partition(".")
    words = number_en(int(whole)) + (f" point {digits_en(decimals)}" if decimals else "")
    return f"minus {words}" if number < 0 else words


def digits_en(digits: str) -> str:
    """Figure by figure; anything else but figures is dropped."""
    return " ".join(_SMALL[int(d)] for d in digits if d.isascii() and d.isdigit())


def year_en(year: int) -> str:
    """2026 is twenty twenty-six, 2005 two thousand five, 1900 nineteen hundred."""
    century, rest = divmod(year, 100)
    if not 10 <= century <= 99 or (century % 10 == 0 and rest < 10):
        return number_en(year)
    tail = f"oh {number_en(rest)}" if 0 < rest < 10 else number_en(rest) if rest else "hundred"
    return f"{number_en(century)} {tail}"


def money_en(amount: Decimal | float | int, currency: str = "$") -> str:
    """A sum: 1230.5 is one thousand two hundred thirty dollars and fifty cents. Rounded to whole cents."""
    exact = Decimal(str(amount)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    large, small = divmod(int(abs(exact) * 100), 100)
    unit, part = CURRENCIES[currency]
    words = []
    if large or not small:
        words.append(f"{number_en(large)} {_plural(unit, large)}")
    if small:
        words.append(f"{number_en(small)} {_plural(part, small)}")
    return ("minus " if exact < 0 else "") + " and ".join(words)


def date_en(date: dt.date, *, year: bool = False) -> str:
    """December fifth; with its year December fifth, twenty twenty-six."""
    return f"{MONTHS[date.month - 1]} {ordinal_en(date.day)}" + (f", {year_en(date.year)}" if year else "")


def time_en(time: dt.time) -> str:
    """A time of day: 15:30 is three thirty p.m., 9:05 nine oh five a.m."""
    return f"{clock_en(time.hour, time.minute)} {'a.m.' if time.hour < 12 else 'p.m.'}"


def clock_en(hour: int, minute: int) -> str:
    """The clock alone, on twelve hours: 15, 30 is three thirty."""
    words = number_en((hour - 1) % 12 + 1)
    if not minute:
        return words
    return f"{words} {'oh ' if minute < 10 else ''}{number_en(minute)}"


def _plural(unit: str, count: int) -> str:
    if count == 1 or unit in ("yuan", "fen"):
        return unit
    return "pence" if unit == "penny" else unit + "s"
