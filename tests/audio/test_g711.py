"""G.711 against a bit-by-bit reference that is written from the description of the segments."""

from __future__ import annotations

import numpy as np
import pytest

from voicebot.audio.g711 import Law, decode, encode, round_trip

LAWS: tuple[Law, ...] = ("ulaw", "alaw")
EVERY_SAMPLE = np.arange(-32768, 32768, dtype=np.int32).astype(np.int16)
EVERY_CODE = np.arange(256, dtype=np.uint8)


def ulaw_code(sample: int) -> int:
    """Shift until the leading one stands in bit 5, counting the shifts."""
    rest = min(((-sample - 1 if sample < 0 else sample) // 4) + 33, 8191)
    segment = 0
    while rest >= 64:
        rest //= 2
        segment += 1
    code = 0x7F - (segment * 16 + (rest - 32) // 2)
    return code if sample < 0 else code + 0x80


def alaw_code(sample: int) -> int:
    rest = (-sample - 1 if sample < 0 else sample) // 16
    segment = 0
    if rest > 15:
        segment = 1
        while rest > 31:
            rest //= 2
            segment += 1
        rest -= 16
    code = segment * 16 + rest
    return (code if sample < 0 else code + 0x80) ^ 0x55


@pytest.mark.parametrize(("law", "reference"), [("ulaw", ulaw_code), ("alaw", alaw_code)])
def test_every_sample_has_the_code_of_the_reference(law: Law, reference: object) -> None:
    assert callable(reference)
    expected = [reference(int(sample)) for sample in EVERY_SAMPLE]
    assert encode(EVERY_SAMPLE, law).tolist() == expected


@pytest.mark.parametrize("law", LAWS)
def test_every_code_survives_decoding_and_encoding(law: Law) -> None:
    again = encode(decode(EVERY_CODE, law), law)
    # µ-law has two zeros; both decode to 0, which is coded as the positive one.
    expected = np.where((EVERY_CODE == 0x7F) & (law == "ulaw"), 0xFF, EVERY_CODE)
    assert again.tolist() == expected.tolist()


@pytest.mark.parametrize(
    ("law", "code", "sample"),
    [
        ("ulaw", 0x80, 32124),
        ("ulaw", 0x00, -32124),
        ("ulaw", 0xFF, 0),
        ("ulaw", 0x7F, 0),
        ("ulaw", 0xFE, 8),
        ("ulaw", 0xF0, 120),
        ("ulaw", 0xEF, 132),
        ("alaw", 0xD5, 8),
        ("alaw", 0x55, -8),
        ("alaw", 0xAA, 32256),
        ("alaw", 0x2A, -32256),
        ("alaw", 0xC5, 264),
    ],
)
def test_codes_have_their_known_values(law: Law, code: int, sample: int) -> None:
    assert decode(np.array([code], np.uint8), law).tolist() == [sample]


@pytest.mark.parametrize("law", LAWS)
def test_the_error_stays_below_half_a_step(law: Law) -> None:
    magnitude = np.abs(EVERY_SAMPLE.astype(np.int64))
    error = np.abs(round_trip(EVERY_SAMPLE, law) - EVERY_SAMPLE.astype(np.int64))
    # A segment of 16 steps begins at 132 times a power of two, less the bias; A-law is coarser low down.
    half_step = np.maximum((magnitude + 132) / 32, 8 if law == "ulaw" else 16)
    assert np.all(error[magnitude <= 32_000] <= half_step[magnitude <= 32_000] + 1)


@pytest.mark.parametrize("law", LAWS)
def test_the_round_trip_is_encoding_and_decoding(law: Law) -> None:
    assert np.array_equal(round_trip(EVERY_SAMPLE, law), decode(encode(EVERY_SAMPLE, law), law))


@pytest.mark.parametrize("law", LAWS)
def test_a_louder_sample_never_comes_out_softer(law: Law) -> None:
    assert np.all(np.diff(round_trip(EVERY_SAMPLE, law).astype(np.int32)) >= 0)
