"""OpenFst files."""

from __future__ import annotations

import math
import struct
from pathlib import Path

import pytest

from voicebot.training.fst import MAGIC, Fst, read_vector, write_const, write_vector


def _fst() -> Fst:
    fst = Fst()
    start, middle, end = fst.state(), fst.state(), fst.state(0.25)
    fst.arcs[start] += [(1, 7, 0.5, middle), (0, 0, 1.5, end)]
    fst.arcs[middle].append((2, 0, 0.0, end))
    return fst


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    write_vector(tmp_path / "x.fst", _fst())
    again = read_vector(tmp_path / "x.fst")
    assert again.start == 0
    assert again.finals == [math.inf, math.inf, 0.25]
    assert again.arcs == _fst().arcs


def test_a_const_file_says_how_large_it_is(tmp_path: Path) -> None:
    path = tmp_path / "x.fst"
    write_const(path, _fst())
    content = path.read_bytes()
    assert struct.unpack_from("<i", content)[0] == MAGIC
    head = 4 + 4 + len("const") + 4 + len("standard")
    version, _, _, start, states, arcs = struct.unpack_from("<iiQqqq", content, head)
    assert (version, start, states, arcs) == (2, 0, 3, 3)
    assert len(content) == head + 40 + 20 * states + 16 * arcs


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.fst").write_bytes(b"nothing of the kind")
    with pytest.raises(ValueError, match="no OpenFst file"):
        read_vector(tmp_path / "x.fst")
