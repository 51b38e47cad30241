"""Whether filings and their attachments still are the bytes that came."""

from __future__ import annotations

from collections.abc import Iterator

from matrika.filings.models import Filing, StoredAttachment
from matrika.register.integrity import CHUNK, is_digest


def faults() -> Iterator[str]:
    """One sentence for each filing, form document or attachment with other bytes than its SHA-256 says."""
    filings = Filing.objects.filter(metadata__isnull=False).only("number", "metadata", "metadata_sha256")
    for filing in filings.iterator(CHUNK):
        if not is_digest(filing.metadata_sha256, bytes(filing.metadata or b"")):
            yield f"filing {filing.number}: the stored metadata do not have the stored SHA-256"
    documents = Filing.objects.filter(form_document__isnull=False)
    for filing in documents.only("number", "form_document", "form_sha256").iterator(CHUNK):
        if not is_digest(filing.form_sha256, bytes(filing.form_document or b"")):
            yield f"filing {filing.number}: the stored form document does not have the stored SHA-256"
    attachments = StoredAttachment.objects.select_related("filing").only(
        "name", "content", "sha256", "filing__number"
    )
    for attachment in attachments.iterator(CHUNK):
        if not is_digest(attachment.sha256, bytes(attachment.content)):
            yield f"filing {attachment.filing.number}: attachment {attachment.name} has other bytes than came"
