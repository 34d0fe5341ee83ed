"""The phrase banks: what is in them, who may say what, and that their slots mean what they say."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

import voicebot
from voicebot.errors import InputError
from voicebot.nlu.meaning import Context, Intent
from voicebot.persona.colloquial import amount_forms, date_forms, time_forms
from voicebot.persona.phrases import (
    SlotValues,
    Template,
    Wanted,
    expand,
    fill,
    known_to_recogniser,
    load_phrases,
)

NOW = dt.datetime(2026, 11, 23, 10)
BANK = load_phrases("zh")
HANZI = re.compile(r"[\u4e00-\u9fff]+")
ONE_WORD = 3
"""Answers of up to this many characters (好的, 不知道) are anybody's."""


@pytest.mark.parametrize("intent", list(Intent))
def test_every_intent_has_many_distinct_phrases(intent: Intent) -> None:
    texts = [template.text for template in BANK.templates(intent)]
    assert len(texts) >= 24
    assert len(set(texts)) == len(texts)


def test_no_phrase_stands_in_two_intents() -> None:
    home: dict[str, set[str]] = defaultdict(set)
    for template in BANK.everything:
        home[template.text].add(template.intent)
    assert {text: intents for text, intents in home.items() if len(intents) > 1} == {}


def test_spoken_phrases_are_pure_hanzi() -> None:
    rng = np.random.default_rng(1)
    for template in BANK.everything:
        text, _ = expand(template, rng, NOW)
        assert HANZI.fullmatch(text), text


def test_half_of_the_phrases_may_be_given_to_the_recogniser() -> None:
    known = [template.known for template in BANK.everything]
    assert 0.45 < np.mean(known) < 0.56
    for template in BANK.everything[::50]:
        assert template.known == known_to_recogniser(template.text)
        assert template.known == (sha256(template.text.encode()).digest()[-1] % 2 == 0)


def test_customers_and_the_classifier_share_no_sentence() -> None:
    folder = Path(voicebot.__file__).parent / "nlu" / "phrases" / "zh"
    learned = {
        line.strip()
        for file in folder.rglob("*")
        if file.is_file()
        for line in re.split(r"[\n,\t\"]", file.read_text("utf-8"))
    }
    assert len(learned) > 1000
    ours = {template.text for template in BANK.everything if len(template.text) > ONE_WORD}
    assert ours & learned == set()


def test_expanded_customers_phrases_are_not_in_the_classifiers_either() -> None:
    folder = Path(voicebot.__file__).parent / "nlu" / "phrases" / "zh"
    learned = {
        line.strip() for file in folder.rglob("*.txt") for line in file.read_text("utf-8").splitlines()
    }
    rng = np.random.default_rng(5)
    spoken = {expand(template, rng, NOW)[0] for template in BANK.everything for _ in range(3)}
    assert {text for text in spoken & learned if len(text) > ONE_WORD + 1} == set()


def test_phrases_are_chosen_by_context_and_mood() -> None:
    confirming = BANK.templates(Intent.AFFIRM, Context.CONFIRM_PROMISE)
    assert all(
        not template.contexts or Context.CONFIRM_PROMISE in template.contexts for template in confirming
    )
    assert any(template.contexts for template in confirming)
    assert all("angry" not in template.moods for template in BANK.templates(Intent.BUSY, mood="cheerful"))


def test_a_phrase_that_fits_is_always_found_for_plain_meanings() -> None:
    for intent in Intent:
        for context in ("", *Context):
            for mood in ("calm", "annoyed", "angry", "anxious", "cheerful"):
                fit = BANK.fitting(
                    Wanted(intent, context, mood, frozenset({"name", "date", "amount", "time"}))
                )
                assert fit


def test_what_must_be_stated_is_stated() -> None:
    given = frozenset({"name", "date"})
    fit = BANK.fitting(Wanted(Intent.PROMISE_TO_PAY, "payment_date", "calm", given, frozenset({"date"})))
    assert all("date" in template.slots and template.slots <= given for template in fit)
    with pytest.raises(InputError, match="states time"):
        BANK.fitting(Wanted(Intent.FORGOT, "", "calm", frozenset({"time"}), frozenset({"time"})))


def test_a_wife_is_never_a_man() -> None:
    for holder, speaker in (("male", "male"), ("male", "female"), ("female", "male"), ("female", "female")):
        fit = BANK.fitting(
            Wanted(Intent.THIRD_PARTY, given=frozenset({"name"}), holder=holder, speaker=speaker)
        )
        texts = "".join(template.text for template in fit)
        assert ("我是他爱人" in texts) == (holder == "male" and speaker == "female")
        assert ("我是她老公" in texts) == (holder == "female" and speaker == "male")


@pytest.mark.parametrize("start", [dt.date(2026, 11, 23), dt.date(2026, 12, 31), dt.date(2027, 2, 26)])
def test_no_two_days_are_ever_said_alike(start: dt.date) -> None:
    for offset in range(0, 35, 3):
        today = start + dt.timedelta(days=offset)
        meant: dict[str, dt.date] = {}
        for away in range(-20, 100):
            day = today + dt.timedelta(days=away)
            for form, _ in date_forms(day, today):
                assert meant.setdefault(form, day) == day, (form, today)


