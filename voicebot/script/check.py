"""Everything that is wrong with a script, before anybody is called with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from voicebot.nlu.meaning import Intent
from voicebot.script.expected import expected
from voicebot.script.explore import Explored, explore
from voicebot.script.form import ScriptForm
from voicebot.script.script import make_script
from voicebot.script.structure import located, structure, tables
from voicebot.yamlfile import Defect, Document, Keys, fit, read_document


def check_script(path: Path) -> list[Defect]:
    """Every defect of the script, in the order of lines. Raises InputError where it isn't YAML at all."""
    return check_document(read_document(path))


def check_document(document: Document) -> list[Defect]:
    form, defects = fit(document, ScriptForm)
    if form is None:
        return defects
    defects = sorted(set(structure(form, document)))
    if defects:
        # The ways through a script whose steps don't exist can't be followed.
        return defects
    found = explore(make_script(form, document.path))
    rules = (_unreachable, _endless, _closing, _unhandled, _silence, _needs, _unused, _disclosures, _undated)
    places = {(located(document, place), message) for rule in rules for place, message in rule(found)}
    return sorted(document.defect(message, *place) for place, message in places)


Found = Iterator[tuple[Keys, str]]


def _steps(found: Explored) -> set[str]:
    return {state.step for state in found.states}


def _unreachable(found: Explored) -> Found:
    reached = _steps(found)
    for name in found.script.steps:
        if name not in reached:
            yield ("steps", name), f"step '{name}' cannot be reached"


def _endless(found: Explored) -> Found:
    if found.script.limits.turns is None and found.circles:
        name, intent = found.circles[0]
        yield (
            ("steps", name),
            f"the call can go round for ever: '{intent}' leads back to step '{name}'; set limits.turns",
        )


def _closing(found: Explored) -> Found:
    limits, steps = found.script.limits, found.script.steps
    if limits.then is None:
        if limits.turns is not None:
            yield ("limits",), "limits.then is missing: the call would end in the middle; name a closing step"
    elif not steps[limits.then].hang_up:
        yield ("limits", "then"), f"limits.then names '{limits.then}', which does not hang up"
    for name, step in found.script.form.steps.items():
        if step.hang_up and step.replies:
            yield ("steps", name, "replies"), f"step '{name}' hangs up, so its replies are never used"


def _unhandled(found: Explored) -> Found:
    money = found.script.second_factor
    for state in found.states:
        step = found.script.steps[state.step]
        if step.hang_up:
            continue
        handled = found.handled(state)
        missing = [intent for intent in expected(step.asks, about_money=money) if intent not in handled]
        if missing:
            listed = ", ".join(dict.fromkeys(missing))
            yield (
                ("steps", state.step),
                f"step '{state.step}' asks for '{step.asks}' and does not handle: {listed}",
            )


def _silence(found: Explored) -> Found:
    for name in _steps(found):
        step = found.script.steps[name]
        for kind, retry, what in (
            ("no_input", step.no_input, "silence"),
            ("no_match", step.no_match, "an answer that isn't understood"),
        ):
            if retry is None and not step.hang_up:
                yield (
                    ("steps", name),
                    f"step '{name}' does not handle {what}; add {kind}, here or for all steps",
                )


def _needs(found: Explored) -> Found:
    for place, replies in tables(found.script.form):
        for intent, listed in replies.items():
            for number, reply in enumerate(listed):
                for slot in reply.needs:
                    if slot not in found.script.ask_for:
                        yield (
                            (*place, intent.value, number, "needs"),
                            f"'{intent}' needs the {slot}, but ask_for.{slot} names no step that asks for it",
                        )


def _unused(found: Explored) -> Found:
    used: set[tuple[str, Intent]] = set()
    heard: set[Intent] = set()
    for state in found.states:
        if not found.script.steps[state.step].hang_up:
            handled = found.handled(state)
            used |= {(handling.origin, intent) for intent, handling in handled.items()}
            heard |= set(handled)
    for table in ("always", "until_identified"):
        for intent in getattr(found.script.form, table):
            if (table, intent) not in used:
                yield (table, intent.value), f"'{intent}' is never used: every step handles it itself"
    for intent in found.script.asks_back:
        if intent not in heard:
            yield ("asks_back", intent.value), f"asks back for '{intent}', which no step handles"


def _disclosures(found: Explored) -> Found:
    told: set[Keys] = set()
    for saying in found.sayings:
        if saying.wording.discloses and not found.identified(saying.state) and saying.place not in told:
            told.add(saying.place)
            yield (
                saying.place,
                f"names the debt before it is sure who is speaking: {found.way(saying.state)}",
            )


def _undated(found: Explored) -> Found:
    told: set[Keys] = set()
    for saying in found.sayings:
        if saying.wording.reads("promise.date") and not saying.state.dated and saying.place not in told:
            told.add(saying.place)
            yield (
                saying.place,
                f"promise.date may not be known here: {found.way(saying.state)}; add 'needs: date'",
            )
