"""`voicebot bench`: what calls cost, and how much of it is the speech engines."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from voicebot.bench import ENGINES, Split, measure
from voicebot.cli.call import MOMENT, moment
from voicebot.engines import World, draws
from voicebot.generate import generate_accounts


def register(app: typer.Typer) -> None:
    app.command("bench")(bench)


def bench(
    calls: Annotated[int, typer.Option(help="Answered calls by voice.", min=1)] = 20,
    text_calls: Annotated[
        int, typer.Option(help="Answered calls in text fidelity; 0 leaves them out.", min=0)
    ] = 1000,
    script: Annotated[str, typer.Option(help="Script: a shipped name or a path.")] = "m1_collection",
    seed: Annotated[int, typer.Option(help="The same seed gives the same calls.", min=0)] = 7,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Processor time of calls, split into speech engines and everything else, on one core."""
    answered = moment(MOMENT)
    world = World()
    loaded = world.script(script)
    robot = world.default_robot(loaded.language)
    splits = []
    for fidelity, count in (("voice", calls), ("text", text_calls)):
        if count:
            rng = draws(seed, "bench", 1, fidelity)
            accounts = generate_accounts(count, loaded.language, rng, answered.date(), loaded.purpose)
            splits.append(measure(fidelity, script, robot, accounts, seed, answered))
    if as_json:
        print(json.dumps({split.fidelity: split.as_json() for split in splits}))
        return
    console = Console(highlight=False)
    for split in splits:
        _show(console, split)


def _show(console: Console, split: Split) -> None:
    table = Table(title=f"{split.calls} calls, {split.fidelity} fidelity", title_justify="left")
    for column in ("part", "CPU s", "share", "µs per frame"):
        table.add_column(column, justify="left" if column == "part" else "right")
    frames = max(1.0, split.talk_s * 50)
    for name, seconds in split.parts.items():
        label = f"{name} (engine)" if name in ENGINES and split.fidelity == "voice" else name
        table.add_row(
            label, f"{seconds:.2f}", f"{seconds / split.cpu_s:.1%}", f"{seconds * 1e6 / frames:.1f}"
        )
    console.print(table)
    console.print(
        f"{split.talk_s:.0f} s of conversation in {split.cpu_s:.2f} s of processor time "
        f"({split.talk_s / split.cpu_s:.0f} times real time), {split.calls / split.wall_s:.1f} calls/s"
    )
    if split.fidelity == "voice":
        console.print(
            f"outside the speech engines: [bold]{split.own_share:.1%}[/], "
            f"{split.own_us_per_frame:.0f} µs per 20 ms frame"
        )
    console.print()
