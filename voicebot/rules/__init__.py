"""Compliance: the gate before dialling, the audit after the call."""

from voicebot.rules.decision import Decision
from voicebot.rules.gate import Contacts, DailyLimits, may_call
from voicebot.rules.hours import CallingHours

__all__ = ["CallingHours", "Contacts", "DailyLimits", "Decision", "may_call"]
