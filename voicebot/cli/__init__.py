"""The command line: a thin skin. Every command lives in a module of its own and registers itself here."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Annotated

import typer

from voicebot import __version__
from voicebot.errors import VoicebotError

COMMANDS = ("run", "call", "talk", "check", "nlu", "asr", "models", "voices", "listing", "report", "bench")
"""The modules that hold commands, in the order of `--help`."""


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"voicebot {__version__}")
        raise typer.Exit


def _top(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """A rehearsal room for outbound voice robots: campaigns of simulated phone calls, by voice, offline."""


def build() -> typer.Typer:
    """The application with all of its commands."""
    app = typer.Typer(
        name="voicebot",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        callback=_top,
    )
    for name in COMMANDS:
        import_module(f"voicebot.cli.{name}").register(app)
    return app


def main() -> None:
    """Run the command line. A user's error is one line and exit code 2; a bug keeps its traceback."""
    try:
        build()()
    except VoicebotError as error:
        print(f"voicebot: {error}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("voicebot: stopped", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output has gone (for example `| head`): nothing is wrong.
        sys.stderr.close()
        sys.exit(0)
