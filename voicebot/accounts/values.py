"""The values of one row of an accounts file, checked one by one."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from functools import lru_cache
from zoneinfo import ZoneInfo

from voicebot.accounts.account import Account

_TITLES = {("zh", "female"): "女士", ("zh", "male"): "先生", ("en", "female"): "Ms.", ("en", "male"): "Mr."}
_GENDERS = {"": "", "unknown": "", "female": "female", "f": "female", "女": "female"} | {
    "male": "male",
    "m": "male",
    "男": "male",
}
_FLAGS = {"1": True, "true": True, "yes": True, "y": True, "是": True} | {
    "0": False,
    "false": False,
    "no": False,
    "n": False,
    "否": False,
}


def parse_account(values: Mapping[str, str]) -> Account:
    """The account of one row, which names its language and time zone. Raises ValueError with the reason."""
    for name in ("account_id", "name", "phone"):
        if not values[name]:
            raise ValueError(f"{name} is empty")
    language = values["language"]
    gender = _one_of(_GENDERS, values.get("gender", ""), "gender", "female, male or nothing")
    id_tail = values.get("id_tail", "")
    if id_tail and not re.fullmatch(r"[0-9]{3}[0-9Xx]", id_tail):
        raise ValueError(f"id_tail '{id_tail}' is not four digits")
    return Account(
        account_id=values["account_id"],
        name=values["name"],
        phone=_phone(values["phone"]),
        balance=_amount(values["balance"], "balance"),
        overdue_amount=_amount(values["overdue_amount"], "overdue_amount"),
        days_past_due=_days(values["days_past_due"]),
        title=values.get("title") or _TITLES.get((language[:2].lower(), gender), ""),
        gender=gender,
        language=_language(language),
        timezone=_timezone(values["timezone"]),
        due_date=_date(values.get("due_date", "")),
        product=values.get("product", ""),
        id_tail=id_tail,
        consent=_flag(values, "consent", default=True),
        do_not_call=_flag(values, "do_not_call"),
        plan_active=_flag(values, "plan_active"),
        disputed=_flag(values, "disputed"),
        tags=tuple(re.split(r"[;|,\s]+", values["tags"])) if values.get("tags") else (),
    )


def _one_of(known: Mapping[str, str], text: str, column: str, wanted: str) -> str:
    if text.lower() not in known:
        raise ValueError(f"{column} '{text}' is not {wanted}")
    return known[text.lower()]


def _phone(text: str) -> str:
    number = re.sub(r"[\s()\-]", "", text)
    if not re.fullmatch(r"\+?[0-9]{5,15}", number):
        raise ValueError(f"phone '{text}' is not a telephone number of 5 to 15 digits")
    return number


def _amount(text: str, column: str) -> float:
    plain = text.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d*)?", text) else text
    try:
        amount = float(plain)
    except ValueError:
        raise ValueError(f"{column} '{text}' is not a number") from None
    if not math.isfinite(amount) or amount < 0:
        raise ValueError(f"{column} '{text}' is not an amount of 0 or more")
    return amount


def _days(text: str) -> int:
    try:
        days = float(text)
    except ValueError:
        raise ValueError(f"days_past_due '{text}' is not a number") from None
    if not math.isfinite(days) or days != int(days) or abs(days) > 36_500:
        raise ValueError(f"days_past_due '{text}' is not a whole number of days")
    return int(days)


def _language(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2}([-_][A-Za-z]{2,4})?", text):
        raise ValueError(f"language '{text}' is not a language such as zh-CN")
    return text.replace("_", "-")


@lru_cache(maxsize=1024)
def _timezone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (OSError, ValueError, KeyError):
        raise ValueError(f"timezone '{text}' is not a time zone such as Asia/Shanghai") from None
    return text


@lru_cache(maxsize=4096)
def _date(text: str) -> dt.date | None:
    if not text:
        return None
    found = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]0?0:00(?::00)?)?", text)
    try:
        return dt.date(*map(int, found.groups())) if found else dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"due_date '{text}' is not a date such as 2026-12-05") from None


def _flag(values: Mapping[str, str], column: str, *, default: bool = False) -> bool:
    text = values.get(column, "").lower()
    if text and text not in _FLAGS:
        raise ValueError(f"{column} '{text}' is not yes or no")
    return _FLAGS[text] if text else default
