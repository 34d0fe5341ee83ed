"""A simulated customer with a real voice."""

from __future__ import annotations

import numpy as np
import pytest

from tests.customer.stand_in import COLLECTION, persona, quiet_habits, talk
from voicebot.audio import FRAME
from voicebot.persona.load import shipped_customers
from voicebot.tts.engine import Voice
from voicebot.tts.pyttsx import PyttsxTts


def test_what_is_said_is_heard_as_sound() -> None:
    who = persona("cooperative", habits=quiet_habits())
    call = talk(who, COLLECTION[:2], seed=3, stride=FRAME, tts=PyttsxTts())
    spoken = np.concatenate([audio.samples for audio in call.heard if audio.words is not None])
    silent = np.concatenate([audio.samples for audio in call.heard if audio.words is None])
    assert len(call.turns) == 3
    assert np.sqrt(np.mean(spoken.astype(float) ** 2)) > 300
    assert not silent.any()
    assert {len(audio) for audio in call.heard} == {FRAME}


@pytest.mark.parametrize(
    "voice", sorted({v.id for customer in shipped_customers("zh") for v in customer.voices})
)
def test_every_voice_of_the_shipped_customers_speaks(voice: str) -> None:
    assert np.abs(PyttsxTts().speak("喂你好", Voice(voice)).samples.astype(int)).max() > 1000
