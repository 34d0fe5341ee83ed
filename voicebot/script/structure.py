"""What must hold before a script can be played at all: its steps exist and its wording can be filled in."""

from __future__ import annotations

from collections.abc import Iterator

from voicebot.errors import did_you_mean
from voicebot.script.form import TARGETS, Replies, ScriptForm
from voicebot.script.wording import faults
from voicebot.yamlfile import Defect, Document, Keys


def targets(form: ScriptForm) -> Iterator[tuple[Keys, str]]:
    """Every place in the script that names a step, and the name."""
    yield ("first",), form.first
    named: tuple[tuple[Keys, str | None], ...] = (
        (("limits", "then"), form.limits.then),
        (("promise", "too_late"), form.promise.too_late),
        (("promise", "too_little"), form.promise.too_little),
        (("ask_for", "date"), form.ask_for.date),
        (("ask_for", "time"), form.ask_for.time),
        (("ask_for", "amount"), form.ask_for.amount),
        (("no_input", "then"), form.no_input.then if form.no_input else None),
        (("no_match", "then"), form.no_match.then if form.no_match else None),
    )
    yield from ((key, name) for key, name in named if name is not None)
    for owner, replies in tables(form):
        for intent, listed in replies.items():
            for number, reply in enumerate(listed):
                yield (*owner, intent.value, number, "then"), reply.then
    for name, step in form.steps.items():
        for kind in ("no_input", "no_match"):
            retry = getattr(step, kind)
            if retry is not None:
                yield ("steps", name, kind, "then"), retry.then


def tables(form: ScriptForm) -> Iterator[tuple[Keys, Replies]]:
    """Every table of replies, and its place."""
    for name, step in form.steps.items():
        yield ("steps", name, "replies"), step.replies
    yield ("until_identified",), form.until_identified
    yield ("always",), form.always


def texts(form: ScriptForm) -> Iterator[tuple[Keys, str]]:
    """Every text that the robot may say, and its place."""
    for intent, say in form.asks_back.items():
        yield from _variants(("asks_back", intent.value), say)
    for kind in ("no_input", "no_match"):
        retry = getattr(form, kind)
        if retry is not None:
            yield from _variants((kind, "say"), retry.say)
        for name, step in form.steps.items():
            own = getattr(step, kind)
            if own is not None:
                yield from _variants(("steps", name, kind, "say"), own.say)
    for name, step in form.steps.items():
        yield from _variants(("steps", name, "say"), step.say)
        if step.again is not None:
            yield from _variants(("steps", name, "again"), step.again)
    for owner, replies in tables(form):
        for intent, listed in replies.items():
            for number, reply in enumerate(listed):
                if reply.say is not None:
                    yield from _variants((*owner, intent.value, number, "say"), reply.say)


def _variants(place: Keys, say: object) -> Iterator[tuple[Keys, str]]:
    assert isinstance(say, dict)
    for tone, listed in say.items():
        for number, text in enumerate(listed):
            yield (*place, tone, number), text


def structure(form: ScriptForm, document: Document) -> Iterator[Defect]:
    """Steps that don't exist and wording that can't be filled in."""
    known = (*form.steps, *TARGETS)
    for place, name in targets(form):
        allowed = known if "replies" in place or place[0] in ("always", "until_identified") else form.steps
        if name not in allowed:
            yield document.defect(
                f"{_source(place)} goes to '{name}', which does not exist{did_you_mean(name, allowed)}",
                *located(document, place),
            )
    for place, text in texts(form):
        keys = located(document, place)
        first = document.line(*keys) + (keys in document.blocks)
        for below, message in faults(text, form.language):
            yield Defect(str(document.path), first + below, message)


def located(document: Document, place: Keys) -> Keys:
    """The place as it is written: lists of one and wording without tones are left out in the file."""
    found: Keys = ()
    for key in place:
        if (*found, key) in document.lines:
            found = (*found, key)
    return found


def _source(place: Keys) -> str:
    if place[0] == "steps":
        return f"step '{place[1]}'"
    return f"'{place[0]}'" if place[0] == "first" else f"'{place[0]}.{place[1]}'"
