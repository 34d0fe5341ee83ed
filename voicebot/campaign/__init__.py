"""Campaigns: the file, its cells, and what makes it repeatable."""

from voicebot.campaign.campaign import Campaign, campaign_accounts, load_campaign, make_campaign
from voicebot.campaign.cells import divide, run_cell
from voicebot.campaign.check import check_campaign, check_world
from voicebot.campaign.form import CampaignForm
from voicebot.campaign.lock import check_lock, lock_text

__all__ = [
    "Campaign",
    "CampaignForm",
    "campaign_accounts",
    "check_campaign",
    "check_lock",
    "check_world",
    "divide",
    "load_campaign",
    "lock_text",
    "make_campaign",
    "run_cell",
]
