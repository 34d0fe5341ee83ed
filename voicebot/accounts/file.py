"""The accounts file: wrong rows are set aside with their reason, the rest is read."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from voicebot.accounts.account import Account
from voicebot.accounts.values import parse_account
from voicebot.errors import InputError, UsageError, did_you_mean

REQUIRED = ("account_id", "name", "phone", "balance", "overdue_amount", "days_past_due")
OPTIONAL = (
    *("title", "gender", "language", "timezone", "due_date", "product", "id_tail", "tags"),
    *("consent", "do_not_call", "plan_active", "disputed"),
)


@dataclass(frozen=True, slots=True)
class Rejected:
    """One row that cannot be called, and why."""

    line: int
    """Line of the file on which the row begins; in a Parquet file the number of the row."""
    account_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Accounts:
    """An accounts file: the rows that can be called, in the file's order, and the ones that cannot."""

    rows: tuple[Account, ...]
    rejected: tuple[Rejected, ...]


def read_accounts(path: Path | str, *, language: str = "zh-CN", timezone: str = "Asia/Shanghai") -> Accounts:
    """Read accounts from CSV (UTF-8 or GB18030; comma, semicolon or tab) or Parquet.

    `language` and `timezone` are those of rows that name none. A wrong row is rejected with its reason and
    the rest is read. Raises InputError where the file is absent, empty or lacks a required column.
    """
    path = Path(path)
    defaults = {"language": language, "timezone": timezone}
    if not path.is_file():
        raise InputError.at(path, None, "no such accounts file")
    source = _parquet_rows(path) if path.suffix == ".parquet" else _csv_rows(path)
    rows: list[Account] = []
    rejected: list[Rejected] = []
    seen: dict[str, int] = {}
    for line, values in source:
        try:
            if isinstance(values, str):
                raise ValueError(values)
            account = parse_account({**values, **_defaults(values, defaults)})
            if account.account_id in seen:
                first = seen[account.account_id]
                raise ValueError(f"account_id '{account.account_id}' is already on line {first}")
        except ValueError as error:
            account_id = values.get("account_id", "") if isinstance(values, dict) else ""
            rejected.append(Rejected(line, account_id, str(error)))
        else:
            seen[account.account_id] = line
            rows.append(account)
    if not rows and not rejected:
        raise InputError.at(path, None, "holds no accounts: there is no row below the header")
    return Accounts(tuple(rows), tuple(rejected))


def _defaults(values: Mapping[str, str], defaults: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in defaults.items() if not values.get(name)}


def write_accounts(accounts: Iterable[Account], path: Path) -> None:
    """Write accounts as CSV that `read_accounts` reads back as they are."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow((*REQUIRED, *OPTIONAL))
        for account in accounts:
            values = [getattr(account, name) for name in (*REQUIRED, *OPTIONAL)]
            table.writerow([_written(value) for value in values])


def _written(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return " ".join(value)
    return value


def write_rejected(rejected: tuple[Rejected, ...], path: Path) -> None:
    """Write `rejected.csv`: line, account_id and reason of every rejected row."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(("line", "account_id", "reason"))
        table.writerows((row.line, row.account_id, row.reason) for row in rejected)


def _csv_rows(path: Path) -> Iterator[tuple[int, dict[str, str] | str]]:
    """(line, values by column); the reason in place of the values where a row has too few or too many."""
    with path.open(encoding=_encoding(path), newline="") as file:
        head = file.readline()
        delimiter = max(",;\t", key=head.count)
        header = [name.strip().lower() for name in next(csv.reader([head], delimiter=delimiter), [])]
        _check_header(path, header)
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        line = 2
        try:
            for row in reader:
                if any(value.strip() for value in row):
                    if len(row) == len(header):
                        yield line, {name: value.strip() for name, value in zip(header, row, strict=True)}
                    else:
                        yield line, f"{len(row)} values for {len(header)} columns"
                line = reader.line_num + 2
        except csv.Error as error:
            raise InputError.at(path, line, f"not readable as CSV from here on: {error}") from error


def _encoding(path: Path) -> str:
    """UTF-8, or GB18030 as Chinese spreadsheets write it."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            with path.open(encoding=encoding, newline="") as file:
                while text := file.read(1 << 20):
                    if "\0" in text:
                        break
                else:
                    return encoding
        except UnicodeDecodeError:
            continue
    raise InputError.at(path, None, "neither UTF-8 nor GB18030 text; save it as CSV UTF-8")


def _check_header(path: Path, header: list[str]) -> None:
    if not any(header):
        raise InputError.at(
            path, None, f"is empty; the first line must name the columns {', '.join(REQUIRED)}"
        )
    if missing := [name for name in REQUIRED if name not in header]:
        near = did_you_mean(missing[0], header).replace("; did you mean", "; is it")
        raise InputError.at(path, 1, f"column {', '.join(map(repr, missing))} is missing{near}")
    if twice := sorted({name for name in header if header.count(name) > 1}):
        raise InputError.at(path, 1, f"column {twice[0]!r} appears twice")
    for name in header:
        # A misspelt `do_not_call` that is silently left out would ring people who said no.
        near = did_you_mean(name, [known for known in OPTIONAL if known not in header])
        if near and name not in REQUIRED and name not in OPTIONAL:
            raise InputError.at(path, 1, f"column {name!r} is not known{near}")


def _parquet_rows(path: Path) -> Iterator[tuple[int, dict[str, str] | str]]:
    try:
        # An optional extra: imported only where such a file is read.
        parquet: Any = import_module("pyarrow.parquet")
    except ImportError:
        raise UsageError(
            f"{path}: reading Parquet needs pyarrow; run `pip install pyarrow`, or save it as CSV"
        ) from None
    file = parquet.ParquetFile(path)
    _check_header(path, [name.lower() for name in file.schema_arrow.names])
    number = 0
    for batch in file.iter_batches():
        for row in batch.to_pylist():
            number += 1
            yield number, {str(name).lower(): _text(value) for name, value in row.items()}


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    return "" if value is None else str(value).strip()
