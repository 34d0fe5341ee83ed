"""YAML that people write: read with the line of every key, free of YAML 1.1's surprises, checked by a model.

Only `true` and `false` are booleans, so `yes`, `no`, `on` and `off` stay words; `0123` and `12:30` stay text;
every key is text. Anchors, aliases, tags, a key given twice and files beyond a megabyte are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from voicebot.errors import InputError, did_you_mean

MAX_BYTES = 1_000_000
MAX_DEPTH = 40

Key = str | int
Keys = tuple[Key, ...]
M = TypeVar("M", bound=BaseModel)

_NULL, _BOOL, _INT, _FLOAT, _STR, _SEQ, _MAP = (
    f"tag:yaml.org,2002:{kind}" for kind in ("null", "bool", "int", "float", "str", "seq", "map")
)
_NUMBER = {_INT: r"[-+]?(?:0|[1-9][0-9]*)", _FLOAT: r"[-+]?(?:0|[1-9][0-9]*)?\.[0-9]+(?:[eE][-+]?[0-9]+)?"}


@dataclass(frozen=True, slots=True, order=True)
class Defect:
    """One thing that is wrong in a file."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Document:
    """A file's content and the line on which each key and list item stands."""

    path: Path
    data: Any
    lines: Mapping[Keys, int]
    blocks: frozenset[Keys] = frozenset()
    """Places of text in a block (`|` or `>`), which begins on the line below."""

    def line(self, *keys: Key) -> int:
        """The line of the key or item at that place; of the nearest one around it where it is absent."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys, 1)

    def defect(self, message: str, *keys: Key) -> Defect:
        return Defect(str(self.path), self.line(*keys), message)

    def error(self, message: str, *keys: Key) -> InputError:
        return InputError.at(self.path, self.line(*keys), message)


class _Broken(Exception):
    """Well-formed YAML that isn't taken."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class _Loader(yaml.SafeLoader):
    """Composes nodes; only null, true, false and plain decimal numbers are recognised among bare words."""

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Broken(
                event.start_mark.line + 1, "anchors and aliases (& and *) are not taken; write it out"
            )
        return super().compose_node(parent, index)


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    (_BOOL, r"true|True|TRUE|false|False|FALSE", "tTfF"),
    (_INT, _NUMBER[_INT], "-+0123456789"),
    (_FLOAT, _NUMBER[_FLOAT], "-+.0123456789"),
    (_NULL, r"~|null|Null|NULL|", ["~", "n", "N", ""]),
):
    _Loader.add_implicit_resolver(_tag, re.compile(rf"^(?:{_pattern})$"), list(_first))


def read_document(path: Path | str) -> Document:
    """The file with its lines. Raises InputError with file and line where it can't be read."""
    path = Path(path)
    return parse_document(_text(path), path)


def parse_document(text: str, path: Path) -> Document:
    """The text as a document; `path` is only named in errors."""
    lines: dict[Keys, int] = {}
    blocks: set[Keys] = set()
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            raise InputError.at(path, 1, "the file is empty")
        return Document(path, _value(node, (), lines, blocks), lines, frozenset(blocks))
    except _Broken as broken:
        raise InputError.at(path, broken.line, str(broken)) from None
    except RecursionError:
        raise InputError.at(path, None, f"nested more than {MAX_DEPTH} deep") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise InputError.at(path, mark.line + 1 if mark else None, _plain(error)) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise InputError.at(path, line, f"the character U+{error.character:04X} is not allowed") from None


def read_yaml(path: Path | str, model: type[M]) -> M:
    """The file as the model. Raises InputError with the file, line and reason of its first defect."""
    document = read_document(path)
    read, defects = fit(document, model)
    if read is None:
        raise InputError(str(defects[0]))
    return read


def fit(document: Document, model: type[M]) -> tuple[M | None, list[Defect]]:
    """The document as the model, or None and every defect, in the order of lines."""
    if not isinstance(document.data, dict):
        return None, [document.defect("expected keys and values, such as 'name: value'")]
    try:
        return model.model_validate(document.data), []
    except ValidationError as error:
        found = {document.defect(*_explained(one, model, document)) for one in error.errors()}
        return None, sorted(found)


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except IsADirectoryError:
        raise InputError(f"{path}: is a folder; name a YAML file") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    if len(raw) > MAX_BYTES:
        raise InputError(f"{path}: larger than {MAX_BYTES:,} bytes")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError.at(
            path, raw.count(b"\n", 0, error.start) + 1, "not UTF-8; save the file as UTF-8"
        ) from None


