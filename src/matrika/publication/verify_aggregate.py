"""A published aggregate with its consumer's eyes, without ever holding it whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator

from cryptography import x509
from lxml import etree

from matrika.publication.aggregate import Frame
from matrika.publication.canonical import MD
from matrika.publication.verify import NotVerified, verify_signature
from samllint.document import parse_tree


def verify_aggregate(
    frame: Frame, blocks: Callable[[], Iterable[bytes]], entities: int, certificate: x509.Certificate
) -> None:
    """Judge an aggregate that is too large for one tree: its signature, then every byte as it will be served.

    Raises NotVerified.
    """
    digest, reference_id, _ = verify_signature(parse_tree(frame.signature), certificate)
    if f' ID="{reference_id}"'.encode() not in frame.start:
        raise NotVerified("the signature refers to another element than the root")
    seen = hashlib.sha256(frame.start + frame.rest)
    served = iter(blocks())
    next(served)  # the head, which holds the signature besides what it covers
    for block in served:
        seen.update(block)
    if seen.digest() != digest:
        raise NotVerified("the digest is not that of the document")
    found = sum(1 for _ in _entities(blocks()))
    if found != entities:
        raise NotVerified(f"{found} entities can be read where {entities} were written")


def _entities(blocks: Iterable[bytes]) -> Iterator[str]:
    """The entityIDs, read as they come, each forgotten before the next."""
    parser = etree.XMLPullParser(events=("end",), tag=f"{{{MD}}}EntityDescriptor", resolve_entities=False)
    for block in blocks:
        try:
            parser.feed(block)
        except etree.XMLSyntaxError as error:
            raise NotVerified(f"the aggregate is not well-formed: {error}") from error
        for _, element in parser.read_events():
            assert isinstance(element, etree._Element)
            yield element.get("entityID", "")
            _forget(element)
    parser.close()


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    assert parent is not None
    while (before := element.getprevious()) is not None:
        parent.remove(before)
