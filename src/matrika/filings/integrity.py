"""Whether filings are as they came, and stand where the last event about them says (R-7.4)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.db.models import QuerySet

from matrika.core.events import EventKind
from matrika.filings import vouched
from matrika.filings.models import Filing, PaperArrival, StoredAttachment
from matrika.register import ledger
from matrika.register.integrity import CHUNK, FEW, Check, Keys, in_batches, is_digest, one_by_one
from matrika.register.models import Event

FIRST = (EventKind.FILING_ACCEPTED.value, EventKind.FILING_REJECTED.value)


def _filings(keys: Keys) -> Iterator[str]:
    filings = Filing.objects.only("number", "metadata", "metadata_sha256", "form_document", "form_sha256")
    return one_by_one(filings, _filing, keys, FEW)


def _filing(filing: Filing) -> Iterator[str]:
    if filing.metadata is not None and not is_digest(filing.metadata_sha256, bytes(filing.metadata)):
        yield f"filing {filing.number}: the stored metadata do not have the stored SHA-256"
    if filing.form_document is not None and not is_digest(filing.form_sha256, bytes(filing.form_document)):
        yield f"filing {filing.number}: the stored form document does not have the stored SHA-256"


def _attachments(keys: Keys) -> Iterator[str]:
    attachments = StoredAttachment.objects.select_related("filing").only(
        "name", "content", "sha256", "filing__number"
    )
    return one_by_one(attachments, _attachment, keys, FEW)


def _attachment(attachment: StoredAttachment) -> Iterator[str]:
    if not is_digest(attachment.sha256, bytes(attachment.content)):
        yield f"filing {attachment.filing.number}: attachment {attachment.name} has other bytes than came"


def _scans(keys: Keys) -> Iterator[str]:
    scans = _scanned().select_related("filing").only("scan", "scan_sha256", "filing__number")
    return one_by_one(scans, _scan, keys, FEW)


def _scanned() -> QuerySet[PaperArrival]:
    return PaperArrival.objects.filter(scan__isnull=False)


def _scan(paper: PaperArrival) -> Iterator[str]:
    if not is_digest(paper.scan_sha256, bytes(paper.scan or b"")):
        yield f"filing {paper.filing.number}: the scan of paper {paper.pk} has other bytes than came"


def _statuses(keys: Keys) -> Iterator[str]:
    light = Filing.objects.only("number", "status", "entity_id", "metadata_sha256")
    for batch in in_batches(light, CHUNK, keys):
        suspects = [filing for filing, found in _disagreements(batch) if found]
        if suspects:
            yield from _confirmed([filing.pk for filing in suspects])


def _confirmed(filings: list[int]) -> Iterator[str]:
    """The same once more with nobody writing: a status that moved between two look-ups is no fault."""
    with transaction.atomic():
        ledger.lock()
        found = list(_disagreements(list(Filing.objects.filter(pk__in=filings).order_by("pk"))))
    return (sentence for _, sentences in found for sentence in sentences)


def _disagreements(filings: list[Filing]) -> Iterator[tuple[Filing, list[str]]]:
    last: dict[str, Event] = {}
    numbers = [filing.number for filing in filings]
    for event in Event.objects.filter(filing_number__in=numbers).order_by("number"):
        if "status" in event.data:  # an expiry names the filing that brought the version, and moves none
            last[event.filing_number] = event
    for filing in filings:
        yield filing, list(_judge(filing, last.get(filing.number)))


def _judge(filing: Filing, event: Event | None) -> Iterator[str]:
    if event is None:
        yield f"filing {filing.number}: no event tells of it"
        return
    said = event.data
    if said["status"] != filing.status:
        yield f"filing {filing.number}: it is {filing.status}, and {said['status']} by event {event.number}"
    if said.get("entity_id", filing.entity_id) != filing.entity_id:
        yield f"filing {filing.number}: event {event.number} tells of {said['entity_id']}"
    if said.get("metadata_sha256", filing.metadata_sha256) != filing.metadata_sha256:
        yield f"filing {filing.number}: event {event.number} entered other metadata"


def _missing(keys: Keys) -> Iterator[str]:
    """Each filing that the events tell of, once: its first event is one of these two."""
    filed = Event.objects.filter(kind__in=FIRST).only("number", "filing_number")
    for batch in in_batches(filed, CHUNK, keys):
        numbers = {event.filing_number: event.number for event in batch}
        present = Filing.objects.filter(number__in=list(numbers)).values_list("number", flat=True)
        for number in sorted(numbers.keys() - set(present)):
            yield f"filing {number}: event {numbers[number]} tells of it, and it is not there"


CHECKS = (
    Check("filings", Filing.objects.all, _filings),
    Check("attachments", StoredAttachment.objects.all, _attachments),
    Check("scans of paper", _scanned, _scans),
    Check("statuses of filings", Filing.objects.all, _statuses),
    vouched.CHECK,
    Check("events of filings", lambda: Event.objects.filter(kind__in=FIRST), _missing),
)
