"""Customer personas: kinds of people who answer the phone, written in `personas/customers/*.yaml`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from voicebot.nlu.meaning import Context, Intent
from voicebot.tts.engine import Voice

AnsweredBy = Literal[
    "right_party", "third_party", "wrong_party", "minor", "voicemail", "call_assistant", "nobody"
]
Mood = Literal["calm", "annoyed", "angry", "anxious", "cheerful"]
Bucket = Literal["M0", "M1", "M2", "M3"]
Probability = Annotated[float, Field(ge=0, le=1)]
Weight = Annotated[float, Field(ge=0)]
Reply = Intent | Literal["silence", "hang_up"]
Question = Context | Literal["any"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CustomerVoice(_Strict):
    """One voice that people of this kind may have."""

    id: str
    rate: Annotated[int, Field(ge=80, le=450)] = 180
    pitch: Annotated[int, Field(ge=0, le=99)] = 50
    volume: Annotated[int, Field(ge=0, le=100)] = 100

    @property
    def voice(self) -> Voice:
        return Voice(self.id, self.rate, self.pitch, self.volume)

    @property
    def gender(self) -> str:
        """`female`, `male` or empty, as far as the voice's variant tells."""
        variant = self.id.partition("+")[2].lower()
        if variant.startswith(("f", "linda")):
            return "female"
        return "male" if variant.startswith(("m", "klatt", "hugo")) else ""


class Habits(_Strict):
    """How somebody talks on the phone: each a probability per answer."""

    says_hello: Probability = 0.9
    """Opens the call with 喂; otherwise waits for the caller to speak."""
    hesitates: Probability = 0.1
    """Thinks for one to three seconds before answering."""
    fillers: Probability = 0.2
    """Starts with 嗯, 那个 or the like."""
    pauses: Probability = 0.05
    """Stops in the middle of the answer for half a second to a second and a half."""
    barges_in: Probability = 0.05
    """Answers before the caller has finished."""
    mishears: Probability = 0.03
    """Asks for a repetition, or answers a question that was not asked."""
    stays_silent: Probability = 0.02
    """Says nothing to a question."""
    corrects: Probability = 0.85
    """Objects when the caller reads back something else than what was meant."""
    hangs_up: Probability = 0.0
    """Hangs up right after an answer that settles the matter for him: a refusal, a suspicion, an insult …"""


class CustomerPersona(_Strict):
    """One kind of person: what he wants, what he can do, how he talks."""

    name: str
    language: str = "zh-CN"
    description: str
    answered_by: AnsweredBy = "right_party"
    share: dict[Bucket, Weight] = {}
    """How common this kind is among answered calls, by ageing bucket; shares are relative to each other."""
    voices: Annotated[list[CustomerVoice], Field(min_length=1)]
    mood: dict[Mood, Weight] = {"calm": 1}
    patience: tuple[int, int] = (8, 14)
    """Turns of the caller until he hangs up: at least, at most."""
    knows_debt: Probability = 0.9
    """Whether he knows of the bill before he is told."""
    payday: tuple[int, int] = (0, 10)
    """Days until he has the money: at least, at most."""
    affords: tuple[Probability, Probability] = (1, 1)
    """Share of the overdue amount that he can pay by then: at least, at most."""
    keeps_promise: Probability | dict[Bucket, Probability] = {"M0": 0.7, "M1": 0.5, "M2": 0.35, "M3": 0.25}
    """Whether a promise is kept, by ageing bucket or for all."""
    busy: Probability = 0.03
    """Whether he has no time now."""
    habits: Habits = Habits()
    asks_back: dict[Intent, Probability] = {}
    """Questions that he puts before he answers, each at most once in a call."""
    answers: dict[Question, dict[Reply, Weight]] = {}
    """What he answers to each question of the caller; `any` stands for the questions that are not listed."""
    goals: list[Intent] = []
    """What he wants to bring up before the call ends."""

    @field_validator("patience", "payday", "affords")
    @classmethod
    def _ordered(cls, pair: tuple[float, float]) -> tuple[float, float]:
        if pair[0] > pair[1]:
            raise ValueError(f"the first of [{pair[0]}, {pair[1]}] is the least, the second the most")
        return pair

    @model_validator(mode="after")
    def _weights_say_something(self) -> CustomerPersona:
        for question, weights in self.answers.items():
            if not sum(weights.values()) > 0:
                raise ValueError(f"answers to '{question}' need at least one weight above zero")
        if not sum(self.mood.values()) > 0:
            raise ValueError("mood needs at least one weight above zero")
        return self

    def share_in(self, bucket: str) -> float:
        """How common this kind is in that ageing bucket, relative to other kinds."""
        return next((share for of, share in self.share.items() if of == bucket), 0.0)

    def kept(self, bucket: str) -> float:
        """Probability that a promise is kept by somebody of that ageing bucket."""
        kept = self.keeps_promise
        if isinstance(kept, float):
            return kept
        return next((likely for of, likely in kept.items() if of == bucket), _KEPT[bucket])


_KEPT = {"M0": 0.7, "M1": 0.5, "M2": 0.35, "M3": 0.25}
