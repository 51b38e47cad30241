"""A Difference as JSON. Fields: docs/report-format.md."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from samllint.difference import (
    CertificateInUse,
    Difference,
    Endpoint,
    EndpointChange,
    OtherChange,
    sentences,
)
from samllint.text import Language

FORMAT = "samllint-difference/1"


def to_dict(difference: Difference, *, lang: Language, old: str, new: str) -> dict[str, Any]:
    """The difference in one language; `old` and `new` are the names the documents are shown under."""
    return {
        "format": FORMAT,
        "old": old,
        "new": new,
        "language": lang,
        "same_bytes": not difference.is_rewritten,
        "same_meaning": difference.has_same_meaning,
        "sentences": [sentence.to(lang) for sentence in sentences(difference)],
        "endpoints": [_endpoint_change(change) for change in difference.endpoints],
        "certificates": {
            "ended": [_certificate(one) for one in difference.certificates_ended],
            "begun": [_certificate(one) for one in difference.certificates_begun],
            "kept": [_certificate(one) for one in difference.certificates_kept],
        },
        "others": [_other(change) for change in difference.others],
    }


def _endpoint_change(change: EndpointChange) -> dict[str, Any]:
    return {
        "change": change.kind.value,
        "before": change.before and _endpoint(change.before),
        "after": change.after and _endpoint(change.after),
    }


def _endpoint(endpoint: Endpoint) -> dict[str, Any]:
    return {
        "service": endpoint.service,
        "binding": endpoint.binding,
        "location": endpoint.location,
        "response_location": endpoint.response_location,
        "index": endpoint.index,
        "is_default": endpoint.is_default,
    }


def _certificate(certificate: CertificateInUse) -> dict[str, Any]:
    return {
        "use": certificate.use,
        "fingerprint": certificate.fingerprint,
        "subject": certificate.subject,
        "not_before": _instant(certificate.not_before),
        "not_after": _instant(certificate.not_after),
    }


def _other(change: OtherChange) -> dict[str, Any]:
    return {"change": change.kind.value, "path": change.path, "before": change.before, "after": change.after}


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
