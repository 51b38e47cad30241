"""Importing what an authority says of revoked certificates, for signatures that bring nothing (R-5.1)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from django.db import transaction

from matrika.core.events import EventKind
from matrika.core.events.data import TrustData
from matrika.outside.signatures.path import Anchors
from matrika.outside.signatures.revocation import crls, ocsp_responses
from matrika.register import ledger
from matrika.register.models import RevocationForm, RevocationSnapshot
from matrika.trust.import_list import CLOCK_SKEW
from matrika.trust.load import load
from matrika.trust.refused import Refused
from samllint.text import Text, moment

PEM = b"-----BEGIN X509 CRL-----"

FORGED = Text(
    sk="Súbor hovorí za službu, ktorú poznáme, a tá ho nepodpísala.",
    en="the file speaks for a service that we know, and that service did not sign it",
)
NEITHER = Text(
    sk="Súbor nie je ani zoznam zrušených certifikátov, ani odpoveď OCSP.",
    en="the file is neither a certificate revocation list nor an OCSP response",
)
EVENTS = {
    RevocationForm.CRL: EventKind.CRL_IMPORTED,
    RevocationForm.OCSP: EventKind.OCSP_RESPONSE_IMPORTED,
}


@dataclass(frozen=True, slots=True)
class _Piece:
    """A list or a response as it was read, not believed yet."""

    form: RevocationForm
    der: bytes
    issuer: str
    scope: str
    made_at: datetime  # the latest instant that it says it was made at
    this_update: datetime
    next_update: datetime | None
    is_forged: Callable[[Anchors], bool]  # it speaks for a service that we know, which did not sign it


@transaction.atomic
def import_revocation(content: bytes, *, source: str, actor: str, at: datetime) -> RevocationSnapshot | None:
    """Keep a CRL (DER or PEM) or an OCSP response (DER); None = this very one is known already.

    It must be signed by a service of an imported trusted list, or by an authority below one whose
    certificate nobody has here; the latter is asked at each use. Raises Refused.
    """
    piece = _read(content)
    if piece.made_at > at + CLOCK_SKEW:
        made = moment(piece.made_at)
        raise Refused(
            Text(
                sk=f"Súbor má vzniknúť {made.sk}, čo ešte len príde.",
                en=f"the file says that it will be made at {made.en}, which is yet to come",
            )
        )
    if piece.is_forged(load(at=at).anchors):
        raise Refused(FORGED)
    ledger.lock()
    digest = hashlib.sha256(piece.der).hexdigest()
    if RevocationSnapshot.objects.filter(sha256=digest).exists():
        return None
    return _kept(piece, digest, source=source[:1024], actor=actor, at=at)


def _kept(piece: _Piece, digest: str, *, source: str, actor: str, at: datetime) -> RevocationSnapshot:
    kept = RevocationSnapshot.objects.create(
        form=piece.form,
        issuer=piece.issuer[:1024],
        scope=piece.scope[:1024],
        this_update=piece.this_update,
        next_update=piece.next_update,
        content=piece.der,
        sha256=digest,
        source=source,
        imported_at=at,
        imported_by=actor,
    )
    data = TrustData(
        name=kept.issuer,
        sequence_number=None,
        issued_at=kept.this_update.isoformat(),
        next_update=kept.next_update.isoformat() if kept.next_update else None,
        sha256=digest,
        source=source,
    )
    ledger.append(EVENTS[piece.form], actor=actor, at=at, effective_at=at, data=data)
    return kept


def _read(content: bytes) -> _Piece:
    """Which of the two it is, is told by the content."""
    try:
        return _read_crl(content)
    except ValueError:
        pass
    try:
        return _read_ocsp(content)
    except ValueError as error:
        raise Refused(NEITHER) from error


def _read_crl(content: bytes) -> _Piece:
    der = content
    if content.lstrip().startswith(PEM):
        der = x509.load_pem_x509_crl(content).public_bytes(serialization.Encoding.DER)
    crl = crls.load(der)

    def is_forged(anchors: Anchors) -> bool:
        named = anchors.named(crl.issuer)
        return bool(named) and not any(crls.is_issued_by(crl, anchor.certificate) for anchor in named)

    return _Piece(
        RevocationForm.CRL,
        der,
        issuer=crl.issuer.rfc4514_string(),
        scope=crls.scope_of(crl),
        made_at=crl.last_update_utc,
        this_update=crl.last_update_utc,
        next_update=crl.next_update_utc,
        is_forged=is_forged,
    )


def _read_ocsp(content: bytes) -> _Piece:
    response = ocsp_responses.read(content)

    def is_forged(anchors: Anchors) -> bool:
        named = [one.certificate for one in anchors if ocsp_responses.speaks_for(content, one.certificate)]
        return bool(named) and not any(ocsp_responses.is_vouched_for(content, one) for one in named)

    return _Piece(
        RevocationForm.OCSP,
        content,
        issuer=response.responder,
        scope=", ".join(response.serial_numbers),
        made_at=response.made_at,
        this_update=response.this_update,
        next_update=response.next_update,
        is_forged=is_forged,
    )
