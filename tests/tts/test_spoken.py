"""Figures as a clerk says them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicebot.nlu.zh.numbers import number
from voicebot.tts.numbers_en import money_en, number_en, ordinal_en, time_en, year_en
from voicebot.tts.numbers_zh import date_zh, digits_zh, money_zh, number_zh, time_zh
from voicebot.tts.spoken import spell_out, spoken

MANDARIN = {
    "您欠款1230.50元，请于12月5日前还款": "您欠款一千二百三十元五角，请于十二月五号前还款",
    "1,230.50元": "一千二百三十元五角",
    "¥1,230.50": "一千二百三十元五角",
    "￥１２３０．５０": "一千二百三十元五角",
    "-50元": "负五十元",
    "0.05元": "五分",
    "3.05元": "三元零五分",
    "1230.00元": "一千二百三十元",
    "2元": "两元",
    "200元": "两百元",
    "102元": "一百零二元",
    "110元": "一百一十元",
    "10005元": "一万零五元",
    "1.5万元": "一点五万元",
    "12345678元": "一千二百三十四万五千六百七十八元",
    "2块5毛": "两块五毛",
    "20000": "两万",
    "2026-12-05": "二零二六年十二月五号",
    "2026年12月5日": "二零二六年十二月五号",
    "2026年": "二零二六年",
    "2月2日": "二月二号",
    "3日到5日": "三号到五号",
    "5日内": "五日内",
    "12月5-8日": "十二月五号到八号",
    "15:30": "下午三点半",
    "下午3:30": "下午三点半",
    "9:05": "上午九点零五分",
    "9:00-18:00": "上午九点到下午六点",
    "2点30分": "两点三十分",
    "尾号1234": "尾号 幺二三四",
    "尾号****1234": "尾号 幺二三四",
    "6222****1234": "六二二二，尾号 幺二三四",
    "****1234": "尾号 幺二三四",
    "验证码是0423": "验证码是 零四二三",
    "请拨打95533": "请拨打 九五五三三",
    "95533": "九五五三三",
    "10086": "幺零零八六",
    "400-820-8820": "四零零，八二零，八八二零",
    "13812345678": "幺三八，幺二三四，五六七八",
    "电话3次": "电话三次",
    "3.5%": "百分之三点五",
    "10%-20%": "百分之十到百分之二十",
    "日利率0.05%": "日利率百分之零点零五",
    "3-5天": "三到五天",
    "2-3天": "两到三天",
    "2天": "两天",
    "2期": "两期",
    "3期": "三期",
    "30天": "三十天",
    "12个月": "十二个月",
    "第2期": "第二期",
    "第12期共24期": "第十二期共二十四期",
    "1/3": "三分之一",
    "7×24小时": "七乘二十四小时",
}
ENGLISH = {
    "Your balance is $1,230.50 due December 5.": (
        "Your balance is one thousand two hundred thirty dollars and fifty cents due December fifth."
    ),
    "$1.01": "one dollar and one cent",
    "$0.50": "fifty cents",
    "-$20": "minus twenty dollars",
    "$2 million": "two million dollars",
    "£3.02": "three pounds and two pence",
    "card ending in 1234": "card ending in one two three four",
    "****1234": "ending in one two three four",
    "your code is 0423": "your code is zero four two three",
    "555-123-4567": "five five five, one two three, four five six seven",
    "1-800-555-1234": "one, eight zero zero, five five five, one two three four",
    "3:30 pm": "three thirty p.m.",
    "15:30": "three thirty p.m.",
    "at 9:05 tomorrow": "at nine oh five a.m. tomorrow",
    "between 9 am and 5 pm": "between nine a.m. and five p.m.",
    "2026-12-05": "December fifth, twenty twenty-six",
    "12/5/2026": "December fifth, twenty twenty-six",
    "Dec 5, 2026": "December fifth, twenty twenty-six",
    "5 December": "December fifth",
    "on December 5, 3 people": "on December fifth, three people",
    "in 2026": "in twenty twenty-six",
    "I may 5 times": "I may five times",
    "3.5%": "three point five percent",
    "10-20%": "ten to twenty percent",
    "3-5 days": "three to five days",
    "the 12th": "the twelfth",
    "1,234 people": "one thousand two hundred thirty-four people",
    "24/7": "twenty-four seven",
    "-5": "minus five",
}


@pytest.mark.parametrize(("written", "said"), MANDARIN.items())
def test_mandarin_is_said_as_a_clerk_says_it(written: str, said: str) -> None:
    assert spoken(written, "zh") == said


@pytest.mark.parametrize(("written", "said"), ENGLISH.items())
def test_english_is_said_as_a_clerk_says_it(written: str, said: str) -> None:
    assert spoken(written, "en") == said


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("您好，请问是王先生吗？", "zh"),
        ("APP里可以查到，谢谢！", "zh"),
        ("Hello, may I speak with Ms. O'Neil?", "en"),
        ("", "zh"),
    ],
)
def test_text_without_figures_is_left_alone(text: str, language: str) -> None:
    assert spoken(text, language) == text


def mandarin_value(words: str) -> int:
    for unit, size in (("亿", 10**8), ("万", 10**4), ("千", 1000), ("百", 100), ("十", 10)):
        # The last unit of its kind divides the number; 一万亿 is 一万 of 亿.
        high, found, low = words.rpartition(unit)
        if found:
            return (mandarin_value(high) if high else 1) * size + mandarin_value(low)
    return int("".join(str("零一二三四五六七八九".index(word.replace("两", "二"))) for word in words) or "0")


@given(st.integers(0, 10**15))
def test_a_mandarin_number_can_be_read_back(n: int) -> None:
    assert mandarin_value(number_zh(n)) == n


@given(st.integers(0, 99_999_999))
def test_the_robot_understands_the_numbers_that_it_says(n: int) -> None:
    assert number(number_zh(n)) == n


@given(st.decimals(0, 10**8, places=2))
def test_a_mandarin_sum_can_be_read_back(amount: Decimal) -> None:
    words = money_zh(amount)
    yuan, _, rest = words.rpartition("元") if "元" in words else ("", "", words)
    jiao, fen = (rest.partition("角")[0] if "角" in rest else ""), rest.rpartition("角")[2].rstrip("分")
    cents = (number(yuan) * 100 if yuan else 0) + (number(jiao) * 10 if jiao else 0)
    assert round(cents + (number(fen.lstrip("零")) if fen.lstrip("零") else 0)) == round(amount * 100)


def english_value(words: str) -> int:
    small = {number_en(n): n for n in range(100)}
    scales = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
    total = part = 0
    for word in words.split():
        if word in scales:
            total, part = total + part * scales[word], 0
        elif word == "hundred":
            part *= 100
        else:
            part += small[word]
    return total + part


@given(st.integers(0, 10**14))
def test_an_english_number_can_be_read_back(n: int) -> None:
    assert english_value(number_en(n)) == n


@given(st.decimals(0, 10**8, places=2))
def test_an_english_sum_can_be_read_back(amount: Decimal) -> None:
    cents = 0
    for part in money_en(amount).split(" and "):
        words, unit = part.rsplit(" ", 1)
        cents += english_value(words) * (100 if unit.startswith("dollar") else 1)
    assert cents == round(amount * 100)


@given(st.text(alphabet="0123456789.,:-/%元月日号年第尾期个¥*～ 到$", max_size=24))
def test_whatever_is_written_mandarin_ends_without_figures_and_is_said_the_same_again(text: str) -> None:
    said = spoken(text, "zh")
    assert not any(character.isdigit() for character in said)
    assert spoken(said, "zh") == said


@given(st.text(alphabet="0123456789.,:-/%$* pmstJanDec", max_size=24))
def test_whatever_is_written_english_ends_without_figures_and_is_said_the_same_again(text: str) -> None:
    said = spoken(text, "en")
    assert not any(character.isdigit() for character in said)
    assert spoken(said, "en") == said


@given(st.text(alphabet="您好请还款0123456789.元月日:%，", max_size=30))
def test_every_spoken_character_is_written_somewhere_and_in_order(text: str) -> None:
    said = spell_out(text, "zh")
    spans = [said.written(at, at + 1) for at in range(len(said.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)
    for at, (start, end) in enumerate(spans):
        if end - start == 1 and not text[start].isdigit() and text[start] != said.text[at]:
            assert any(piece.start <= at < piece.end for piece in said.pieces)


def test_the_words_of_a_sum_are_written_as_the_sum() -> None:
    said = spell_out("您欠1230.50元，谢谢", "zh")
    at = said.text.index("五角")
    start, end = said.written(at, at + 2)
    assert "您欠1230.50元，谢谢"[start:end] == "1230.50元"
    assert said.written(said.text.index("谢"), len(said.text)) == (11, 13)


def test_single_values_have_their_words() -> None:
    assert number_zh(-20_002) == "负两万零二"
    assert digits_zh("95-013") == "九五零幺三"
    assert date_zh(dt.date(2026, 10, 20), year=True) == "二零二六年十月二十号"
    assert [time_zh(dt.time(hour)) for hour in (0, 7, 12, 14, 20)] == [
        "凌晨零点",
        "早上七点",
        "中午十二点",
        "下午两点",
        "晚上八点",
    ]
    assert [ordinal_en(n) for n in (1, 3, 12, 20, 21, 100)] == [
        "first",
        "third",
        "twelfth",
        "twentieth",
        "twenty-first",
        "one hundredth",
    ]
    assert [year_en(year) for year in (1900, 1999, 2000, 2005, 2026)] == [
        "nineteen hundred",
        "nineteen ninety-nine",
        "two thousand",
        "two thousand five",
        "twenty twenty-six",
    ]
    assert time_en(dt.time(0, 5)) == "twelve oh five a.m."
