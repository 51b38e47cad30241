"""Importing a certificate revocation list, for signatures that bring no revocation data along (R-5.1)."""

from __future__ import annotations

import hashlib
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from django.db import transaction

from matrika.core.events import EventKind, TrustData
from matrika.outside.signatures.revocation import crls
from matrika.register import ledger
from matrika.register.models import RevocationSnapshot
from matrika.trust.import_list import CLOCK_SKEW
from matrika.trust.load import load
from matrika.trust.refused import Refused

PEM = b"-----BEGIN X509 CRL-----"


@transaction.atomic
def import_crl(content: bytes, *, source: str, actor: str, at: datetime) -> RevocationSnapshot | None:
    """Keep a CRL (DER or PEM); None = this very one is known already.

    It must be signed by a service of an imported trusted list, or by an authority below one whose
    certificate nobody has here; the latter is asked at each use. Raises Refused.
    """
    crl, der = _read(content)
    if crl.last_update_utc > at + CLOCK_SKEW:
        raise Refused(f"the list says that it will be made at {crl.last_update_utc}, which is yet to come")
    _require_not_forged(crl, at)
    ledger.lock()
    digest = hashlib.sha256(der).hexdigest()
    if RevocationSnapshot.objects.filter(sha256=digest).exists():
        return None
    kept = RevocationSnapshot.objects.create(
        issuer=crl.issuer.rfc4514_string()[:1024],
        scope=crls.scope_of(crl)[:1024],
        this_update=crl.last_update_utc,
        next_update=crl.next_update_utc,
        content=der,
        sha256=digest,
        source=source[:1024],
        imported_at=at,
        imported_by=actor,
    )
    data = TrustData(
        name=kept.issuer,
        sequence_number=None,
        issued_at=kept.this_update.isoformat(),
        next_update=kept.next_update.isoformat() if kept.next_update else None,
        sha256=digest,
        source=source[:1024],
    )
    ledger.append(EventKind.CRL_IMPORTED, actor=actor, at=at, effective_at=at, data=data)
    return kept


def _read(content: bytes) -> tuple[x509.CertificateRevocationList, bytes]:
    try:
        der = content
        if content.lstrip().startswith(PEM):
            der = x509.load_pem_x509_crl(content).public_bytes(serialization.Encoding.DER)
        return crls.load(der), der
    except ValueError as error:
        raise Refused("the file is no certificate revocation list") from error


def _require_not_forged(crl: x509.CertificateRevocationList, at: datetime) -> None:
    """A list in the name of a service that we know must be that service's."""
    named = load(at=at).anchors.named(crl.issuer)
    if named and not any(crls.is_issued_by(crl, anchor.certificate) for anchor in named):
        raise Refused("the list bears the name of a service that we know, and that service did not sign it")
