"""What the register holds of the folder's providers already; what contradicts it is a fault."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from matrika.core.people import Contact
from matrika.register import waivers
from matrika.register.models import MetadataVersion, ServiceProvider
from matrika.register.versions import filing_number_of
from matrika.register.waivers import WaiverFacts
from matrika.transfer.folder import REGISTER, Fault
from matrika.transfer.spans import Entry, History

CHUNK = 200


@dataclass(frozen=True, slots=True)
class Known:
    """A provider as the register has it."""

    provider: ServiceProvider
    versions: tuple[MetadataVersion, ...]  # in order; without their contents


def look_up(entity_ids: Sequence[str]) -> dict[str, Known]:
    """Those of the entityIDs that are registered, in a few queries a chunk."""
    found: dict[str, Known] = {}
    for begin in range(0, len(entity_ids), CHUNK):
        chunk = entity_ids[begin : begin + CHUNK]
        providers = ServiceProvider.objects.filter(entity_id__in=chunk).select_related("owner")
        versions: dict[int, list[MetadataVersion]] = {}
        rows = MetadataVersion.objects.filter(provider__entity_id__in=chunk).defer("content")
        for version in rows.order_by("number").prefetch_related("waivers", "origin"):
            versions.setdefault(version.provider_id, []).append(version)
        for provider in providers:
            found[provider.entity_id] = Known(provider, tuple(versions.get(provider.pk, ())))
    return found


def contradictions(history: History, digests: Sequence[str], known: Known) -> Iterator[Fault]:
    """`digests` are those of the history's files, in its order."""
    if history.owner.ico != known.provider.owner.full_ico:
        yield _fault(history.entries[0], f"belongs to {known.provider.owner} in the register")
    if history.says_registered_at and history.registered_at != known.provider.registered_at:
        instant = known.provider.registered_at.isoformat()
        yield _fault(history.entries[0], f"has been registered at {instant} according to the register")
    for entry, digest, version in zip(history.entries, digests, known.versions, strict=False):
        yield from _differences(entry, digest, version)


def end_of_the_open_version(history: History, known: Known) -> datetime | None:
    """The end that the folder knows of, of a version that is open in the register."""
    last = known.versions[-1]
    if last.effective_to is not None or len(history.entries) < last.number:
        return None
    return history.entries[last.number - 1].effective_to


def _differences(entry: Entry, digest: str, version: MetadataVersion) -> Iterator[Fault]:
    contact = Contact(version.contact_name, version.contact_email, version.contact_phone)
    facts: dict[str, tuple[object, object]] = {
        "the file": (digest, version.sha256),
        "effective_from": (entry.row.effective_from, version.effective_from),
        "the contact": (entry.row.contact, contact),
    }
    # What the folder leaves open may have ended since, and a version that is open here may end by it.
    if entry.effective_to is not None and version.effective_to is not None:
        facts["effective_to"] = (entry.effective_to, version.effective_to)
    if entry.row.filing_number:
        facts["filing_number"] = (entry.row.filing_number, filing_number_of(version))
    for name, (told, recorded) in facts.items():
        if told != recorded:
            yield _fault(entry, f"version {version.number}: {name} is another one in the register")


def unknown_waivers(told: Sequence[WaiverFacts], version: MetadataVersion) -> list[str]:
    """The rules that the folder waives for a registered version otherwise than the register does."""
    recorded = {waiver.rule_id: waiver for waiver in waivers.of(version)}
    return [waiver.rule_id for waiver in told if recorded.get(waiver.rule_id) != waiver]


def _fault(entry: Entry, sentence: str) -> Fault:
    return Fault(REGISTER.name, entry.row.line, f"{entry.row.entity_id} {sentence}")
