"""Every defect of the files that a user writes: scripts, personas, phrase banks and campaigns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from voicebot.campaign import CampaignForm, check_campaign
from voicebot.errors import InputError, VoicebotError
from voicebot.nlu.meaning import Intent
from voicebot.persona.customer import CustomerPersona
from voicebot.persona.phrasefile import read_phrase_file
from voicebot.persona.robot import RobotPersona
from voicebot.script.check import check_document
from voicebot.tts.voices import engine_name, language_of
from voicebot.yamlfile import Defect, Document, Keys, fit, read_document

_PLACED = re.compile(r"(?P<path>.+?):(?P<line>\d+): (?P<message>.*)", re.DOTALL)


def files_below(paths: Iterable[Path]) -> list[Path]:
    """The YAML files that are meant, folders walked. Raises InputError for a path that isn't there."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            below = sorted(file for file in path.rglob("*") if file.suffix in (".yaml", ".yml"))
            if not below:
                raise InputError(f"{path}: holds no YAML file to check")
            found += below
        elif path.is_file():
            found.append(path)
        else:
            raise InputError(f"{path}: no such file or folder")
    return list(dict.fromkeys(found))


def check_file(path: Path) -> tuple[str, list[Defect]]:
    """(kind of file, its defects in the order of lines). Raises InputError where it can't be read as text."""
    try:
        document = read_document(path)
    except InputError as error:
        placed = _PLACED.fullmatch(str(error))
        if placed is None:
            raise
        return "file", [_defect(error, path)]
    kind = kind_of(document)
    if kind == "unknown":
        return kind, [document.defect("neither a script, a persona, a phrase bank nor a campaign")]
    return kind, sorted(set(_CHECKS[kind](document)))


def kind_of(document: Document) -> str:
    """`script`, `campaign`, `robot`, `customer`, `phrases` or `unknown`, told from the keys at the top."""
    keys = set(document.data) if isinstance(document.data, dict) else set()
    for kind, telling in (
        ("script", {"script", "steps"}),
        ("campaign", {"campaign", "treatments"}),
        ("robot", {"called", "hotline", "tone"}),
        ("customer", {"answered_by", "voices", "answers", "habits"}),
        ("phrases", {intent.value for intent in Intent} | {"fillers", "thoughts", "insists"}),
    ):
        if keys & telling:
            return kind
    return "unknown"


def _robot(document: Document) -> list[Defect]:
    persona, defects = fit(document, RobotPersona)
    if persona is None:
        return defects
    return list(_voice(document, persona.voice.id, persona.language, ("voice", "id")))


def _customer(document: Document) -> list[Defect]:
    persona, defects = fit(document, CustomerPersona)
    if persona is None:
        return defects
    return [
        defect
        for number, voice in enumerate(persona.voices)
        for defect in _voice(document, voice.id, persona.language, ("voices", number, "id"))
    ]


def _voice(document: Document, voice: str, language: str, place: Keys) -> Iterable[Defect]:
    """A voice must exist and speak the persona's language."""
    try:
        engine_name(voice)
    except VoicebotError as error:
        yield document.defect(str(error), *place)
        return
    if language_of(voice) != language.split("-")[0]:
        yield document.defect(f"voice '{voice}' does not speak {language}", *place)


def _phrases(document: Document) -> list[Defect]:
    try:
        read_phrase_file(document.path)
    except InputError as error:
        return [_defect(error, document.path)]
    return []


def _campaign(document: Document) -> list[Defect]:
    form, defects = fit(document, CampaignForm)
    if form is None:
        return defects
    return [_defect(error, document.path) for error in check_campaign(document.path)]


def _defect(error: VoicebotError, path: Path) -> Defect:
    """An error that names its place, as a defect."""
    placed = _PLACED.fullmatch(str(error))
    if placed is None:
        return Defect(str(path), 1, str(error).removeprefix(f"{path}: "))
    return Defect(placed["path"], int(placed["line"]), placed["message"])


_CHECKS: Mapping[str, Callable[[Document], list[Defect]]] = {
    "script": check_document,
    "robot": _robot,
    "customer": _customer,
    "phrases": _phrases,
    "campaign": _campaign,
}