def _plain(error: yaml.MarkedYAMLError) -> str:
    problem = (error.problem or "broken YAML").replace("\n", " ")
    if "\\t" in problem:
        return "a tab cannot indent YAML; use spaces"
    if "expected a single document" in (error.context or ""):
        return "more than one YAML document; split the file at '---'"
    return f"broken YAML: {problem}"


def _value(node: Node, place: Keys, lines: dict[Keys, int], blocks: set[Keys]) -> Any:
    line = node.start_mark.line + 1
    if len(place) > MAX_DEPTH:
        raise _Broken(line, f"nested more than {MAX_DEPTH} deep")
    lines.setdefault(place, line)
    if isinstance(node, MappingNode) and node.tag == _MAP:
        return _mapping(node, place, lines, blocks)
    if isinstance(node, SequenceNode) and node.tag == _SEQ:
        return [_value(item, (*place, number), lines, blocks) for number, item in enumerate(node.value)]
    if isinstance(node, ScalarNode):
        if node.style in ("|", ">"):
            blocks.add(place)
        return _scalar(node)
    raise _Broken(line, f"the tag '{node.tag}' is not taken")


def _mapping(node: MappingNode, place: Keys, lines: dict[Keys, int], blocks: set[Keys]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, ScalarNode):
            raise _Broken(line, "a key must be a word; put text that holds braces or brackets in quotes")
        key = str(key_node.value)
        if key in read:
            raise _Broken(line, f"'{key}' is given twice; it stands on line {lines[(*place, key)]} already")
        lines[(*place, key)] = line
        read[key] = _value(value_node, (*place, key), lines, blocks)
    return read


def _scalar(node: ScalarNode) -> Any:
    text: str = node.value
    if node.tag == _STR:
        return text
    if node.tag == _NULL:
        return None
    if node.tag == _BOOL and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if node.tag in _NUMBER and re.fullmatch(_NUMBER[node.tag], text):
        return int(text) if node.tag == _INT else float(text)
    raise _Broken(node.start_mark.line + 1, f"the tag '{node.tag}' is not taken")


def _explained(error: Any, model: type[BaseModel], document: Document) -> tuple[Any, ...]:
    """The message for one of pydantic's errors, and the keys of its place."""
    place = _place(error["loc"], document)
    name = str(place[-1]) if place else ""
    match error["type"]:
        case "extra_forbidden":
            known = _known_keys(model, error["loc"][:-1])
            return f"unknown key '{name}'{did_you_mean(name, known)}", *place
        case "missing":
            return f"'{error['loc'][-1]}' is missing", *place
        case "enum" | "literal_error":
            expected = re.findall(r"'([^']*)'", error["ctx"]["expected"])
            given = str(error["input"])
            known_words = ", ".join(expected) if len(expected) <= 8 else ""
            hint = did_you_mean(given, expected) or (f"; known are {known_words}" if known_words else "")
            return f"'{given}' is not known here{hint}", *place
        case "value_error" | "assertion_error":
            return str(error["ctx"]["error"]), *place
        case "none_required" | "model_type" | "model_attributes_type" | "dict_type":
            return f"'{name}' needs keys and values below it", *place
    shown = repr(error["input"]) if not isinstance(error["input"], dict | list) else "this"
    return f"'{name}': {shown} does not fit: {error['msg'][0].lower()}{error['msg'][1:]}", *place


def _place(location: tuple[Key, ...], document: Document) -> Keys:
    """The part of pydantic's location that is in the file: it names members of unions too."""
    place: Keys = ()
    for key in location:
        if (*place, key) in document.lines:
            place = (*place, key)
    return place


def _known_keys(model: type[BaseModel], location: Iterable[Key]) -> list[str]:
    """The keys that the model allows at that place."""
    here = [model]
    for key in location:
        fields = [
            field for one in here for name, field in one.model_fields.items() if key in (name, field.alias)
        ]
        named = [one for one in here if one.__name__ == key]
        here = [inner for field in fields for inner in _models(field.annotation)] or named or here
    return [field.alias or name for one in here for name, field in one.model_fields.items()]


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
