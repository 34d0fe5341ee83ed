"""The model card: what a trained model is, what it can do, and what it cannot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from voicebot.asr.folder import known_words, size
from voicebot.training.measure import Measured
from voicebot.training.voices import UNSEEN, seen


@dataclass(frozen=True, slots=True)
class Facts:
    """What the card tells of the training."""

    language: str
    sentences: int
    hours: float
    """Of speech, before it was sent through telephone lines."""
    copies: int
    """Lines that each sentence was sent through."""
    parameters: int
    steps: int
    minutes: Mapping[str, float]
    """Wall time by stage."""


def write_card(folder: Path, facts: Facts, measured: Sequence[Measured]) -> None:
    """Write README.md into the model folder."""
    (folder / "README.md").write_text(_card(folder, facts, measured), encoding="utf-8")


def _card(folder: Path, facts: Facts, measured: Sequence[Measured]) -> str:
    spent = ", ".join(f"{stage} {minutes:.0f} min" for stage, minutes in facts.minutes.items())
    speed = min((one.speed for one in measured), default=0.0)
    return f"""# {facts.language}-phone

A recogniser in Vosk's layout, made by `voicebot models train {facts.language}` from nothing but voicebot's
code and text: no recording of a human voice and no foreign model is in it.

## What it is

- **Input:** one channel of telephone sound, 8 kHz.
- **Words:** {len(known_words(folder)):,}. A word outside them is heard as others that sound like it.
- **Size:** {size(folder) / 1e6:.1f} MB; {facts.parameters / 1e6:.2f} million weights, and the graph.
- **Speed:** at least {speed:.0f} times real time on one core where it was measured.
- **Graph:** static (`HCLG.fst`): the fastest to decode and to begin a turn with. Run-time grammars need
  another kind of graph and do not work with it.

## What it learned from

- **Speech:** {facts.sentences:,} sentences, {facts.hours:.1f} h, half of them from templates of what
  customers say, half random words so that all sounds meet. espeak-ng spoke them in {len(seen())} voices at
  120 to 240 words a minute; where each sound begins is known from the synthesis.
- **Telephone lines:** every sentence was sent through {facts.copies} simulated lines (band, level, G.711
  µ-law and A-law, white, coloured and babble noise at 0 to 28 dB, lost packets). Pauses, noise and other
  people's talk are labelled silence.
- **Network:** time-delay layers with residual connections, trained for {facts.steps:,} steps of 108 s of
  speech each, on the places of the sounds.
- **Language model:** trigrams over template sentences, the phrases that the understanding model learns
  from, and the half of the simulated customers' phrases that a recogniser may know.
- **Time:** {spent or "not recorded"}.

## How well it hears

Held-out sentences, in voices that are in no training ({", ".join(UNSEEN)}), over G.711 µ-law,
decoded by Vosk. *Customers' phrases* are of the half that was kept out of everything; *colloquial* are
sentences written apart, with the number of sentences behind each. Error rate in percent of characters:

{_table(measured)}

## What it cannot do

It has only ever heard espeak-ng. Real people, other synthesisers, strong accents and code-switching were not
tried, and it will do badly on them: use it for rehearsals, not for calls with customers. Names, rare words
and long numbers are the weakest part; babble of nearby voices costs more than noise of the same level.
"""


def _table(measured: Sequence[Measured]) -> str:
    sets = list(dict.fromkeys(one.sentences for one in measured))
    conditions = list(dict.fromkeys(one.condition for one in measured))
    found = {(one.sentences, one.condition): one.score for one in measured}
    heads = [f"{name} ({found[name, conditions[0]].n})" for name in sets]
    lines = [f"| | {' | '.join(heads)} |", f"|---|{'---:|' * len(sets)}"]
    for condition in conditions:
        rates = (f"{100 * found[name, condition].characters.rate:.2f}" for name in sets)
        lines.append(f"| {condition} | {' | '.join(rates)} |")
    return "\n".join(lines)
