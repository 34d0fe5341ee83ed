"""Dispositions (what a call came to) and next-step actions (what follows from it)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Disposition(StrEnum):
    PTP = "PTP"
    """Promise to pay."""
    PPTP = "PPTP"
    """Promise to pay a part."""
    PAID = "PAID"
    """Says it is paid."""
    HARD = "HARD"
    """Hardship."""
    NEG = "NEG"
    """Wants to negotiate: instalments, reduction, extension."""
    RTP = "RTP"
    """Refuses to pay."""
    CB = "CB"
    """Call back later."""
    SUSP = "SUSP"
    """Suspects a fraud."""
    DISP = "DISP"
    """Disputes the debt."""
    CMPL = "CMPL"
    """Complaint."""
    XFER = "XFER"
    """Transferred to a human."""
    DNC = "DNC"
    """Do not call again."""
    ATTY = "ATTY"
    """Represented by somebody."""
    DEC = "DEC"
    """Deceased."""
    MED = "MED"
    """Seriously ill."""
    BKY = "BKY"
    """Bankrupt."""
    RISK = "RISK"
    """Somebody may come to harm."""
    ABUSE = "ABUSE"
    """Ended because of abuse."""
    MINOR = "MINOR"
    """A child answered."""
    WPC = "WPC"
    """Wrong person."""
    TPC = "TPC"
    """Third party."""
    VM = "VM"
    """Voicemail."""
    VA = "VA"
    """Voice assistant of the phone."""
    DONE = "DONE"
    """Service call carried out to its end (survey answered, notice understood)."""
    RPC_NC = "RPC-NC"
    """Right party, no commitment."""
    LOST = "LOST"
    """The call was lost before anything was settled."""
    NI = "NI"
    """Nothing heard."""
    NA = "NA"
    """No answer."""
    BUSY = "BUSY"
    REJ = "REJ"
    """Rejected."""
    OFF = "OFF"
    """Switched off."""
    SUSPENDED = "SUSPENDED"
    EMPTY = "EMPTY"
    """Unallocated number."""
    UNREACH = "UNREACH"
    """Not in the service area."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What was agreed, or what the robot believes was agreed."""

    date: dt.date
    amount: float
    time: dt.time | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """One next step that a call leads to, for example `add_to_do_not_call`."""

    name: str
    arguments: Mapping[str, str | float] = field(default_factory=lambda: MappingProxyType({}))
    due_at: dt.datetime | None = None


ACTIONS: Mapping[str, Disposition | None] = MappingProxyType(
    {
        "log_promise": Disposition.PTP,
        "log_partial_promise": Disposition.PPTP,
        "verify_payment": Disposition.PAID,
        "offer_plan": Disposition.HARD,
        "refer_hardship": Disposition.HARD,
        "refer_negotiation": Disposition.NEG,
        "log_refusal": Disposition.RTP,
        "schedule_callback": Disposition.CB,
        "give_hotline": Disposition.SUSP,
        "open_dispute": Disposition.DISP,
        "open_complaint": Disposition.CMPL,
        "transfer_to_agent": Disposition.XFER,
        "add_to_do_not_call": Disposition.DNC,
        "log_representative": Disposition.ATTY,
        "mark_deceased": Disposition.DEC,
        "mark_seriously_ill": Disposition.MED,
        "mark_bankrupt": Disposition.BKY,
        "alert_risk": Disposition.RISK,
        "end_for_abuse": Disposition.ABUSE,
        "end_for_minor": Disposition.MINOR,
        "mark_wrong": Disposition.WPC,
        "relay_message": Disposition.TPC,
        "suppress_contact": Disposition.TPC,
        "leave_message": Disposition.VM,
        "leave_assistant_message": Disposition.VA,
        "send_sms": None,
        "log_satisfaction": Disposition.DONE,
        "log_acknowledged": Disposition.DONE,
    }
)
"""Every action a script may `do`, and the disposition that it makes of the call."""
