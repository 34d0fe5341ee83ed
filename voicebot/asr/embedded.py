"""The models that voicebot brings with it: `models/models.yaml`, and whether each of them works."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from voicebot.asr.folder import check_model
from voicebot.asr.manifest import transcribe
from voicebot.asr.mishearing import split
from voicebot.asr.vosk import VoskAsr
from voicebot.audio import Audio
from voicebot.audio.files import resample
from voicebot.errors import ModelError, VoicebotError, did_you_mean
from voicebot.nlu import load_nlu
from voicebot.nlu.meaning import Context
from voicebot.paths import data_dir
from voicebot.tts import espeak

RECOGNITION: Final = "recognition"
UNDERSTANDING: Final = "understanding"
_HEARD_ENOUGH: Final = 0.7
"""Share of the phrase's characters or words that must be heard."""


@dataclass(frozen=True, slots=True)
class EmbeddedModel:
    """One entry of models.yaml."""

    name: str
    kind: str
    language: str
    says: str
    """A phrase to try the model with."""
    voice: str
    """The espeak-ng voice that speaks it."""

    @property
    def folder(self) -> Path:
        return data_dir("models") / self.name


def embedded_models() -> list[EmbeddedModel]:
    """All of them. Raises ModelError for a broken models.yaml."""
    path = data_dir("models") / "models.yaml"
    try:
        entries: Any = yaml.safe_load(path.read_text(encoding="utf-8"))["embedded"]
        return [EmbeddedModel(**entry) for entry in entries]
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: the list of embedded models is damaged; reinstall voicebot") from error


def read_embedded(name: str) -> EmbeddedModel:
    """The model of that name. Raises ModelError where there is none."""
    models = {model.name: model for model in embedded_models()}
    if name not in models:
        raise ModelError(
            f"no embedded model '{name}'; there are {', '.join(models)}{did_you_mean(name, models)}"
        )
    return models[name]


def fault(model: EmbeddedModel, deep: bool = False) -> str | None:
    """What is wrong with the model; `deep` loads and tries it. None where nothing is."""
    try:
        if model.kind == UNDERSTANDING:
            return _not_understood(model) if deep else _not_there(model)
        check_model(model.folder)
        return _not_heard(model) if deep else None
    except VoicebotError as error:
        return str(error)


def _not_there(model: EmbeddedModel) -> str | None:
    return None if any(model.folder.glob("*.npz")) else f"{model.folder}: the model's file is missing"


def _not_heard(model: EmbeddedModel) -> str | None:
    said = espeak.synthesise(model.says, model.voice)
    heard = split(transcribe(Audio(resample(said.samples, espeak.RATE)), VoskAsr(model.folder)).text)
    wanted = split(model.says)
    if sum(piece in heard for piece in wanted) >= _HEARD_ENOUGH * len(wanted):
        return None
    return f"{model.folder}: loads, but hears '{''.join(heard)}' where '{model.says}' is said"


def _not_understood(model: EmbeddedModel) -> str | None:
    meaning = load_nlu(model.language).understand(model.says, Context.OPEN, dt.datetime(2026, 3, 2, 10))
    return None if meaning.confidence > 0 else f"{model.folder}: loads, but understands nothing"
