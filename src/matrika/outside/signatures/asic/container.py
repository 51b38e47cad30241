"""An ASiC container → its files, each with its part, and what is wrong with the container (EN 319 162-1).

What makes the archive ambiguous is refused by `archive`. What breaks a rule of the standard but can be
read is a fault: the signatures are looked at all the same, so that people are told everything at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from matrika.core.verdict.words import Reason
from matrika.outside.signatures import tree
from matrika.outside.signatures.asic import archive
from matrika.outside.signatures.asic.archive import Entry
from matrika.outside.signatures.refused import Refused

EXTENDED = "application/vnd.etsi.asic-e+zip"
SIMPLE = "application/vnd.etsi.asic-s+zip"
MIMETYPE = "mimetype"
META_INF = "META-INF/"
MANIFEST = META_INF + "manifest.xml"
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_MANIFEST_NAMESPACE = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
# EN 319 162-1 §4.3.3.2 and §4.4.3.2: which file is what is told by its name alone.
_XADES = re.compile(r"META-INF/[^/]*signatures[^/]*\.xml", re.IGNORECASE)
_CADES = re.compile(r"META-INF/[^/]*signature[^/]*\.p7s", re.IGNORECASE)
_ASIC_MANIFEST = re.compile(r"META-INF/[^/]*ASiCManifest[^/]*\.xml", re.IGNORECASE)
_OTHER = re.compile(
    r"META-INF/(?:manifest\.xml|container\.xml|metadata\.xml|[^/]*timestamp[^/]*\.tst"
    r"|[^/]*evidencerecord[^/]*\.(?:xml|ers)|[^/]*ASiC(?:Archive|EvidenceRecord)Manifest[^/]*\.xml)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Container:
    """The files of one container, by their part."""

    is_extended: bool  # ASiC-E; else ASiC-S
    is_open_document: bool  # a document of an office program, which is signed in a way of its own
    data_files: dict[str, bytes]  # what people sign
    xades: dict[str, bytes]  # signature files
    cades: dict[str, bytes]
    asic_manifests: dict[str, bytes]
    media_types: dict[str, str]  # what META-INF/manifest.xml says about data files
    faults: tuple[Reason, ...]  # the container breaks its standard
    notes: tuple[Reason, ...]  # worth knowing, and harmless


def read(data: bytes) -> Container:
    """Raises Refused when the archive cannot be read in exactly one way."""
    entries = archive.read(data)
    files = {entry.name: entry.data for entry in entries}
    inside = {name: files[name] for name in files if name.startswith(META_INF)}
    data_files = {name: files[name] for name in files if name not in inside and name != MIMETYPE}
    asic_manifests = _matching(inside, _ASIC_MANIFEST)
    xades = {name: inside[name] for name in _matching(inside, _XADES) if name not in asic_manifests}
    cades = _matching(inside, _CADES)
    known = {*asic_manifests, *xades, *cades, *_matching(inside, _OTHER)}
    is_extended = files.get(MIMETYPE, b"").strip() != SIMPLE.encode()
    media_types, manifest_faults = _manifest(files, data_files, is_required=is_extended and bool(xades))
    return Container(
        is_extended=is_extended,
        is_open_document=files.get(MIMETYPE, b"").startswith(_OPEN_DOCUMENT),
        data_files=data_files,
        xades=xades,
        cades=cades,
        asic_manifests=asic_manifests,
        media_types=media_types,
        faults=(*_mimetype_faults(entries), *manifest_faults, *_data_file_faults(data_files, is_extended)),
        notes=() if known == set(inside) else (Reason.META_INF_UNKNOWN,),
    )


def essence(media_type: str) -> str:
    """The type without its parameters; writers differ about "; charset=UTF-8"."""
    return media_type.partition(";")[0].strip().lower()


def _matching(files: dict[str, bytes], names: re.Pattern[str]) -> dict[str, bytes]:
    return {name: files[name] for name in files if names.fullmatch(name)}


def _mimetype_faults(entries: tuple[Entry, ...]) -> tuple[Reason, ...]:
    """EN 319 162-1 annex A.1: first, not compressed, one of two values."""
    position = next((n for n, entry in enumerate(entries) if entry.name == MIMETYPE), None)
    if position is None:
        return (Reason.MIMETYPE_MISSING,)
    faults = []
    if position != 0 or not entries[position].is_stored:
        faults.append(Reason.MIMETYPE_PLACE)
    # A line break at the end is common and harmless.
    if entries[position].data.strip() not in (EXTENDED.encode(), SIMPLE.encode()):
        faults.append(Reason.MIMETYPE_VALUE)
    return tuple(faults)


def _data_file_faults(data_files: dict[str, bytes], is_extended: bool) -> tuple[Reason, ...]:
    if not data_files:
        return (Reason.NO_DATA_FILE,)
    return () if is_extended or len(data_files) == 1 else (Reason.SEVERAL_DATA_FILES,)


def _manifest(
    files: dict[str, bytes], data_files: dict[str, bytes], *, is_required: bool
) -> tuple[dict[str, str], tuple[Reason, ...]]:
    """What META-INF/manifest.xml says about each data file, and what is wrong with it.

    It must name every data file and no other one (EN 319 162-1 §4.4.3.2, OpenDocument 1.2 part 3 §3.2).
    """
    if MANIFEST not in files:
        return {}, (Reason.MANIFEST_MISSING,) if is_required else ()
    try:
        root = tree.parse(files[MANIFEST])
    except Refused:
        return {}, (Reason.MANIFEST_BROKEN,)
    if root.tag != _MANIFEST_NAMESPACE + "manifest":
        return {}, (Reason.MANIFEST_BROKEN,)
    rows = [
        (row.get(_MANIFEST_NAMESPACE + "full-path", ""), row.get(_MANIFEST_NAMESPACE + "media-type", ""))
        for row in root.iterchildren(_MANIFEST_NAMESPACE + "file-entry")
    ]
    named = [(path if path in files else unquote(path), kind) for path, kind in rows]
    listed = [path for path, _ in named if _is_data(path)]
    own = [essence(kind) for path, kind in named if path == "/"]
    said = files.get(MIMETYPE, b"").decode("ascii", "replace")
    agrees = sorted(listed) == sorted(data_files) and own in ([], [essence(said)])
    return {path: kind for path, kind in named if _is_data(path)}, () if agrees else (
        Reason.MANIFEST_MISMATCH,
    )


def _is_data(path: str) -> bool:
    return not path.endswith("/") and not path.startswith(META_INF) and path != MIMETYPE