def test_days_are_said_as_people_say_them() -> None:
    today = dt.date(2026, 11, 23)

    def forms(day: dt.date) -> set[str]:
        return {form for form, _ in date_forms(day, today)}

    assert {"后天", "周三", "这周三", "二十五号"} <= forms(dt.date(2026, 11, 25))
    assert {"下周三", "下个月二号", "十二月二号", "二号"} <= forms(dt.date(2026, 12, 2))
    assert {"月底", "三十号", "下周一"} <= forms(dt.date(2026, 11, 30))
    assert "十五号" in forms(dt.date(2026, 12, 15))
    assert "十五号" not in forms(dt.date(2027, 1, 15))
    assert {"昨天", "上周日"} <= forms(dt.date(2026, 11, 22))


def test_no_two_sums_are_ever_said_alike() -> None:
    meant: dict[str, float] = {}
    sums = [
        *range(10, 2000, 10),
        *range(2000, 30000, 100),
        105,
        1005,
        10500,
        10050,
        12030,
        1230.5,
        1230.55,
        0.5,
    ]
    for amount in sums:
        for form, _ in amount_forms(float(amount)):
            assert meant.setdefault(form, amount) == amount, form


def test_sums_are_said_as_people_say_them() -> None:
    def forms(amount: float) -> set[str]:
        return {form for form, _ in amount_forms(amount)}

    assert {"五百块", "五百"} <= forms(500)
    assert {"两千三", "两千三百块"} <= forms(2300)
    assert "一千二百三十块五" in forms(1230.5)
    assert "一千二百三十块五毛五" in forms(1230.55)
    assert {"一万二", "一万两千块"} <= forms(12000)
    assert "一千零五块" in forms(1005)
    assert "三百五" in forms(350)


def test_times_carry_the_part_of_the_day() -> None:
    assert "下午三点" in dict(time_forms(dt.time(15)))
    assert "晚上八点半" in dict(time_forms(dt.time(20, 30)))
    meant: dict[str, dt.time] = {}
    for minute in range(0, 24 * 60, 15):
        time = dt.time(minute // 60, minute % 60)
        for form, _ in time_forms(time):
            assert meant.setdefault(form, time) == time


def test_slots_are_what_the_words_state() -> None:
    rng = np.random.default_rng(2)
    values = SlotValues(dt.date(2026, 11, 25), dt.time(15), 500.0, "李明")
    text, slots = fill("我{date}还{amount}", values, rng, NOW)
    assert slots.as_json() == {"date": "2026-11-25", "amount": 500.0}
    assert text.startswith("我")
    assert "{" not in text
    text, slots = fill("我就是{name}", values, rng, NOW)
    assert (text, slots.as_json()) == ("我就是李明", {})


def test_a_promise_without_a_day_means_today() -> None:
    at_once = next(
        template for template in BANK.templates(Intent.PROMISE_TO_PAY) if template.text == "我马上就还"
    )
    assert fill(at_once, SlotValues(), np.random.default_rng(1), NOW)[1].date == NOW.date()


def test_past_payments_lie_in_the_past() -> None:
    rng = np.random.default_rng(3)
    dates = [
        dt.date.fromisoformat(str(expand(template, rng, NOW)[1]["date"]))
        for template in BANK.templates(Intent.ALREADY_PAID)
        if "date" in template.slots
    ]
    assert dates
    assert all(date < NOW.date() for date in dates)


def test_the_same_draws_make_the_same_sentence() -> None:
    template: Template = BANK.templates(Intent.PARTIAL_PAYMENT)[0]
    assert expand(template, np.random.default_rng(9), NOW) == expand(template, np.random.default_rng(9), NOW)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("bussy:\n  - say: [在忙]\n", r"bank.yaml:1: 'bussy' is not an intent; did you mean 'busy'"),
        ("busy:\n  - says: [在忙]\n", r"bank.yaml:2: "),
        (
            "busy:\n  - say:\n      - 在忙\n      - 三点再打3\n",
            r"bank.yaml:4: '三点再打3' is not spoken text",
        ),
        ("busy:\n  - say:\n      - 在忙\n      - 你{day}打来\n", r"bank.yaml:4: slot {day} does not exist"),
        ("busy:\n  - mood: furious\n    say: [在忙]\n", r"bank.yaml:2: 'furious' is not known"),
        ("busy:\n  - say: []\n", r"bank.yaml:2: "),
    ],
)
def test_a_wrong_phrase_file_is_named_with_its_line(tmp_path: Path, content: str, complaint: str) -> None:
    (tmp_path / "bank.yaml").write_text(content, "utf-8")
    with pytest.raises(InputError, match=complaint):
        load_phrases("zh", tmp_path)


def test_a_language_without_phrases_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no phrase bank for language 'xx'"):
        load_phrases("xx", tmp_path)
