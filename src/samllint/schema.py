"""Validation against the OASIS SAML 2.0 metadata schema (R-3.2.1), from vendored files only."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from lxml import etree

from samllint.entity import Where

FOLDER = Path(__file__).parent / "schemas"
MAIN = "saml-schema-metadata-2.0.xsd"
# A broken document can break every line; nobody reads more than this.
MAX_MISTAKES = 100

_lock = threading.Lock()
_compiled: list[etree.XMLSchema] = []
_ATTRIBUTE = re.compile(r"attribute '(?:\{[^}]*\})?([^']+)'")
_ABSTRACT = "The type definition is abstract."
_STEP = re.compile(r"([^\[]+)(?:\[(\d+)\])?")


class _Vendored(etree.Resolver):
    """Answers an address by a file of the same base name in our folder, and refuses every other."""

    def resolve(self, system_url, public_id, context):  # type: ignore[no-untyped-def,override]  # no stubs
        path = FOLDER / Path(system_url or "").name
        if path.suffix == ".xsd" and path.is_file():
            return self.resolve_filename(str(path), context)  # type: ignore[attr-defined]  # not in the stubs
        raise OSError(f"no such schema here: {system_url}")


def mistakes(root: etree._Element) -> tuple[tuple[Where, str], ...]:
    """Every place where the document departs from the schema, with libxml2's words for it.

    xsi:schemaLocation in the document is ignored: libxml2 gets a finished schema and loads nothing.
    """
    tree = root.getroottree()
    with _lock:  # the list of errors belongs to the shared schema object
        if not _compiled:
            _compiled.append(_compile())
        if _compiled[0].validate(tree):
            return ()
        log = list(islice(_compiled[0].error_log, MAX_MISTAKES))  # type: ignore[call-overload]  # stubs: no iterator
    return tuple(_once_a_place((_where(root, entry), entry.message) for entry in log))


def _compile() -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True, load_dtd=False, resolve_entities=True)
    parser.resolvers.add(_Vendored())
    # Our own file, not a document of anybody's.
    return etree.XMLSchema(etree.parse(str(FOLDER / MAIN), parser))  # noqa: TID251 — trusted


def _once_a_place(found: Iterator[tuple[Where, str]]) -> Iterator[tuple[Where, str]]:
    """libxml2 often says the same of one attribute twice: once for the facet, once for the type."""
    seen: set[tuple[int, str]] = set()
    for where, words in found:
        place = (id(where.node), where.attribute)
        if place in seen and where.attribute:
            continue
        if words.endswith(_ABSTRACT) and (id(where.node), "type") in seen:
            continue  # it follows from the xsi:type that nobody knows
        seen.add(place)
        yield where, words


def _where(root: etree._Element, entry: etree._LogEntry) -> Where:
    path: str = entry.path or ""
    attribute = _ATTRIBUTE.search(entry.message)
    missing = "required but missing" in entry.message
    return Where(_node(root, path), attribute[1] if attribute and not missing else "")


def _node(root: etree._Element, path: str) -> etree._Element:
    """The element of a path as libxml2 writes it: /md:EntityDescriptor/*[2]; the root if it leads astray.

    Evaluating it as XPath would need the prefixes in force at each step; counting siblings needs none.
    """
    node = root
    for step in path.split("/")[2:]:
        match = _STEP.fullmatch(step)
        if match is None:
            return node
        name, position = match[1], int(match[2] or 1)
        alike = (child for child in node.iterchildren("*") if name in ("*", _written(child)))
        found = next(islice(alike, position - 1, None), None)
        if found is None:
            return node
        node = found
    return node


def _written(element: etree._Element) -> str:
    """The element's name as it stands in the document."""
    local = etree.QName(element).localname
    return f"{element.prefix}:{local}" if element.prefix else local
