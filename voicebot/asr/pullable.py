"""The models that can be fetched: the part `pull` of `models/models.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from voicebot.errors import ModelError, did_you_mean
from voicebot.paths import data_dir


@dataclass(frozen=True, slots=True)
class PullableModel:
    """A published model: where it lies, and by what its archive is recognised."""

    name: str
    """Also the name of its folder, and what `--model` takes."""
    language: str
    url: str
    bytes: int
    """Size of the archive."""
    sha256: str
    licence: str
    about: str


def pullable_models() -> list[PullableModel]:
    """All of them. Raises ModelError for a broken models.yaml."""
    path = data_dir("models") / "models.yaml"
    try:
        entries: Any = yaml.safe_load(path.read_text(encoding="utf-8"))["pull"]
        return [PullableModel(**entry) for entry in entries]
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: the list of models to pull is damaged; reinstall voicebot") from error


def read_pullable(wanted: str) -> PullableModel:
    """The model of that language (its first) or that name. Raises ModelError where there is none."""
    models = pullable_models()
    found = next((model for model in models if wanted in (model.language, model.name)), None)
    if found is None:
        known = [*dict.fromkeys(model.language for model in models), *(model.name for model in models)]
        raise ModelError(
            f"no model '{wanted}' to pull; there are {', '.join(known)}{did_you_mean(wanted, known)}"
        )
    return found
