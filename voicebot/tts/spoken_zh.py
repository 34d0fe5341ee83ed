"""Mandarin figures in running text: which rule reads which of them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal

from voicebot.tts.numbers_zh import (
    clock_zh,
    count_zh,
    date_zh,
    decimal_zh,
    digits_zh,
    money_zh,
    number_zh,
    time_zh,
    year_zh,
)

_NUMBER = r"\d{1,3}(?:,\d{3})+(?![\d])(?:\.\d+)?|\d+(?:\.\d+)?"
_COUNTED = (
    "期|天|个|次|笔|位|周|年|小时|分钟|秒|元|块|万|千|亿|倍|张|份|条|户|项|种|人|家|名|件|遍|封|步|点|分|季|成|星期|款|台|套|轮|"
    "百|角|毛|岁|米|公里|平"
)
_SPELLED = (
    "尾号|末[二三四]位|[前后][二三四六]位|卡号|账号|账户|工号|编号|验证码|单号|合同号|号码|热线|电话|拨打|致电|手机号|手机|分机|代码|流水号|"
    "身份证号?|客服|密码|短号|专线"
)
_PART = "凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|今早|今晚|明早|明晚|当晚"
_DASH = r"\s*[-~～–—]\s*"

# The first alternative that fits at the leftmost place wins, so the special come before the general.
WRITTEN = re.compile(
    rf"""
    (?P<masked>(?P<mask_tag>尾号[是为:\s]*)?(?P<mask_head>\d*)[*]{{2,}}[\s*-]*(?P<mask_tail>\d*))
  | (?P<spelled>(?P<tag>(?:{_SPELLED})(?:\s|[是为:：「“"(（])*)(?P<code>\d(?:[\d -]*\d)?)
      (?![\d.,]*\d|\s*(?:{_COUNTED})|\s*[%日号月]))
  | (?P<iso>(?<!\d)(?P<y>\d{{4}})(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})(?!\d)[日号]?)
  | (?P<ymd>(?<!\d)(?P<y2>\d{{4}})年(?:(?P<m2>\d{{1,2}})月(?:(?P<d2>\d{{1,2}})[日号])?)?)
  | (?P<md>(?<!\d)(?P<m3>\d{{1,2}})月(?:(?P<d3>\d{{1,2}})[日号]?(?!\d))?)
  | (?P<within>(?<![\d.])\d{{1,2}}日(?=以?内|之内))
  | (?P<day>(?<![\d.第])(?P<d4>\d{{1,2}})[日号])
  | (?P<clock>(?<![\d:])(?P<part>{_PART})?(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d:]))
  | (?P<phone>(?<![\d.,])(?:(?:\+?86[- ]?)?1[3-9]\d(?P<ps>[- ]?)\d{{4}}(?P=ps)\d{{4}}
      |[48]00[- ]?\d{{3}}[- ]?\d{{4}}|[48]00-\d{{4}}-\d{{3}}|0\d{{2,3}}-\d{{7,8}})(?!\d))
  | (?P<hotline>(?<![\d.,$¥])(?:9[56]\d{{3,4}}|100(?:00|10|86|99)|123\d{{2}})
      (?![\d%]|[.,:/]\d|\s*(?:{_COUNTED})))
  | (?P<money>(?P<minus>(?<![\d\w])-)?(?P<sign>[¥]\s*-?\s*)?(?P<sum>{_NUMBER})\s*
      (?P<unit>元|块钱?)(?P<small>\d[角毛])?
      |(?P<minus2>(?<![\d\w])-)?[¥]\s*(?P<sum2>-?(?:{_NUMBER}))(?P<scale>[万亿])?)
  | (?P<percent>(?P<minus3>(?<![\d\w%])-)?(?P<rate>{_NUMBER})\s*(?P<of>[%‰]))
  | (?P<ordinal>第\s*(?P<nth>\d{{1,12}})(?![\d.]))
  | (?P<fraction>(?<![\d/.])(?P<upper>[1-9]\d?)/(?P<lower>[1-9]\d{{0,2}})(?![\d/.]))
  | (?P<until>(?<=[\d日号月年元%点分天期时个])(?:{_DASH})(?=[¥]?\d|(?:{_PART})\d))
  | (?P<times>(?<=\d)\s*[×xX]\s*(?=\d))
  | (?P<counted>(?P<minus4>(?<![\d\w%])-)?(?P<count>{_NUMBER})(?=\s*(?:{_COUNTED}|余|多|来)|{_DASH}\d))
  | (?P<plain>(?P<minus5>(?<![\d\w%])-)?(?P<figure>{_NUMBER}))
    """,
    re.VERBOSE,
)


def say(match: re.Match[str]) -> str | None:
    """The words for what `WRITTEN` found."""
    return next(rule for name, rule in _RULES.items() if match[name] is not None)(match)


def _masked(match: re.Match[str]) -> str | None:
    head, tail = digits_zh(match["mask_head"]), digits_zh(match["mask_tail"])
    if not head and not tail:
        return None
    said = [head] if head else []
    if tail:
        said.append("尾号 " + tail)
    return "，".join(said)


def _date(year: str | None, month: str, day: str) -> str | None:
    try:
        return date_zh(dt.date(int(year or 2000), int(month), int(day)), year=year is not None)
    except ValueError:
        return None


def _iso(match: re.Match[str]) -> str:
    return _date(match["y"], match["m"], match["d"]) or digits_zh(match.group())


def _ymd(match: re.Match[str]) -> str:
    year = int(match["y2"])
    words = (year_zh(match["y2"]) if 1900 <= year <= 2099 or match["m2"] else number_zh(year)) + "年"
    if match["m2"]:
        words += number_zh(int(match["m2"])) + "月"
    if match["d2"]:
        words += number_zh(int(match["d2"])) + "号"
    return words


def _md(match: re.Match[str]) -> str:
    return number_zh(int(match["m3"])) + "月" + (number_zh(int(match["d3"])) + "号" if match["d3"] else "")


def _clock(match: re.Match[str]) -> str:
    hour, minute = int(match["hour"]), int(match["minute"])
    if match["part"]:
        return match["part"] + clock_zh(hour - 12 if 12 < hour < 24 else hour, minute)
    return time_zh(dt.time(hour, minute)) if hour < 24 else clock_zh(24, minute)


def _money(match: re.Match[str]) -> str:
    if match["sum2"] is not None:
        amount = _value(match["sum2"])
        words = decimal_zh(amount) + match["scale"] + "元" if match["scale"] else _sum(amount)
        return ("负" if match["minus2"] else "") + words
    amount = _value(match["sum"])
    sign = "负" if match["minus"] or "-" in (match["sign"] or "") else ""
    if match["unit"] != "元":
        return sign + _count(match["sum"]) + match["unit"] + _small(match["small"])
    return sign + _sum(amount) + _small(match["small"])


def _small(written: str | None) -> str:
    return number_zh(int(written[0])) + written[1] if written else ""


def _sum(amount: Decimal) -> str:
    if amount != amount.quantize(Decimal("0.01")):
        return decimal_zh(amount) + "元"
    return money_zh(amount)


def _percent(match: re.Match[str]) -> str:
    of = "百分之" if match["of"] == "%" else "千分之"
    return ("负" if match["minus3"] else "") + of + decimal_zh(_value(match["rate"]))


def _plain(match: re.Match[str]) -> str:
    figure = match["figure"]
    sign = "负" if match["minus5"] else ""
    if figure.isdigit() and (len(figure) >= 7 or (figure.startswith("0") and len(figure) > 1)):
        # Nobody says a long number without a unit: it is a code.
        return sign + digits_zh(figure)
    return sign + decimal_zh(_value(figure))


def _count(figure: str) -> str:
    value = _value(figure)
    return (
        count_zh(int(value))
        if value == value.to_integral_value() and "." not in figure
        else decimal_zh(value)
    )


def _value(figure: str) -> Decimal:
    return Decimal(figure.replace(",", "").replace(" ", ""))


_RULES: dict[str, Callable[[re.Match[str]], str | None]] = {
    "masked": _masked,
    "spelled": lambda match: match["tag"].rstrip() + " " + _groups(match["code"]),
    "iso": _iso,
    "ymd": _ymd,
    "md": _md,
    "within": lambda match: count_zh(int(match.group()[:-1])) + "日",
    "day": lambda match: number_zh(int(match["d4"])) + "号",
    "clock": _clock,
    "phone": lambda match: _groups(match["phone"].removeprefix("+")),
    "hotline": lambda match: digits_zh(match["hotline"]),
    "money": _money,
    "percent": _percent,
    "ordinal": lambda match: "第" + number_zh(int(match["nth"])),
    "fraction": lambda match: f"{number_zh(int(match['lower']))}分之{number_zh(int(match['upper']))}",
    "until": lambda match: "到",
    "times": lambda match: "乘",
    "counted": lambda match: ("负" if match["minus4"] else "") + _count(match["count"]),
    "plain": _plain,
}


def _groups(code: str) -> str:
    """Figure by figure; a pause where the writing has one, and in a mobile number as people group it."""
    parts = [digits_zh(part) for part in re.split(r"[ -]+", code)]
    if len(parts) == 1 and len(parts[0]) == 11:
        whole = parts[0]
        parts = [whole[:3], whole[3:7], whole[7:]]
    return "，".join(part for part in parts if part)
