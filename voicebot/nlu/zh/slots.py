"""Date, time and amount of one utterance: which of the figures it states is the one that counts."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Generic, TypeVar

from voicebot.nlu.meaning import Context, Intent, Slots
from voicebot.nlu.said import Day, Hour, Tense, day_of, hour_of
from voicebot.nlu.zh.amounts import find_amounts
from voicebot.nlu.zh.days import find_days
from voicebot.nlu.zh.hours import find_hours

_PAYING = "还|付|转|存|交|处理|打过|打给|结清|到账|清|缴"
_AT_ONCE = re.compile(
    "(?:现在|马上|立马|立刻|这就|当场|待会儿?|等会儿?|一会儿?|等一?下|下了?班|[到回]了?家)我?(?:就|去|给你|来|手机上|再)*"
    f"(?:{_PAYING}|打|弄|操作|充)"
)
_PAYS = re.compile(
    "(?:我|就|去|给|你|们|再|一定|先|肯定|能|会|可以|来|把|钱|它|全部|都|之?前|以前|之?后|以后|那天|的时候|左右"
    f"|晚上|早上|上午|中午|下午){{0,6}}?(?:{_PAYING})"
)
_PAID_WITH = re.compile("(?:还|付|转|交|给|打|出|拿|存|缴|凑|垫)(?:你|们|个|上|出|进|过去|给|了|来|到)*$")
_EARNED = re.compile(
    "(?:工资|收入|赚|挣|房租|房贷|月供|生活费|医药费|花)[了的是才就也只有都要不到块个月一]*$"
)
_OWED = re.compile("(?:欠|账单|总共|一共|额度|利息|罚息|多算|多收|借|剩下|余下)[了的是才就也你们]*$")
_REMAINDER = re.compile("(?:剩下?的?|余下的?|其余的?|其他的|尾款|欠的)[钱都就再等我到]*$")
_CORRECTED = re.compile(
    "[块元钱的还吧之前转付嗯呃啊哦]*"
    "(?:不对|不是|不行|不不|说错了?|算了|还是|要不|改成?|应该是|晚了|来不及|等等|不|是)"
    "[嗯呃啊哦那先还是给转我就的说应该]*"
)
_PAST = frozenset({Intent.ALREADY_PAID})
_ASKED_FOR_MONEY = frozenset({Context.AMOUNT, Context.PLAN_OFFER})


T = TypeVar("T", dt.date, float)


@dataclass(frozen=True, slots=True)
class Figures:
    """All that an utterance states in figures, each as (start, end, value)."""

    days: list[tuple[int, int, Day]]
    hours: list[tuple[int, int, Hour]]
    amounts: list[tuple[int, int, float]]


def find_figures(text: str, context: Context) -> Figures:
    """The figures of a text, none overlapping another kind."""
    days = find_days(text)
    hours = find_hours(text)
    amounts: list[tuple[int, int, float]] = []
    if context is not Context.SECOND_FACTOR:
        rest = text
        for start, end, _ in (*days, *hours):
            rest = rest[:start] + "|" * (end - start) + rest[end:]
        amounts = find_amounts(rest, expected=context in _ASKED_FOR_MONEY)
    return Figures(days, hours, amounts)


def slots_of(text: str, figures: Figures, intent: Intent, context: Context, now: dt.datetime) -> Slots:
    """The slots of a text that means `intent`.

    Of several figures of a kind the one said to be paid counts, else the last: people correct themselves.
    """
    if intent is Intent.OUT_OF_SCOPE:
        return Slots()
    tense = Tense.BEHIND if intent in _PAST else Tense.AHEAD
    date = _date(text, figures, intent, now, tense)
    time = None
    if figures.hours:
        time = hour_of(figures.hours[-1][2], now, date, tense)
    return Slots(date, time, _amount(text, figures))


def _date(text: str, figures: Figures, intent: Intent, now: dt.datetime, tense: Tense) -> dt.date | None:
    promised = intent in (Intent.PROMISE_TO_PAY, Intent.PARTIAL_PAYMENT)
    said = []
    for start, end, day in figures.days:
        date = day_of(day, now.date(), tense)
        # Nobody promises yesterday: a day gone by is part of the story (`昨天刚失业`).
        if date is not None and not (promised and date < now.date()):
            said.append(_Said(start, end, date, bool(_PAYS.match(text, end))))
    if not said:
        return now.date() if promised and _AT_ONCE.search(text) else None
    # 后天先还一千五剩下的月底: the remainder's day isn't the day of this payment.
    first = [item for item in said if not _REMAINDER.search(text[: item.start])]
    return _counting(first or said, text)


def _amount(text: str, figures: Figures) -> float | None:
    said = [
        _Said(start, end, amount, bool(_PAID_WITH.search(text[:start])))
        for start, end, amount in figures.amounts
        if not _EARNED.search(text[:start])
    ]
    # What is owed counts only where nothing is offered.
    offered = [item for item in said if not _OWED.search(text[: item.start])]
    return _counting(offered or said, text) if said else None


@dataclass(frozen=True, slots=True)
class _Said(Generic[T]):
    start: int
    end: int
    value: T
    paid: bool
    """Whether the words beside it say that it is paid, or paid then."""


def _counting(said: list[_Said[T]], text: str) -> T:
    """The last value said to be paid, else the last; a correction takes its forerunner's place."""
    standing: list[_Said[T]] = []
    for item in said:
        if standing and _CORRECTED.fullmatch(text, standing[-1].end, item.start):
            before = standing.pop()
            item = _Said(item.start, item.end, item.value, item.paid or before.paid)
        standing.append(item)
    return ([item for item in standing if item.paid] or standing)[-1].value
