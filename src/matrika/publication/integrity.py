"""Whether what is served is whole: its digest, its packed forms, and the version it was made from (R-9.2)."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator

from matrika.publication.models import AggregatePart, PublishedAggregate, PublishedEntity
from matrika.register.integrity import FEW, Check, Keys, is_digest, one_by_one
from matrika.register.models import MetadataVersion

ROOT_EXTENSIONS = re.compile(rb"^<(reg[0-9]+):EntitiesDescriptor .*?</\1:Extensions>", re.DOTALL)


def _entities(keys: Keys) -> Iterator[str]:
    entities = PublishedEntity.objects.select_related("provider")
    return one_by_one(entities, _entity, keys, FEW)


def _entity(entity: PublishedEntity) -> Iterator[str]:
    name = f"published {entity.provider.entity_id}"
    signed, canonical = bytes(entity.signed), bytes(entity.canonical)
    if not is_digest(entity.etag.strip('"'), signed):
        yield f"{name}: the document does not have the digest that its ETag tells"
    if _unpacked([bytes(entity.signed_gzip)], gzipped=True) != _summary([signed]):
        yield f"{name}: the compressed document is another one"
    if _unpacked([bytes(entity.canonical_deflated)], gzipped=False) != _summary([canonical]):
        yield f"{name}: its compressed form for the aggregate is another one"
    if not MetadataVersion.objects.filter(pk=entity.version_id, provider=entity.provider).exists():
        yield f"{name}: the version it was made from is not there"


def _aggregates(keys: Keys) -> Iterator[str]:
    return one_by_one(PublishedAggregate.objects.all(), _aggregate, keys, FEW)


def _aggregate(aggregate: PublishedAggregate) -> Iterator[str]:
    found = list(_faults(aggregate))
    # A worker may have forgotten this one, for a newer, while we read its parts.
    if PublishedAggregate.objects.filter(pk=aggregate.pk).exists():
        yield from (f"published aggregate {aggregate.pk}: {fault}" for fault in found)


def _faults(aggregate: PublishedAggregate) -> Iterator[str]:
    plain = _summary(_parts(aggregate, is_gzip=False))
    if plain[0] != aggregate.size:
        yield f"{plain[0]} bytes are stored, {aggregate.size} were published"
    if _summary(_parts(aggregate, is_gzip=True))[0] != aggregate.size_gzip:
        yield "the compressed document has another size than was published"
    if _unpacked(_parts(aggregate, is_gzip=True), gzipped=True) != plain:
        yield "the compressed document is another one"
    # The head holds the digest of everything else and is the one part with an ETag's digest.
    head = ROOT_EXTENSIONS.search(next(_parts(aggregate, is_gzip=False), b""))
    if head is None or not is_digest(aggregate.etag.strip('"'), head.group()):
        yield "its head does not have the digest that its ETag tells"


def _parts(aggregate: PublishedAggregate, *, is_gzip: bool) -> Iterator[bytes]:
    position = 0
    parts = AggregatePart.objects.filter(aggregate=aggregate, is_gzip=is_gzip)
    while (part := parts.filter(position=position).first()) is not None:
        yield bytes(part.content)
        position += 1


def _summary(blocks: Iterable[bytes]) -> tuple[int, str]:
    """Length and SHA-256 of the blocks together."""
    size, digest = 0, hashlib.sha256()
    for block in blocks:
        size += len(block)
        digest.update(block)
    return size, digest.hexdigest()


def _unpacked(blocks: Iterable[bytes], *, gzipped: bool) -> tuple[int, str] | None:
    """The same of what the blocks unpack to; None when they do not unpack."""
    machine = zlib.decompressobj(31 if gzipped else -15)
    try:
        return _summary(machine.decompress(block) for block in blocks)
    except zlib.error:
        return None


CHECKS = (
    Check("published documents", PublishedEntity.objects.all, _entities),
    Check("published aggregates", PublishedAggregate.objects.all, _aggregates),
)
