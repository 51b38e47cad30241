"""Whether a signature is about every file of its container, and the lists through which CAdES says so."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from matrika.core.verdict import SubIndication
from matrika.core.verdict.words import Reason
from matrika.outside.signatures import limits, tree
from matrika.outside.signatures.asic.container import Container
from matrika.outside.signatures.refused import Refused
from matrika.outside.signatures.xades import algorithms, names
from matrika.outside.signatures.xades.names import ASIC, DS
from matrika.outside.signatures.xades.references import Budget, Surroundings


@dataclass(frozen=True, slots=True)
class Listed:
    """What an ASiCManifest says: the CMS signature must be about its very bytes."""

    signature_file: str  # name in the container
    octets: bytes
    covers: tuple[str, ...]
    problems: tuple[Refused, ...]  # files that are not what was signed


def require_all(container: Container, covers: tuple[str, ...]) -> None:
    """Raises Refused when a data file is not among those that a signature covers."""
    if set(container.data_files) - set(covers):
        raise Refused(Reason.FILE_NOT_COVERED)


def listed(data: bytes, container: Container, budget: Budget) -> Listed | None:
    """What one ASiCManifest lists (EN 319 162-1 annex A.4). Raises Refused when it cannot be read.

    None for the list of a time assertion, whose time stamp is nobody's signature.
    """
    try:
        root = tree.parse(data)
        if root.tag != ASIC + "ASiCManifest":
            raise Refused(Reason.ASIC_MANIFEST_BROKEN)
        around = Surroundings(root, {}, {**container.data_files, **container.cades}, is_alone=False)
        uri = names.only(root, ASIC + "SigReference").get("URI", "#")
        if uri.endswith(".tst"):
            return None
        signed_by = around.target(uri)
    except Refused:
        raise Refused(Reason.ASIC_MANIFEST_BROKEN) from None
    rows = list(root.iterchildren(ASIC + "DataObjectReference"))
    if not rows or len(rows) > limits.MAX_REFERENCES or not isinstance(signed_by, str):
        raise Refused(Reason.ASIC_MANIFEST_BROKEN)
    covers, problems = [], []
    for row in rows:
        try:
            name = around.target(row.get("URI", "#"))
            assert isinstance(name, str)  # "#…" finds nothing among no identifiers
            covers.append(name)
            _require_matching(row, around.files[name], budget)
        except Refused as problem:
            problems.append(problem)
    return Listed(signed_by, data, tuple(covers), tuple(problems))


def _require_matching(row: etree._Element, data: bytes, budget: Budget) -> None:
    """Raises Refused unless the listed digest is that of the file."""
    method = names.only(row, DS + "DigestMethod").get("Algorithm", "")
    if algorithms.digest(method, budget.spend(data)) != names.decoded(names.only(row, DS + "DigestValue")):
        raise Refused(Reason.DATA_CHANGED, SubIndication.HASH_FAILURE)
