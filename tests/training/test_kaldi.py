"""Kaldi's binary files."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voicebot.training.kaldi import Component, KaldiWriter, compress, write_model


def _decompress(content: bytes) -> NDArray[np.float64]:
    """Kaldi's own reading of an 8-bit matrix."""
    low, span, rows, columns = struct.unpack_from("<ffii", content)
    marks = np.frombuffer(content, "<u2", 4 * columns, 16).reshape(columns, 4)
    codes = np.frombuffer(content, np.uint8, rows * columns, 16 + 8 * columns).reshape(columns, rows)
    values = np.zeros((rows, columns))
    for column in range(columns):
        p0, p25, p75, p100 = low + span * marks[column] / 65535.0
        code = codes[column].astype(float)
        values[:, column] = np.where(
            code <= 64,
            p0 + (p25 - p0) * code / 64,
            np.where(
                code <= 192, p25 + (p75 - p25) * (code - 64) / 128, p75 + (p100 - p75) * (code - 192) / 63
            ),
        )
    return values


def test_a_matrix_keeps_its_values_in_a_quarter_of_the_size() -> None:
    matrix = np.random.default_rng(0).standard_normal((200, 30))
    content = compress(matrix)
    assert np.abs(_decompress(content) - matrix).max() < 0.06
    assert np.abs(_decompress(content) - matrix).mean() < 0.01
    assert len(content) < matrix.size * 1.3


def test_a_matrix_of_one_value_survives() -> None:
    assert np.allclose(_decompress(compress(np.full((8, 3), 0.7))), 0.7, atol=1e-3)


def test_numbers_carry_their_size(tmp_path: Path) -> None:
    out = KaldiWriter()
    out.token("<X>")
    out.integer(5)
    out.real(0.5)
    out.integers([1, 2])
    out.write(tmp_path / "x")
    expected = b"\0B<X> \x04\x05\0\0\0\x04" + struct.pack("<f", 0.5) + b"\x04" + struct.pack("<iii", 2, 1, 2)
    assert (tmp_path / "x").read_bytes() == expected


def test_a_model_file_names_every_component(tmp_path: Path) -> None:
    parts = [
        Component("a", "input", "affine", 2, np.ones((2, 3)), np.zeros(2)),
        Component("b", "a", "relu", 2),
        Component("c", "b", "logsoftmax", 2),
    ]
    write_model(tmp_path / "final.mdl", [0, 1, 1], parts, 3, np.array([0.5, 0.5]))
    content = (tmp_path / "final.mdl").read_bytes()
    assert content.startswith(b"\0B<TransitionModel> ")
    assert b"component-node name=b component=b input=a\n" in content
    assert b"output-node name=output input=c " in content
    assert content.count(b"<ComponentName>") == 3
