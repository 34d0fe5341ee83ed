"""Money in Mandarin: `先还五百块`, `两千三`, `千把块`, `三块五`."""

from __future__ import annotations

import re

from voicebot.nlu.zh.numbers import DIGIT, NUMERAL, number

# Counted things that are no money: 三百遍, 一万个, 两千公里.
_NOT_MONEY = "天日号周个月年点分秒次遍回岁公里条名位件人级度号期小时星礼斤米平层楼倍种家张步通"
_ROUND = "(?:来|多|出头|左右|上下)?"
_MONEY = re.compile(
    rf"(?P<about>[百千万])(?:把|来)(?:块|元)"
    rf"|(?P<main>(?:[0-9]+(?:\.[0-9]+)?[百千万]?|{NUMERAL}+)){_ROUND}"
    rf"(?P<unit>块|元|圆|快(?=钱)|万块)(?P<tail>[{DIGIT}0-9]{{1,2}})?(?:(?P<jiao>毛|角)(?P<fen>[{DIGIT}])?分?)?钱?"
    rf"|(?P<few>[{DIGIT}])毛(?:钱)?"
    rf"|(?P<bare>(?:[0-9]+(?:\.[0-9]+)?[百千万]|[0-9]{{3,6}}(?:\.[0-9]{{1,2}})?|[{DIGIT}][{DIGIT}十百千万]*[百千万][{DIGIT}十百千万]*))"
    rf"(?!一?[{_NOT_MONEY}分])"
)
_NUMBER_ALONE = re.compile(rf"(?<![第{DIGIT}十百千万0-9])(?P<bare>{NUMERAL}+)(?![{_NOT_MONEY}])")
_DIGIT_ROW = re.compile(f"[{DIGIT}0-9]{{3,}}$")


def find_amounts(text: str, *, expected: bool = False) -> list[tuple[int, int, float]]:
    """All amounts of money that a text states, as (start, end, yuan), in order.

    `expected`: the robot has just asked for an amount, so that a number alone is one.
    """
    found = []
    for m in _MONEY.finditer(text):
        amount = _amount(m, text)
        if amount:
            found.append((m.start(), m.end(), round(amount, 2)))
    if not found and expected:
        for m in _NUMBER_ALONE.finditer(text):
            if m["bare"] not in ("一", "万", "千", "百") and number(m["bare"]) >= 10:
                found.append((m.start(), m.end(), number(m["bare"])))
    return found


def _amount(m: re.Match[str], text: str) -> float | None:
    if m["about"]:
        return number("一" + m["about"])
    if m["few"]:
        return number(m["few"]) / 10
    if m["bare"]:
        if m["bare"][0] in "百千万" or text[: m.start()].endswith(("你个", "你这个", "第")):
            return None
        return number(m["bare"])
    main = m["main"]
    if main[0] in "百千万" and len(main) == 1:
        return None
    if _DIGIT_ROW.match(main) and not main.isascii():
        return None
    if main == "一" and not (m["tail"] or m["jiao"] or m[0].endswith("钱")):
        # 一块 is together far more often than one yuan.
        return None
    amount = number(main)
    if m["tail"]:
        amount += number(m["tail"]) / (10 if len(m["tail"]) == 1 else 100)
    if m["fen"]:
        amount += number(m["fen"]) / 100
    return amount
