"""Running a campaign: the same results for any number of workers, stopped or not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select

from tests.calls import mixed
from voicebot.actions import Disposition
from voicebot.audio.files import read_stereo
from voicebot.call import CallSpec
from voicebot.campaign import Campaign, load_campaign
from voicebot.errors import InputError, OutputError, UsageError
from voicebot.records import CallRecord
from voicebot.run import Progress, run_campaign
from voicebot.store import schema
from voicebot.store.reading import Results

SAMPLE = Path(__file__).parent / "data" / "campaign.yaml"
WHAT_HAPPENED = ("calls", "turns", "actions", "decisions", "accounts", "payments")


@pytest.fixture
def sample() -> Campaign:
    return load_campaign(SAMPLE)


def contents(run_dir: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything that happened, in an order that does not depend on which cell was faster."""
    with Results(run_dir) as results:
        return {
            name: sorted(
                map(tuple, results.connection.execute(select(schema.metadata.tables[name]))), key=repr
            )
            for name in WHAT_HAPPENED
        }


def stopped_after(calls: int) -> Iterator[None]:
    """Fails with Ctrl-C after so many calls."""
    for _ in range(calls):
        yield
    raise KeyboardInterrupt


def test_a_run_leaves_what_it_promises(sample: Campaign, tmp_path: Path) -> None:
    outcome = run_campaign(sample, tmp_path / "run", workers=1, call=mixed)
    assert outcome.complete
    names = {path.name for path in outcome.run_dir.iterdir()}
    assert names == {"run.sqlite", "recordings", "campaign.lock.yaml", "rejected.csv"}
    with Results(outcome.run_dir) as results:
        about = results.about()
        assert (about.campaign, about.accounts, about.rejected, about.complete) == ("sample", 36, 2, True)
        assert len(list(results.accounts())) == 36
        calls = list(results.calls())
        assert len(calls) == outcome.progress.dialled > 36
        assert sum(call.answered for call in calls) == outcome.progress.answered > 10
        decided = {decision.call_id for decision in results.decisions() if decision.verdict == "allow"}
        assert decided == {call.call_id for call in calls}


def test_four_workers_leave_the_same_as_one(sample: Campaign, tmp_path: Path) -> None:
    for workers in (1, 4):
        assert run_campaign(sample, tmp_path / str(workers), workers=workers, call=mixed).complete
    assert contents(tmp_path / "4") == contents(tmp_path / "1")


@pytest.mark.parametrize("calls", [0, 1, 7, 20])
def test_a_run_that_was_stopped_and_resumed_leaves_the_same(
    sample: Campaign, tmp_path: Path, calls: int
) -> None:
    run_campaign(sample, tmp_path / "whole", workers=1, call=mixed)
    ticks = stopped_after(calls)

    def stopping(spec: CallSpec) -> CallRecord:
        next(ticks)
        return mixed(spec)

    first = run_campaign(sample, tmp_path / "parts", workers=1, call=stopping)
    assert not first.complete
    with Results(tmp_path / "parts") as results:
        assert not results.about().complete
        stored = {call.call_id for call in results.calls(answered=True)}
    made: list[str] = []

    def counting(spec: CallSpec) -> CallRecord:
        made.append(spec.call_id)
        return mixed(spec)

    assert run_campaign(sample, tmp_path / "parts", workers=1, resume=True, call=counting).complete
    assert not stored & set(made), "no call is made twice"
    assert contents(tmp_path / "parts") == contents(tmp_path / "whole")


def test_a_finished_run_stays_as_it_is_when_resumed(sample: Campaign, tmp_path: Path) -> None:
    run_campaign(sample, tmp_path / "run", workers=1, call=mixed)
    before = contents(tmp_path / "run")
    again = run_campaign(sample, tmp_path / "run", workers=1, resume=True, call=refuse)
    assert again.complete
    assert again.progress.dialled == len(before["calls"])
    assert contents(tmp_path / "run") == before


def test_recordings_lie_beside_their_calls(sample: Campaign, tmp_path: Path) -> None:
    def spoken(spec: CallSpec) -> CallRecord:
        record = mixed(spec)
        record.talk_ms = 1500
        record.sound = (np.full(12_000, 100, np.int16), np.full(12_000, -200, np.int16))
        return record

    run_campaign(sample, tmp_path / "run", workers=1, call=spoken)
    with Results(tmp_path / "run") as results:
        calls = list(results.calls())
        files = [results.recording(call) for call in calls if call.answered]
        assert not any(call.recording for call in calls if not call.answered)
    assert {file.name for file in files if file} == {
        path.name for path in (tmp_path / "run/recordings").iterdir()
    }
    for file in files:
        assert file is not None
        robot, customer = read_stereo(file)
        assert robot.ms == customer.ms == 1500
        assert (int(robot.samples[0]), int(customer.samples[0])) == (100, -200)


def test_a_stopped_run_leaves_no_recording_without_its_call(sample: Campaign, tmp_path: Path) -> None:
    ticks = stopped_after(9)

    def spoken(spec: CallSpec) -> CallRecord:
        next(ticks)
        record = mixed(spec)
        record.sound = (np.zeros(800, np.int16), np.zeros(800, np.int16))
        return record

    run_campaign(sample, tmp_path / "run", workers=1, call=spoken)
    with Results(tmp_path / "run") as results:
        stored = {call.recording for call in results.calls(answered=True)}
    assert {path.name for path in (tmp_path / "run/recordings").iterdir()} == stored


