"""What a report leaves in the run directory: summary.json and report.html, each whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from voicebot.errors import OutputError
from voicebot.report.page import page
from voicebot.report.prices import Prices
from voicebot.report.summary import Summary, summarise

SUMMARY = "summary.json"
REPORT = "report.html"


def write_report(run_dir: Path | str, prices: Prices | None = None) -> Summary:
    """Compute the figures anew, and write both files.

    Raises InputError where the folder holds no readable run, and OutputError where it can't be written.
    """
    run_dir = Path(run_dir)
    summary = summarise(run_dir, prices)
    html = page(run_dir, summary, prices)
    _write(run_dir / SUMMARY, json.dumps(summary.as_json(), ensure_ascii=False, indent=1) + "\n")
    _write(run_dir / REPORT, html)
    return summary


def _write(path: Path, text: str) -> None:
    try:
        # In the same folder: only there is the replacement a single step.
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            # A temporary file is the writer's alone; a report is for everybody who may read the run.
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise OutputError(
            f"{path}: cannot be written ({error.strerror}); copy the run to a folder that you may write to"
        ) from error
