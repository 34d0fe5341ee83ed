"""Running a campaign: its cells are dialled, here or in worker processes, and stored as they go."""

from voicebot.run.progress import Progress
from voicebot.run.run import LOCK, Outcome, free_run_dir, run_campaign
from voicebot.run.starter import demo_campaign, write_workspace

__all__ = ["LOCK", "Outcome", "Progress", "demo_campaign", "free_run_dir", "run_campaign", "write_workspace"]
