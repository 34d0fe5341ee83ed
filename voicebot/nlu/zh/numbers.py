"""Chinese numerals, with the short forms of speech: `两千三` is 2300."""

from __future__ import annotations

_DIGITS = {
    "零": 0,
    "〇": 0,
    "洞": 0,
    "一": 1,
    "幺": 1,
    "壹": 1,
    "二": 2,
    "两": 2,
    "俩": 2,
    "贰": 2,
    "三": 3,
    "仨": 3,
    "叁": 3,
    "四": 4,
    "肆": 4,
    "五": 5,
    "伍": 5,
    "六": 6,
    "陆": 6,
    "七": 7,
    "柒": 7,
    "八": 8,
    "捌": 8,
    "九": 9,
    "玖": 9,
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10_000, "亿": 100_000_000}

DIGIT = "零〇洞一幺壹二两俩贰三仨叁四肆五伍六陆七柒八捌九玖"
NUMERAL = f"[{DIGIT}十拾百佰千仟万亿0-9]"
"""A regular expression for one character of a numeral."""


def number(numeral: str) -> float:
    """The value of a numeral made of NUMERAL characters (and `.` between Arabic digits)."""
    if numeral.replace(".", "", 1).isdecimal() and numeral.isascii():
        return float(numeral)
    arabic = numeral.rstrip("百千万亿")
    if arabic and arabic.isascii() and arabic.replace(".", "", 1).isdecimal():
        value = float(arabic)
        for unit in numeral[len(arabic) :]:
            value *= _UNITS[unit]
        return value
    if not any(character in _UNITS for character in numeral):
        return float("".join(str(_digit(character)) for character in numeral))
    return float(_hanzi(numeral))


def _digit(character: str) -> int:
    return int(character) if character.isascii() else _DIGITS[character]


def _hanzi(numeral: str) -> int:
    total = section = digit = 0
    last_unit = 1
    for character in numeral:
        unit = _UNITS.get(character)
        if unit is None:
            digit = _digit(character)
            if digit == 0:
                # 两千零五 is 2005, two thousand and five: nothing is left out of it.
                last_unit = 1
        elif unit < 10_000:
            section += (digit or 1) * unit
            digit, last_unit = 0, unit
        else:
            total = ((total + section + digit) or 1) * unit
            section, digit, last_unit = 0, 0, unit
    if digit and last_unit >= 100:
        digit *= last_unit // 10
    return total + section + digit
