"""A campaign, read and ready to be dialled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from voicebot.accounts import Account, Accounts, read_accounts
from voicebot.audio.channel import LineConditions
from voicebot.campaign.form import CampaignForm, TreatmentForm, WhenForm
from voicebot.dialer import Mix, Payers, Policy, Rates, Retry, Treatment
from voicebot.dialer.policy import CONNECTED, NOT_ANSWERED, RETRIES, RING_SECONDS
from voicebot.engines import FIDELITIES, short
from voicebot.errors import InputError, UsageError
from voicebot.rules import CallingHours, DailyLimits
from voicebot.yamlfile import read_yaml


@dataclass(frozen=True, slots=True)
class Campaign:
    name: str
    language: str
    file: Path
    accounts: Path
    fidelity: str
    policy: Policy
    treatments: tuple[tuple[WhenForm, Treatment], ...]
    """In order; the first whose conditions hold is taken."""
    lines: int
    cells: int
    answered_limit: int | None
    form: CampaignForm
    """As it was written: what `campaign.lock.yaml` repeats."""

    def treatment(self, account: Account) -> Treatment | None:
        """How the account is called; None where no treatment applies, or the customer speaks otherwise."""
        if short(account.language) != short(self.language):
            return None
        return next((treatment for when, treatment in self.treatments if when.holds(account)), None)


def load_campaign(path: Path | str, *, fidelity: str | None = None) -> Campaign:
    """Read a campaign file; `fidelity` overrides the file's. Raises InputError with file and line."""
    path = Path(path)
    form = read_yaml(path, CampaignForm)
    if fidelity is not None:
        check_fidelity(fidelity)
        form = form.model_copy(update={"fidelity": fidelity})
    return make_campaign(form, path)


def campaign_accounts(campaign: Campaign) -> Accounts:
    """The campaign's accounts file; rows that name no language or time zone have the campaign's."""
    return read_accounts(campaign.accounts, language=campaign.language, timezone=campaign.form.timezone)


def check_fidelity(fidelity: str) -> None:
    """Raise UsageError where there are no engines of that fidelity."""
    if fidelity not in FIDELITIES:
        raise UsageError(f"--fidelity '{fidelity}' is not known; use {' or '.join(FIDELITIES)}")


def make_campaign(form: CampaignForm, path: Path) -> Campaign:
    """The campaign that the form describes; its file names count from the folder of `path`."""
    folder = path.parent
    zone = ZoneInfo(form.timezone)
    start = form.start.replace(tzinfo=zone) if form.start.tzinfo is None else form.start.astimezone(zone)
    hours = CallingHours(form.hours.start, form.hours.end, form.limits.longest_call)
    day = dt.datetime.combine(start.date(), form.hours.end) - dt.datetime.combine(
        start.date(), form.hours.start
    )
    if day <= form.limits.longest_call:
        raise InputError.at(
            path, None, "the calling hours are shorter than limits.longest_call: nothing would ring"
        )
    policy = Policy(
        seed=form.seed,
        start=start,
        days=form.days,
        hours=hours,
        limits=DailyLimits(form.limits.effective_calls_per_day, form.limits.unanswered_per_day),
        attempts=form.limits.attempts,
        retries={**RETRIES, **{name: Retry(retry.after, retry.max) for name, retry in form.retry.items()}},
        rates=Rates(
            {**CONNECTED, **form.rates.connected},
            {**NOT_ANSWERED, **form.rates.not_answered},
            {**RING_SECONDS, **form.rates.ring_seconds},
        ),
        payers=Payers(
            {**Payers().own_accord, **form.payers.own_accord},
            form.payers.part_of_broken,
            form.payers.late_of_broken,
            form.payers.grace,
        ),
    )
    conditions = _conditions(form.line, path)
    treatments = form.treatments or (
        TreatmentForm(name="all", script=form.script or "", robot=form.robot or ""),
    )
    return Campaign(
        name=form.campaign,
        language=form.language,
        file=path,
        accounts=folder / form.accounts,
        fidelity=form.fidelity,
        policy=policy,
        treatments=tuple(
            (one.when, _treatment(one, number, form, conditions, folder))
            for number, one in enumerate(treatments, start=1)
        ),
        lines=form.lines,
        cells=form.cells,
        answered_limit=form.answered_limit,
        form=form,
    )


def beside(folder: Path, name: str) -> str:
    """The file of that name in the campaign's folder where there is one, else the name as it is (shipped)."""
    for candidate in (folder / name, folder / f"{name}.yaml"):
        if candidate.is_file():
            return str(candidate)
    return name


def model_beside(folder: Path, name: str) -> str:
    """A recognition model's folder as seen from the campaign's, or the name of a model as it is."""
    own = folder / name
    return str(own) if own.is_dir() or len(Path(name).parts) > 1 else name


def _treatment(
    one: TreatmentForm, number: int, form: CampaignForm, conditions: LineConditions | str, folder: Path
) -> Treatment:
    customers = one.customers if one.customers is not None else form.customers
    return Treatment(
        name=one.name or f"{number}: {Path(one.script).stem} / {Path(one.robot).stem}",
        script=beside(folder, one.script),
        robot=beside(folder, one.robot),
        fidelity=form.fidelity,
        conditions=conditions,
        model=model_beside(folder, form.model) if form.model else None,
        mix=_mix(customers, folder),
    )


def _mix(customers: Mapping[str, float | None] | None, folder: Path) -> Mix | None:
    if not customers:
        return None
    return tuple((beside(folder, name), weight) for name, weight in customers.items())


def _conditions(line: str | dict[str, Any], path: Path) -> LineConditions | str:
    if isinstance(line, str):
        return line
    try:
        return TypeAdapter(LineConditions).validate_python(line)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise InputError.at(path, None, f"line.{place}: {first['msg']}") from error
