"""OpenFst binary files, read and written without OpenFst (standard arcs, tropical weights)."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

MAGIC: Final = 2125659606
_ARC: Final = np.dtype([("i", "<i4"), ("o", "<i4"), ("w", "<f4"), ("n", "<i4")])
_STATE: Final = np.dtype([("f", "<f4"), ("pos", "<u4"), ("n", "<u4"), ("ie", "<u4"), ("oe", "<u4")])
_EXPANDED: Final = 1
_MUTABLE: Final = 2
_HEADER: Final = "<iiQqqq"

Arc = tuple[int, int, float, int]
"""Input label, output label, cost, next state; label 0 is epsilon."""


@dataclass(slots=True)
class Fst:
    """A transducer: its states are numbered from 0."""

    start: int = 0
    finals: list[float] = field(default_factory=list)
    """For each state the cost of ending there; infinite where it is not final."""
    arcs: list[list[Arc]] = field(default_factory=list)

    def state(self, final: float = math.inf) -> int:
        """Add a state."""
        self.finals.append(final)
        self.arcs.append([])
        return len(self.finals) - 1


def write_vector(path: Path, fst: Fst) -> None:
    """A file that OpenFst can read and change."""
    header = (2, 0, _EXPANDED | _MUTABLE, fst.start, len(fst.finals), sum(map(len, fst.arcs)))
    with path.open("wb") as file:
        file.write(_begin("vector") + struct.pack(_HEADER, *header))
        for final, arcs in zip(fst.finals, fst.arcs, strict=True):
            file.write(struct.pack("<fq", final, len(arcs)) + np.array(arcs, _ARC).tobytes())


def read_vector(path: Path) -> Fst:
    """Read a vector file without symbol tables."""
    content = path.read_bytes()
    magic, place = struct.unpack_from("<i", content)[0], 4
    if magic != MAGIC:
        raise ValueError(f"{path} is no OpenFst file")
    for _ in range(2):
        place += 4 + int(struct.unpack_from("<i", content, place)[0])
    _, flags, _, start, states, _ = struct.unpack_from(_HEADER, content, place)
    if flags & 3:
        raise ValueError(f"{path} holds symbol tables, which are not read here")
    place += struct.calcsize(_HEADER)
    fst = Fst(start)
    for _ in range(states):
        final, count = struct.unpack_from("<fq", content, place)
        place += 12
        fst.finals.append(final)
        fst.arcs.append(np.frombuffer(content, _ARC, count, place).tolist())
        place += _ARC.itemsize * count
    return fst


def write_const(path: Path, fst: Fst) -> None:
    """A file that OpenFst maps into memory and only reads."""
    states = np.zeros(len(fst.finals), _STATE)
    place = 0
    for number, (final, arcs) in enumerate(zip(fst.finals, fst.arcs, strict=True)):
        silent_in, silent_out = sum(arc[0] == 0 for arc in arcs), sum(arc[1] == 0 for arc in arcs)
        states[number] = (final, place, len(arcs), silent_in, silent_out)
        place += len(arcs)
    flat = np.array([arc for arcs in fst.arcs for arc in arcs], _ARC)
    # Version 2: not aligned.
    header = struct.pack(_HEADER, 2, 0, _EXPANDED, fst.start, len(fst.finals), place)
    path.write_bytes(_begin("const") + header + states.tobytes() + flat.tobytes())


def _begin(kind: str) -> bytes:
    return struct.pack("<i", MAGIC) + b"".join(
        struct.pack("<i", len(name)) + name.encode() for name in (kind, "standard")
    )
