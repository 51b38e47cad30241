"""Import: an examined folder becomes part of the register, in transactions of some hundred providers.

A crash leaves whole providers behind. The next run finds them known and enters the rest, so that the
result is the same. Nobody is written to about an import: the owners did nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from matrika.core.events import EventKind
from matrika.core.events.data import ImportData
from matrika.register import certificates, ledger, versions, waivers
from matrika.register.models import MetadataVersion, Organisation, Origin, ServiceProvider
from matrika.register.reference import organisations
from matrika.register.reference.refused import Refused
from matrika.transfer import files
from matrika.transfer.examine import Examination, NewVersion, Plan, Progress

# The ledger's head is locked for a transaction: others wait, so it must not last.
BATCH = 200


class Moved(Exception):
    """The folder or the register changed since they were examined; str() says where."""


def enter(
    examined: Examination,
    *,
    actor: str,
    at: datetime,
    progress: Progress = lambda done, of: None,
) -> None:
    """Enter what the examination planned.

    Raises ValueError when it found faults, and Moved when something changed meanwhile: what was entered
    before stays, and the import can be run again.
    """
    if examined.faults:
        raise ValueError("a folder with faults is not imported")
    _enter_organisations(examined, actor=actor, at=at)
    done = 0
    for batch in _batches(examined.plans):
        with transaction.atomic():
            ledger.lock()
            for plan in batch:
                _enter(examined, plan, actor=actor, at=at)
        done += len(batch)
        progress(done, len(examined.plans))


def _batches(plans: Sequence[Plan]) -> Iterator[Sequence[Plan]]:
    for begin in range(0, len(plans), BATCH):
        yield plans[begin : begin + BATCH]


def _enter_organisations(examined: Examination, *, actor: str, at: datetime) -> None:
    rows = examined.organisations
    for begin in range(0, len(rows), BATCH):
        with transaction.atomic():
            for row in rows[begin : begin + BATCH]:
                try:
                    organisations.add(row.ico, row.name, row.subject_type, actor=actor, at=at)
                except Refused as refused:
                    raise Moved(str(refused)) from None


def _enter(examined: Examination, plan: Plan, *, actor: str, at: datetime) -> None:
    """One provider, under the ledger's lock."""
    history = plan.history
    provider = _provider(plan)
    last = provider.versions.order_by("-number").first()
    if (last.number if last else 0) != plan.known_versions:
        raise Moved(f"{history.entity_id} has got another version meanwhile")
    if plan.ends_at is not None:
        assert last is not None  # it is this version that ends
        if last.effective_to is not None:
            raise Moved(f"{history.entity_id} has ended meanwhile")
        versions.close(last, ends_at=plan.ends_at, recorded_at=at)
        if not plan.versions or plan.versions[0].entry.row.effective_from > plan.ends_at:
            _tell_end(last, provider, actor=actor, at=at)
    for position, version in enumerate(plan.versions):
        followers = plan.versions[position + 1 : position + 2]
        is_replaced = any(f.entry.row.effective_from == version.entry.effective_to for f in followers)
        _enter_version(examined, provider, version, is_replaced=is_replaced, actor=actor, at=at)


def _provider(plan: Plan) -> ServiceProvider:
    history = plan.history
    known = ServiceProvider.objects.filter(entity_id=history.entity_id).select_related("owner").first()
    if (known is None) != plan.is_new:
        raise Moved(f"{history.entity_id} was registered meanwhile")
    if known is not None:
        return known
    ico = history.owner.ico
    owner = Organisation.objects.get(ico=ico.number, ico_suffix=ico.suffix)
    return ServiceProvider.objects.create(
        entity_id=history.entity_id, owner=owner, registered_at=history.registered_at
    )


def _enter_version(
    examined: Examination,
    provider: ServiceProvider,
    new: NewVersion,
    *,
    is_replaced: bool,
    actor: str,
    at: datetime,
) -> None:
    row = new.entry.row
    content = _unchanged(examined, new)
    entered = certificates.in_metadata(content)
    version = versions.open_version(
        provider,
        content,
        entered,
        contact=row.contact,
        filing_number="",
        effective_from=row.effective_from,
        recorded_at=at,
        # What ran out before the import is history: its owners were told then, or never will be.
        expiries_after=at,
    )
    waivers.grant(version, new.waivers)
    if row.filing_number:
        Origin.objects.create(version=version, filing_number=row.filing_number)
    data = _data(version, provider)
    data["certificates"] = [facts.fingerprint for facts in entered]
    data["waivers"] = [waiver.as_data for waiver in new.waivers]
    data["filing_number"] = row.filing_number
    ledger.append(
        EventKind.PROVIDER_IMPORTED,
        actor=actor,
        at=at,
        effective_at=row.effective_from,
        provider=provider,
        data=data,
    )
    if new.entry.effective_to is not None:
        versions.close(version, ends_at=new.entry.effective_to, recorded_at=at)
        if not is_replaced:
            _tell_end(version, provider, actor=actor, at=at)


def _unchanged(examined: Examination, new: NewVersion) -> bytes:
    try:
        content = files.content(examined.folder, new.entry.row.file)
    except files.Refused as wrong:
        raise Moved(str(wrong)) from None
    if files.digest(content) != new.sha256:
        raise Moved(f"the file {new.entry.row.file} has changed meanwhile")
    return content


def _tell_end(version: MetadataVersion, provider: ServiceProvider, *, actor: str, at: datetime) -> None:
    assert version.effective_to is not None  # it was just closed
    data = _data(version, provider)
    ledger.append(
        EventKind.CANCELLATION_IMPORTED,
        actor=actor,
        at=at,
        effective_at=version.effective_to,
        provider=provider,
        data=data,
    )


def _data(version: MetadataVersion, provider: ServiceProvider) -> ImportData:
    return ImportData(
        entity_id=provider.entity_id,
        organisation=provider.owner_id,
        contact_name=version.contact_name,
        contact_email=version.contact_email,
        version=version.number,
        metadata_sha256=version.sha256,
        certificates=[],
        waivers=[],
        filing_number="",
    )
