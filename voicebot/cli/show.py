"""How a turn looks in the terminal: the same for a simulated call and for a person who talks to the robot."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.markup import escape

from voicebot.records import Turn


def clock(ms: int) -> str:
    """`01:02.3`: minutes, seconds and tenths since the answer."""
    minutes, rest = divmod(ms, 60_000)
    return f"{minutes:02d}:{rest / 1000:04.1f}"


def slots(values: Mapping[str, str | float]) -> str:
    return " ".join(
        f"{name}={value:g}" if isinstance(value, float) else f"{name}={value}"
        for name, value in values.items()
    )


def show_turn(console: Console, turn: Turn) -> None:
    """One turn: the robot's in cyan with its step; the customer's with what was said, heard, understood."""

    def say(text: str) -> None:
        # The terminal wraps: Mandarin has no spaces to break a line at.
        console.print(text, soft_wrap=True)

    when = f"[dim]{clock(turn.start_ms)}[/]"
    if turn.party == "robot":
        cut = " [yellow](interrupted)[/]" if turn.barged_in else ""
        text = turn.heard if turn.barged_in else turn.said
        say(f"{when} [cyan]robot   [/] [dim]{turn.step:<14}[/] {escape(text)}{cut}")
        return
    belief = (
        f"[bold]{turn.intent_heard or 'nothing'}[/] {turn.confidence:.2f} {slots(turn.slots_heard)}".rstrip()
    )
    if not turn.said:
        say(f"{when} [green]customer[/] [dim]{'heard':<14}[/] {escape(turn.heard)}  → {belief}")
        return
    say(f"{when} [green]customer[/] [dim]{'said':<14}[/] {escape(turn.said)}")
    if turn.heard != turn.said:
        say(f"        [red]         {'heard':<14}[/] {escape(turn.heard) or '[dim]nothing[/]'}")
    wrong = turn.intent_meant and turn.intent_meant != turn.intent_heard
    meant = f"  [red]meant {turn.intent_meant} {slots(turn.slots_meant)}[/]" if wrong else ""
    say(f"                 [dim]{'understood':<14}[/] {belief}{meant}")
