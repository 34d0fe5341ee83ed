"""The bundled campaign: dialled by the demonstration, and copied into a starter workspace to be edited."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

from voicebot.accounts import write_accounts
from voicebot.campaign import Campaign, CampaignForm, check_world, make_campaign
from voicebot.campaign.campaign import check_fidelity
from voicebot.engines import World, draws, short
from voicebot.errors import OutputError, UsageError, did_you_mean
from voicebot.generate import generate_accounts
from voicebot.paths import find_file
from voicebot.run.run import free_run_dir
from voicebot.yamlfile import read_yaml

EXAMPLE = "forgetful"
"""The customer persona that a starter workspace holds."""
STARTERS = Path(__file__).parent.parent / "campaign" / "starter"
ACCOUNTS = 60
"""Accounts in a starter workspace."""


def demo_campaign(language: str, *, calls: int, seed: int, fidelity: str, out: Path | None) -> Campaign:
    """The bundled campaign in a new run directory, with as many generated accounts as the calls need."""
    check_fidelity(fidelity)
    starter = _starter(language)
    run_dir = free_run_dir("demo", out)
    form = read_yaml(starter, CampaignForm).model_copy(
        update={"answered_limit": calls, "seed": seed, "fidelity": fidelity}
    )
    campaign = make_campaign(form, run_dir / "campaign.yaml")
    check_world(campaign, World())
    _write_accounts(campaign, max(ACCOUNTS, 4 * calls))
    return campaign


def write_workspace(folder: Path, language: str) -> list[Path]:
    """Make a folder with a campaign that runs as it is, and everything it uses. Returns the files."""
    starter = _starter(language)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(f"{folder}: exists and is not empty; name a new folder")
    form = read_yaml(starter, CampaignForm)
    text = starter.read_text(encoding="utf-8")
    own = f"personas/customers/{EXAMPLE}.yaml"
    copies = {folder / own: find_file("personas/customers", EXAMPLE, "customer")}
    for one in form.treatments:
        for key, kind, name in (("script", "scripts", one.script), ("robot", "personas/robots", one.robot)):
            source = find_file(kind, name, key)
            own = f"{kind}/{source.name}"
            copies[folder / own] = source
            text = re.sub(rf"(?m)^(\s+{key}: ){re.escape(name)}$", rf"\g<1>{own}", text)
    try:
        for copy, source in copies.items():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)
        (folder / "campaign.yaml").write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{error.filename or folder}: cannot be written ({error.strerror})") from error
    campaign = make_campaign(form, folder / "campaign.yaml")
    _write_accounts(campaign, ACCOUNTS)
    return [folder / "campaign.yaml", campaign.accounts, *copies]


def _starter(language: str) -> Path:
    known = sorted(path.stem for path in STARTERS.glob("*.yaml"))
    if short(language) not in known:
        raise UsageError(
            f"language '{language}' has no bundled campaign yet; use {' or '.join(known)}"
            f"{did_you_mean(short(language), known)}"
        )
    return STARTERS / f"{short(language)}.yaml"


def _write_accounts(campaign: Campaign, count: int) -> None:
    today: dt.date = campaign.policy.start.date()
    rng = draws(campaign.policy.seed, "accounts", 0, "generate")
    accounts = generate_accounts(count, short(campaign.language), rng, today)
    try:
        campaign.accounts.parent.mkdir(parents=True, exist_ok=True)
        write_accounts(accounts, campaign.accounts)
    except OSError as error:
        raise OutputError(
            f"{error.filename or campaign.accounts}: cannot be written ({error.strerror}); take another --out"
        ) from error
