"""As much of JSON Schema as report.schema.json uses. A keyword that is not known here is an error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "null": type(None),
}
_ANNOTATIONS = {"$schema", "$id", "$defs", "title"}


def errors(value: Any, schema: dict[str, Any], root: dict[str, Any], path: str = "$") -> Iterator[str]:
    """Every way in which the value is not as the schema says."""
    for keyword, wanted in schema.items():
        if keyword not in _ANNOTATIONS:
            yield from _RULES[keyword](value, wanted, schema, root, path)


def _reference(value: Any, wanted: str, schema: Any, root: dict[str, Any], path: str) -> Iterator[str]:
    yield from errors(value, root["$defs"][wanted.removeprefix("#/$defs/")], root, path)


def _one_of(value: Any, wanted: list[Any], schema: Any, root: dict[str, Any], path: str) -> Iterator[str]:
    found = [list(errors(value, choice, root, path)) for choice in wanted]
    if sum(1 for each in found if not each) != 1:
        yield from min(found, key=len) or [f"{path}: several fit"]


def _type(value: Any, wanted: str | list[str], schema: Any, root: Any, path: str) -> Iterator[str]:
    names = [wanted] if isinstance(wanted, str) else wanted
    if not any(isinstance(value, _TYPES[name]) for name in names):
        yield f"{path}: {value!r} is no {wanted}"


def _properties(value: Any, wanted: dict[str, Any], schema: Any, root: Any, path: str) -> Iterator[str]:
    for name, inner in wanted.items():
        if isinstance(value, dict) and name in value:
            yield from errors(value[name], inner, root, f"{path}.{name}")


def _items(value: Any, wanted: Any, schema: Any, root: Any, path: str) -> Iterator[str]:
    for number, item in enumerate(value if isinstance(value, list) else ()):
        yield from errors(item, wanted, root, f"{path}[{number}]")


def _required(value: Any, wanted: list[str], schema: Any, root: Any, path: str) -> Iterator[str]:
    yield from (f"{path}: lacks {name}" for name in wanted if name not in value)


def _additional(value: Any, wanted: bool, schema: Any, root: Any, path: str) -> Iterator[str]:
    assert wanted is False
    yield from (f"{path}: unknown {name}" for name in value if name not in schema["properties"])


def _const(value: Any, wanted: Any, schema: Any, root: Any, path: str) -> Iterator[str]:
    if value != wanted:
        yield f"{path}: {value!r} is not {wanted!r}"


def _enum(value: Any, wanted: list[Any], schema: Any, root: Any, path: str) -> Iterator[str]:
    if value not in wanted:
        yield f"{path}: {value!r} is none of {wanted}"


def _pattern(value: Any, wanted: str, schema: Any, root: Any, path: str) -> Iterator[str]:
    if isinstance(value, str) and not re.search(wanted, value):
        yield f"{path}: {value!r} is not like {wanted}"


def _minimum(value: Any, wanted: int, schema: Any, root: Any, path: str) -> Iterator[str]:
    if isinstance(value, int) and value < wanted:
        yield f"{path}: {value} is below {wanted}"


_RULES = {
    "$ref": _reference,
    "oneOf": _one_of,
    "type": _type,
    "properties": _properties,
    "items": _items,
    "required": _required,
    "additionalProperties": _additional,
    "const": _const,
    "enum": _enum,
    "pattern": _pattern,
    "minimum": _minimum,
}
