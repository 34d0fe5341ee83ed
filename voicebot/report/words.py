"""The names that readers see."""

from __future__ import annotations

from voicebot.actions import Disposition
from voicebot.report.losses import Kind

STAGES = {
    "dialled": "Dialled",
    "answered": "Answered",
    "right_party": "Right party",
    "promise": "Promises",
    "kept": "Kept",
}
KINDS: dict[str, str] = {
    Kind.FALSE_PROMISE: "false promise",
    Kind.MISSED_PROMISE: "missed promise",
    Kind.WRONG_DATE: "promise with a wrong date",
    Kind.WRONG_AMOUNT: "promise with a wrong amount",
    Kind.MISSED_STOP: "missed stop request",
    Kind.FALSE_STOP: "needless stop",
    Kind.DISCLOSED: "debt told to somebody else",
    Kind.WRONG_OUTCOME: "wrong disposition",
    Kind.REPAIRED: "put right in the call",
}
DISPOSITIONS: dict[str, str] = {
    Disposition.PTP: "promise to pay",
    Disposition.PPTP: "promise to pay a part",
    Disposition.PAID: "says it is paid",
    Disposition.HARD: "hardship",
    Disposition.NEG: "wants to negotiate",
    Disposition.RTP: "refuses to pay",
    Disposition.CB: "call back later",
    Disposition.SUSP: "suspects a fraud",
    Disposition.DISP: "disputes the debt",
    Disposition.CMPL: "complaint",
    Disposition.XFER: "transferred to a human",
    Disposition.DNC: "do not call again",
    Disposition.ATTY: "represented by somebody",
    Disposition.DEC: "deceased",
    Disposition.MED: "seriously ill",
    Disposition.BKY: "bankrupt",
    Disposition.RISK: "somebody may come to harm",
    Disposition.ABUSE: "ended because of abuse",
    Disposition.MINOR: "a child answered",
    Disposition.WPC: "wrong person",
    Disposition.TPC: "third party",
    Disposition.VM: "voicemail",
    Disposition.VA: "phone assistant",
    Disposition.DONE: "service call done",
    Disposition.RPC_NC: "right party, no commitment",
    Disposition.LOST: "call lost",
    Disposition.NI: "nothing heard",
    Disposition.NA: "no answer",
    Disposition.BUSY: "busy",
    Disposition.REJ: "rejected",
    Disposition.OFF: "switched off",
    Disposition.SUSPENDED: "suspended",
    Disposition.EMPTY: "empty number",
    Disposition.UNREACH: "not reachable",
}


def money(amount: float, language: str) -> str:
    """An amount, rounded unless it is small; Mandarin accounts are in yuan, others carry no sign."""
    figure = f"{amount:.2f}" if 0 < amount < 10 and amount % 1 else f"{amount:,.0f}"
    return f"{'¥' if language.startswith('zh') else ''}{figure}"
