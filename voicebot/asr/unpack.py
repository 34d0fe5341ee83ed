"""Unpacking an archive from elsewhere: every entry is looked at before the first one is written."""

from __future__ import annotations

import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Final

from voicebot.errors import ModelError

_MOST_FILES: Final = 1000
_MOST_GROWTH: Final = 20
"""Times the archive's size; a real model grows to less than twice."""
_ROOM: Final = 1 << 20
"""Bytes beyond that: small archives of text may shrink more."""
_CHUNK: Final = 1 << 16


def unpack(archive: Path, folder: Path) -> None:
    """Write the files of a zip into the folder; a single folder around all of them is left away.

    Raises ModelError, before anything is written, for an archive whose names leave the folder, that holds
    links or would grow beyond measure; and for a damaged one. OSError where the disk does not take it.
    """
    try:
        with zipfile.ZipFile(archive) as packed:
            entries = _looked_at(packed.infolist(), archive)
            around = _around([path for path, _ in entries])
            for path, entry in entries:
                target = folder.joinpath(*path.parts[around:])
                _write(packed, entry, target, archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError) as error:
        raise ModelError(
            f"{archive}: is not a zip archive that can be unpacked; take another copy"
        ) from error


def _looked_at(entries: list[zipfile.ZipInfo], archive: Path) -> list[tuple[PurePosixPath, zipfile.ZipInfo]]:
    """The files among the entries with their paths. Raises ModelError for an archive that means harm."""
    if len(entries) > _MOST_FILES:
        raise ModelError(f"{archive}: holds {len(entries)} files, more than any model; nothing was unpacked")
    if sum(entry.file_size for entry in entries) > _MOST_GROWTH * archive.stat().st_size + _ROOM:
        raise ModelError(f"{archive}: would grow beyond measure when unpacked; nothing was unpacked")
    found = []
    taken: set[str] = set()
    for entry in entries:
        path = PurePosixPath(entry.filename)
        name = entry.filename
        if (
            path.is_absolute()
            or ".." in path.parts
            or any(sign in name for sign in "\\:\0")
            or not path.parts
        ):
            raise ModelError(f"{archive}: '{_shown(name)}' leads out of the folder; nothing was unpacked")
        if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise ModelError(f"{archive}: '{_shown(name)}' is a link or device; nothing was unpacked")
        if entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ModelError(
                f"{archive}: '{_shown(name)}' is encrypted or packed unusually; nothing was unpacked"
            )
        if entry.is_dir():
            continue
        # On some systems names that differ in case only are the same file.
        if path.as_posix().casefold() in taken:
            raise ModelError(f"{archive}: '{_shown(name)}' is there twice; nothing was unpacked")
        taken.add(path.as_posix().casefold())
        found.append((path, entry))
    return found


def _around(paths: list[PurePosixPath]) -> int:
    """1 where all files lie in one folder, else 0."""
    return int(len({path.parts[0] for path in paths}) == 1 and all(len(path.parts) > 1 for path in paths))


def _write(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, archive: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # "x": a file that is there already came from this archive under another name.
        with packed.open(entry) as source, target.open("xb") as file:
            while piece := source.read(_CHUNK):
                file.write(piece)
    except (FileExistsError, NotADirectoryError) as error:
        raise ModelError(f"{archive}: '{_shown(entry.filename)}' is in another file's place") from error


def _shown(name: str) -> str:
    """Without anything that would move the cursor or break the line."""
    return "".join(sign if sign.isprintable() else "?" for sign in name)[:80]
