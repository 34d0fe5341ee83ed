"""Trains the understanding model of a language from its phrase files: seeded, the same model every time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from voicebot.nlu.classifier import Classifier
from voicebot.nlu.features import features
from voicebot.nlu.language import make_language
from voicebot.nlu.meaning import Intent
from voicebot.nlu.understanding import MODEL_FILE
from voicebot.training import nlu_zh
from voicebot.training.nlu_phrases import PHRASES, read_phrases
from voicebot.training.nlu_rows import make_rows

FEWEST = 3
"""A feature seen in fewer rows is left out."""
STRENGTH = 30.0
"""Inverse of the regularisation."""
FOLDS = 4


def train_nlu(language: str, out: Path, seed: int = 0, phrases: Path | None = None) -> Path:
    """Train on the language's phrases, write `out/model.npz` and return its path. Deterministic."""
    rng = np.random.default_rng([seed, 39])
    read = read_phrases(phrases or PHRASES / language, nlu_zh.FILLS)
    sounds = nlu_zh.sounds()
    reader = make_language(language, sounds)
    rows = make_rows(read, sounds, rng)
    names = [features(reader.read(row.text, row.context), row.context) for row in rows]
    labels = np.array([row.intent.value for row in rows])
    groups = np.array([row.phrase for row in rows])
    sharpness = _held_out_sharpness(names, labels, groups, sounds)
    classifier = _fit(names, labels, sounds, sharpness)
    out.mkdir(parents=True, exist_ok=True)
    classifier.save(out / MODEL_FILE)
    return out / MODEL_FILE


def _fit(
    names: list[list[str]], labels: NDArray[np.str_], sounds: dict[str, str], sharpness: float
) -> Classifier:
    counts: dict[str, int] = {}
    for row in names:
        for name in row:
            counts[name] = counts.get(name, 0) + 1
    vocabulary = {name: row for row, name in enumerate(sorted(n for n, c in counts.items() if c >= FEWEST))}
    rarity = np.array([np.log(len(names) / counts[name]) + 1 for name in vocabulary], dtype=np.float32)
    intents = sorted(set(labels.tolist()))
    empty = Classifier(
        intents=tuple(Intent(name) for name in intents),
        vocabulary=vocabulary,
        weights=np.zeros((len(vocabulary), len(intents)), dtype=np.float32),
        bias=np.zeros(len(intents), dtype=np.float32),
        rarity=rarity,
        sharpness=sharpness,
        sounds=sounds,
    )
    model = LogisticRegression(C=STRENGTH, max_iter=150, tol=1e-3)
    model.fit(_matrix(empty, names), labels)
    assert list(model.classes_) == intents
    return Classifier(
        intents=empty.intents,
        vocabulary=vocabulary,
        weights=model.coef_.T.astype(np.float32),
        bias=model.intercept_.astype(np.float32),
        rarity=rarity,
        sharpness=sharpness,
        sounds=sounds,
    )


def _matrix(classifier: Classifier, names: list[list[str]]) -> csr_matrix:
    columns, values, ends = [], [], [0]
    for row in names:
        _, found, weights = classifier.rows(row)
        columns.append(found)
        values.append(weights)
        ends.append(ends[-1] + len(found))
    return csr_matrix(
        (np.concatenate(values), np.concatenate(columns), np.array(ends)),
        shape=(len(names), len(classifier.vocabulary)),
    )


def _held_out_sharpness(
    names: list[list[str]], labels: NDArray[np.str_], groups: NDArray[np.intp], sounds: dict[str, str]
) -> float:
    """The factor on scores that makes probabilities of phrases never trained on most likely."""
    scores, truths = [], []
    for fold in range(FOLDS):
        held = groups % FOLDS == fold
        train = np.flatnonzero(~held)
        test = np.flatnonzero(held)[::4]
        classifier = _fit([names[i] for i in train], labels[train], sounds, 1.0)
        place = {intent.value: column for column, intent in enumerate(classifier.intents)}
        seen = [i for i in test if labels[i] in place]
        matrix = _matrix(classifier, [names[i] for i in seen])
        scores.append(matrix @ classifier.weights + classifier.bias)
        truths.append(np.array([place[labels[i]] for i in seen]))

    def loss(log_factor: float) -> float:
        total = 0.0
        for score, truth in zip(scores, truths, strict=True):
            sharp = score * np.exp(log_factor)
            sharp = sharp - sharp.max(axis=1, keepdims=True)
            likely = sharp[np.arange(len(truth)), truth] - np.log(np.exp(sharp).sum(axis=1))
            total -= float(likely.sum())
        return total

    return float(np.exp(minimize_scalar(loss, bounds=(-3, 2), method="bounded").x))
