"""Charts as inline SVG: plain bars that take their colours and letters from the page around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH = 640
ROW = 34


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: float
    note: str = ""
    """Printed behind the bar."""
    of: float | None = None
    """The whole that a paler bar shows behind the value."""


def _svg(height: int, title: str, body: list[Markup]) -> Markup:
    return Markup('<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        WIDTH, height, title, Markup("").join(body)
    )


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" class="{}" text-anchor="{}">{}</text>').format(
        x, y, kind, anchor, text
    )


def _rect(x: float, y: float, width: float, height: float, kind: str) -> Markup:
    return Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="3" class="{}"/>').format(
        x, y, max(0.0, width), height, kind
    )


def bars(title: str, rows: Sequence[Bar], *, left: int = 130, right: int = 150) -> Markup:
    """One bar to a row: label, bar, figure and note."""
    longest = max((max(row.value, row.of or 0) for row in rows), default=0) or 1
    scale = (WIDTH - left - right) / longest
    body: list[Markup] = []
    for number, row in enumerate(rows):
        top = number * ROW
        body.append(_text(left - 10, top + 21, row.label, "label", "end"))
        if row.of is not None:
            body.append(_rect(left, top + 6, row.of * scale, 20, "pale"))
        body.append(_rect(left, top + 6, max(row.value * scale, 2 if row.value else 0), 20, "bar"))
        end = left + max(row.value, row.of or 0) * scale + 8
        figure = Markup('<tspan class="figure">{}</tspan> <tspan class="note">{}</tspan>').format(
            f"{row.value:,.0f}", row.note
        )
        body.append(Markup('<text x="{:.1f}" y="{:.1f}">{}</text>').format(end, top + 21, figure))
    return _svg(max(1, len(rows)) * ROW, title, body)


@dataclass(frozen=True, slots=True)
class Pair:
    label: str
    belief: int
    truth: int


def pairs(title: str, rows: Sequence[Pair], *, left: int = 290) -> Markup:
    """Two bars to a row: what the robot recorded above what was true."""
    longest = max((max(row.belief, row.truth) for row in rows), default=0) or 1
    scale = (WIDTH - left - 60) / longest
    body: list[Markup] = []
    for number, row in enumerate(rows):
        top = number * ROW
        body.append(_text(left - 10, top + 21, row.label, "label", "end"))
        for offset, value, kind in ((4, row.belief, "bar"), (17, row.truth, "truth")):
            body.append(_rect(left, top + offset, max(value * scale, 2 if value else 0), 11, kind))
            body.append(_text(left + value * scale + 6, top + offset + 10, str(value), "small"))
    return _svg(max(1, len(rows)) * ROW, title, body)
