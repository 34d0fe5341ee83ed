"""What the robot says: sentences with variables; Jinja2 in a sandbox, no more of it than a sentence needs."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from voicebot.accounts import Account
from voicebot.errors import did_you_mean
from voicebot.script.figures import FILTERS

VARIABLES: Mapping[str, tuple[str, ...]] = {
    "account": (*(field.name for field in dataclasses.fields(Account)), "bucket"),
    "robot": ("name", "company", "hotline"),
    "promise": ("date", "amount", "time"),
    "offer": ("date", "amount"),
    "callback": ("date", "time"),
    "call": ("date", "hour"),
}
"""Everything that wording may name."""

_DEBT_VARIABLES = frozenset(
    ("account", name)
    for name in ("balance", "overdue_amount", "days_past_due", "due_date", "product", "bucket", "plan_active")
) | frozenset((root, name) for root in ("promise", "offer") for name in VARIABLES[root])
_DEBT_WORDS = {
    "zh": re.compile(
        "欠|逾期|账单|还款|贷款|借款|催收|[未没能先]还|还清|还钱|还上|还不上|还一部分|这笔款|分期|减免|[本罚]息|本金|利息"
    ),
    "en": re.compile(
        r"\b(debts?|overdue|past due|owe[sd]?|bills?|loans?|repay\w*|payments?|instal\w*|collect\w*)\b",
        re.IGNORECASE,
    ),
}
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.Filter,
    nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    """One text of a script, ready to be filled in."""

    source: str
    template: Template | None
    """None: the source holds no variables."""
    discloses: bool
    """Whether it gives away that there is a debt."""
    reads: frozenset[str] = frozenset()
    """The variables in it: `promise.date`."""

    def fill(self, values: Mapping[str, Any]) -> str:
        return self.source if self.template is None else self.template.render(values)


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """Variants of what is said, for each tone."""

    variants: Mapping[str, tuple[Sentence, ...]]

    def sentence(self, tone: str, turn: int) -> Sentence:
        """The variant for that tone; they take turns."""
        listed = self.variants.get(tone) or self.variants["default"]
        return listed[turn % len(listed)]

    @property
    def discloses(self) -> bool:
        return any(sentence.discloses for listed in self.variants.values() for sentence in listed)

    def reads(self, variable: str) -> bool:
        """Whether any variant names that variable."""
        return any(variable in sentence.reads for listed in self.variants.values() for sentence in listed)


def make_wording(say: Mapping[Any, list[str]], language: str) -> Wording:
    """Compile wording that `faults` has found good."""
    return Wording({str(tone): tuple(_sentence(text, language) for text in say[tone]) for tone in say})


def discloses(text: str, language: str) -> bool:
    """Whether the wording names a debt: by its words, or by a variable that carries one of its figures."""
    tree = _environment(language).parse(text)
    plain = "".join(data.data for data in tree.find_all(nodes.TemplateData))
    named = any((_root(use), use.attr) in _DEBT_VARIABLES for use in tree.find_all(nodes.Getattr))
    words = _DEBT_WORDS.get(language[:2])
    return named or bool(words and words.search(plain))


def faults(text: str, language: str) -> Iterator[tuple[int, str]]:
    """What is wrong with a text: (line within the text from 0, message)."""
    try:
        tree = _environment(language).parse(text)
    except TemplateSyntaxError as error:
        yield error.lineno - 1, f"the wording's braces are wrong: {error.message}"
        return
    wrong = sorted(set(_unknown(tree, language)))
    yield from wrong
    if not wrong:
        try:
            _sentence(text, language).fill(example(language))
        except Exception as error:
            # A filter or comparison met a value it can't take; whatever it raises is the writer's fault.
            yield 0, f"the wording cannot be filled in: {error}"


def _unknown(tree: nodes.Template, language: str) -> Iterator[tuple[int, str]]:
    owners = {id(use.node) for use in tree.find_all(nodes.Getattr)}
    for node in tree.find_all(nodes.Node):
        line = getattr(node, "lineno", 1) - 1
        if isinstance(node, nodes.Name):
            if node.name not in VARIABLES:
                yield line, f"variable '{node.name}' is not defined{did_you_mean(node.name, VARIABLES)}"
            elif id(node) not in owners:
                yield line, f"say what of '{node.name}': {', '.join(VARIABLES[node.name])}"
        elif isinstance(node, nodes.Getattr):
            root = _root(node)
            if root in VARIABLES and node.attr not in VARIABLES[root]:
                hint = did_you_mean(node.attr, VARIABLES[root])
                yield line, f"variable '{root}.{node.attr}' is not defined{hint}"
            elif not root:
                yield line, "only names such as account.name can be used in wording"
        elif isinstance(node, nodes.Filter):
            if node.name not in FILTERS[_short(language)]:
                known = FILTERS[_short(language)]
                yield line, f"filter '{node.name}' does not exist{did_you_mean(node.name, known)}"
        elif not isinstance(node, _ALLOWED):
            yield line, f"'{type(node).__name__.lower()}' cannot be used in wording; use variables and if"


def _root(node: nodes.Getattr) -> str:
    return node.node.name if isinstance(node.node, nodes.Name) else ""


def _short(language: str) -> str:
    return language[:2] if language[:2] in FILTERS else "en"


@lru_cache(maxsize=8)
def _environment(language: str) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
    environment.filters = dict(FILTERS[_short(language)])
    environment.globals = {}
    return environment


@lru_cache(maxsize=4096)
def _sentence(text: str, language: str) -> Sentence:
    text = " ".join(text.split()) if language.startswith("en") else "".join(text.splitlines()).strip()
    template = _environment(language).from_string(text) if "{" in text else None
    uses = _environment(language).parse(text).find_all(nodes.Getattr)
    reads = frozenset(f"{_root(use)}.{use.attr}" for use in uses)
    return Sentence(text, template, discloses(text, language), reads)


@lru_cache(maxsize=8)
def example(language: str) -> Mapping[str, Any]:
    """Values for every variable, to try wording with."""
    day = dt.date(2026, 11, 27)
    account = Account(
        "1", "张伟" if language.startswith("zh") else "Alex Hill", "13800001234", 5000.0, 1230.5, 12,
        due_date=dt.date(2026, 11, 11), product="-", id_tail="1234", title="",
    )  # fmt: skip
    return {
        "account": account,
        "robot": {"name": "-", "company": "-", "hotline": "400-800-1234"},
        "promise": {"date": day, "amount": 1230.5, "time": dt.time(15)},
        "offer": {"date": day, "amount": 500.0},
        "callback": {"date": day, "time": dt.time(15)},
        "call": {"date": dt.date(2026, 11, 23), "hour": 10},
    }
