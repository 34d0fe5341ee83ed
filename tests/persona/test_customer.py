"""The shipped customer personas, and what is refused in one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from voicebot.accounts import Account
from voicebot.customer import pick_customer
from voicebot.errors import InputError, UsageError
from voicebot.nlu.meaning import Intent
from voicebot.paths import data_dir
from voicebot.persona.customer import CustomerPersona
from voicebot.yamlfile import read_yaml

FOLDER = data_dir("personas") / "customers"
SHIPPED = {path.stem: read_yaml(path, CustomerPersona) for path in sorted(FOLDER.glob("*.yaml"))}
BUCKETS = {"M0": 0, "M1": 12, "M2": 45, "M3": 80}


def account(bucket: str) -> Account:
    return Account("A1", "李明", "12000000001", 5000.0, 1230.5, BUCKETS[bucket])


def test_there_are_at_least_ten_and_each_is_named_as_its_file() -> None:
    assert len(SHIPPED) >= 10
    assert {persona.name for persona in SHIPPED.values()} == set(SHIPPED)


def test_every_persona_says_what_it_is_in_one_sentence() -> None:
    assert all(persona.description.endswith(".") for persona in SHIPPED.values())


def test_every_kind_of_answerer_is_there() -> None:
    assert {persona.answered_by for persona in SHIPPED.values()} == {
        "right_party",
        "third_party",
        "wrong_party",
        "minor",
        "voicemail",
        "call_assistant",
        "nobody",
    }


@pytest.mark.parametrize(("bucket", "right_party"), [("M0", 0.78), ("M1", 0.70), ("M2", 0.55), ("M3", 0.42)])
def test_the_mix_reaches_the_right_party_as_often_as_declared(bucket: str, right_party: float) -> None:
    shares = {name: persona.share_in(bucket) for name, persona in SHIPPED.items()}
    total = sum(shares.values())
    reached = sum(share for name, share in shares.items() if SHIPPED[name].answered_by == "right_party")
    machines = shares["voicemail"] + shares["phone_assistant"]
    assert reached / total == pytest.approx(right_party, abs=0.025)
    assert 0.05 <= machines / total <= 0.10


def test_personas_are_drawn_by_their_shares() -> None:
    mix = [(persona, None) for persona in SHIPPED.values()]
    rng = np.random.default_rng(1)
    drawn = [pick_customer(mix, account("M1"), rng) for _ in range(2000)]
    share = SHIPPED["cooperative"].share_in("M1") / sum(p.share_in("M1") for p in SHIPPED.values())
    assert np.mean([persona.name == "cooperative" for persona in drawn]) == pytest.approx(share, abs=0.03)


def test_weights_of_a_campaign_replace_the_shares() -> None:
    mix = [(SHIPPED["cooperative"], 0.0), (SHIPPED["angry"], 2.0)]
    rng = np.random.default_rng(1)
    assert {pick_customer(mix, account("M0"), rng).name for _ in range(50)} == {"angry"}


def test_a_mix_without_weight_is_an_error() -> None:
    with pytest.raises(UsageError, match="ageing bucket M0"):
        pick_customer([(SHIPPED["cooperative"], 0.0)], account("M0"), np.random.default_rng(1))


def test_voices_of_a_kind_have_a_gender() -> None:
    people = [persona for persona in SHIPPED.values() if persona.answered_by != "nobody"]
    assert all(voice.gender for persona in people for voice in persona.voices)
    assert all(150 <= voice.rate <= 210 for persona in people for voice in persona.voices)


def test_promises_are_kept_by_bucket_or_for_all() -> None:
    by_bucket = SHIPPED["cooperative"]
    assert by_bucket.kept("M0") > by_bucket.kept("M3") > 0
    for_all = CustomerPersona.model_validate({**by_bucket.model_dump(), "keeps_promise": 0.4})
    assert for_all.kept("M0") == for_all.kept("M3") == 0.4


def test_every_answer_of_a_persona_is_an_intent_silence_or_hanging_up() -> None:
    replies = {reply for p in SHIPPED.values() for weights in p.answers.values() for reply in weights}
    assert replies <= {*Intent, "silence", "hang_up"}


MINIMAL = "name: me\ndescription: Somebody.\nvoices: [{id: cmn+f1}]\n"


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ("patiance: [1, 2]\n", r"me.yaml:4: unknown key 'patiance'; did you mean 'patience'"),
        ("patience: [5, 2]\n", r"me.yaml:4: .*least"),
        ("busy: 1.5\n", r"me.yaml:4: 'busy'"),
        ("answered_by: dog\n", r"me.yaml:4: 'dog' is not known"),
        ("answers:\n  purpose: {promise_to_pay: 0}\n", r"at least one weight above zero"),
        ("habits: {barge_in: 0.5}\n", r"unknown key 'barge_in'; did you mean 'barges_in'"),
        ("asks_back: {ask_money: 0.5}\n", r"me.yaml:4: .*ask_money"),
    ],
)
def test_a_wrong_persona_is_named_with_its_line(tmp_path: Path, more: str, complaint: str) -> None:
    path = tmp_path / "me.yaml"
    path.write_text(MINIMAL + more, "utf-8")
    with pytest.raises(InputError, match=complaint):
        read_yaml(path, CustomerPersona)


def test_a_persona_needs_little(tmp_path: Path) -> None:
    path = tmp_path / "me.yaml"
    path.write_text(MINIMAL, "utf-8")
    assert read_yaml(path, CustomerPersona).answered_by == "right_party"
