"""Words and context in, meaning out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from voicebot.nlu.classifier import Classifier
from voicebot.nlu.features import features
from voicebot.nlu.language import Language, make_language
from voicebot.nlu.meaning import Context, Intent, Meaning, Nlu
from voicebot.paths import data_dir

MODEL_FILE = "model.npz"
_WORTH_TELLING = 0.05
"""Other intents are told from this probability on."""
_MOST_OTHERS = 3


@dataclass(frozen=True, slots=True)
class Understanding:
    """The Nlu of one language."""

    language: Language
    classifier: Classifier

    def understand(self, text: str, context: Context, now: dt.datetime) -> Meaning:
        """What `text` means as an answer in `context`; days and hours are told from `now` on.

        Text without a word in it is out of scope with confidence 0.
        """
        reading = self.language.read(text, context)
        if not reading.text:
            return Meaning(Intent.OUT_OF_SCOPE, 0.0)
        chances = self.classifier.probabilities(features(reading, context))
        order = np.argsort(-chances, kind="stable")[: _MOST_OTHERS + 1].tolist()
        intents = self.classifier.intents
        best = intents[order[0]]
        return Meaning(
            intent=best,
            confidence=float(chances[order[0]]),
            slots=self.language.slots(text, best, context, now),
            others=tuple((intents[i], float(chances[i])) for i in order[1:] if chances[i] >= _WORTH_TELLING),
        )


def model_folder(language: str) -> Path:
    """Where the embedded model of a language lies."""
    return data_dir("models") / f"{language}-nlu"


@lru_cache(maxsize=4)
def load_nlu(language: str) -> Nlu:
    """The embedded understanding of `zh` or `en`, loaded once. Raises ModelError where there is none."""
    return load_understanding(language, model_folder(language))


def load_understanding(language: str, folder: Path) -> Understanding:
    """The understanding of a language with the model in `folder`."""
    make_language(language, {})
    classifier = Classifier.load(folder / MODEL_FILE)
    return Understanding(make_language(language, classifier.sounds), classifier)
