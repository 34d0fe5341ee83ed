"""Where the shipped scripts, personas and models lie: in the wheel, or beside the package in a checkout."""

from __future__ import annotations

from pathlib import Path

from voicebot.errors import InputError, did_you_mean

_PACKAGE = Path(__file__).parent


def data_dir(kind: str) -> Path:
    """The folder of shipped `scripts`, `personas` or `models`."""
    packed = _PACKAGE / "_data" / kind
    return packed if packed.is_dir() else _PACKAGE.parent / kind


def shipped_files(kind: str) -> list[Path]:
    """The YAML files in a folder of shipped data, such as `scripts` or `personas/robots`, ordered by name."""
    top, _, below = kind.partition("/")
    return sorted((data_dir(top) / below).rglob("*.yaml"))


def find_file(kind: str, name: str | Path, what: str) -> Path:
    """The file that is meant: a path as it is, or a shipped one by name (`m1_collection`).

    Raises InputError, with near matches, where there is no such thing.
    """
    path = Path(name)
    if path.suffix in (".yaml", ".yml") or path.is_file():
        return path
    wanted = path.as_posix()
    names = {f"{file.parent.name}/{file.stem}": file for file in shipped_files(kind)}
    found = [file for full, file in names.items() if wanted in (full, file.stem)]
    if len(found) == 1:
        return found[0]
    if found:
        choices = " or ".join(full for full, file in names.items() if file in found)
        raise InputError(f"{what} '{wanted}' exists more than once; say {choices}")
    known = sorted({file.stem for file in names.values()})
    hint = did_you_mean(wanted, [*known, *names]) or f"; shipped are {', '.join(known) or 'none'}"
    raise InputError(f"{what} '{wanted}' does not exist{hint}")
