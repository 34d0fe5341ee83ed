"""The campaign file: every key that a user may write, with its default."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    field_validator,
    model_validator,
)

from voicebot.accounts import Account
from voicebot.actions import Disposition
from voicebot.dialer.policy import CONNECTED, NOT_ANSWERED, RING_SECONDS
from voicebot.errors import did_you_mean

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def _duration(value: object) -> object:
    if isinstance(value, dt.timedelta):
        return value
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smhd])", str(value).strip())
    if not found:
        raise ValueError(f"'{value}' is not a duration such as 90s, 15m, 2h or 1d")
    return dt.timedelta(seconds=float(found[1]) * _UNITS[found[2]])


def _clock(value: object) -> object:
    if isinstance(value, dt.time):
        return value
    if isinstance(value, int) and 0 <= value < 24 * 60:
        # YAML 1.1 reads an unquoted 20:30 as a number to the base of sixty.
        return dt.time(value // 60, value % 60)
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", str(value).strip())
    if not found:
        raise ValueError(f"'{value}' is not a time of day such as 09:00")
    return dt.time(int(found[1]), int(found[2]))


def _zone(value: object) -> object:
    try:
        ZoneInfo(str(value))
    except (OSError, ValueError, KeyError):
        raise ValueError(f"'{value}' is not a time zone such as Asia/Shanghai") from None
    return value


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _own_shares(value: object) -> object:
    return dict.fromkeys(value) if isinstance(value, list) else value


Duration = Annotated[
    dt.timedelta,
    BeforeValidator(_duration),
    PlainSerializer(lambda value: f"{value.total_seconds():g}s", when_used="json"),
]
Clock = Annotated[
    dt.time, BeforeValidator(_clock), PlainSerializer(lambda value: f"{value:%H:%M}", when_used="json")
]
Share = Annotated[float, Field(ge=0, le=1)]
Customers = Annotated[dict[str, Annotated[float, Field(ge=0)] | None], BeforeValidator(_own_shares)]
"""Weights of customer personas; None is the share that the persona declares."""
Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class HoursForm(Form):
    """Local calling hours of the customer."""

    start: Clock = Field(dt.time(9), alias="from")
    end: Clock = Field(dt.time(20), alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> HoursForm:
        if self.start >= self.end:
            raise ValueError(f"the calling hours end at {self.end:%H:%M}, before they start")
        return self


class RetryForm(Form):
    after: Duration
    max: int = Field(ge=0, le=20)


class LimitsForm(Form):
    attempts: int = Field(6, ge=1, le=50)
    effective_calls_per_day: int = Field(3, ge=1)
    unanswered_per_day: int = Field(6, ge=1)
    longest_call: Duration = dt.timedelta(minutes=6)


class RatesForm(Form):
    connected: dict[str, Share] = {}
    not_answered: dict[str, Annotated[float, Field(ge=0)]] = {}
    ring_seconds: dict[str, tuple[float, float]] = {}

    @model_validator(mode="after")
    def _known(self) -> RatesForm:
        for given, known in (
            (self.connected, CONNECTED),
            (self.not_answered, NOT_ANSWERED),
            (self.ring_seconds, RING_SECONDS),
        ):
            for name in given:
                _check_known(name, known)
        if self.not_answered and sum({**NOT_ANSWERED, **self.not_answered}.values()) <= 0:
            raise ValueError("not_answered needs at least one share above 0")
        for name, (shortest, longest) in self.ring_seconds.items():
            if not 0 <= shortest <= longest <= 120:
                raise ValueError(f"ring_seconds of {name} must be [shortest, longest] within 0 and 120")
        return self


class PayersForm(Form):
    own_accord: dict[str, Share] = {}
    part_of_broken: Share = 0.25
    late_of_broken: Share = 0.20
    grace: Duration = dt.timedelta(days=1)


class RangeForm(Form):
    min: float | None = None
    max: float | None = None

    def holds(self, value: float) -> bool:
        return (self.min is None or value >= self.min) and (self.max is None or value <= self.max)


class WhenForm(Form):
    """Conditions on an account; all that are given must hold."""

    bucket: Names = ()
    tags: Names = ()
    """At least one of these."""
    product: Names = ()
    language: Names = ()
    gender: Names = ()
    days_past_due: RangeForm = RangeForm()
    overdue_amount: RangeForm = RangeForm()
    balance: RangeForm = RangeForm()

    @model_validator(mode="after")
    def _known(self) -> WhenForm:
        for bucket in self.bucket:
            _check_known(bucket, CONNECTED)
        return self

    def holds(self, account: Account) -> bool:
        """Whether the account is one of those meant."""
        return (
            (not self.bucket or account.bucket in self.bucket)
            and (not self.tags or any(tag in self.tags for tag in account.tags))
            and (not self.product or account.product in self.product)
            and (not self.language or any(account.language.startswith(name) for name in self.language))
            and (not self.gender or account.gender in self.gender)
            and self.days_past_due.holds(account.days_past_due)
            and self.overdue_amount.holds(account.overdue_amount)
            and self.balance.holds(account.balance)
        )


class TreatmentForm(Form):
    name: str = ""
    when: WhenForm = WhenForm()
    script: str
    robot: str
    customers: Customers | None = None
    """Left out: the campaign's."""


class CampaignForm(Form):
    """A campaign as it is written."""

    campaign: str = Field(min_length=1, pattern=r"^[\w.-]+$")
    accounts: str = "accounts.csv"
    language: str = "zh-CN"
    start: dt.datetime
    days: int = Field(3, ge=1, le=366)
    timezone: Annotated[str, BeforeValidator(_zone)] = "Asia/Shanghai"
    hours: HoursForm = Field(default_factory=HoursForm)
    lines: int = Field(4, ge=1, le=10_000)
    cells: int = Field(4, ge=1, le=1_000)
    seed: int = Field(7, ge=0)
    answered_limit: int | None = Field(None, ge=1)
    fidelity: str = Field("voice", pattern="^(voice|text)$")
    line: str | dict[str, Any] = "clean"
    model: str | None = None
    script: str | None = None
    robot: str | None = None
    treatments: tuple[TreatmentForm, ...] = ()
    customers: Customers | None = None
    """Names of customer personas, or their weights; left out: all that are shipped."""
    retry: dict[str, RetryForm] = {}
    limits: LimitsForm = Field(default_factory=LimitsForm)
    rates: RatesForm = Field(default_factory=RatesForm)
    payers: PayersForm = Field(default_factory=PayersForm)
    locked: dict[str, Any] | None = None
    """Written by voicebot into `campaign.lock.yaml`: what the files held when the campaign ran."""

    @model_validator(mode="after")
    def _complete(self) -> CampaignForm:
        if self.treatments and (self.script or self.robot):
            raise ValueError("give either script and robot, or treatments")
        if not self.treatments and not (self.script and self.robot):
            raise ValueError("give script and robot, or treatments with both")
        return self

    @field_validator("retry")
    @classmethod
    def _outcomes(cls, retry: dict[str, RetryForm]) -> dict[str, RetryForm]:
        for outcome in retry:
            _check_known(outcome, [disposition.value for disposition in Disposition])
        return retry


def _check_known(name: str, known: Any) -> None:
    if name not in known:
        raise ValueError(f"'{name}' is not known; known are {', '.join(known)}{did_you_mean(name, known)}")
