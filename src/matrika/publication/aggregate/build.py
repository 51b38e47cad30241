"""The aggregate: one pass over stored canonical bytes, nothing of it ever held whole.

The root takes a prefix that no entity uses. So exclusive C14N has to declare in each entity exactly
what it declares in the entity alone: the canonical form of the whole is the root's start tag, the
entities' stored bytes, and the end tag.
"""

from __future__ import annotations

import hashlib
import itertools
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from matrika.outside.keystore import Signer
from matrika.publication.aggregate.members import Membership
from matrika.publication.document.canonical import NotPublishable, instant_text
from matrika.publication.document.namespaces import MD, MDRPI
from matrika.publication.document.packing import HEADER, deflated, trailer
from matrika.publication.document.sign import signature_element
from matrika.publication.models import EntityForm
from matrika.publication.policy import Policy

# What LemonLDAP::NG looks entities up by: without a declaration at the root its import finds nothing.
_USUAL_PREFIX = "md"
_COLUMNS = ("canonical", "sha256", "packed_size", "inclusive_prefixes", "reserved_prefixes", "pk")


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the entities, and what was counted between."""

    head: bytes
    tail: bytes
    entities: int
    size: int
    packed_size: int  # of the entities alone


@dataclass(frozen=True, slots=True)
class Packing:
    """The same surroundings for the gzip form."""

    head: bytes
    tail: bytes
    size: int


class Reading:
    """What one pass over the entities gathers."""

    def __init__(self, prefix: str, head: bytes) -> None:
        self.prefix = prefix
        self.digest = hashlib.sha256(head)
        self.size = self.packed_size = self.entities = 0
        self.inclusive: set[str] = set()

    def take(
        self, canonical: bytes, sha256: str, packed_size: int, inclusive: str, reserved: str, pk: int
    ) -> None:
        """Count in one entity's form, the columns as they are stored. Raises NotPublishable."""
        if hashlib.sha256(canonical).hexdigest() != sha256:
            raise NotPublishable(f"the stored form {pk} is not the one that was checked when it was made")
        if self.prefix in reserved.split():  # it came just now: the next try takes another prefix
            raise NotPublishable(f"an entity uses the prefix {self.prefix} of the aggregate's root")
        self.digest.update(canonical)
        self.size += len(canonical)
        self.packed_size += packed_size
        self.inclusive.update(inclusive.split())
        self.entities += 1


def build(members: Membership, rules: Policy, signer: Signer) -> Frame:
    """Read the entities once and make the signed frame around them. Raises NotPublishable."""
    prefix = free_prefix(_reserved())
    reference_id = f"_{secrets.token_hex(16)}"
    start = _start(prefix, reference_id, rules, members.at)
    rest = _extensions(prefix, rules, members.at)
    tail = end_tag(prefix)
    reading = _read(members, prefix, start + rest)
    reading.digest.update(tail)
    signature = signature_element(reading.digest.digest(), reference_id, signer, prefixes=reading.inclusive)
    head = as_served(start, reading.inclusive) + signature + rest
    size = len(head) + reading.size + len(tail)
    return Frame(head, tail, reading.entities, size, reading.packed_size)


def pack(frame: Frame, crc: int) -> Packing:
    """`crc` is the CRC-32 of the whole document."""
    head = HEADER + deflated(frame.head)
    tail = deflated(frame.tail) + trailer(crc, frame.size)
    return Packing(head, tail, len(head) + frame.packed_size + len(tail))


def free_prefix(taken: set[str]) -> str:
    return next(prefix for number in itertools.count() if (prefix := f"reg{number}") not in taken)


def start_tag(prefix: str, attributes: str = "") -> str:
    """The root's start tag in canonical form: the declaration, then the attributes by name."""
    return f'<{prefix}:EntitiesDescriptor xmlns:{prefix}="{MD}"{attributes}>'


def as_served(start: bytes, inclusive: Collection[str]) -> bytes:
    """The root's start tag with the usual prefix declared, too.

    No signature covers that: exclusive C14N drops what the root does not use. It would not if an entity
    has the prefix in the PrefixList; then there is no such declaration.
    """
    if _USUAL_PREFIX in inclusive:
        return start
    return start.replace(b" xmlns:", f' xmlns:{_USUAL_PREFIX}="{MD}" xmlns:'.encode(), 1)


def end_tag(prefix: str) -> bytes:
    return f"</{prefix}:EntitiesDescriptor>".encode()


def _read(members: Membership, prefix: str, head: bytes) -> Reading:
    reading = Reading(prefix, head)
    for canonical, *others in members.rows(*_COLUMNS):
        reading.take(bytes(canonical), *others)
    return reading


def _reserved() -> set[str]:
    lists = EntityForm.objects.exclude(reserved_prefixes="").values_list("reserved_prefixes", flat=True)
    return {prefix for reserved in lists for prefix in reserved.split()}


def _start(prefix: str, reference_id: str, rules: Policy, at: datetime) -> bytes:
    return start_tag(
        prefix,
        f' ID="{reference_id}" Name="{_escaped(rules)}"'
        f' cacheDuration="{rules.cache_duration_text}" validUntil="{instant_text(at + rules.validity)}"',
    ).encode()


def _extensions(prefix: str, rules: Policy, at: datetime) -> bytes:
    return (
        f"<{prefix}:Extensions>"
        f'<mdrpi:PublicationInfo xmlns:mdrpi="{MDRPI}" creationInstant="{instant_text(at)}"'
        f' publisher="{_escaped(rules)}"></mdrpi:PublicationInfo>'
        f"</{prefix}:Extensions>"
    ).encode()


def _escaped(rules: Policy) -> str:
    """The authority's URI as a canonical attribute value."""
    return rules.registration_authority.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
