"""Why an utterance was understood so: the features that weighed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from voicebot.nlu.features import features
from voicebot.nlu.meaning import Context, Intent
from voicebot.nlu.understanding import Understanding

_KINDS = {"c": "characters", "p": "sound", "k": "idea", "K": "ideas in order", "L": "length", "@": "context"}


@dataclass(frozen=True, slots=True)
class Reason:
    """One feature and what it added to an intent's score, beyond what it added to the runner-up's."""

    kind: str
    feature: str
    weight: float


def reasons(nlu: Understanding, text: str, context: Context, most: int = 12) -> list[Reason]:
    """What spoke for the winning intent and against the runner-up, the heaviest first."""
    names = features(nlu.language.read(text, context), context)
    chances = nlu.classifier.probabilities(names)
    best, second = np.argsort(-chances, kind="stable")[:2]
    known, rows, values = nlu.classifier.rows(names)
    weights = (nlu.classifier.weights[rows, best] - nlu.classifier.weights[rows, second]) * values
    order = np.argsort(-np.abs(weights), kind="stable")[:most]
    found = [
        Reason(
            _KINDS[known[i][0]],
            known[i] if known[i][0] in "@L" else known[i][1:],
            round(float(weights[i]), 3),
        )
        for i in order.tolist()
    ]
    pair = (nlu.classifier.intents[best], nlu.classifier.intents[second])
    if Intent.OUT_OF_SCOPE in pair:
        share = nlu.classifier.unknown(names, known)
        weight = nlu.classifier.novelty * share * (1 if pair[0] is Intent.OUT_OF_SCOPE else -1)
        found.append(Reason("novelty", f"{share:.0%} never met in training", round(weight, 3)))
    return sorted(found, key=lambda reason: -abs(reason.weight))


def runner_up(nlu: Understanding, text: str, context: Context) -> tuple[Intent, float]:
    """The second likeliest intent and its probability."""
    chances = nlu.classifier.probabilities(features(nlu.language.read(text, context), context))
    second = int(np.argsort(-chances, kind="stable")[1])
    return nlu.classifier.intents[second], float(chances[second])
