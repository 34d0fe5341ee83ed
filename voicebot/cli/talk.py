"""`voicebot talk`: you are the customer."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from voicebot.asr.oracle import OracleAsr
from voicebot.asr.vad import LabelVad
from voicebot.call import run_call
from voicebot.cli.call import MOMENT, moment
from voicebot.cli.show import show_turn, slots
from voicebot.dialogue import Dialogue
from voicebot.ears import Ears
from voicebot.engines import TEXT_STRIDE, World, draws
from voicebot.errors import UsageError
from voicebot.generate import generate_accounts
from voicebot.line.keyboard import KeyboardLine
from voicebot.mouth import Mouth
from voicebot.records import Turn
from voicebot.robot import Robot

GREETINGS = {"zh": "喂", "en": "hello"}


def register(app: typer.Typer) -> None:
    app.command("talk")(talk)


def talk(
    text: Annotated[bool, typer.Option("--text", help="Type the customer's part.")] = False,
    script: Annotated[str, typer.Option(help="Script: a shipped name or a path.")] = "m1_collection",
    robot: Annotated[str, typer.Option(help="Robot persona: a shipped name or a path.")] = "",
    seed: Annotated[int, typer.Option(help="The same seed gives the same account.", min=0)] = 7,
    at: Annotated[str, typer.Option(help="The moment of the call.")] = MOMENT,
) -> None:
    """Be the customer: type the answers to the robot. An empty line says nothing; Ctrl-D hangs up."""
    if not text:
        raise UsageError("talk needs --text: type the customer's part")
    console = Console(highlight=False)
    world = World()
    answered = moment(at)
    loaded = world.script(script)
    language = loaded.language.split("-")[0]
    persona = world.robot(robot or world.default_robot(loaded.language))
    account = generate_accounts(
        1, loaded.language, draws(seed, "account", 1, "account"), answered.date(), loaded.purpose
    )[0]
    engines = world.engines("text", loaded.language)
    dialogue = Dialogue(loaded, persona, account, answered)
    talker = Robot(
        dialogue,
        Ears(OracleAsr.exact(), LabelVad()),
        Mouth(engines.tts, persona.voice),
        engines.nlu,
        answered,
        TEXT_STRIDE,
        lambda turn: _show(console, turn),
    )
    console.print(
        f"[bold]{loaded.name}[/] · you are {account.name}: {account.overdue_amount:g} due, "
        f"{account.days_past_due} days past due, tail {account.id_tail}"
    )
    console.print(
        "[dim]Typed words reach the robot as they are. The embedded recogniser knows synthetic voices only; "
        f"for people: voicebot models pull {language}[/]",
        soft_wrap=True,
    )

    def ask() -> str | None:
        try:
            return console.input("[green]you      >[/] ").strip()
        except EOFError:
            return None

    run_call(talker, KeyboardLine(ask, engines.tts, persona.voice, GREETINGS[language]), keep_sound=False)
    outcome = dialogue.outcome()
    console.print(f"\nthe robot recorded [bold]{outcome.disposition}[/], grade {outcome.grade}")
    if outcome.promise is not None:
        console.print(f"promise: {outcome.promise.amount:g} by {outcome.promise.date}")
    for _, action in talker.actions:
        console.print(f"next action: {action.name} {slots(action.arguments)}".rstrip())


def _show(console: Console, turn: Turn) -> None:
    if turn.party == "robot":
        show_turn(console, turn)
    else:
        belief = f"{turn.intent_heard} {turn.confidence:.2f} {slots(turn.slots_heard)}"
        console.print(f"           [dim]understood[/] {belief}")
