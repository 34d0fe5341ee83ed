"""Model folders in the layout of Vosk, looked at before Vosk does: a missing file may end the process."""

from __future__ import annotations

import re
import struct
from functools import lru_cache
from pathlib import Path
from typing import Final

from voicebot.errors import ModelError

_ACOUSTIC: Final = ("am/final.mdl", "final.mdl")
_STATIC: Final = ("graph/HCLG.fst", "HCLG.fst")
_LOOKAHEAD: Final = ("graph/HCLr.fst", "HCLr.fst")
_GRAMMAR: Final = ("graph/Gr.fst", "Gr.fst")
_WORDS: Final = ("graph/words.txt", "words.txt")
_DISAMBIGUATION: Final = ("graph/disambig_tid.int", "disambig_tid.int")
_SPEAKER: Final = (
    "final.ie",
    "final.dubm",
    "final.mat",
    "global_cmvn.stats",
    "splice.conf",
    "online_cmvn.conf",
)
"""What a network that is told about the speaker's voice needs."""
_FEATURES: Final = ("conf/mfcc.conf", "mfcc.conf")
_SETTINGS: Final = ("conf/model.conf", "mfcc.conf")
"""The older, flat layout has no settings file."""
_KALDI: Final = b"\0B<TransitionModel> "
_FST: Final = struct.pack("<i", 2125659606)
_CONST: Final = b"\x05\0\0\0const"
_RATE: Final = re.compile(r"^\s*--sample-frequency\s*=\s*(\d+)", re.MULTILINE)
_KALDIS_RATE: Final = 16000
"""What Kaldi takes where the settings do not say."""


def check_model(folder: Path) -> None:
    """Raises ModelError that names the file, unless the folder holds a whole Vosk model."""
    if not folder.is_dir():
        raise ModelError(
            f"{folder}: no such model folder; `voicebot models list` shows the models that are there"
        )
    _begins(_needed(folder, _ACOUSTIC), _KALDI)
    _needed(folder, _FEATURES)
    _needed(folder, _SETTINGS)
    if graph := _found(folder, _STATIC):
        _needed(folder, _WORDS)
        _whole(graph)
    elif lookahead := _found(folder, _LOOKAHEAD):
        _begins(lookahead, _FST)
        _begins(_needed(folder, _GRAMMAR), _FST)
        _needed(folder, _DISAMBIGUATION)
    else:
        raise ModelError(f"{folder}: no decoding graph (graph/HCLG.fst, or graph/HCLr.fst with graph/Gr.fst)")
    if (folder / "ivector").is_dir():
        for name in _SPEAKER:
            _needed(folder, (f"ivector/{name}",))


def model_rate(folder: Path) -> int:
    """Samples per second of the sound that the model has learned."""
    text = _needed(folder, _FEATURES).read_text(encoding="utf-8", errors="replace")
    found = _RATE.search(text)
    return int(found[1]) if found else _KALDIS_RATE


@lru_cache(maxsize=8)
def known_words(folder: Path) -> frozenset[str]:
    """The words that the model can recognise; empty where the model keeps them in its graph only."""
    path = _found(folder, _WORDS)
    if path is None:
        return frozenset()
    words = (line.split(" ")[0] for line in path.read_text(encoding="utf-8").splitlines() if line)
    return frozenset(word for word in words if not is_mark(word))


def is_mark(word: str) -> bool:
    """Whether a word stands for something unspoken or unknown, `<eps>`, `[unk]`, `#0` …"""
    return word[:1] in ("<", "[", "#", "!")


def size(folder: Path) -> int:
    """Bytes of all files."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _found(folder: Path, places: tuple[str, ...]) -> Path | None:
    return next((folder / place for place in places if (folder / place).is_file()), None)


def _needed(folder: Path, places: tuple[str, ...]) -> Path:
    path = _found(folder, places)
    if path is None:
        raise ModelError(f"{folder}: the model is not complete, {places[0]} is missing; restore the folder")
    return path


def _begins(path: Path, magic: bytes) -> None:
    with path.open("rb") as file:
        if file.read(len(magic)) != magic:
            raise ModelError(f"{path}: the file is damaged; restore the model folder")


def _whole(graph: Path) -> None:
    """A static graph says how many states and arcs it has: one that was cut off would crash the decoder."""
    _begins(graph, _FST)
    with graph.open("rb") as file:
        head = file.read(128)
    if not head[4:].startswith(_CONST):
        return
    place = 4 + len(_CONST)
    place += 4 + struct.unpack_from("<i", head, place)[0]
    *_, states, arcs = struct.unpack_from("<iiQqqq", head, place)
    # Twenty bytes a state, sixteen an arc; version 1 and symbol tables add to that.
    if graph.stat().st_size < place + 40 + 20 * states + 16 * arcs:
        raise ModelError(f"{graph}: the file is cut off; restore the model folder")
