"""A published aggregate with its consumer's eyes, without ever holding it whole.

An entity's part is read by a parser once, when it is made, inside a root like the aggregate's
(`check_part`), and its digest is kept with it. What is judged of each aggregate is what is new in it:
the head is parsed and its signature verified, and every byte is read again as it will be served.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable

from cryptography import x509
from lxml import etree

from matrika.publication.aggregate.build import Frame, as_served, end_tag, free_prefix, start_tag
from matrika.publication.document.canonical import PublishedForm, canonical_bytes, take_out
from matrika.publication.document.packing import inflated
from matrika.publication.document.verify import NotVerified, verify_signature
from samllint.document import parse_tree
from samllint.unreadable import Unreadable


def verify_aggregate(frame: Frame, blocks: Iterable[bytes], certificate: x509.Certificate) -> int:
    """Judge an aggregate that is too large for one tree. `blocks` are its bytes as they will be served.

    Returns their CRC-32. Raises NotVerified.
    """
    served = iter(blocks)
    head = next(served)
    root = _parsed(head + frame.tail)
    digest, reference_id, prefixes = verify_signature(root[0], certificate)
    if root.get("ID") != reference_id:
        raise NotVerified("the signature refers to another element than the root")
    take_out(root[0])
    covered = canonical_bytes(root, prefixes.split())
    seen, crc, size = hashlib.sha256(covered.removesuffix(frame.tail)), zlib.crc32(head), len(head)
    for block in served:
        seen.update(block)
        crc = zlib.crc32(block, crc)
        size += len(block)
    if seen.digest() != digest:
        raise NotVerified("the digest is not that of the document")
    if size != frame.size:
        raise NotVerified(f"{size} bytes can be read where {frame.size} were written")
    return crc


def check_part(form: PublishedForm, packed: bytes) -> None:
    """That the form is one whole entity, and canonical, inside an aggregate; and that it unpacks to itself.

    Raises NotVerified.
    """
    prefix, inclusive = free_prefix(set(form.reserved_prefixes.split())), form.inclusive_prefixes.split()
    start = as_served(start_tag(prefix).encode(), inclusive)
    root = _parsed(start + form.canonical + end_tag(prefix))
    if len(root) != 1 or canonical_bytes(root[0], inclusive) != form.canonical:
        raise NotVerified("inside an aggregate the entity would have another canonical form")
    if inflated(packed) != form.canonical:
        raise NotVerified("the compressed form is another one")


def _parsed(document: bytes) -> etree._Element:
    try:
        return parse_tree(document)
    except Unreadable as error:
        raise NotVerified(f"it cannot be read: {error}") from error
