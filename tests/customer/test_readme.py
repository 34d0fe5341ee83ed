"""The manual of the personas names what there is."""

from __future__ import annotations

import re

from voicebot.paths import data_dir
from voicebot.persona.customer import CustomerPersona, Habits
from voicebot.persona.load import shipped_customers

MANUAL = (data_dir("personas") / "README.md").read_text("utf-8")


def test_the_manual_lists_every_customer_with_its_description() -> None:
    for persona in shipped_customers("zh"):
        assert f"| `{persona.name}` |" in MANUAL
        assert persona.description in MANUAL


def test_the_manual_explains_every_key_of_a_customer_persona() -> None:
    explained = set(re.findall(r"`(\w+)`", MANUAL))
    assert {*CustomerPersona.model_fields, *Habits.model_fields} <= explained
