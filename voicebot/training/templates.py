"""Sentence templates: `{slot}` is filled, `(a|b|c)` picks one branch, `[x]` is there every other time."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from voicebot.errors import InputError, did_you_mean

Fill = Callable[[np.random.Generator], str]

_GROUP = re.compile(r"\[([^\[\]()]*)\]|\(([^\[\]()]*)\)")
_SLOT = re.compile(r"\{(\w+)\}")


def read_templates(path: Path, fills: Mapping[str, Fill]) -> list[str]:
    """One template a line, `#` begins a comment. Raises InputError for an unknown slot or open bracket."""
    templates = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not (template := line.strip()) or template.startswith("#"):
            continue
        for slot in _SLOT.findall(template):
            if slot not in fills:
                raise InputError.at(path, number, f"{{{slot}}} is no slot{did_you_mean(slot, fills)}")
        if set("[]()") & set(_without_groups(template)):
            raise InputError.at(path, number, "a bracket is not closed, or closed twice")
        templates.append(template)
    return templates


def expand(template: str, fills: Mapping[str, Fill], rng: np.random.Generator) -> str:
    """One sentence of a template."""

    def choose(group: re.Match[str]) -> str:
        optional = group[1] is not None
        if optional and rng.random() < 0.5:
            return ""
        branches = (group[1] if optional else group[2]).split("|")
        return branches[int(rng.integers(len(branches)))]

    # Innermost groups first, so that groups may stand in groups.
    while _GROUP.search(template):
        template = _GROUP.sub(choose, template)
    return _SLOT.sub(lambda slot: fills[slot[1]](rng), template)


def _without_groups(template: str) -> str:
    while _GROUP.search(template):
        template = _GROUP.sub("", template)
    return template
