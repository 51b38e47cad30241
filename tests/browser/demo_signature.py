"""What the stand-in for Autogram signs with: a person of the demo, whose list the site has imported."""

from __future__ import annotations

from datetime import UTC, datetime

from matrika.demo import authority, evidence, xades
from matrika.demo.authority import Role
from matrika.demo.xades import File, Manner

XDC = "application/vnd.gov.sk.xmldatacontainer+xml; charset=UTF-8"


def signed_by_demo(document: bytes, name: str) -> bytes:
    """An ASiC-E container with the document, at level LT."""
    now = datetime.now(UTC).replace(microsecond=0)
    manner = Manner(stamped_at=now, revocation=(("CRL", evidence.crl(at=now)),))
    by = authority.holder(Role.PERSON)
    return xades.container([File(name, document, XDC)], by=by, at=now, manner=manner)