def test_a_failed_call_is_stored_with_its_error(sample: Campaign, tmp_path: Path) -> None:
    def failing(spec: CallSpec) -> CallRecord:
        raise ZeroDivisionError("ours")

    outcome = run_campaign(sample, tmp_path / "run", workers=1, call=failing)
    assert outcome.complete
    assert outcome.progress.failed > 5
    with Results(outcome.run_dir) as results:
        errors = list(results.calls(answered=True))
        assert all(call.error.startswith("ZeroDivisionError: ours") for call in errors)
        assert {call.disposition for call in errors} == {Disposition.LOST}


def test_a_users_error_in_a_worker_process_reaches_the_user(sample: Campaign, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"mine\.yaml:3: wrong"):
        run_campaign(sample, tmp_path / "run", workers=2, call=refuse)


def refuse(spec: CallSpec) -> CallRecord:
    raise InputError("mine.yaml:3: wrong")


def test_a_worker_that_dies_is_reported_and_the_run_can_go_on(sample: Campaign, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"ended unexpectedly .*--resume"):
        run_campaign(sample, tmp_path / "run", workers=2, call=die)
    assert run_campaign(sample, tmp_path / "run", workers=1, resume=True, call=mixed).complete
    run_campaign(sample, tmp_path / "whole", workers=1, call=mixed)
    assert contents(tmp_path / "run") == contents(tmp_path / "whole")


def die(spec: CallSpec) -> CallRecord:
    if spec.account.account_id.endswith("9"):
        os._exit(9)
    return mixed(spec)


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.calls import mixed
from voicebot.campaign import load_campaign
from voicebot.run import run_campaign
import voicebot.store.writing as writing
writing.BATCH = 10
def show(progress):
    if progress.dialled == 25:
        os.kill(os.getpid(), signal.SIGKILL)
run_campaign(load_campaign(sys.argv[1]), Path(sys.argv[2]), workers=1, show=show, call=mixed)
"""


def test_a_killed_run_is_readable_and_can_go_on(sample: Campaign, tmp_path: Path) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(SAMPLE), str(tmp_path / "run")],
        cwd=SAMPLE.parent.parent.parent,
        check=False,
        timeout=120,
    )
    assert killed.returncode == -signal.SIGKILL
    with Results(tmp_path / "run") as results:
        assert 10 <= len(list(results.calls())) <= 25
    assert run_campaign(sample, tmp_path / "run", workers=1, resume=True, call=mixed).complete
    run_campaign(sample, tmp_path / "whole", workers=1, call=mixed)
    assert contents(tmp_path / "run") == contents(tmp_path / "whole")


def test_progress_rises_to_the_whole(sample: Campaign, tmp_path: Path) -> None:
    shares: list[float] = []

    def show(progress: Progress) -> None:
        shares.append(progress.share(sample.policy.start, sample.policy.end))

    run_campaign(sample, tmp_path / "run", workers=1, show=show, call=mixed)
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_a_run_that_exists_is_not_overwritten(sample: Campaign, tmp_path: Path) -> None:
    run_campaign(sample, tmp_path / "run", workers=1, call=mixed)
    with pytest.raises(OutputError, match="already holds a run"):
        run_campaign(sample, tmp_path / "run", workers=1, call=mixed)


def test_a_folder_with_other_things_is_left_alone(sample: Campaign, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(OutputError, match="is not empty and holds no run"):
        run_campaign(sample, tmp_path, workers=1, call=mixed)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_without_out_runs_are_numbered(
    sample: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    dirs = [run_campaign(sample, workers=1, call=mixed).run_dir for _ in range(2)]
    assert dirs == [Path("runs/sample-1"), Path("runs/sample-2")]
    assert run_campaign(sample, workers=1, resume=True, call=mixed).run_dir == Path("runs/sample-2")


def test_there_must_be_something_to_resume(sample: Campaign, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no run to resume"):
        run_campaign(sample, tmp_path / "none", workers=1, resume=True, call=mixed)


def test_another_campaign_cannot_go_on_with_a_run(sample: Campaign, tmp_path: Path) -> None:
    run_campaign(sample, tmp_path / "run", workers=1, call=mixed)
    other = load_campaign(SAMPLE, fidelity="voice")
    with pytest.raises(UsageError, match="have changed since this run began"):
        run_campaign(other, tmp_path / "run", workers=1, resume=True, call=mixed)


@pytest.mark.parametrize("accounts", ["", "account_id,name\n", None])
def test_wrong_accounts_leave_nothing_behind(tmp_path: Path, accounts: str | None) -> None:
    (tmp_path / "campaign.yaml").write_text("campaign: c\nstart: 2026-11-23\nscript: s\nrobot: r\n")
    if accounts is not None:
        (tmp_path / "accounts.csv").write_text(accounts)
    with pytest.raises(InputError):
        run_campaign(load_campaign(tmp_path / "campaign.yaml"), tmp_path / "run", call=mixed)
    assert not (tmp_path / "run").exists()


def test_an_output_that_cannot_be_made_is_one_line(sample: Campaign, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError) as error:
        run_campaign(sample, tmp_path / "file" / "run", workers=1, call=mixed)
    assert "\n" not in str(error.value)


FULL = """
import resource, sys
from pathlib import Path
from tests.calls import mixed
from voicebot.campaign import load_campaign
from voicebot.errors import OutputError
from voicebot.run import run_campaign
resource.setrlimit(resource.RLIMIT_FSIZE, (70_000, 70_000))
try:
    run_campaign(load_campaign(sys.argv[1]), Path(sys.argv[2]), workers=1, call=mixed)
except OutputError as error:
    print(error)
"""


def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    full = subprocess.run(
        [sys.executable, "-c", FULL, str(SAMPLE), str(tmp_path / "run")],
        cwd=SAMPLE.parent.parent.parent,
        check=True,
        timeout=120,
        capture_output=True,
        text=True,
    )
    assert full.stdout.count("\n") == 1
    assert "run.sqlite: cannot be written" in full.stdout
    assert full.stderr == ""
