"""A small scripted caller to talk to simulated customers, and the calls it makes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from voicebot.accounts import Account
from voicebot.audio import FRAME, RATE, Audio, Words, silence
from voicebot.customer import Customer
from voicebot.paths import data_dir
from voicebot.persona.customer import CustomerPersona
from voicebot.records import Truth, Turn
from voicebot.tts.engine import TtsEngine, Voice
from voicebot.tts.silent import SilentTts
from voicebot.yamlfile import read_yaml

NOW = dt.datetime(2026, 11, 23, 10, tzinfo=dt.timezone(dt.timedelta(hours=8)))
ACCOUNT = Account(
    "A1",
    name="李明",
    phone="12000000001",
    balance=5000.0,
    overdue_amount=1230.5,
    days_past_due=12,
    title="先生",
    gender="male",
    id_tail="1234",
)
COLLECTION: tuple[tuple[str, str], ...] = (
    ("您好，请问是李明先生吗？", "identity"),
    ("我是安信金融的客服，跟您核对一下，身份证尾号1234，对吗？", "second_factor"),
    ("您有一笔1230.50元的账单已经逾期12天，请问什么时候可以处理？", "purpose"),
    ("请问您最晚哪天可以还款？", "payment_date"),
    ("请问还有什么可以帮您？", "open"),
    ("感谢您的接听，再见。", "open"),
)


TTS = SilentTts()


@dataclass
class Call:
    """What came of a call."""

    customer: Customer
    sent: list[Audio] = field(default_factory=list)
    heard: list[Audio] = field(default_factory=list)
    asked: int = 0
    samples: int = 0
    hung_up: bool = False

    @property
    def truth(self) -> Truth:
        return self.customer.truth()

    @property
    def turns(self) -> list[Turn]:
        return self.customer.turns

    @property
    def intents(self) -> list[str]:
        return [turn.intent_meant for turn in self.turns]


def persona(name: str, **changes: object) -> CustomerPersona:
    """A shipped persona, perhaps changed."""
    shipped = read_yaml(data_dir("personas") / "customers" / f"{name}.yaml", CustomerPersona)
    return CustomerPersona.model_validate({**shipped.model_dump(), **changes})


def quiet_habits(**changes: float) -> dict[str, float]:
    """Somebody who answers everything, at once and to the point."""
    calm = dict.fromkeys(
        ("hesitates", "fillers", "pauses", "barges_in", "mishears", "stays_silent", "hangs_up"), 0.0
    )
    return {**calm, "says_hello": 1.0, "corrects": 1.0, **changes}


def talk(
    who: CustomerPersona,
    prompts: Sequence[tuple[str, str]] = COLLECTION,
    seed: int = 1,
    *,
    stride: int = 1600,
    account: Account = ACCOUNT,
    tts: TtsEngine | None = None,
    yields: bool = True,
) -> Call:
    """Ask one question after the other; each waits for an answer or five seconds of silence."""
    customer = Customer(who, account, tts or TTS, np.random.default_rng(seed), NOW)
    call = Call(customer)
    prompt: Audio | None = None
    at, quiet, answered = 0, 0, False
    while call.samples < 180 * RATE:
        patience = 8 * 1600 if answered else (2 if not call.asked else 5) * RATE
        if prompt is None and quiet >= patience:
            if call.asked == len(prompts):
                return call
            text, act = prompts[call.asked]
            prompt, at, quiet, answered = _spoken(text, act), 0, 0, False
            call.asked += 1
        offer = prompt.cut(at, at + stride) if prompt else silence(min(stride, patience - quiet))
        back = customer.step(offer)
        if back is None:
            call.hung_up = True
            return call
        call.sent.append(offer.cut(0, len(back)))
        call.heard.append(back)
        call.samples += len(back)
        at += len(back)
        talks = back.words is not None
        answered = answered or talks
        if prompt is None:
            quiet = 0 if talks else quiet + len(back)
        elif at >= len(prompt) or (talks and yields):
            prompt, quiet = None, 0
    return call


def _spoken(text: str, act: str) -> Audio:
    spoken = TTS.speak(text, Voice("cmn+f1"))
    return Audio(silence(-(-len(spoken) // FRAME) * FRAME).samples, Words(text, act=act, step=act))
