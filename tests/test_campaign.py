"""Campaign files and their division into cells."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.calls import account
from voicebot.accounts import read_accounts
from voicebot.campaign import Campaign, campaign_accounts, divide, load_campaign, lock_text
from voicebot.campaign.lock import check_lock
from voicebot.errors import InputError
from voicebot.run import write_workspace

SAMPLE = Path(__file__).parent / "data" / "campaign.yaml"
SHORT = "campaign: c\nstart: 2026-11-23 09:00:00\nscript: s\nrobot: r\n"


def campaign(tmp_path: Path, text: str = SHORT) -> Campaign:
    path = tmp_path / "campaign.yaml"
    path.write_text(text, encoding="utf-8")
    return load_campaign(path)


def test_the_sample_is_read() -> None:
    sample = load_campaign(SAMPLE)
    assert sample.name == "sample"
    assert sample.accounts == SAMPLE.parent / "accounts.csv"
    assert sample.policy.start.isoformat() == "2026-11-23T09:00:00+08:00"
    assert sample.policy.hours.start == dt.time(9)
    assert sample.policy.retries["NA"].after == dt.timedelta(minutes=90)
    assert sample.policy.retries["OFF"].at_most == 1
    assert sample.policy.retries["BUSY"].at_most == 4, "what is left out keeps its default"
    assert [treatment.name for _, treatment in sample.treatments] == ["before due", "after due"]


def test_the_first_treatment_that_applies_is_taken() -> None:
    sample = load_campaign(SAMPLE)
    before, after = sample.treatment(account(days_past_due=0)), sample.treatment(account(days_past_due=1))
    assert before is not None
    assert after is not None
    assert (before.name, after.name) == ("before due", "after due")


@pytest.mark.parametrize(
    ("when", "meant"),
    [
        ("{bucket: [M1, M2]}", True),
        ("{bucket: M3}", False),
        ("{tags: vip}", True),
        ("{tags: [late, other]}", False),
        ("{days_past_due: {min: 10, max: 10}}", True),
        ("{overdue_amount: {min: 1200.01}}", False),
        ("{product: loan, gender: female}", True),
        ("{product: loan, gender: male}", False),
        ("{language: zh}", True),
    ],
)
def test_conditions_must_all_hold(tmp_path: Path, when: str, meant: bool) -> None:
    text = f"campaign: c\nstart: 2026-11-23\ntreatments:\n  - when: {when}\n    script: s\n    robot: r\n"
    one = account(tags=("vip",), product="loan", gender="female")
    assert (campaign(tmp_path, text).treatment(one) is not None) is meant


def test_who_speaks_another_language_has_no_treatment() -> None:
    assert load_campaign(SAMPLE).treatment(account(language="en-US")) is None


def test_rows_without_language_and_zone_have_the_campaigns(tmp_path: Path) -> None:
    head = "account_id,name,phone,balance,overdue_amount,days_past_due"
    (tmp_path / "accounts.csv").write_text(f"{head}\nA1,Ann,12025550100,1,1,1\n")
    text = SHORT + "language: en-US\ntimezone: America/New_York\n"
    (one,) = campaign_accounts(campaign(tmp_path, text)).rows
    assert (one.language, one.timezone) == ("en-US", "America/New_York")


def test_a_script_beside_the_campaign_comes_before_a_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    own = tmp_path / "scripts" / "mine.yaml"
    own.write_text("script: mine\n")
    for name in ("scripts/mine", "scripts/mine.yaml"):
        read = campaign(tmp_path, SHORT.replace("script: s", f"script: {name}"))
        assert read.treatments[0][1].script == str(own)
    assert campaign(tmp_path).treatments[0][1].script == "s"


def test_customers_may_be_listed_or_weighted(tmp_path: Path) -> None:
    listed = campaign(tmp_path, SHORT + "customers: [angry, busy]\n").treatments[0][1]
    weighted = campaign(tmp_path, SHORT + "customers: {angry: 2, busy: 0.5}\n").treatments[0][1]
    assert listed.mix == (("angry", None), ("busy", None))
    assert weighted.mix == (("angry", 2.0), ("busy", 0.5))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("linse: 3", "unknown key 'linse'; did you mean 'line' or 'lines'?"),
        ("lines: 0", "'lines'"),
        ("lines: many", "'lines'"),
        ("days: 1.5", "'days'"),
        ("timezone: Mars", "'Mars' is not a time zone"),
        ("hours: {from: 20:00, to: 09:00}", "the calling hours end at 09:00, before they start"),
        ("hours: {from: 25:00}", "'25:00' is not a time of day"),
        ("retry: {NA: {after: soon, max: 1}}", "'soon' is not a duration such as 90s, 15m, 2h or 1d"),
        ("retry: {NOBODY: {after: 2h, max: 1}}", "'NOBODY' is not known"),
        ("retry: {NA: {after: 2h}}", "'max' is missing"),
        ("rates: {connected: {M9: 0.5}}", "'M9' is not known; known are M0, M1, M2, M3"),
        ("rates: {connected: {M1: 1.5}}", "'M1'"),
        ("rates: {ring_seconds: {answered: [9, 3]}}", "ring_seconds of answered must be"),
        ("fidelity: loud", "'fidelity'"),
        ("treatments: [{script: s, robot: r}]", "give either script and robot, or treatments"),
    ],
)
def test_every_defect_is_one_line_with_its_place(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        campaign(tmp_path, SHORT + line + "\n")
    text = str(error.value)
    assert message in text
    assert text.startswith(f"{tmp_path / 'campaign.yaml'}:")
    assert "\n" not in text
    if "give either" not in message:
        assert text.startswith(f"{tmp_path / 'campaign.yaml'}:5: ")


def test_a_campaign_without_script_or_treatments_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="give script and robot, or treatments"):
        campaign(tmp_path, "campaign: c\nstart: 2026-11-23\n")


def test_hours_too_short_for_a_call_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing would ring"):
        campaign(tmp_path, SHORT + "hours: {from: 09:00, to: 09:05}\n")


def test_a_start_with_an_offset_is_kept(tmp_path: Path) -> None:
    text = SHORT.replace("2026-11-23 09:00:00", "2026-11-23T01:00:00Z")
    assert campaign(tmp_path, text).policy.start.isoformat() == "2026-11-23T09:00:00+08:00"


def test_cells_share_out_lines_accounts_and_limit() -> None:
    sample = load_campaign(SAMPLE)
    cells = divide(sample, read_accounts(sample.accounts).rows)
    assert [cell.lines for cell in cells] == [1, 1, 1, 1]
    assert sum(len(cell.cases) for cell in cells) == 36
    assert max(len(cell.cases) for cell in cells) - min(len(cell.cases) for cell in cells) <= 2


def test_no_cell_is_without_a_line(tmp_path: Path) -> None:
    cells = divide(campaign(tmp_path, SHORT + "lines: 2\ncells: 9\n"), [account()])
    assert [cell.lines for cell in cells] == [1, 1]


def test_the_limit_of_answered_calls_is_shared_out(tmp_path: Path) -> None:
    limited = campaign(tmp_path, SHORT + "lines: 4\ncells: 4\nanswered_limit: 6\n")
    assert [cell.answered_limit for cell in divide(limited, [account()])] == [2, 2, 1, 1]


def test_accounts_of_one_number_or_person_share_a_cell(tmp_path: Path) -> None:
    accounts = [account(f"A{number}") for number in range(20)]
    accounts[11] = account("A11", phone=accounts[2].phone, name="李明", id_tail="1234")
    accounts[17] = account("A17", name="李明", id_tail="1234")
    cells = divide(campaign(tmp_path), accounts)
    (cell,) = [cell for cell in cells if any(case.account.account_id == "A2" for case in cell.cases)]
    people = {case.account.account_id: case.person for case in cell.cases}
    assert people["A2"] == people["A11"] == people["A17"] == "A2"


def test_people_of_one_name_are_not_one_person(tmp_path: Path) -> None:
    cells = divide(campaign(tmp_path), [account("A1"), account("A2")])
    assert {case.person for cell in cells for case in cell.cases} == {"A1", "A2"}


def test_a_due_date_that_is_left_out_follows_from_the_days_past_due(tmp_path: Path) -> None:
    cells = divide(
        campaign(tmp_path), [account(days_past_due=10), account("A2", due_date=dt.date(2026, 1, 1))]
    )
    dates = {case.account.account_id: case.account.due_date for cell in cells for case in cell.cases}
    assert dates == {"A1": dt.date(2026, 11, 13), "A2": dt.date(2026, 1, 1)}


def test_the_lock_file_is_the_same_campaign(tmp_path: Path) -> None:
    sample = load_campaign(SAMPLE)
    run_dir = tmp_path / "runs" / "one"
    run_dir.mkdir(parents=True)
    lock = run_dir / "campaign.lock.yaml"
    lock.write_text(lock_text(sample, run_dir), encoding="utf-8")
    again = load_campaign(lock)
    check_lock(again)
    assert again.policy == sample.policy
    assert again.treatments == sample.treatments
    assert again.accounts.resolve() == sample.accounts.resolve()
    assert lock_text(again, run_dir) == lock.read_text(encoding="utf-8")


def test_a_lock_notices_what_has_changed(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text("account_id\n")
    lock = tmp_path / "campaign.lock.yaml"
    lock.write_text(lock_text(campaign(tmp_path), tmp_path), encoding="utf-8")
    (tmp_path / "accounts.csv").write_text("account_id\nA1\n")
    with pytest.raises(InputError, match=r"accounts\.csv has changed since the run was locked"):
        check_lock(load_campaign(lock))


def test_a_lock_written_from_inside_the_workspace_names_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_workspace(tmp_path / "work", "zh")
    monkeypatch.chdir(tmp_path / "work")
    # A folder of the user's that happens to be called like something shipped.
    Path("zh-nlu").mkdir()
    Path("customers").mkdir()
    inside = load_campaign(Path("campaign.yaml"))
    run_dir = Path("out")
    run_dir.mkdir()
    (run_dir / "campaign.lock.yaml").write_text(lock_text(inside, run_dir), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    again = load_campaign(tmp_path / "work" / "out" / "campaign.lock.yaml")
    check_lock(again)
    scripts = {treatment.script for _, treatment in again.treatments}
    assert all(Path(script).resolve().is_relative_to(tmp_path) for script in scripts)
