"""The understanding model is trained from phrase files alone, the same every time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from voicebot.cli import models
from voicebot.errors import InputError, UsageError
from voicebot.nlu.meaning import Context, Intent
from voicebot.nlu.understanding import load_understanding
from voicebot.training.nlu import train_nlu
from voicebot.training.nlu_phrases import Phrase, fill, read_phrases
from voicebot.training.nlu_rows import WEIGHT, make_rows
from voicebot.training.nlu_zh import FILLS, merged, sounds

FEW = Path(__file__).parent / "phrases"
NOW = dt.datetime(2026, 11, 23, 10, 0)


def test_the_same_seed_gives_the_same_model(tmp_path: Path) -> None:
    first = train_nlu("zh", tmp_path / "a", seed=3, phrases=FEW)
    second = train_nlu("zh", tmp_path / "b", seed=3, phrases=FEW)
    with np.load(first) as a, np.load(second) as b:
        assert a.files == b.files
        assert all(np.array_equal(a[name], b[name]) for name in a.files)


def test_a_model_of_a_few_phrases_knows_them(tmp_path: Path) -> None:
    train_nlu("zh", tmp_path, phrases=FEW)
    nlu = load_understanding("zh", tmp_path)
    known = [phrase for phrase in read_phrases(FEW, FILLS) if "{" not in phrase.text]
    right = [nlu.understand(phrase.text, Context.PURPOSE, NOW).intent is phrase.intent for phrase in known]
    assert sum(right) / len(right) > 0.95


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("afirm.txt", "是\n", "'afirm' is no intent; did you mean 'affirm'?"),
        ("affirm.txt", "是\n对\topne\n", "affirm.txt:2: 'opne' is no context; did you mean 'open'?"),
        ("affirm.txt", "# yes\n好{datte}\n", "affirm.txt:2: {datte} is no placeholder; did you mean 'date'?"),
    ],
)
def test_a_wrong_phrase_file_is_told_with_its_place(
    tmp_path: Path, name: str, text: str, message: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_phrases(tmp_path, FILLS)
    assert message in str(error.value)


def test_placeholders_are_spoken_in_hanzi() -> None:
    rng = np.random.default_rng(0)
    for _ in range(200):
        spoken = fill("{date}{time}{amount}{name}", FILLS, rng)
        assert all("\u4e00" <= character <= "\u9fff" for character in spoken)


def test_rows_keep_to_the_contexts_of_their_phrase() -> None:
    phrase = Phrase("明天", Intent.PROMISE_TO_PAY, (Context.PAYMENT_DATE, Context.PURPOSE))
    rows = make_rows([phrase] * 20, sounds(), np.random.default_rng(0))
    assert {row.context for row in rows} == {Context.PAYMENT_DATE, Context.PURPOSE}


def test_a_lighter_phrase_before_never_changes_the_label() -> None:
    phrases = [Phrase("喂你好", Intent.GREETING, ()), Phrase("我要投诉", Intent.COMPLAINT, ())]
    rows = make_rows(phrases * 50, sounds(), np.random.default_rng(0))
    joined = [row for row in rows if "喂你好" in row.text and "投诉" in row.text]
    assert joined
    assert all(row.intent is Intent.COMPLAINT for row in joined)


def test_the_weights_of_intents_name_each_once() -> None:
    machines_and_nothing = {Intent.VOICEMAIL, Intent.CALL_ASSISTANT, Intent.OUT_OF_SCOPE}
    assert len(set(WEIGHT)) == len(WEIGHT)
    assert set(WEIGHT) == set(Intent) - machines_and_nothing


def test_sounds_that_a_telephone_blurs_are_one() -> None:
    assert merged("zhong") == merged("zong")
    assert merged("xing") == merged("xin")
    table = sounds()
    assert table["是"] == table["四"] == "si"


def test_what_cannot_be_trained_is_one_line() -> None:
    app = typer.Typer()
    models.register(app)
    for words in (("zh", "--part", "ears"), ("xx", "--part", "understanding")):
        error = CliRunner().invoke(app, ["models", "train", *words]).exception
        assert isinstance(error, UsageError)
        assert "\n" not in str(error)
