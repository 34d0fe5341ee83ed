"""Accounts files: what is wrong is set aside with its reason, the rest is read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from voicebot.accounts import read_accounts, write_accounts, write_rejected
from voicebot.errors import InputError, VoicebotError
from voicebot.generate import generate_accounts

HEAD = "account_id,name,phone,balance,overdue_amount,days_past_due"
GOOD = "A1,王伟,12000000001,5000,1230.50,12"


def accounts_file(tmp_path: Path, *rows: str, head: str = HEAD, encoding: str = "utf-8") -> Path:
    path = tmp_path / "accounts.csv"
    path.write_text("\n".join((head, *rows)) + "\n", encoding=encoding)
    return path


def test_a_good_row_is_read(tmp_path: Path) -> None:
    (account,) = read_accounts(accounts_file(tmp_path, GOOD)).rows
    assert (account.account_id, account.name, account.phone) == ("A1", "王伟", "12000000001")
    assert (account.balance, account.overdue_amount, account.days_past_due) == (5000, 1230.5, 12)
    assert account.bucket == "M1"
    assert account.consent
    assert not account.do_not_call


def test_optional_columns_are_read(tmp_path: Path) -> None:
    head = f"{HEAD},gender,language,timezone,due_date,product,id_tail,consent,do_not_call,tags"
    row = f"{GOOD},女,zh-CN,Asia/Urumqi,2026/12/5,信用卡,012X,否,是,vip;late"
    (account,) = read_accounts(accounts_file(tmp_path, row, head=head)).rows
    assert (account.gender, account.title) == ("female", "女士")
    assert account.timezone == "Asia/Urumqi"
    assert account.due_date == dt.date(2026, 12, 5)
    assert (account.product, account.id_tail) == ("信用卡", "012X")
    assert (account.consent, account.do_not_call) == (False, True)
    assert account.tags == ("vip", "late")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_spreadsheets_of_every_encoding_are_read(tmp_path: Path, encoding: str) -> None:
    (account,) = read_accounts(accounts_file(tmp_path, GOOD, encoding=encoding)).rows
    assert (account.account_id, account.name) == ("A1", "王伟")


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_semicolons_and_tabs_divide_columns_too(tmp_path: Path, delimiter: str) -> None:
    path = accounts_file(tmp_path, GOOD.replace(",", delimiter), head=HEAD.replace(",", delimiter))
    assert len(read_accounts(path).rows) == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A1,李明,12000000002,1,1,1", "account_id 'A1' is already on line 2"),
        (",李明,12000000002,1,1,1", "account_id is empty"),
        ("A2,,12000000002,1,1,1", "name is empty"),
        ("A2,李明,,1,1,1", "phone is empty"),
        ("A2,李明,1.2E+10,1,1,1", "phone '1.2E+10' is not a telephone number of 5 to 15 digits"),
        ("A2,李明,12000000002,many,1,1", "balance 'many' is not a number"),
        ("A2,李明,12000000002,1,-5,1", "overdue_amount '-5' is not an amount of 0 or more"),
        ("A2,李明,12000000002,NaN,1,1", "balance 'NaN' is not an amount of 0 or more"),
        ("A2,李明,12000000002,1,inf,1", "overdue_amount 'inf' is not an amount of 0 or more"),
        ("A2,李明,12000000002,1,1,2.5", "days_past_due '2.5' is not a whole number of days"),
        ("A2,李明,12000000002,1,1", "5 values for 6 columns"),
        ("A2,李明,12000000002,1,1,1,1", "7 values for 6 columns"),
    ],
)
def test_a_wrong_row_is_rejected_with_its_line_and_reason(tmp_path: Path, row: str, reason: str) -> None:
    accounts = read_accounts(accounts_file(tmp_path, GOOD, row, "A9,赵敏,12000000009,1,1,1"))
    assert [account.account_id for account in accounts.rows] == ["A1", "A9"]
    (rejected,) = accounts.rejected
    assert (rejected.line, rejected.reason) == (3, reason)


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("timezone", "Mars/Olympus", "timezone 'Mars/Olympus' is not a time zone such as Asia/Shanghai"),
        ("due_date", "2026-02-30", "due_date '2026-02-30' is not a date such as 2026-12-05"),
        ("id_tail", "12", "id_tail '12' is not four digits"),
        ("do_not_call", "perhaps", "do_not_call 'perhaps' is not yes or no"),
        ("gender", "x", "gender 'x' is not female, male or nothing"),
        ("language", "Chinese", "language 'Chinese' is not a language such as zh-CN"),
    ],
)
def test_a_wrong_optional_value_is_rejected(tmp_path: Path, column: str, value: str, reason: str) -> None:
    accounts = read_accounts(accounts_file(tmp_path, f"{GOOD},{value}", head=f"{HEAD},{column}"))
    assert [row.reason for row in accounts.rejected] == [reason]


def test_amounts_may_have_thousands_separators(tmp_path: Path) -> None:
    (account,) = read_accounts(accounts_file(tmp_path, 'A1,王伟,12000000001,"12,345.60",1200,3')).rows
    assert account.balance == 12_345.6


def test_blank_lines_are_passed_over_and_counted(tmp_path: Path) -> None:
    accounts = read_accounts(accounts_file(tmp_path, GOOD, "", "A2,,1,1,1,1"))
    assert [row.line for row in accounts.rejected] == [4]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty; the first line must name the columns"),
        (f"{HEAD}\n", "holds no accounts"),
        ("account_id,phone,balance,overdue_amount,days_past_due\n", "column 'name' is missing"),
        (HEAD.replace("phone", "phones") + "\n", "column 'phone' is missing; is it 'phones'?"),
        (f"{HEAD},do_not_cal\n{GOOD},yes\n", "column 'do_not_cal' is not known; did you mean 'do_not_call'?"),
        (f"{HEAD},name\n", "column 'name' appears twice"),
        (f'{HEAD}\n"A1,王伟\n', "not readable as CSV from here on"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "accounts.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_accounts(path)
    assert message in str(error.value)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_an_absent_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"accounts\.csv: no such accounts file"):
        read_accounts(tmp_path / "accounts.csv")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "accounts.csv"
    path.write_bytes(b"PK\x03\x04\x00\x00\xff\xfe\x00")
    with pytest.raises(InputError, match="neither UTF-8 nor GB18030"):
        read_accounts(path)


def test_generated_accounts_survive_being_written_and_read(tmp_path: Path) -> None:
    accounts = generate_accounts(200, "zh", np.random.default_rng(3), dt.date(2026, 11, 23))
    path = tmp_path / "accounts.csv"
    write_accounts(accounts, path)
    assert list(read_accounts(path).rows) == accounts


def test_generated_accounts_follow_from_the_seed_alone() -> None:
    def make() -> object:
        return generate_accounts(50, "zh", np.random.default_rng(5), dt.date(2026, 11, 23))

    assert make() == make()


def test_generated_numbers_reach_nobody() -> None:
    accounts = generate_accounts(500, "zh", np.random.default_rng(3), dt.date(2026, 11, 23))
    assert all(account.phone.startswith("12") and len(account.phone) == 11 for account in accounts)
    assert len({account.phone for account in accounts}) == 500
    assert {account.bucket for account in accounts} == {"M0", "M1"}


def test_generated_accounts_fit_the_purpose() -> None:
    def buckets(purpose: str) -> set[str]:
        made = generate_accounts(50, "zh", np.random.default_rng(1), dt.date(2026, 11, 23), purpose)
        return {account.bucket for account in made}

    assert buckets("reminder") == {"M0"}
    assert buckets("collection") == {"M1"}


def test_a_language_without_names_is_a_users_error() -> None:
    with pytest.raises(VoicebotError, match="cannot be generated"):
        generate_accounts(1, "xx", np.random.default_rng(1), dt.date(2026, 11, 23))


def test_rejected_rows_are_written_with_line_and_reason(tmp_path: Path) -> None:
    accounts = read_accounts(accounts_file(tmp_path, GOOD, "A2,,1,1,1,1"))
    write_rejected(accounts.rejected, tmp_path / "rejected.csv")
    text = (tmp_path / "rejected.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines() == ["line,account_id,reason", "3,A2,name is empty"]
