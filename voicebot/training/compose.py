"""Composition of lexicon and language model by kaldifst, in a process of its own.

kaldifst and Vosk bring different builds of OpenFst: where one process loads both, Vosk waits for ever while
it loads a model.
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path


def compose_apart(left: Path, right: Path, out: Path) -> None:
    """Compose two vector files, determinize and minimize the result, and write it to `out`."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        pool.submit(_compose, str(left), str(right), str(out)).result()


def _compose(left: str, right: str, out: str) -> None:
    import kaldifst

    first, second = kaldifst.StdVectorFst.read(left), kaldifst.StdVectorFst.read(right)
    kaldifst.arcsort(first, "olabel")
    kaldifst.arcsort(second, "ilabel")
    joint = kaldifst.StdVectorFst(kaldifst.compose(first, second))
    kaldifst.determinize_star(joint, use_log=True)
    kaldifst.minimize_encoded(joint)
    joint.write(out)
