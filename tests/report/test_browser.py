"""report.html in a real browser: the call browser renders, and plays the recording beside it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pytest
import soundfile

from tests.report.runs import answered, customer, promising, robot, write_run
from voicebot.report import write_report

BROWSER = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium here")


def opened(run_dir: Path, profile: Path, address: str = "") -> str:
    """The page's elements after its script has run."""
    assert BROWSER
    done = subprocess.run(
        [
            BROWSER,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            f"--user-data-dir={profile}",
            "--virtual-time-budget=2000",
            "--dump-dom",
            (run_dir / "report.html").as_uri() + address,
        ],
        capture_output=True,
        timeout=60,
        check=True,
    )
    return done.stdout.decode("utf-8")


@pytest.fixture
def run_dir(tmp_path: Path) -> Path:
    calls = [
        promising("A1-1", recording="A1-1.flac", talk_ms=4000),
        promising(
            "A2-1", made=False, true_disposition="HARD", recording="A2-1.flac", customer="<b>hostile</b>"
        ),
        *(answered(f"B{number:03}-1") for number in range(70)),
    ]
    turns = [
        robot("A2-1", 0, "您哪天方便还款？", 0, 1800, step="ask_date", heard="您哪天", barged_in=1),
        customer(
            "A2-1", 1, "我没有钱还", "我有钱还", "hardship>promise_to_pay", (1500, 3000), step="ask_date"
        ),
        customer("A1-1", 0, "明天还", "明天还", "promise_to_pay"),
    ]
    run = write_run(tmp_path / "run", calls, turns)
    (run / "recordings").mkdir()
    for name in ("A1-1.flac", "A2-1.flac"):
        soundfile.write(run / "recordings" / name, np.zeros((32_000, 2), np.int16), 8000)
    write_report(run)
    return run


def test_the_costliest_call_is_open_and_its_recording_is_there(run_dir: Path, tmp_path: Path) -> None:
    page = opened(run_dir, tmp_path / "profile")
    assert len(re.findall(r'<button type="button" data-id=', page)) == 60
    assert "72 calls" in page
    [source] = re.findall(r'<audio [^>]*src="([^"]+)"', page)
    assert source == "recordings/A2-1.flac"
    assert (run_dir / unquote(source)).is_file()
    assert "我<del>没</del>有钱还" in page
    assert '您哪天<span class="cut">方便还款？</span>' in page
    assert "<b>hostile</b>" not in page


def test_an_address_opens_its_call_at_its_turn(run_dir: Path, tmp_path: Path) -> None:
    page = opened(run_dir, tmp_path / "profile", "#call=A1-1&turn=0")
    assert 'src="recordings/A1-1.flac"' in page
    assert 'class="turn customer now" data-turn="0"' in page
