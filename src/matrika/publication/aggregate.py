"""The aggregate: one pass over stored canonical bytes, nothing of it ever held whole.

The root takes a prefix that no entity uses. So exclusive C14N has to declare in each entity exactly
what it declares in the entity alone: the canonical form of the whole is the root's start tag, the
entities' stored bytes, and the end tag. The gzip form is joined from stored DEFLATE blocks likewise.
"""

from __future__ import annotations

import hashlib
import itertools
import secrets
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO

from django.db.models import QuerySet

from matrika.outside.keystore import Signer
from matrika.publication.canonical import MD, MDRPI, NotPublishable, instant_text
from matrika.publication.models import PublishedEntity
from matrika.publication.policy import Policy
from matrika.publication.render import deflated
from matrika.publication.sign import signature_element

BLOCK = 1024 * 1024
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # RFC 1952 §2.3: DEFLATE, no name, no time
_LAST_BLOCK = b"\x03\x00"  # an empty DEFLATE block that is the last


@dataclass
class Spool:
    """The entities on their way into an aggregate, in files without a name that vanish with the process."""

    plain: IO[bytes] = field(default_factory=TemporaryFile)
    packed: IO[bytes] = field(default_factory=TemporaryFile)
    entities: int = 0
    prefixes: set[str] = field(default_factory=set)

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *raised: object) -> None:
        self.plain.close()
        self.packed.close()


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds the entities: `start`, the signature, `rest` of the head, and the end tag."""

    start: bytes
    signature: bytes
    rest: bytes
    end: bytes

    @property
    def head(self) -> bytes:
        return self.start + self.signature + self.rest


def spool_entities(spool: Spool, start: bytes, rest: bytes, prefix: str, *, at: datetime) -> bytes:
    """Copy the entities that are active into the spool; the digest of the canonical whole.

    Raises NotPublishable when an entity has come that uses the root's prefix: the next try takes another.
    """
    digest = hashlib.sha256(start + rest)
    for canonical, packed, inclusive, reserved in _rows(at):
        if prefix in reserved.split():
            raise NotPublishable(f"an entity uses the prefix {prefix} of the aggregate's root")
        digest.update(canonical)
        spool.plain.write(canonical)
        spool.packed.write(packed)
        spool.prefixes.update(inclusive.split())
        spool.entities += 1
    digest.update(_end(prefix))
    return digest.digest()


def build(spool: Spool, rules: Policy, signer: Signer, *, at: datetime) -> Frame:
    """Fill the spool and make the signed frame around it. Raises NotPublishable."""
    prefix = _free_prefix()
    reference_id = f"_{secrets.token_hex(16)}"
    start = _start(prefix, reference_id, rules, at)
    rest = _extensions(prefix, rules, at)
    digest = spool_entities(spool, start, rest, prefix, at=at)
    signature = signature_element(digest, reference_id, signer, prefixes=spool.prefixes)
    return Frame(start, signature, rest, _end(prefix))


def plain_blocks(spool: Spool, frame: Frame) -> Iterator[bytes]:
    """The document as served, in blocks of any size."""
    yield frame.head
    yield from _blocks(spool.plain)
    yield frame.end


def gzip_blocks(spool: Spool, frame: Frame) -> Iterator[bytes]:
    """The same document as one gzip member (RFC 1952), without compressing the entities again."""
    crc = size = 0
    for block in plain_blocks(spool, frame):
        crc = zlib.crc32(block, crc)
        size += len(block)
    yield _GZIP_HEADER + deflated(frame.head)
    yield from _blocks(spool.packed)
    yield deflated(frame.end) + _LAST_BLOCK + struct.pack("<II", crc, size & 0xFFFFFFFF)


def _rows(at: datetime) -> Iterator[tuple[bytes, bytes, str, str]]:
    columns = ("canonical", "canonical_deflated", "inclusive_prefixes", "reserved_prefixes")
    rows = active_entities(at).order_by("entity_id_sha1").values_list(*columns)
    return rows.iterator(chunk_size=200)


def active_entities(at: datetime) -> QuerySet[PublishedEntity]:
    return PublishedEntity.objects.filter(expires_at__gt=at)


def _free_prefix() -> str:
    taken: set[str] = set()
    for reserved in PublishedEntity.objects.exclude(reserved_prefixes="").values_list(
        "reserved_prefixes", flat=True
    ):
        taken.update(reserved.split())
    return next(prefix for number in itertools.count() if (prefix := f"reg{number}") not in taken)


def _start(prefix: str, reference_id: str, rules: Policy, at: datetime) -> bytes:
    """The root's start tag in canonical form: the declaration, then the attributes by name."""
    return (
        f'<{prefix}:EntitiesDescriptor xmlns:{prefix}="{MD}" ID="{reference_id}" Name="{_escaped(rules)}"'
        f' cacheDuration="{rules.cache_duration_text}" validUntil="{instant_text(at + rules.validity)}">'
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


def _end(prefix: str) -> bytes:
    return f"</{prefix}:EntitiesDescriptor>".encode()


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    return iter(lambda: file.read(BLOCK), b"")
