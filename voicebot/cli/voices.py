"""`voicebot voices`: who can speak, and what it sounds like."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from voicebot.audio.files import write_audio
from voicebot.errors import UsageError, did_you_mean
from voicebot.tts.engine import Voice
from voicebot.tts.pyttsx import PyttsxTts
from voicebot.tts.voices import KnownVoice, language_of, voices

_SHOWN = ("zh", "en")


def register(app: typer.Typer) -> None:
    app.command("voices")(list_voices)


def list_voices(
    language: Annotated[
        str | None, typer.Option(help="Only voices of this language: zh, en or espeak-ng's code.")
    ] = None,
    voice: Annotated[str | None, typer.Option(help="With --say: language+variant, as in cmn+f2.")] = None,
    rate: Annotated[int, typer.Option(help="With --say: words per minute.", min=80, max=450)] = 180,
    pitch: Annotated[int, typer.Option(help="With --say: 0 to 99.", min=0, max=99)] = 50,
    say: Annotated[str | None, typer.Option(help="Speak this into the file named by --out.")] = None,
    out: Annotated[Path | None, typer.Option(help="With --say: a wav or flac file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """List the voices that robots and customers may have, or hear one of them."""
    if (say is None) != (out is None):
        raise UsageError("--say and --out belong together: --say TEXT --out FILE.wav")
    known = [one for one in voices(language) if language or one.language in _SHOWN]
    if not known:
        near = did_you_mean(language or "", {one.language for one in voices()})
        raise UsageError(f"no voice speaks '{language}'{near or '; use zh or en'}")
    if say is not None and out is not None:
        _say(say, out, Voice(voice or _default(known, say), rate, pitch), as_json)
    elif as_json:
        print(json.dumps({"voices": [asdict(one) for one in known]}))
    else:
        _show(known)


def _default(known: list[KnownVoice], text: str) -> str:
    """A plain voice; Mandarin for text with Hanzi in it, where the language is open."""
    hanzi = any("\u3400" <= character <= "\u9fff" for character in text)
    bases = {one.base for one in known}
    wanted = "cmn" if hanzi else "en-us"
    return wanted if wanted in bases else known[0].base


def _say(text: str, out: Path, voice: Voice, as_json: bool) -> None:
    audio = PyttsxTts().speak(text, voice)
    write_audio(out, audio)
    if as_json:
        print(
            json.dumps(
                {"voice": voice.id, "language": language_of(voice.id), "file": str(out), "ms": audio.ms}
            )
        )
    else:
        Console(highlight=False).print(
            f"{out}: {audio.seconds:.1f} s, {voice.id}", soft_wrap=True, markup=False
        )


def _show(known: list[KnownVoice]) -> None:
    variants: dict[tuple[str, str], list[str]] = {}
    for one in known:
        variants.setdefault((one.language, one.base), []).append(one.variant)
    speakers = {tuple(names) for names in variants.values()}
    console = Console(highlight=False)
    table = Table("language", "voice", "speakers", title="Voices", title_justify="left")
    for (language, base), names in variants.items():
        table.add_row(language, base, f"{len(names) - 1}")
    console.print(table)
    console.print(
        "A voice is written language+speaker, as in [bold]cmn+f2[/]; without a speaker it is the plain one."
    )
    for shared in speakers:
        console.print("Speakers: " + ", ".join(name for name in shared if name))
