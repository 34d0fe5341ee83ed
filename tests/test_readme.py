"""README and `--help` are equal, and the commands in README work as written."""

from __future__ import annotations

import re
from pathlib import Path

import typer

from voicebot.cli import build

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _commands() -> dict[str, list[str]]:
    """Every command and its options, from the application itself."""
    found: dict[str, list[str]] = {}

    def walk(prefix: str, command: object) -> None:
        group = getattr(command, "commands", None)
        if group:
            for name, inner in group.items():
                walk(f"{prefix} {name}".strip(), inner)
            return
        params = getattr(command, "params", [])
        found[prefix] = sorted(
            opt for param in params for opt in param.opts if opt.startswith("--") and opt != "--help"
        )

    walk("", typer.main.get_command(build()))
    return found


def _documented() -> dict[str, set[str]]:
    """Every command in README's command table and the options named beside it."""
    rows = re.findall(r"^\| `voicebot ([^`]+)` \|(.*)\|$", README, flags=re.MULTILINE)
    found = {}
    for usage, rest in rows:
        name = re.match(r"((?:[a-z]+ ?)+)", usage)
        assert name, usage
        found[name.group(1).strip()] = set(re.findall(r"--[a-z][a-z-]*", usage + rest))
    return found


def test_every_command_is_in_the_readme_and_every_command_of_the_readme_exists() -> None:
    assert set(_documented()) == set(_commands())


def test_the_readme_names_the_options_that_each_command_has() -> None:
    documented = _documented()
    assert {name: sorted(documented[name]) for name in documented} == _commands()


def test_every_file_that_the_readme_links_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


def test_ci_runs_the_readmes_test_command() -> None:
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "pip install --quiet --disable-pip-version-check -e '.[test]'" in ci
    assert "pip install -e '.[test]' && python -m pytest" in README
