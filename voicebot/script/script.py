"""A script ready to be played: wording compiled, and for each step every reply that it can take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from voicebot.nlu.meaning import Context, Intent
from voicebot.script.form import (
    HANG_UP,
    LimitsForm,
    PromiseForm,
    Replies,
    ReplyForm,
    RetryForm,
    ScriptForm,
    StepForm,
)
from voicebot.script.wording import Wording, make_wording


@dataclass(frozen=True, slots=True)
class Reply:
    """What follows from something the customer means."""

    then: str
    say: Wording | None
    do: tuple[str, ...]
    needs: tuple[str, ...]
    forgets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Handling:
    """The replies to one intent: the first time, the second time, and the last one from then on."""

    origin: str
    """The step that handles it, or `always`, or `until_identified`."""
    replies: tuple[Reply, ...]

    def reply(self, times: int) -> Reply:
        """The reply when the customer has meant this so many times before."""
        return self.replies[min(times, len(self.replies) - 1)]


@dataclass(frozen=True, slots=True)
class Retry:
    """What is said after silence, or after something that wasn't understood."""

    say: Wording
    then: str


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    say: Wording
    again: Wording | None
    asks: Context
    do: tuple[str, ...]
    offers: tuple[str, ...]
    hang_up: bool
    barge_in: bool
    end_of_turn_ms: int
    no_input_ms: int
    confidence: float
    no_input: Retry | None
    no_match: Retry | None
    unsure: Mapping[Intent, Handling]
    """What it handles while it isn't sure who is speaking."""
    replies: Mapping[Intent, Handling]
    """What it handles once the right person is known to be speaking."""


@dataclass(frozen=True, slots=True)
class Script:
    name: str
    language: str
    purpose: str
    description: str
    first: str
    limits: LimitsForm
    final_confidence: float
    promise: PromiseForm
    ask_for: Mapping[str, str]
    """The step that asks for a missing figure."""
    asks_back: Mapping[Intent, Wording]
    steps: Mapping[str, Step]
    form: ScriptForm
    path: Path

    @property
    def second_factor(self) -> bool:
        """Whether a name alone isn't enough to speak of the matter: wherever it is about money."""
        return self.purpose in ("collection", "reminder")


def make_script(form: ScriptForm, path: Path) -> Script:
    """The script that the form describes."""
    language = form.language
    asked = {"date": form.ask_for.date, "time": form.ask_for.time, "amount": form.ask_for.amount}
    return Script(
        name=form.script,
        language=language,
        purpose=form.purpose,
        description=form.description,
        first=form.first,
        limits=form.limits,
        final_confidence=form.final_confidence,
        promise=form.promise,
        ask_for={slot: step for slot, step in asked.items() if step is not None},
        asks_back={intent: make_wording(say, language) for intent, say in form.asks_back.items()},
        steps={name: _step(name, step, form) for name, step in form.steps.items()},
        form=form,
        path=path,
    )


def _step(name: str, step: StepForm, form: ScriptForm) -> Step:
    language = form.language
    own = _handled(step.replies, name, language)
    early = _handled(form.until_identified, "until_identified", language)
    late = _handled(form.always, "always", language)
    return Step(
        name=name,
        say=make_wording(step.say, language),
        again=make_wording(step.again, language) if step.again else None,
        asks=step.asks,
        do=tuple(step.do),
        offers=tuple(step.offers),
        hang_up=step.hang_up,
        barge_in=step.barge_in,
        end_of_turn_ms=step.end_of_turn_ms,
        no_input_ms=step.no_input_ms,
        confidence=form.confidence if step.confidence is None else step.confidence,
        no_input=_retry(step.no_input or form.no_input, language),
        no_match=_retry(step.no_match or form.no_match, language),
        unsure={**late, **early, **own},
        replies={**late, **own},
    )


def _handled(replies: Replies, origin: str, language: str) -> dict[Intent, Handling]:
    return {
        intent: Handling(origin, tuple(_reply(one, language) for one in listed))
        for intent, listed in replies.items()
    }


def _reply(form: ReplyForm, language: str) -> Reply:
    say = make_wording(form.say, language) if form.say else None
    return Reply(form.then, say, tuple(form.do), tuple(form.needs), tuple(form.forgets))


def _retry(form: RetryForm | None, language: str) -> Retry | None:
    return Retry(make_wording(form.say, language), form.then) if form else None


__all__ = ["HANG_UP", "Handling", "Reply", "Retry", "Script", "Step", "make_script"]
