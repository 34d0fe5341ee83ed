"""Personas by name or path."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from voicebot.errors import InputError
from voicebot.paths import find_file, shipped_files
from voicebot.persona.customer import CustomerPersona
from voicebot.persona.robot import RobotPersona
from voicebot.yamlfile import read_yaml


def load_robot(name_or_path: str | Path) -> RobotPersona:
    """A shipped robot persona by name or one's own by path. Raises InputError with place and remedy."""
    return read_yaml(find_file("personas/robots", name_or_path, "robot persona"), RobotPersona)


def load_customer(name_or_path: str | Path, language: str = "zh") -> CustomerPersona:
    """A shipped customer persona of that language by name, or one's own by path.

    Raises InputError with place and remedy, also where the persona speaks another language.
    """
    if Path(name_or_path).suffix not in (".yaml", ".yml"):
        for persona in shipped_customers(language):
            if persona.name == str(name_or_path):
                return persona
    persona = read_yaml(find_file("personas/customers", name_or_path, "customer persona"), CustomerPersona)
    if _short(persona.language) != _short(language):
        raise InputError(
            f"customer persona '{name_or_path}' speaks {persona.language}; the script needs {language}"
        )
    return persona


@lru_cache(maxsize=1)
def shipped_robots() -> tuple[RobotPersona, ...]:
    """Every shipped robot persona, Mandarin first, then in order of names."""
    robots = [read_yaml(path, RobotPersona) for path in shipped_files("personas/robots")]
    return tuple(sorted(robots, key=lambda robot: (not robot.language.startswith("zh"), robot.name)))


@lru_cache(maxsize=8)
def shipped_customers(language: str = "zh") -> list[CustomerPersona]:
    """Every shipped customer persona that speaks the language, in order of names."""
    personas = [read_yaml(path, CustomerPersona) for path in shipped_files("personas/customers")]
    return [persona for persona in personas if _short(persona.language) == _short(language)]


def _short(language: str) -> str:
    return language.split("-")[0].lower()
