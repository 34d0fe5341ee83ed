"""report.html: one file that needs nothing else but the recordings beside it."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from voicebot.report.advice import advise
from voicebot.report.browser import CALLS, browsed_calls, embedded
from voicebot.report.charts import Bar, Pair, bars, pairs
from voicebot.report.prices import Prices
from voicebot.report.summary import Summary
from voicebot.report.understanding import Dispositions
from voicebot.report.words import DISPOSITIONS, KINDS, STAGES, money

_HERE = Path(__file__).parent
_TEMPLATE = "report.html.j2"


def page(run_dir: Path, summary: Summary, prices: Prices | None = None, limit: int = CALLS) -> str:
    """The whole page, as a text; it carries at most `limit` calls."""
    prices = prices or Prices()
    calls, answered = browsed_calls(run_dir, prices, limit)
    words = {"kinds": KINDS, "dispositions": DISPOSITIONS, "language": summary.language}
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"percent": percent, "ms": milliseconds, "seconds": seconds, "words": spaced}
    return environment.get_template(_TEMPLATE).render(
        s=summary,
        advice=advise(summary),
        funnel_chart=_funnel(summary),
        disposition_chart=_dispositions(summary.dispositions),
        matrix=_matrix(summary.dispositions),
        kinds=KINDS,
        dispositions=DISPOSITIONS,
        money=lambda amount: money(amount, summary.language),
        prices=prices,
        carried=len(calls),
        answered=answered,
        data=embedded({"calls": calls, "words": words}),
        style=_own("report.css"),
        script=_own("report.js"),
    )


def percent(share: float | None, places: int = 1) -> str:
    """`93.1 %`, or a dash where there was nothing to count."""
    return "–" if share is None else f"{share * 100:.{places}f}\u202f%"


def milliseconds(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}\u202fms"


def seconds(ms: float | None) -> str:
    return "–" if ms is None else f"{ms / 1000:,.1f}\u202fs"


def spaced(name: str) -> str:
    """`right_party` as it reads in a text."""
    return name.replace("_", " ")


def _own(name: str) -> Markup:
    return Markup((_HERE / name).read_text(encoding="utf-8"))


def _funnel(summary: Summary) -> Markup:
    rows = []
    before = ""
    for stage in summary.funnel:
        note = f"{percent(stage.rate, 0)} of {before}" if stage.rate is not None else ""
        rows.append(Bar(STAGES[stage.stage], stage.count, note))
        before = STAGES[stage.stage].lower()
    return bars("Funnel from dialled to kept", rows)


def _dispositions(dispositions: Dispositions) -> Markup:
    belief, truth = dispositions.belief, dispositions.truth
    names = sorted({*belief, *truth}, key=lambda name: (-max(belief.get(name, 0), truth.get(name, 0)), name))
    rows = [
        Pair(f"{DISPOSITIONS.get(name, '')} · {name}".strip(" ·"), belief.get(name, 0), truth.get(name, 0))
        for name in names
    ]
    return pairs("Dispositions as recorded and as they really were", rows)


def _matrix(dispositions: Dispositions) -> tuple[list[str], list[tuple[str, list[int]]]]:
    """(recorded dispositions, rows of true disposition and counts), the commonest first."""
    columns = list(dispositions.belief)
    counts = {(pair.meant, pair.heard): pair.count for pair in dispositions.confusion}
    rows = [(truth, [counts.get((truth, belief), 0) for belief in columns]) for truth in dispositions.truth]
    return columns, rows
