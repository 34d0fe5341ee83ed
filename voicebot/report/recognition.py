"""How well the recogniser heard: character errors on what customers said."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from voicebot.report.rates import rate
from voicebot.store.reading import TurnRow


@dataclass(frozen=True, slots=True)
class Half:
    """The turns whose phrase the recogniser's language model had seen, or had not."""

    n: int
    cer: float | None
    intent_accuracy: float | None


@dataclass(frozen=True, slots=True)
class Recognition:
    n: int
    """Turns that were heard."""
    characters: int
    """Characters that were said in these turns."""
    cer: float | None
    """Character error rate: wrong, missing and additional characters per character said."""
    substitutions: int
    deletions: int
    insertions: int
    exact: float | None
    """Share of turns without any error."""
    unheard: int
    """Turns that were said while the robot did not listen, or that it took for silence."""
    noise: int
    """Turns that were heard though nobody spoke."""
    known: Half
    unknown: Half
    simulated: bool
    """True in text fidelity: these errors come from an error model, not from a recogniser."""


def normal(text: str) -> str:
    """The text as it is compared: letters, digits and Hanzi only, lower case, width folded."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


@dataclass(slots=True)
class _Errors:
    turns: int = 0
    exact: int = 0
    characters: int = 0
    substitutions: int = 0
    deletions: int = 0
    insertions: int = 0
    meant: int = 0
    understood: int = 0

    def add(self, said: str, heard: str) -> None:
        truth, belief = normal(said), normal(heard)
        tags = [operation.tag for operation in Levenshtein.editops(truth, belief)]
        self.turns += 1
        self.exact += not tags
        self.characters += len(truth)
        self.substitutions += tags.count("replace")
        self.deletions += tags.count("delete")
        self.insertions += tags.count("insert")

    @property
    def cer(self) -> float | None:
        return rate(self.substitutions + self.deletions + self.insertions, self.characters)

    def half(self) -> Half:
        return Half(self.turns, self.cer, rate(self.understood, self.meant))


class Listening:
    """Adds up customers' turns."""

    def __init__(self) -> None:
        self._all = _Errors()
        self._halves = {0: _Errors(), 1: _Errors()}
        self._unheard = 0
        self._noise = 0

    def add(self, turn: TurnRow) -> None:
        if turn.party != "customer":
            return
        if not turn.said:
            self._noise += 1
            return
        if not turn.heard:
            self._unheard += 1
            return
        self._all.add(turn.said, turn.heard)
        half = self._halves.get(-1 if turn.known is None else turn.known)
        if half is not None:
            half.add(turn.said, turn.heard)
            if turn.intent_meant:
                half.meant += 1
                half.understood += turn.intent_meant == turn.intent_heard

    def figures(self, fidelity: str) -> Recognition:
        every = self._all
        return Recognition(
            n=every.turns,
            characters=every.characters,
            cer=every.cer,
            substitutions=every.substitutions,
            deletions=every.deletions,
            insertions=every.insertions,
            exact=rate(every.exact, every.turns),
            unheard=self._unheard,
            noise=self._noise,
            known=self._halves[1].half(),
            unknown=self._halves[0].half(),
            simulated=fidelity != "voice",
        )
