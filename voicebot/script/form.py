"""A script as it is written: every key, its meaning and its default. `scripts/README.md` is the manual."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from voicebot.actions import ACTIONS
from voicebot.errors import did_you_mean
from voicebot.nlu.meaning import Context, Intent

HANG_UP = "hang_up"
BACK = "back"
REPEAT = "repeat"
TARGETS = (HANG_UP, BACK, REPEAT)
"""Where a reply may lead besides a step: end the call, ask again, say the last sentence again."""

Purpose = Literal["collection", "reminder", "survey", "service"]
Slot = Literal["date", "time", "amount"]


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _wording(value: object) -> object:
    """One text, a list of variants, or either of them for each tone: kept as variants for each tone."""
    if not isinstance(value, dict):
        value = {"default": value}
    if "default" not in value:
        raise ValueError("wording by tone needs 'default' for the tones that are not listed")
    variants = {tone: [given] if isinstance(given, str) else given for tone, given in value.items()}
    for listed in variants.values():
        if not isinstance(listed, list) or not listed or not all(isinstance(text, str) for text in listed):
            raise ValueError("wording is a text, a list of texts, or either of them for each tone")
    return variants


def _replies(value: object) -> object:
    """`intent: step` is short for `intent: [{then: step}]`."""
    listed = value if isinstance(value, list) and value else [value]
    return [{"then": one} if isinstance(one, str) else one for one in listed]


def _action(name: str) -> str:
    if name not in ACTIONS:
        raise ValueError(f"action '{name}' does not exist{did_you_mean(name, ACTIONS)}")
    return name


Tone = Literal["default", "warm", "firm", "brisk", "patient"]
Say = Annotated[dict[Tone, list[str]], BeforeValidator(_wording)]
Action = Annotated[str, AfterValidator(_action)]
Actions = Annotated[list[Action], BeforeValidator(_listed)]
Slots = Annotated[list[Slot], BeforeValidator(_listed)]
Count = Annotated[int, Field(ge=0, le=9)]


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ReplyForm(Form):
    """What follows from something the customer means."""

    then: str = BACK
    """A step, `hang_up`, `back` (ask the question again) or `repeat` (say the last sentence again)."""
    say: Say | None = None
    """Said before the next step's text."""
    do: Actions = []
    """Actions to record."""
    needs: Slots = []
    """Figures that must be known before going on; the step that `ask_for` names asks for a missing one."""
    forgets: Slots = []
    """Figures to drop, because the customer said that they are wrong."""


Replies = dict[Intent, Annotated[list[ReplyForm], BeforeValidator(_replies)]]
"""For each intent one reply, or a list: the first time, the second time, and the last one from then on."""


class RetryForm(Form):
    """What is said where nothing was heard, or nothing was understood, and where it ends."""

    say: Say
    """One variant after the other as it goes on; the step's question follows."""
    then: str
    """The step that follows when the limit is reached."""


class StepForm(Form):
    """One thing that the robot says, and what may be answered to it."""

    say: Say
    """A text, a list of variants that take turns when the step comes again, or either of them by tone."""
    again: Say | None = None
    """A shorter question for asking again; left out, `say` is used."""
    asks: Context = Context.OPEN
    """The question in it: what the classifier is told to expect."""
    replies: Replies = {}
    do: Actions = []
    """Actions to record when the step is entered for the first time."""
    offers: Slots = []
    """The figures that its question proposes (`offer.date`, `offer.amount`): a yes accepts them."""
    hang_up: bool = False
    """The call ends after it."""
    barge_in: bool = True
    """Whether the customer may interrupt it."""
    end_of_turn_ms: int = Field(600, ge=200, le=3000)
    """Silence that ends the customer's answer."""
    no_input_ms: int = Field(5000, ge=1000, le=20000)
    """Patience for an answer."""
    confidence: float | None = Field(None, ge=0, le=1)
    """Below it an answer counts as not understood; left out, the script's."""
    no_input: RetryForm | None = None
    no_match: RetryForm | None = None


class LimitsForm(Form):
    """How long the robot goes on."""

    turns: int | None = Field(None, ge=3, le=60)
    """Most sentences of the robot in a call."""
    no_input: Count = 2
    """How often in a row it asks again after silence."""
    no_match: Count = 2
    """How often in a row it asks again when it didn't understand."""
    repeat: Count = 2
    """How often in a row it says the same again because it was asked to."""
    then: str | None = None
    """The closing step when the turns are used up."""


class PromiseForm(Form):
    """What the robot may agree to."""

    within_days: int = Field(7, ge=0, le=60)
    """A later day is met once by `too_late`."""
    at_most_days: int = Field(30, ge=0, le=366)
    """A later day is no promise; it counts as a wish to negotiate."""
    minimum_part: float = Field(0.1, ge=0, le=1)
    """A smaller part of what is due is met once by `too_little`."""
    too_late: str | None = None
    too_little: str | None = None


class AskForForm(Form):
    """The steps that ask for missing figures."""

    date: str | None = None
    time: str | None = None
    amount: str | None = None


class ScriptForm(Form):
    """A script."""

    script: str = Field(min_length=1, pattern=r"^[A-Za-z0-9_-]+$")
    language: str = Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")
    purpose: Purpose
    description: str = ""
    first: str
    limits: LimitsForm = LimitsForm()
    confidence: float = Field(0.45, ge=0, le=1)
    """Below it an answer counts as not understood."""
    final_confidence: float = Field(0.6, ge=0, le=1)
    """The same for what `always` or `until_identified` ends the call on."""
    promise: PromiseForm = PromiseForm()
    ask_for: AskForForm = AskForForm()
    asks_back: dict[Intent, Say] = {}
    """How a doubtful answer is confirmed: "您是说…，对吗？"."""
    no_input: RetryForm | None = None
    no_match: RetryForm | None = None
    steps: dict[str, StepForm] = Field(min_length=1)
    until_identified: Replies = {}
    """Handled in every step while it isn't sure who is speaking, unless the step says otherwise."""
    always: Replies = {}
    """Handled in every step, unless the step or `until_identified` says otherwise."""

    @field_validator("steps")
    @classmethod
    def _names(cls, steps: dict[str, Any]) -> dict[str, Any]:
        for name in steps:
            if name in TARGETS:
                raise ValueError(f"a step cannot be called '{name}'; the word has a meaning of its own")
        return steps
