"""The dialer: one cell of a campaign on virtual time."""

from voicebot.dialer.cell import Case, Cell, Mix, Treatment, call_id
from voicebot.dialer.dialling import MakeCall, dial
from voicebot.dialer.events import Dialled, Event, Held, Payment, Settled
from voicebot.dialer.policy import Payers, Policy, Rates, Retry

__all__ = [
    "Case",
    "Cell",
    "Dialled",
    "Event",
    "Held",
    "MakeCall",
    "Mix",
    "Payers",
    "Payment",
    "Policy",
    "Rates",
    "Retry",
    "Settled",
    "Treatment",
    "call_id",
    "dial",
]
