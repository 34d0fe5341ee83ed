"""Recordings with what is said in them, and how well a recogniser hears them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from voicebot.asr.engine import AsrEngine, Transcript
from voicebot.asr.score import Score
from voicebot.audio import FRAME, Audio
from voicebot.audio.files import read_audio
from voicebot.errors import InputError

_NEEDED = ("file", "text")


@dataclass(frozen=True, slots=True)
class Recording:
    """One row of a manifest."""

    file: Path
    text: str
    condition: str = ""
    line: int = 0
    """Where it stands in the manifest."""


@dataclass(slots=True)
class Result:
    """Scores over all recordings, and over those of each condition."""

    overall: Score = field(default_factory=Score)
    conditions: dict[str, Score] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """`{"cer", "wer", "n", …, "conditions": {NAME: {…}}}`."""
        conditions = {name: _figures(score) for name, score in self.conditions.items()}
        return {**_figures(self.overall), "conditions": conditions}


def read_manifest(path: Path) -> list[Recording]:
    """Rows of a CSV with the columns file, text and, if wanted, condition; files lie relative to the
    manifest.

    Raises InputError with file and line.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            missing = [name for name in _NEEDED if name not in (rows.fieldnames or ())]
            if missing:
                raise InputError.at(path, 1, f"column '{missing[0]}' is missing; needed are file and text")
            recordings = [_recording(path, rows.line_num, row) for row in rows]
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); name a CSV file") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: is no CSV file in UTF-8 ({error})") from error
    if not recordings:
        raise InputError.at(path, None, "holds no recordings; add rows of file,text")
    return recordings


def measure(
    recordings: Iterable[Recording],
    asr: AsrEngine,
    language: str,
    through: Callable[[Audio], Audio] = lambda audio: audio,
    done: Callable[[], None] = lambda: None,
) -> Result:
    """Let the recogniser hear every recording, sent `through` a line first."""
    result = Result()
    for recording in recordings:
        heard = transcribe(through(read_audio(recording.file)), asr).text
        result.overall.add(recording.text, heard, language)
        if recording.condition:
            condition = result.conditions.setdefault(recording.condition, Score())
            condition.add(recording.text, heard, language)
        done()
    return result


def transcribe(audio: Audio, asr: AsrEngine) -> Transcript:
    """What is said in the whole of the audio."""
    stream = asr.listen()
    for start in range(0, len(audio), FRAME):
        stream.accept(audio.cut(start, start + FRAME))
    return stream.finish()


def _recording(path: Path, line: int, row: dict[str, str | None]) -> Recording:
    file, text = ((row[name] or "").strip() for name in _NEEDED)
    if not file or not text:
        raise InputError.at(path, line, "file or text is empty; fill both, or take the row out")
    place = path.parent / file
    if not place.is_file():
        raise InputError.at(path, line, f"{place} does not exist; files lie relative to the manifest")
    return Recording(place, text, (row.get("condition") or "").strip(), line)


def _figures(score: Score) -> dict[str, object]:
    words = score.words
    return {
        "cer": round(score.characters.rate, 5),
        "wer": round(words.rate, 5),
        "n": score.n,
        "substitutions": words.substitutions,
        "deletions": words.deletions,
        "insertions": words.insertions,
    }
