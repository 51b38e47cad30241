"""Whether what is served is whole: its digest, its packed forms, and the version it was made from (R-9.2)."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator

from matrika.publication.aggregate import members
from matrika.publication.models import EntityForm, PublishedAggregate, PublishedEntity
from matrika.register.integrity import FEW, Check, Keys, is_digest, one_by_one
from matrika.register.models import MetadataVersion


def _entities(keys: Keys) -> Iterator[str]:
    entities = PublishedEntity.objects.select_related("provider")
    return one_by_one(entities, _entity, keys, FEW)


def _entity(entity: PublishedEntity) -> Iterator[str]:
    name = f"published {entity.provider.entity_id}"
    signed = bytes(entity.signed)
    if not is_digest(entity.etag.strip('"'), signed):
        yield f"{name}: the document does not have the digest that its ETag tells"
    if _unpacked([bytes(entity.signed_gzip)], gzipped=True) != _summary([signed]):
        yield f"{name}: the compressed document is another one"
    if not MetadataVersion.objects.filter(pk=entity.version_id, provider=entity.provider).exists():
        yield f"{name}: the version it was made from is not there"


def _forms(keys: Keys) -> Iterator[str]:
    return one_by_one(EntityForm.objects.select_related("provider"), _form, keys, FEW)


def _form(form: EntityForm) -> Iterator[str]:
    name = f"form {form.pk} of {form.provider.entity_id}"
    canonical, packed = bytes(form.canonical), bytes(form.packed)
    if not is_digest(form.sha256, canonical) or form.size != len(canonical):
        yield f"{name}: the bytes for the aggregate are not those that were checked"
    if _unpacked([packed], gzipped=False) != _summary([canonical]) or form.packed_size != len(packed):
        yield f"{name}: its compressed form for the aggregate is another one"


def _aggregates(keys: Keys) -> Iterator[str]:
    return one_by_one(PublishedAggregate.objects.all(), _aggregate, keys, FEW)


def _aggregate(aggregate: PublishedAggregate) -> Iterator[str]:
    found = list(_faults(aggregate))
    # A worker may have forgotten this one, for a newer, while we read its parts.
    if PublishedAggregate.objects.filter(pk=aggregate.pk).exists():
        yield from (f"published aggregate {aggregate.pk}: {fault}" for fault in found)


def _faults(aggregate: PublishedAggregate) -> Iterator[str]:
    plain = _summary(members.of(aggregate, is_gzip=False))
    if plain[0] != aggregate.size:
        yield f"{plain[0]} bytes are stored, {aggregate.size} were published"
    if _summary(members.of(aggregate, is_gzip=True))[0] != aggregate.size_gzip:
        yield "the compressed document has another size than was published"
    if _unpacked(members.of(aggregate, is_gzip=True), gzipped=True) != plain:
        yield "the compressed document is another one"
    # The head holds the digest of everything else.
    if not is_digest(aggregate.etag.strip('"'), bytes(aggregate.head)):
        yield "its head does not have the digest that its ETag tells"


def _summary(blocks: Iterable[bytes]) -> tuple[int, str]:
    """Length and SHA-256 of the blocks together."""
    size, digest = 0, hashlib.sha256()
    for block in blocks:
        size += len(block)
        digest.update(block)
    return size, digest.hexdigest()


def _unpacked(blocks: Iterable[bytes], *, gzipped: bool) -> tuple[int, str] | None:
    """The same of what the blocks unpack to; None when they do not unpack, or hold more than that."""
    machine = zlib.decompressobj(31 if gzipped else -15)
    try:
        summary = _summary(machine.decompress(block) for block in blocks)
        return None if machine.unused_data or machine.eof is not gzipped else summary
    except zlib.error:
        return None


CHECKS = (
    Check("published documents", PublishedEntity.objects.all, _entities),
    Check("entities' parts of aggregates", EntityForm.objects.all, _forms),
    Check("published aggregates", PublishedAggregate.objects.all, _aggregates),
)
