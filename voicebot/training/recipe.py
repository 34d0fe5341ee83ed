"""From nothing but code to a recogniser: sentences, speech, features, network, graph, model folder, error
rates.

Every stage writes files into a work folder and is skipped where they exist, so that an interrupted training
goes on. What a stage draws depends on the seed and on its place, never on the number of processes.
"""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import perf_counter

import numpy as np
import torch

from voicebot.audio import RATE
from voicebot.errors import UsageError
from voicebot.training import languages
from voicebot.training.card import Facts, write_card
from voicebot.training.dataset import make_features, read_features, unit_names
from voicebot.training.fit import Progress, fit
from voicebot.training.measure import measure_all
from voicebot.training.model import GraphSize, assemble
from voicebot.training.network import Inventory, Shape, make_inventory, parameters
from voicebot.training.speech import make_shard, read_shard

Report = Callable[[str, float], None]
"""Told what is being done and how much of everything is done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How large the training is. The defaults make the shipped model."""

    language: str
    seed: int = 1
    sentences: int = 36_000
    shards: int = 8
    """Files of speech; each is made by one process."""
    copies: int = 2
    """Telephone lines that each sentence is sent through."""
    steps: int = 3_600
    """Steps of the network's training, of 108 s of speech each."""
    shape: Shape = field(default_factory=Shape)
    graph: GraphSize = field(default_factory=GraphSize)
    tests: int | None = 300
    """Sentences of each held-out set that error rates are measured on; None means all."""


def recipe_for(language: str, seed: int = 1, minutes: float | None = None) -> Recipe:
    """The recipe of the shipped model, or one for a small model in about that many minutes on two cores."""
    languages.language(language)
    if minutes is None:
        return Recipe(language, seed)
    return Recipe(
        language,
        seed,
        sentences=min(36_000, round(150 * minutes)),
        shards=2,
        copies=1,
        steps=max(20, round(100 * minutes)),
        shape=Shape(128, (3, 3, 6)),
        graph=GraphSize(texts=min(60_000, round(3000 * minutes)), words=1000),
        tests=max(5, min(200, round(10 * minutes))),
    )


def make(recipe: Recipe, out: Path, work: Path, processes: int, report: Report) -> None:
    """Every stage: ends with a model folder that Vosk can load, and its card with measured error rates.

    Raises UsageError where the work folder belongs to another recipe.
    """
    prepare(recipe, work)
    speech = speak(recipe, work, processes, report)
    inventory = hear(recipe, work, speech, processes, report)
    network = learn(recipe, work, inventory, processes, report)
    report("decoding graph", 0.93)
    language = languages.language(recipe.language)
    assemble(network, inventory, recipe.shape, language, recipe.graph, recipe.seed, out)
    report("error rates", 0.96)
    measured = measure_all(out, recipe.language, language.voice, recipe.tests)
    seconds = sum(label.length for path in speech for label in read_shard(path)[1]) / RATE
    facts = Facts(
        language=recipe.language,
        sentences=recipe.sentences,
        hours=seconds / 3600,
        copies=recipe.copies,
        parameters=parameters(recipe.shape, inventory),
        steps=recipe.steps,
        minutes={stage: spent / 60 for stage, spent in _times(work).items()},
    )
    write_card(out, facts, measured)
    report("done", 1.0)


def prepare(recipe: Recipe, work: Path) -> None:
    """Make the work folder, or check that it belongs to the same recipe."""
    work.mkdir(parents=True, exist_ok=True)
    kept = work / "recipe.json"
    written = json.dumps(asdict(recipe), indent=1) + "\n"
    if kept.exists() and kept.read_text(encoding="utf-8") != written:
        raise UsageError(
            f"{work} holds a training with other settings; name another folder with --work, or empty it"
        )
    kept.write_text(written, encoding="utf-8")


def speak(recipe: Recipe, work: Path, processes: int, report: Report) -> list[Path]:
    """Stage 1: sentences and the speech of them."""
    language = languages.language(recipe.language)
    paths = [work / f"speech.{number}.npz" for number in range(recipe.shards)]
    missing = [number for number, path in enumerate(paths) if not path.exists()]
    if missing:
        began = perf_counter()
        sentences = language.sentences(np.random.default_rng([recipe.seed, 1]), recipe.sentences)
        jobs = [(recipe, number, sentences[number :: recipe.shards], paths[number]) for number in missing]
        for done in _each(_speak_shard, jobs, processes):
            report(f"speech: {done} of {len(missing)} files", 0.06 * done / len(missing))
        _spent(work, "speech", began)
    return paths


def hear(recipe: Recipe, work: Path, speech: Sequence[Path], processes: int, report: Report) -> Inventory:
    """Stage 2: the units, and features of all speech through telephone lines."""
    kept = work / "units.json"
    if not kept.exists():
        kept.write_text(json.dumps(unit_names(speech), ensure_ascii=False), encoding="utf-8")
    units = json.loads(kept.read_text(encoding="utf-8"))
    jobs = []
    for copy in range(recipe.copies):
        for number, shard in enumerate(speech):
            if not (out := _features(work, copy, number)).exists():
                jobs.append((shard, units, (recipe.seed, 2, copy, number), out))
    began = perf_counter()
    for done in _each(make_features, jobs, processes):
        report(f"features: {done} of {len(jobs)} files", 0.06 + 0.12 * done / len(jobs))
    if jobs:
        _spent(work, "features", began)
    return make_inventory(units, languages.language(recipe.language).tones)


def learn(recipe: Recipe, work: Path, inventory: Inventory, threads: int, report: Report) -> Path:
    """Stage 3: the network."""
    out = work / "network.pt"
    if not out.exists():
        torch.set_num_threads(threads)
        paths = [_features(work, c, n) for c in range(recipe.copies) for n in range(recipe.shards)]

        def say(progress: Progress) -> None:
            report(
                f"network: step {progress.step} of {progress.steps}, loss {progress.loss:.3f}, "
                f"sounds right {progress.sounds_right:.1%}, tones right {progress.tones_right:.1%}",
                0.18 + 0.75 * progress.step / progress.steps,
            )

        began = perf_counter()
        fit(read_features(paths), inventory, recipe.shape, recipe.steps, recipe.seed, out, say)
        _spent(work, "network", began)
    return out


def _features(work: Path, copy: int, shard: int) -> Path:
    return work / f"features.{copy}.{shard}.npz"


def _times(work: Path) -> dict[str, float]:
    """Seconds by stage."""
    kept = work / "seconds.json"
    return dict(json.loads(kept.read_text(encoding="utf-8"))) if kept.exists() else {}


def _spent(work: Path, stage: str, began: float) -> None:
    times = _times(work)
    times[stage] = times.get(stage, 0.0) + perf_counter() - began
    (work / "seconds.json").write_text(json.dumps(times), encoding="utf-8")


def _speak_shard(recipe: Recipe, number: int, sentences: Sequence[str], out: Path) -> None:
    make_shard(sentences, languages.language(recipe.language), (recipe.seed, 1, number), out)


def _each(work: Callable[..., None], jobs: Sequence[tuple[object, ...]], processes: int) -> Iterator[int]:
    """Do all jobs in processes of their own; yields how many are done."""
    if not jobs:
        return
    # Spawned, not forked: a forked child would share the speech engine's state.
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        running = [pool.submit(work, *job) for job in jobs]
        for done, job in enumerate(as_completed(running), start=1):
            job.result()
            yield done
