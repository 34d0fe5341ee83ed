"""Imports point one way."""

from __future__ import annotations

import ast
from pathlib import Path

import voicebot

PACKAGE = Path(voicebot.__file__).parent

LAYERS: tuple[tuple[str, ...], ...] = (
    ("errors", "paths", "yamlfile"),
    ("audio",),
    ("accounts", "actions", "generate"),
    ("records",),
    ("alignment",),
    ("tts", "asr", "nlu", "script", "persona"),
    ("dialogue", "line"),
    ("ears", "mouth"),
    ("robot", "customer"),
    ("engines",),
    ("call",),
    ("bench",),
    ("rules",),
    ("dialer",),
    ("campaign",),
    ("store",),
    ("run",),
    ("report", "check"),
    ("training",),
    ("cli",),
)
"""Each layer may import the ones before it, and its own."""

ALLOWED = {("dialer", "campaign")}


def _module(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("voicebot."):
            found.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("voicebot.")}
    return found


def test_every_module_has_its_layer() -> None:
    modules = {_module(path) for path in PACKAGE.rglob("*.py")} - {"__init__", "__main__", "_data"}
    assert modules <= {name for layer in LAYERS for name in layer}


def test_imports_point_one_way() -> None:
    rank = {name: number for number, layer in enumerate(LAYERS) for name in layer}
    wrong = [
        f"{path.relative_to(PACKAGE)} imports {target}"
        for path in PACKAGE.rglob("*.py")
        if _module(path) in rank
        for target in _imports(path)
        if target in rank and rank[target] > rank[_module(path)] and (_module(path), target) not in ALLOWED
    ]
    assert wrong == []


def test_robot_and_customer_never_import_each_other() -> None:
    for here, there in (("robot", "customer"), ("customer", "robot"), ("dialogue", "customer")):
        files = [path for path in PACKAGE.rglob("*.py") if _module(path) == here]
        assert files
        assert all(there not in _imports(path) for path in files)
