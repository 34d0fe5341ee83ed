"""English figures in running text: which rule reads which of them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal

from voicebot.tts.numbers_en import (
    CURRENCIES,
    MONTHS,
    clock_en,
    date_en,
    decimal_en,
    digits_en,
    money_en,
    number_en,
    ordinal_en,
    time_en,
    year_en,
)

_NUMBER = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
# Only with a capital: people may march.
_MONTH = "(?-i:" + "|".join(rf"{month}|{month[:3]}\b\.?" for month in MONTHS) + r"|Sept\b\.?)"
_SPELLED = (
    r"(?:ending|ends)(?:\s+(?:in|with))?|last\s+(?:two|three|four|six)(?:\s+digits)?(?:\s+are)?|"
    r"(?:account|card|reference|case|claim|policy|order|tracking|phone|badge|employee)\s+(?:number|no\.?)(?:\s+is)?|"
    r"(?:code|pin|extension|ext\.?|zip|dial)(?:\s+is)?"
)

# The first alternative that fits at the leftmost place wins, so the special come before the general.
WRITTEN = re.compile(
    rf"""
    (?P<masked>(?P<mask_tag>\b(?:ending|ends)\s+(?:in|with)\s+)?
      (?P<mask_head>\d*)[*]{{2,}}[\s*-]*(?P<mask_tail>\d*))
  | (?P<spelled>\b(?P<tag>(?:{_SPELLED})\s*[:#]?\s*)(?P<code>\d(?:[\d -]*\d)?)(?![\d.,]*\d|%))
  | (?P<iso>(?<!\d)(?P<y>\d{{4}})-(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}})(?!\d))
  | (?P<us>(?<![\d/])(?P<m2>0?[1-9]|1[0-2])/(?P<d2>[0-2]?\d|3[01])/(?P<y2>\d{{4}})(?![\d/]))
  | (?P<month_day>\b(?P<month>{_MONTH})\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:,]*\d)
      (?:,?\s+(?P<y3>(?:19|20)\d\d)\b)?
      |\b(?P<month_y>{_MONTH})\s+(?P<d5>\d{{1,2}}),\s*(?P<y5>(?:19|20)\d\d)\b)
  | (?P<day_month>(?<!\d)(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month4>{_MONTH})\b
      (?:,?\s+(?P<y4>(?:19|20)\d\d)\b)?)
  | (?P<month_year>\b(?P<month6>{_MONTH}),?\s+(?P<y6>(?:19|20)\d\d)\b)
  | (?P<clock>(?<![\d:])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d:])
      (?:\s*(?P<half>[ap]\.?\s?m\b\.?))?)
  | (?P<hour_only>(?<![\d.:])(?P<hour2>1[0-2]|[1-9])\s*(?P<half2>[ap]\.?m\b\.?))
  | (?P<phone>(?<![\d.,$])(?:\+?1[-. ])?\(?\d{{3}}\)?[-. ]\s?\d{{3}}[-. ]\d{{4}}(?!\d))
  | (?P<money>(?P<minus>(?<![\d\w])-)?(?P<currency>[$£€¥])\s?(?P<sum>-?(?:{_NUMBER}))
      (?:\s?(?P<scale>thousand|million|billion)\b)?)
  | (?P<percent>(?P<minus2>(?<![\d\w%])-)?(?P<rate>{_NUMBER})\s?%)
  | (?P<ordinal>(?<![\d.,])(?P<nth>\d{{1,6}})(?:st|nd|rd|th)\b)
  | (?P<always>(?<![\d/])24/7(?![\d/]))
  | (?P<year>(?P<year_tag>\b(?:in|since|of|year|until|before|after|from)\s+)(?P<y7>(?:19|20)\d\d)
      (?![\d%]|[.,]\d|\s*(?:dollars|days|calls|times|people|points)))
  | (?P<until>(?<=[\d%m])(?:\s+[-–—~]\s+|[-–—~])(?=[$£€]?\d))
  | (?P<plain>(?P<minus3>(?<![\d\w%])-)?(?P<figure>{_NUMBER}))
    """,
    re.VERBOSE | re.IGNORECASE,
)


def say(match: re.Match[str]) -> str | None:
    """The words for what `WRITTEN` found."""
    return next(rule for name, rule in _RULES.items() if match[name] is not None)(match)


def _masked(match: re.Match[str]) -> str | None:
    head, tail = digits_en(match["mask_head"]), digits_en(match["mask_tail"])
    if not head and not tail:
        return None
    tag = match["mask_tag"] or "ending in "
    return ", ".join(part for part in (head, tag + tail if tail else "") if part)


def _date(year: str | None, month: int, day: str) -> str | None:
    try:
        return date_en(dt.date(int(year or 2000), month, int(day)), year=year is not None)
    except ValueError:
        return None


def _month(name: str) -> int:
    return next(n for n, month in enumerate(MONTHS, 1) if month[:3].lower() == name[:3].lower())


def _month_day(match: re.Match[str]) -> str | None:
    if match["month_y"]:
        return _date(match["y5"], _month(match["month_y"]), match["d5"])
    return _date(match["y3"], _month(match["month"]), match["d3"])


def _clock(match: re.Match[str]) -> str:
    hour, minute = int(match["hour"]), int(match["minute"])
    if not match["half"]:
        return time_en(dt.time(hour, minute))
    return f"{clock_en(hour, minute)} {match['half'][0].lower()}.m."


def _money(match: re.Match[str]) -> str:
    amount = _value(match["sum"])
    sign = "minus " if match["minus"] or amount < 0 else ""
    currency = match["currency"]
    if match["scale"]:
        return f"{sign}{decimal_en(abs(amount))} {match['scale']} {_units(currency)}"
    if amount != amount.quantize(Decimal("0.01")):
        return f"{sign}{decimal_en(abs(amount))} {_units(currency)}"
    return sign + money_en(abs(amount), currency)


def _units(currency: str) -> str:
    unit = CURRENCIES[currency][0]
    return unit if unit == "yuan" else unit + "s"


def _plain(match: re.Match[str]) -> str:
    figure = match["figure"]
    sign = "minus " if match["minus3"] else ""
    before = match.string[max(match.start() - 1, 0) : match.start()]
    after = match.string[match.end() : match.end() + 1]
    # A figure inside a word, as in M1, needs air around what is said for it.
    lead = " " if before.isalpha() else ""
    tail = " " if after.isalpha() else ""
    code = figure.isdigit() and (len(figure) >= 7 or (figure.startswith("0") and len(figure) > 1))
    return lead + sign + (digits_en(figure) if code else decimal_en(_value(figure))) + tail


def _phone(match: re.Match[str]) -> str:
    return ", ".join(digits_en(part) for part in re.split(r"\D+", match["phone"]) if part)


def _spelled(match: re.Match[str]) -> str:
    return match["tag"] + ", ".join(digits_en(part) for part in re.split(r"[ -]+", match["code"]))


def _value(figure: str) -> Decimal:
    return Decimal(figure.replace(",", ""))


_RULES: dict[str, Callable[[re.Match[str]], str | None]] = {
    "masked": _masked,
    "spelled": _spelled,
    "iso": lambda match: _date(match["y"], int(match["m"]), match["d"]),
    "us": lambda match: _date(match["y2"], int(match["m2"]), match["d2"]),
    "month_day": _month_day,
    "day_month": lambda match: _date(match["y4"], _month(match["month4"]), match["d4"]),
    "month_year": lambda match: f"{MONTHS[_month(match['month6']) - 1]} {year_en(int(match['y6']))}",
    "clock": _clock,
    "hour_only": lambda match: f"{number_en(int(match['hour2']))} {match['half2'][0].lower()}.m.",
    "phone": _phone,
    "money": _money,
    "percent": lambda match: (
        ("minus " if match["minus2"] else "") + decimal_en(_value(match["rate"])) + " percent"
    ),
    "ordinal": lambda match: ordinal_en(int(match["nth"])),
    "always": lambda match: "twenty-four seven",
    "year": lambda match: match["year_tag"] + year_en(int(match["y7"])),
    "until": lambda match: " to ",
    "plain": _plain,
}
