"""Running a campaign: its cells are dialled, here or in worker processes, and stored as they go."""

from voicebot.run.progress import Progress
from voicebot.run.run import Outcome, run_campaign

__all__ = ["Outcome", "Progress", "run_campaign"]
