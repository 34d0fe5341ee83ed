"""Pulling a model: fetched, checked, unpacked beside its place, and only then put there, whole."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from voicebot.asr.download import Progress, check, fetch
from voicebot.asr.folder import check_model
from voicebot.asr.installed import PLACE, models_folder
from voicebot.asr.pullable import PullableModel
from voicebot.asr.unpack import unpack
from voicebot.errors import ModelError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


def pull(
    model: PullableModel,
    source: str | None = None,
    force: bool = False,
    progress: Progress = lambda done: None,
) -> Path:
    """The model's folder among the user's models, fetched unless a whole one is there.

    `source` is another address, or a file that was fetched before: the same archive, checked the same way.
    `force` fetches it although it is there. Raises ModelError; the model's folder is then as it was before.
    """
    folder = models_folder() / model.name
    if not force and is_whole(folder):
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            _install(model, source, folder, progress)
    except OSError as error:
        raise _unsaved(folder.parent, error) from error
    return folder


def is_whole(folder: Path) -> bool:
    """Whether the folder holds all files of a model."""
    try:
        check_model(folder)
    except ModelError:
        return False
    return True


def _install(model: PullableModel, source: str | None, folder: Path, progress: Progress) -> None:
    half = folder.with_name(f".{model.name}.zip.part")
    file = _file(source)
    if file is None:
        fetch(source or model.url, half, model.bytes, model.sha256, progress)
    else:
        check(file, model.bytes, model.sha256, str(file))
        progress(model.bytes)
    fresh = folder.with_name(f".{model.name}.unpacked")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        fresh.mkdir()
        unpack(file or half, fresh)
        check_model(fresh)
        _put(fresh, folder)
    except ModelError:
        # The archive itself is no good: fetching the rest of it again would not help.
        half.unlink(missing_ok=True)
        raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    half.unlink(missing_ok=True)


def _file(source: str | None) -> Path | None:
    """The file that the source names; None where it is an address."""
    if source is None or source.lower().startswith(("http://", "https://")):
        return None
    path = Path(source.removeprefix("file://")).expanduser()
    if path.is_file():
        return path
    if path.is_dir():
        raise ModelError(f"{path}: is a folder; name the archive, or use the folder as it is with --model")
    raise ModelError(f"{source}: there is no such file; name the archive, or an http or https address")


def _put(fresh: Path, folder: Path) -> None:
    """The fresh folder in place of what is there, if anything is."""
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        os.replace(folder, old)
    try:
        os.replace(fresh, folder)
    except OSError:
        if old.exists():
            os.replace(old, folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """While this lasts, no other process pulls the same model: two writers would spoil the part file."""
    place = folder.with_name(f".{folder.name}.lock")
    with place.open("ab") as file:
        try:
            if sys.platform == "win32":
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ModelError(f"{folder}: is being pulled by another process; wait for it") from error
        # Closing the file lets others in; the empty file stays, since removing it would let two in at once.
        yield


def _unsaved(folder: Path, error: OSError) -> ModelError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ModelError(f"{folder}: the disk is full; make room, or set {PLACE} to another folder")
    return ModelError(f"{folder}: cannot be written ({error.strerror}); set {PLACE} to another folder")
