"""`voicebot scripts` and `voicebot personas`: what is there to make calls with."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from voicebot.engines import short
from voicebot.paths import shipped_files
from voicebot.persona.customer import CustomerPersona
from voicebot.persona.load import shipped_customers, shipped_robots
from voicebot.persona.robot import RobotPersona
from voicebot.script import Script, shipped_scripts

Language = Annotated[str | None, typer.Option(help="Only those of this language: zh or en.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def register(app: typer.Typer) -> None:
    app.command("scripts")(list_scripts)
    app.command("personas")(list_personas)


def list_scripts(language: Language = None, as_json: AsJson = False) -> None:
    """List the scripts that come with voicebot."""
    found = [script for script in shipped_scripts() if _speaks(script.language, language)]
    if as_json:
        print(json.dumps({"scripts": [_script(script) for script in found]}, ensure_ascii=False))
        return
    table = Table("script", "language", "purpose", "steps", "what it does", box=None, pad_edge=False)
    for script in found:
        table.add_row(
            script.name, script.language, script.purpose, str(len(script.steps)), script.description
        )
    Console().print(table)


def list_personas(language: Language = None, as_json: AsJson = False) -> None:
    """List the robot and customer personas that come with voicebot."""
    robots = [robot for robot in shipped_robots() if _speaks(robot.language, language)]
    customers = [customer for short_name in _languages() for customer in shipped_customers(short_name)]
    customers = [customer for customer in customers if _speaks(customer.language, language)]
    if as_json:
        listed = {
            "robots": [_robot(one) for one in robots],
            "customers": [_customer(one) for one in customers],
        }
        print(json.dumps(listed, ensure_ascii=False))
        return
    console = Console()
    table = Table("robot", "called", "voice", "tone", "who it is", box=None, pad_edge=False)
    for robot in robots:
        table.add_row(robot.name, robot.called, robot.voice.id, robot.tone, robot.description)
    console.print(table)
    console.print()
    table = Table("customer", "language", "who answers", "who it is", box=None, pad_edge=False)
    for customer in customers:
        answered_by = customer.answered_by.replace("_", " ")
        table.add_row(customer.name, customer.language, answered_by, customer.description)
    console.print(table)


def _languages() -> list[str]:
    """The languages that phrase banks, and so customers, exist in."""
    return sorted({path.parent.name for path in shipped_files("personas/phrases")})


def _speaks(language: str, wanted: str | None) -> bool:
    return wanted is None or short(language) == short(wanted)


def _script(script: Script) -> dict[str, object]:
    return {
        "name": script.name,
        "language": script.language,
        "purpose": script.purpose,
        "steps": len(script.steps),
        "description": script.description,
    }


def _robot(robot: RobotPersona) -> dict[str, object]:
    return {
        "name": robot.name,
        "called": robot.called,
        "language": robot.language,
        "company": robot.company,
        "gender": robot.gender,
        "voice": robot.voice.id,
        "tone": robot.tone,
        "description": robot.description,
    }


def _customer(customer: CustomerPersona) -> dict[str, object]:
    return {
        "name": customer.name,
        "language": customer.language,
        "answered_by": customer.answered_by,
        "description": customer.description,
    }
