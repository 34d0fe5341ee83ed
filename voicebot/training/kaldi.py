"""Kaldi's binary files, as far as vosk reads them: transition model and neural network."""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.floating[Any]]


class KaldiWriter:
    """A binary stream: a token ends in a space, a number is preceded by its size."""

    def __init__(self) -> None:
        self._parts: list[bytes] = [b"\0B"]

    def write(self, path: Path) -> None:
        path.write_bytes(b"".join(self._parts))

    def token(self, name: str) -> None:
        self._parts.append(name.encode() + b" ")

    def text(self, written: str) -> None:
        self._parts.append(written.encode())

    def integer(self, value: int) -> None:
        self._parts.append(struct.pack("<bi", 4, value))

    def real(self, value: float) -> None:
        self._parts.append(struct.pack("<bf", 4, value))

    def integers(self, values: Sequence[int]) -> None:
        # The count has no size byte of its own; the one in front is the elements' size.
        self._parts.append(struct.pack("<bi", 4, len(values)) + np.asarray(values, "<i4").tobytes())

    def vector(self, values: Sequence[float] | Matrix) -> None:
        self.token("FV")
        self.integer(len(values))
        self._parts.append(np.asarray(values, "<f4").tobytes())

    def matrix(self, values: Matrix, exact: bool = False) -> None:
        """In float32 where it must be exact, else in 8 bits between percentiles: a quarter of the size."""
        if not exact:
            self.token("CM")
            self._parts.append(compress(values))
            return
        self.token("FM")
        self.integer(values.shape[0])
        self.integer(values.shape[1])
        self._parts.append(np.asarray(values, "<f4").tobytes())


def compress(values: Matrix) -> bytes:
    """Kaldi's 8-bit matrix: each column is piecewise linear between its 0, 25, 75 and 100 percentiles."""
    rows, columns = values.shape
    low = float(values.min())
    span = max(float(values.max()) - low, 1e-5)

    def coarse(row: Matrix) -> NDArray[np.float64]:
        marks: NDArray[np.float64] = np.clip(np.round((row - low) / span * 65535), 0, 65535)
        return marks

    ordered = np.sort(values, 0)
    quarter = rows // 4
    marks = np.stack([coarse(ordered[r]) for r in (0, quarter, min(3 * quarter, rows - 1), rows - 1)])
    marks[1] = np.clip(marks[1], marks[0] + 1, 65533)
    marks[2] = np.maximum(marks[2], marks[1] + 1)
    marks[3] = np.maximum(marks[3], marks[2] + 1)
    marks = np.minimum(marks, 65535)
    at = low + marks * (span / 65535)

    def between(lower: int, upper: int, first: int, steps: int) -> NDArray[np.float64]:
        width = np.maximum(at[upper] - at[lower], 1e-12)
        codes: NDArray[np.float64] = first + np.clip(np.round((values - at[lower]) / width * steps), 0, steps)
        return codes

    codes = np.where(
        values < at[1],
        between(0, 1, 0, 64),
        np.where(values < at[2], between(1, 2, 64, 128), between(2, 3, 192, 63)),
    )
    head = struct.pack("<ffii", low, span, rows, columns)
    return head + marks.T.astype("<u2").tobytes() + codes.astype(np.uint8).T.tobytes()


@dataclass(frozen=True, slots=True, eq=False)
class Component:
    """One node of the network: `input` is a Kaldi descriptor over the nodes before it."""

    name: str
    input: str
    kind: str
    """affine, relu, logsoftmax or scale."""
    dim: int
    """Of its output."""
    weights: Matrix | None = None
    bias: Matrix | None = None
    exact: bool = False


def write_model(
    path: Path, scores: Sequence[int], components: Sequence[Component], inputs: int, priors: Matrix
) -> None:
    """`am/final.mdl`: each phone's score number, the network (its last component is the output), priors."""
    out = KaldiWriter()
    _transition_model(out, scores)
    lines = [f"input-node name=input dim={inputs}"]
    lines += [f"component-node name={c.name} component={c.name} input={c.input}" for c in components]
    lines.append(f"output-node name=output input={components[-1].name} objective=linear")
    out.token("<Nnet3>")
    out.text("\n" + "\n".join(lines) + "\n\n")
    out.token("<NumComponents>")
    out.integer(len(components))
    for component in components:
        out.token("<ComponentName>")
        out.token(component.name)
        _component(out, component)
    out.token("</Nnet3>")
    # Kaldi works out the context again when it reads the file.
    for side in ("<LeftContext>", "<RightContext>"):
        out.token(side)
        out.integer(0)
    out.token("<Priors>")
    out.vector(priors)
    out.write(path)


def _transition_model(out: KaldiWriter, scores: Sequence[int]) -> None:
    """One emitting state a phone: phone p has self-loop 2p-1 and exit 2p, both with the same score."""
    count = len(scores)
    out.token("<TransitionModel>")
    out.token("<Topology>")
    out.integers(range(1, count + 1))
    out.integers([-1, *[0] * count])
    for value in (1, 2, 0, 2):
        out.integer(value)
    for target in (0, 1):
        out.integer(target)
        out.real(0.5)
    out.integer(-1)
    out.integer(0)
    out.token("</Topology>")
    out.token("<Triples>")
    out.integer(count)
    for phone, score in enumerate(scores, start=1):
        for value in (phone, 0, score):
            out.integer(value)
    out.token("</Triples>")
    out.token("<LogProbs>")
    out.vector([0.0, *[math.log(0.5)] * (2 * count)])
    out.token("</LogProbs>")
    out.token("</TransitionModel>")


def _component(out: KaldiWriter, component: Component) -> None:
    if component.kind == "affine":
        assert component.weights is not None
        assert component.bias is not None
        out.token("<FixedAffineComponent>")
        out.token("<LinearParams>")
        out.matrix(component.weights, component.exact)
        out.token("<BiasParams>")
        out.vector(component.bias)
        out.token("</FixedAffineComponent>")
    elif component.kind == "scale":
        out.token("<FixedScaleComponent>")
        out.token("<Scales>")
        out.vector([1.0] * component.dim)
        out.token("</FixedScaleComponent>")
    else:
        _nonlinear(
            out, {"relu": "RectifiedLinear", "logsoftmax": "LogSoftmax"}[component.kind], component.dim
        )


def _nonlinear(out: KaldiWriter, kind: str, dim: int) -> None:
    out.token(f"<{kind}Component>")
    out.token("<Dim>")
    out.integer(dim)
    # Statistics of a training that never took place in Kaldi.
    for name in ("<ValueAvg>", "<DerivAvg>"):
        out.token(name)
        out.vector([])
    out.token("<Count>")
    out.real(0.0)
    out.token("<OderivRms>")
    out.vector([])
    for name in ("<OderivCount>", "<NumDimsSelfRepaired>", "<NumDimsProcessed>"):
        out.token(name)
        out.real(0.0)
    out.token(f"</{kind}Component>")
