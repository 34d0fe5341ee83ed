"""`voicebot asr`: transcribe a recording, and measure a recogniser on many."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from voicebot.asr.installed import find_model
from voicebot.asr.manifest import Result, measure, read_manifest, transcribe
from voicebot.asr.score import Score
from voicebot.asr.vosk import VoskAsr
from voicebot.audio import Audio
from voicebot.audio.channel import PhoneChannel
from voicebot.audio.conditions import LineConditions
from voicebot.audio.files import read_audio
from voicebot.paths import data_dir

_MOST_CONFUSIONS = 15

Language = Annotated[str, typer.Option(help="zh or en.")]
Model = Annotated[
    str | None,
    typer.Option(
        help="A pulled model's name or a Vosk model folder in place of the embedded one.", show_default=False
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, help="Recognition: transcribe a recording, measure on many.")
    group.command("transcribe")(transcribe_file)
    group.command("test")(measure_files)
    app.add_typer(group, name="asr")


def transcribe_file(
    file: Annotated[Path, typer.Argument(help="A wav or flac file of any rate, mono or stereo.")],
    language: Language = "zh",
    model: Model = None,
    as_json: Json = False,
) -> None:
    """Print what is said in a recording."""
    asr = VoskAsr(find_model(model) if model else embedded(language))
    transcript = transcribe(read_audio(file), asr)
    if not as_json:
        print(transcript.text)
        return
    words = [
        {"text": w.text, "start_ms": w.start_ms, "end_ms": w.end_ms, "confidence": round(w.confidence, 4)}
        for w in transcript.words
    ]
    found = {"text": transcript.text, "confidence": round(transcript.confidence, 4), "words": words}
    print(json.dumps(found, ensure_ascii=False))


def measure_files(
    manifest: Annotated[
        Path, typer.Argument(help="CSV with the columns file,text and, if wanted, condition.")
    ],
    language: Language = "zh",
    model: Model = None,
    line: Annotated[
        bool, typer.Option("--line", help="Send the recordings through a simulated phone line first.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Error rates on recordings with known text: characters (CER) and words (WER)."""
    recordings = read_manifest(manifest)
    asr = VoskAsr(find_model(model) if model else embedded(language))
    with Progress(transient=True, console=Console(stderr=True), disable=as_json) as progress:
        task = progress.add_task("listening", total=len(recordings))
        result = measure(
            recordings, asr, language, _through_line if line else _as_it_is, lambda: progress.advance(task)
        )
    if as_json:
        print(json.dumps(result.as_json(), ensure_ascii=False))
    else:
        _show(Console(highlight=False), result)


def embedded(language: str) -> Path:
    """The folder of the language's embedded model."""
    return data_dir("models") / f"{language}-phone"


def _as_it_is(audio: Audio) -> Audio:
    return audio


def _through_line(audio: Audio) -> Audio:
    """Every recording through a line of its own: the same one every time."""
    return PhoneChannel(LineConditions(), np.random.default_rng(1)).carry(audio)


def _show(console: Console, result: Result) -> None:
    table = Table()
    table.add_column("condition")
    for column in ("recordings", "CER", "WER", "substituted", "deleted", "inserted"):
        table.add_column(column, justify="right")
    for name, score in {**result.conditions, "all": result.overall}.items():
        table.add_row(name, *_row(score))
    console.print(table)
    if confused := result.overall.confused.most_common(_MOST_CONFUSIONS):
        worst = Table(title="most confused", title_justify="left")
        for column in ("said", "heard", "times"):
            worst.add_column(column, justify="right" if column == "times" else "left")
        for (said, heard), times in confused:
            worst.add_row(said or "-", heard or "-", str(times))
        console.print(worst)


def _row(score: Score) -> tuple[str, ...]:
    words = score.words
    edits = (str(count) for count in (words.substitutions, words.deletions, words.insertions))
    return (str(score.n), f"{score.characters.rate:.1%}", f"{words.rate:.1%}", *edits)
