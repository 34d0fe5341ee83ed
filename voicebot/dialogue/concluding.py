"""From what a call held to its disposition and grade: two tables, read from the top."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from voicebot.actions import Disposition
from voicebot.nlu.meaning import Intent

_D = Disposition

MACHINE = (_D.VM, _D.VA)
"""Nobody was there: nothing else counts."""

LASTING = (_D.RISK, _D.DEC, _D.MED, _D.BKY, _D.ATTY, _D.DNC, _D.CMPL, _D.DISP)
"""Said once, it settles the call whatever follows; of several the first in this order counts."""

NOT_THE_CUSTOMER = (_D.MINOR, _D.WPC, _D.TPC)
"""Somebody else was there; counts unless the right person was identified after all."""

WITHDRAWS = frozenset({_D.RTP, _D.DISP, _D.PAID})
"""Said after a promise, it takes the promise back."""

PROMISES = (_D.PTP, _D.PPTP)

PASSING: Mapping[Intent, Disposition] = {
    Intent.ALREADY_PAID: _D.PAID,
    Intent.HARDSHIP: _D.HARD,
    Intent.NEGOTIATE: _D.NEG,
    Intent.REFUSE_TO_PAY: _D.RTP,
    Intent.BUSY: _D.CB,
    Intent.SUSPECT_FRAUD: _D.SUSP,
    Intent.ASK_AGENT: _D.XFER,
    Intent.ABUSE: _D.ABUSE,
    Intent.MINOR: _D.MINOR,
    Intent.WRONG_NUMBER: _D.WPC,
    Intent.THIRD_PARTY: _D.TPC,
}
"""What a customer makes clear by saying it, even if he hangs up at once."""

GRADES: tuple[tuple[str, frozenset[Disposition]], ...] = (
    ("A", frozenset({_D.PTP, _D.DONE})),
    ("B", frozenset({_D.PPTP, _D.PAID})),
    ("C", frozenset({_D.CB, _D.HARD, _D.NEG, _D.XFER, _D.SUSP, _D.DISP, _D.TPC, _D.RPC_NC})),
    ("D", frozenset({_D.RTP, _D.ABUSE, _D.CMPL})),
    ("F", frozenset({_D.DNC, _D.WPC, _D.MINOR, _D.DEC, _D.MED, _D.BKY, _D.ATTY, _D.RISK})),
)
"""A clear promise, or a service call carried out · B a part, or paid already · C open · D refusal ·
E not connected, nobody there or lost · F not to be called again, or not by a robot."""


def grade(disposition: Disposition) -> str:
    """The customer's grade, `A` to `F`."""
    return next((letter for letter, members in GRADES if disposition in members), "E")


def conclude(marks: Iterable[Disposition], *, identified: bool, promised: bool, heard: bool) -> Disposition:
    """The disposition of a call.

    `marks`: what actions and the customer's words stood for, in order. The order of precedence: a machine;
    what settles a case for good; somebody else on the line; a standing promise; the last thing made clear;
    a service call carried out.
    """
    made = list(marks)
    for group in (MACHINE, LASTING, () if identified else NOT_THE_CUSTOMER):
        for disposition in group:
            if disposition in made:
                return disposition
    if promised:
        return next(mark for mark in reversed(made) if mark in PROMISES)
    open_ones = [mark for mark in made if mark not in PROMISES]
    for mark in reversed(open_ones):
        if mark is not _D.DONE:
            return mark
    if open_ones:
        return _D.DONE
    if identified:
        return _D.RPC_NC
    return _D.LOST if heard else _D.NI
