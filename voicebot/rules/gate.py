"""The gate before dialling: which rule, if any, keeps an account from being called now.

Mainland China's rules for collection calls, in their simplest form. Nothing here is legal advice.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from voicebot.accounts import Account
from voicebot.actions import Disposition
from voicebot.rules.decision import Decision
from voicebot.rules.hours import CallingHours, zone_of

NOT_INTERACTIVE = frozenset({Disposition.VM, Disposition.VA, Disposition.NI, Disposition.LOST})
"""Answered calls that were no conversation: they do not count as effective contacts."""
ENDS_CONTACT = frozenset(
    {
        *(Disposition.DNC, Disposition.CMPL, Disposition.RISK, Disposition.ABUSE),
        *(Disposition.DEC, Disposition.MED, Disposition.BKY, Disposition.ATTY),
    }
)
"""After these nobody of the same person's accounts is called again."""
WRONG_NUMBER = frozenset({Disposition.WPC, Disposition.EMPTY, Disposition.MINOR})
"""After these the number is not dialled again."""


@dataclass(frozen=True, slots=True)
class DailyLimits:
    """Per calendar day of the customer's time zone."""

    effective_calls: int = 3
    """Answered, interactive calls to one person: GB/T 45251-2025 (secondary source read)."""
    unanswered: int = 6
    """Unanswered attempts to one number: China Banking Association guideline (secondary source read)."""


@dataclass(slots=True)
class Contacts:
    """What has happened to the people and numbers of one cell so far."""

    effective: Counter[tuple[str, dt.date]] = field(default_factory=Counter)
    unanswered: Counter[tuple[str, dt.date]] = field(default_factory=Counter)
    ended: dict[str, Disposition] = field(default_factory=dict)
    """By person: the disposition after which nobody calls."""
    wrong: dict[str, Disposition] = field(default_factory=dict)
    """By number: the disposition after which it is not dialled."""

    def count(
        self, account: Account, person: str, at: dt.datetime, disposition: Disposition, talked: bool
    ) -> None:
        """Note what one attempt came to; `talked` means that somebody answered."""
        day = at.astimezone(zone_of(account.timezone)).date()
        if not talked:
            self.unanswered[account.phone, day] += 1
        elif disposition not in NOT_INTERACTIVE:
            self.effective[person, day] += 1
        if disposition in ENDS_CONTACT:
            self.ended.setdefault(person, disposition)
        if disposition in WRONG_NUMBER:
            self.wrong.setdefault(account.phone, disposition)


def may_call(
    account: Account,
    person: str,
    at: dt.datetime,
    contacts: Contacts,
    hours: CallingHours,
    limits: DailyLimits,
) -> Decision:
    """`allow`, or `block` with the first rule that speaks against calling this account at this moment."""
    local = at.astimezone(zone_of(account.timezone))

    def block(rule: str, reason: str, until: dt.datetime | None = None) -> Decision:
        return Decision(account.account_id, local, "gate", rule, "block", reason, until=until)

    if account.do_not_call:
        return block("cn.peace", "the account is marked do_not_call")
    if person in contacts.ended:
        return block("cn.peace", f"an earlier call to the same person ended {contacts.ended[person]}")
    if account.phone in contacts.wrong:
        return block(
            "cn.third_party", f"an earlier call to the same number ended {contacts.wrong[account.phone]}"
        )
    if not account.consent:
        return block("cn.consent", "the account has no consent to automated calls")
    if account.plan_active:
        return block("cn.plan", "an agreed plan is active")
    if account.disputed:
        return block("cn.dispute", "the debt is disputed and not yet verified")
    opens = hours.next_opening(at, account.timezone)
    if opens > at:
        return block("cn.hours", f"{local:%H:%M} local, outside {hours.start:%H:%M}-{hours.end:%H:%M}", opens)
    day = local.date()
    tomorrow = hours.next_opening(
        dt.datetime.combine(day + dt.timedelta(days=1), dt.time(0), local.tzinfo), account.timezone
    )
    effective, unanswered = contacts.effective[person, day], contacts.unanswered[account.phone, day]
    if effective >= limits.effective_calls:
        return block("cn.effective_calls", f"{effective} effective calls to this person today", tomorrow)
    if unanswered >= limits.unanswered:
        return block("cn.attempts", f"{unanswered} unanswered attempts to this number today", tomorrow)
    return Decision(
        account.account_id,
        local,
        "gate",
        "cn",
        "allow",
        f"{local:%H:%M} local, effective {effective}/{limits.effective_calls},"
        f" unanswered {unanswered}/{limits.unanswered}",
    )


def audit_hours(
    account: Account, call_id: str, started: dt.datetime, ended: dt.datetime, hours: CallingHours
) -> Decision | None:
    """A violation where the call began or ended outside the calling hours."""
    if hours.contains(started, account.timezone) and hours.contains(ended, account.timezone):
        return None
    local = ended.astimezone(zone_of(account.timezone))
    reason = f"ended {local:%H:%M:%S} local, outside {hours.start:%H:%M}-{hours.end:%H:%M}"
    return Decision(account.account_id, local, "audit", "cn.hours", "violation", reason, call_id)
