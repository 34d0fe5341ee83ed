"""One account: who is to be called, and about what."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    account_id: str
    name: str
    phone: str
    balance: float
    """All that is owed, in the account's currency."""
    overdue_amount: float
    """What is due now."""
    days_past_due: int
    """Negative before the due date."""
    title: str = ""
    """Mandarin: 先生 or 女士; English: Mr. or Ms."""
    gender: str = ""
    """`female`, `male` or unknown."""
    language: str = "zh-CN"
    timezone: str = "Asia/Shanghai"
    due_date: dt.date | None = None
    product: str = ""
    id_tail: str = ""
    """The last four digits of the identity number or card: the masked second factor."""
    consent: bool = True
    do_not_call: bool = False
    plan_active: bool = False
    disputed: bool = False
    tags: tuple[str, ...] = ()

    @property
    def bucket(self) -> str:
        """Ageing: M0 before the due date and on it, M1 1-30 days past due, M2 31-60, M3 61 and more."""
        if self.days_past_due <= 0:
            return "M0"
        return f"M{min(3, (self.days_past_due - 1) // 30 + 1)}"
