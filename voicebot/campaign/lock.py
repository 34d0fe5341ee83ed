"""`campaign.lock.yaml`: everything that a campaign needs to run again, and a way to see what has changed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import yaml

from voicebot import __version__
from voicebot.asr.installed import find_model, models_folder
from voicebot.campaign.campaign import Campaign, beside
from voicebot.errors import InputError, ModelError
from voicebot.paths import data_dir

HEAD = """\
# What this run was made from. `voicebot run` on this file makes the run again, as long as the files it
# names are the same.
"""


def lock_text(campaign: Campaign, folder: Path) -> str:
    """The text of the lock file that lies in `folder`."""
    form = campaign.form
    policy = campaign.policy
    full = form.model_copy(
        update={
            "start": policy.start,
            "rates": form.rates.model_copy(
                update={
                    "connected": policy.rates.connected,
                    "not_answered": policy.rates.not_answered,
                    "ring_seconds": policy.rates.ring_seconds,
                }
            ),
        }
    )
    plain: dict[str, Any] = full.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"locked"})

    def moved(name: str) -> str:
        """The name as it reads from the lock file's folder."""
        found = beside(campaign.file.parent.resolve(), name)
        return name if found == name else Path(os.path.relpath(found, folder.resolve())).as_posix()

    def moved_customers(holder: dict[str, Any]) -> None:
        if holder.get("customers"):
            holder["customers"] = {moved(name): weight for name, weight in holder["customers"].items()}

    plain["accounts"] = Path(os.path.relpath(campaign.accounts, folder)).as_posix()
    for holder in (plain, *plain.get("treatments", ())):
        holder.update({key: moved(holder[key]) for key in ("script", "robot") if key in holder})
        moved_customers(holder)
    if form.model and (campaign.file.parent / form.model).is_dir():
        plain["model"] = Path(os.path.relpath(campaign.file.parent / form.model, folder)).as_posix()
    plain["locked"] = {"voicebot": __version__, "sha256": _hashes(campaign, folder)}
    return HEAD + yaml.safe_dump(plain, allow_unicode=True, sort_keys=False)


def check_lock(campaign: Campaign) -> None:
    """Raise InputError where a locked campaign's files are no longer what they were."""
    if campaign.form.locked is None:
        return
    then = campaign.form.locked.get("sha256", {})
    now = _hashes(campaign, campaign.file.parent)
    for name in sorted({*then, *now}):
        if then.get(name) != now.get(name):
            change = "is no longer there" if name not in now else "has changed"
            raise InputError.at(
                campaign.file,
                None,
                f"{name} {change} since the run was locked; remove `locked:` to run it anyway",
            )


def _hashes(campaign: Campaign, folder: Path) -> dict[str, str]:
    """sha256 of every file that the run depends on, by a name that does not depend on the machine."""
    language = campaign.language.split("-")[0].lower()
    shipped = [("models", f"{language}-nlu"), ("personas", "customers"), ("personas", f"phrases/{language}")]
    if campaign.fidelity == "voice" and not campaign.form.model:
        shipped.append(("models", f"{language}-phone"))
    found = {f"{kind}/{name}": _sha256(data_dir(kind) / name) for kind, name in shipped}
    kinds = [("accounts", str(campaign.accounts))]
    for _, treatment in campaign.treatments:
        kinds += [("scripts", treatment.script), ("personas", treatment.robot)]
        kinds += [("personas", name) for name, _ in treatment.mix or ()]
    for kind, name in kinds:
        path = _found(kind, name)
        if path is not None:
            own = not path.is_relative_to(data_dir(kind))
            label = Path(os.path.relpath(path, folder)).as_posix() if own else f"{kind}/{name}"
            found[label] = _sha256(path)
    for treatment in {treatment.model: treatment for _, treatment in campaign.treatments}.values():
        if treatment.fidelity == "voice" and treatment.model:
            found |= _model_hash(treatment.model, folder)
    return dict(sorted(found.items()))


def _model_hash(model: str, folder: Path) -> dict[str, str]:
    """A recognition model's hash under its name, or under its path where it is the user's own folder."""
    try:
        path = find_model(model).resolve()
    except ModelError:
        return {}
    named = path.parent in (data_dir("models").resolve(), models_folder().resolve())
    label = f"models/{path.name}" if named else Path(os.path.relpath(path, folder.resolve())).as_posix()
    return {label: _sha256(path)}


def _found(kind: str, name: str) -> Path | None:
    """The file or folder of that name: as a path, or among what is shipped."""
    for candidate in (Path(name), data_dir(kind) / name):
        if candidate.exists():
            return candidate
    return next(iter(sorted(data_dir(kind).rglob(f"{name}.yaml"))), None)


def _sha256(path: Path) -> str:
    """Of a file's bytes; of a folder, of the names and bytes of all files in it."""
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    whole = hashlib.sha256()
    for file in sorted(file for file in path.rglob("*") if file.is_file()):
        whole.update(file.relative_to(path).as_posix().encode() + b"\0")
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()
