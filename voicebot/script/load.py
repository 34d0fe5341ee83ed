"""Scripts by name or path."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from voicebot.errors import InputError
from voicebot.paths import find_file, shipped_files
from voicebot.script.form import ScriptForm
from voicebot.script.script import Script, make_script
from voicebot.script.structure import structure
from voicebot.yamlfile import fit, read_document


def load_script(name_or_path: str | Path) -> Script:
    """A shipped script by name (`m1_collection`, `zh/m1_collection`) or one's own by path.

    Raises InputError with file, line and remedy where it can't be played.
    """
    path = find_file("scripts", name_or_path, "script")
    document = read_document(path)
    form, defects = fit(document, ScriptForm)
    if form is None:
        raise InputError(str(defects[0]))
    for defect in sorted(structure(form, document)):
        raise InputError(str(defect))
    return make_script(form, path)


@lru_cache(maxsize=1)
def shipped_scripts() -> tuple[Script, ...]:
    """Every shipped script, in order of language and name."""
    return tuple(load_script(path) for path in shipped_files("scripts"))
