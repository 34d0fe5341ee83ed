"""What any understanding promises, whatever it is told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicebot.errors import ModelError
from voicebot.nlu import load_nlu
from voicebot.nlu.classifier import Classifier
from voicebot.nlu.meaning import Context, Intent, Nlu
from voicebot.nlu.understanding import MODEL_FILE, load_understanding, model_folder

NOW = dt.datetime(2026, 11, 23, 10, 0)
SPOKEN = (
    "零一二两三四五六七八九十百千万点半号日天周月年底初下上个这本明后大昨今星期礼拜之前内过还块钱毛我先不是"
)
utterances = st.text(
    alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=40
)
figures = st.text(alphabet=SPOKEN, min_size=1, max_size=25)
anything = st.text(max_size=60)
moments = st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2032, 12, 31))


@pytest.fixture(scope="module")
def nlu() -> Nlu:
    return load_nlu("zh")


@settings(max_examples=300, deadline=None)
@given(text=utterances | figures | anything, context=st.sampled_from(Context), now=moments)
def test_whatever_is_said_gets_a_meaning_with_a_probability(
    text: str, context: Context, now: dt.datetime
) -> None:
    meaning = load_nlu("zh").understand(text, context, now)
    assert 0 <= meaning.confidence <= 1
    assert all(0 <= chance <= meaning.confidence for _, chance in meaning.others)
    assert meaning.confidence + sum(chance for _, chance in meaning.others) <= 1 + 1e-9
    assert meaning.intent not in [intent for intent, _ in meaning.others]


@settings(max_examples=300, deadline=None)
@given(text=figures, context=st.sampled_from(Context), now=moments)
def test_a_promise_never_lies_in_the_past(text: str, context: Context, now: dt.datetime) -> None:
    language = load_understanding("zh", model_folder("zh")).language
    for intent in (Intent.PROMISE_TO_PAY, Intent.PARTIAL_PAYMENT):
        date = language.slots(text, intent, context, now).date
        assert date is None or date >= now.date()


@settings(max_examples=200, deadline=None)
@given(text=figures, now=moments)
def test_an_amount_is_positive(text: str, now: dt.datetime) -> None:
    language = load_understanding("zh", model_folder("zh")).language
    amount = language.slots(text, Intent.PARTIAL_PAYMENT, Context.AMOUNT, now).amount
    assert amount is None or amount > 0


@pytest.mark.parametrize("context", Context)
@pytest.mark.parametrize("text", ["是", "是的", "对", "对的", "嗯", "嗯嗯", "好的", "可以"])
def test_a_bare_yes_affirms_in_every_context(nlu: Nlu, text: str, context: Context) -> None:
    assert nlu.understand(text, context, NOW).intent is Intent.AFFIRM


@pytest.mark.parametrize("context", Context)
@pytest.mark.parametrize("text", ["是我", "我就是", "我就是本人"])
def test_it_is_me_confirms_the_person_in_every_context(nlu: Nlu, text: str, context: Context) -> None:
    assert nlu.understand(text, context, NOW).intent is Intent.CONFIRM_SELF


def test_the_question_decides_what_a_day_means(nlu: Nlu) -> None:
    promised = nlu.understand("明天下午三点", Context.PAYMENT_DATE, NOW)
    call_back = nlu.understand("明天下午三点", Context.CALLBACK_TIME, NOW)
    assert promised.intent is Intent.PROMISE_TO_PAY
    assert call_back.intent is Intent.BUSY
    assert promised.slots == call_back.slots
    assert promised.slots.as_json() == {"date": "2026-11-24", "time": "15:00"}


def test_punctuation_and_spaces_change_nothing(nlu: Nlu) -> None:
    plain = nlu.understand("喂你好我明天还行吗", Context.PURPOSE, NOW)
    assert nlu.understand("喂，你好！ 我明天还，行吗？", Context.PURPOSE, NOW) == plain


@pytest.mark.parametrize("text", ["", "  ", "……", "？"])
def test_nothing_said_is_understood_with_no_confidence(nlu: Nlu, text: str) -> None:
    meaning = nlu.understand(text, Context.PURPOSE, NOW)
    assert meaning.intent is Intent.OUT_OF_SCOPE
    assert meaning.confidence == 0


HOMOPHONES = (
    ("别再打电话了", "别在打电话了", Intent.STOP_CALLING),
    ("我要投诉你们", "我要头诉你们", Intent.COMPLAINT),
    ("转人工", "转人公", Intent.ASK_AGENT),
    ("你是机器人吗", "你是鸡器人吗", Intent.ASK_IF_ROBOT),
    ("我已经还了", "我已经环了", Intent.ALREADY_PAID),
    ("能不能分期", "能不能分起", Intent.NEGOTIATE),
    ("你们是骗子吧", "你们是片子吧", Intent.SUSPECT_FRAUD),
    ("我失业了", "我事业了", Intent.HARDSHIP),
    ("打错了", "大错了", Intent.WRONG_NUMBER),
    ("我的律师会联系你", "我的绿师会联系你", Intent.REPRESENTATIVE),
)


@pytest.mark.parametrize(("right", "heard", "intent"), HOMOPHONES)
def test_a_word_that_sounds_alike_is_understood(nlu: Nlu, right: str, heard: str, intent: Intent) -> None:
    assert nlu.understand(right, Context.PURPOSE, NOW).intent is intent
    assert nlu.understand(heard, Context.PURPOSE, NOW).intent is intent


def test_an_unknown_language_is_a_model_error() -> None:
    with pytest.raises(ModelError, match="language 'fr' is not understood"):
        load_nlu("fr")


def test_an_absent_model_is_told_with_its_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is absent; build it with"):
        load_understanding("zh", tmp_path)


def test_a_damaged_model_is_told_with_its_remedy(tmp_path: Path) -> None:
    (tmp_path / MODEL_FILE).write_bytes(b"PK\x03\x04 no model")
    with pytest.raises(ModelError, match="is damaged"):
        load_understanding("zh", tmp_path)


def test_saving_and_loading_keeps_the_decisions(tmp_path: Path) -> None:
    classifier = Classifier.load(model_folder("zh") / MODEL_FILE)
    classifier.save(tmp_path / MODEL_FILE)
    again = Classifier.load(tmp_path / MODEL_FILE)
    assert again.vocabulary == classifier.vocabulary
    assert np.allclose(again.weights, classifier.weights, atol=1e-5)
    assert again.sharpness == classifier.sharpness
