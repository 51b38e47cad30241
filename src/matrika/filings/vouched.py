"""Whether every file of a filing is one that the ledger vouches for, and none is gone (R-7.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from matrika.filings.models import Filing, PaperArrival, StoredAttachment
from matrika.register.integrity import CHUNK, Check, Keys, in_batches
from matrika.register.models import Event


def _files(keys: Keys) -> Iterator[str]:
    light = Filing.objects.only("number", "metadata_sha256", "form_sha256")
    for batch in in_batches(light, CHUNK, keys):
        yield from _batch(batch)


def _batch(filings: list[Filing]) -> Iterator[str]:
    """Four look-ups a batch. Filings from before events named digests are not judged."""
    said = {filing.number: Counter[str]() for filing in filings}
    told: set[str] = set()
    for event in Event.objects.filter(filing_number__in=list(said)).only("filing_number", "data"):
        digests = list(_named(event.data))
        said[event.filing_number].update(digests)
        if "files" in event.data:
            told.add(event.filing_number)
    kept = _kept(filings)
    for filing in filings:
        if filing.number in told and said[filing.number] != kept[filing.number]:
            lost, surplus = (
                said[filing.number] - kept[filing.number],
                kept[filing.number] - said[filing.number],
            )
            for digest in sorted(lost):
                yield f"filing {filing.number}: the file with SHA-256 {digest} came with it and is gone"
            for digest in sorted(surplus):
                yield f"filing {filing.number}: no event tells of its file with SHA-256 {digest}"


def _named(data: dict[str, object]) -> Iterator[str]:
    """The digests that one event vouches for."""
    files = data.get("files")
    if isinstance(files, dict):
        yield from files.get("attachments", ())
        yield from (files[name] for name in ("metadata", "form") if name in files)
    scan = data.get("scan_sha256")
    if isinstance(scan, str):
        yield scan


def _kept(filings: list[Filing]) -> dict[str, Counter[str]]:
    found = {
        filing.number: Counter(digest for digest in (filing.metadata_sha256, filing.form_sha256) if digest)
        for filing in filings
    }
    pks = [filing.pk for filing in filings]
    attachments = StoredAttachment.objects.filter(filing__in=pks)
    scans = PaperArrival.objects.filter(filing__in=pks, scan__isnull=False)
    for number, digest in (
        *attachments.values_list("filing__number", "sha256"),
        *scans.values_list("filing__number", "scan_sha256"),
    ):
        found[number][digest] += 1
    return found


CHECK = Check("files that events vouch for", Filing.objects.all, _files)
