"""Recognition models beside the embedded ones: where they lie and how they are found by name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from voicebot.asr.folder import check_model
from voicebot.asr.manifest import transcribe
from voicebot.asr.pullable import pullable_models
from voicebot.asr.vosk import VoskAsr
from voicebot.audio import RATE, silence
from voicebot.errors import ModelError, VoicebotError, did_you_mean
from voicebot.paths import data_dir

PLACE: Final = "VOICEBOT_MODELS"
"""Environment variable that names another folder for pulled models."""


def models_folder() -> Path:
    """Where pulled models lie: a folder of the user's, so that a new voicebot finds them again."""
    if own := os.environ.get(PLACE):
        return Path(own).expanduser()
    data = os.environ.get("XDG_DATA_HOME", "")
    # Relative paths are to be ignored, says the XDG base directory specification.
    home = Path(data) if os.path.isabs(data) else Path.home() / ".local" / "share"
    return home / "voicebot" / "models"


def installed_models() -> dict[str, Path]:
    """Folders of the models that were pulled, or put beside them by hand, by name."""
    try:
        folders = sorted(models_folder().iterdir())
    except OSError:
        return {}
    return {folder.name: folder for folder in folders if folder.is_dir() and folder.name[0] != "."}


def find_model(name: str | Path) -> Path:
    """The folder of a recognition model: a folder as it is, else a pulled or embedded model by name.

    Raises ModelError where there is none, or where it is not complete.
    """
    folder = _folder(Path(name))
    check_model(folder)
    return folder


def installed_fault(folder: Path, deep: bool = False) -> str | None:
    """What is wrong with the model; `deep` loads it and lets it hear a second. None where nothing is."""
    try:
        check_model(folder)
        if deep:
            transcribe(silence(RATE), VoskAsr(folder))
    except VoicebotError as error:
        return str(error)
    except Exception as error:
        # Vosk raises nothing more precise where network and features do not fit together.
        return f"{folder}: loads, but cannot listen ({error}); restore the folder"
    return None


def _folder(name: Path) -> Path:
    if name.is_dir() or len(name.parts) != 1:
        return name
    installed = installed_models()
    wanted = name.name
    if wanted in installed:
        return installed[wanted]
    embedded = sorted(path.parent.parent for path in data_dir("models").glob("*/am/final.mdl"))
    for folder in embedded:
        if folder.name == wanted:
            return folder
    for model in pullable_models():
        if model.name == wanted:
            raise ModelError(f"model '{wanted}' is not here yet; `voicebot models pull {model.language}`")
    known = [*installed, *(folder.name for folder in embedded)]
    raise ModelError(
        f"model '{wanted}' is neither a folder nor a model that is here ({', '.join(known) or 'none'})"
        f"{did_you_mean(wanted, known)}"
    )
