"""From one signing key to the next: announced to everybody beforehand, then activated, the old one retired.

A consumer that trusts both certificates in between notices nothing. A key that nobody announced signs only
when a person says that it cannot wait: after a compromise.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.db import transaction

from matrika.core.events import EventKind
from matrika.outside.keystore import Signer
from matrika.publication import counter, key
from matrika.publication.models import PublicationKey
from matrika.register import ledger

State = PublicationKey.State


class NotNow(Exception):
    """The key cannot be announced, activated or retired as asked; the sentence says why."""


@transaction.atomic
def announce(pem: bytes, *, planned_at: datetime, actor: str, at: datetime) -> PublicationKey:
    """Say that this certificate's key will sign from an instant on. Raises NotNow."""
    certificate = _readable(pem)
    if planned_at < at + notice():
        raise NotNow(f"consumers need {notice().days} days to trust it: plan it for {at + notice():%Y-%m-%d}")
    if certificate.not_valid_after_utc < planned_at:
        raise NotNow("its certificate ends before it would sign")
    ledger.lock()
    text = certificate.public_bytes(serialization.Encoding.PEM).decode()
    known, made = PublicationKey.objects.get_or_create(
        fingerprint=key.fingerprint(text),
        defaults={"certificate": text, "state": State.NEXT, "announced_at": at, "planned_at": planned_at},
    )
    if not made:
        raise NotNow(f"it is known already: {known.state}")
    key.record(EventKind.SIGNING_KEY_ANNOUNCED, known, actor=actor, at=at)
    counter.move()
    return known


@transaction.atomic
def activate(signer: Signer, *, at_once: bool, actor: str, at: datetime) -> None:
    """Let this installation's key follow the one that signs now. Raises NotNow."""
    known = PublicationKey.objects.filter(fingerprint=key.fingerprint(signer.certificate_pem)).first()
    if known is not None and known.state == State.ACTIVE:
        raise NotNow("this key signs already")
    if not at_once:
        if known is None or known.state != State.NEXT:
            raise NotNow("this key was not announced; after a compromise say --at-once")
        if at < known.announced_at + notice():
            raise NotNow(
                f"it was announced less than {notice().days} days ago; after a compromise say --at-once"
            )
    key.adopt(signer, actor=actor, at=at)


@transaction.atomic
def retire(fingerprint: str, *, actor: str, at: datetime) -> PublicationKey:
    """Tell nobody to trust it any more. Raises NotNow."""
    ledger.lock()
    known = PublicationKey.objects.exclude(state=State.RETIRED)
    found = list(known.filter(fingerprint__startswith=fingerprint.upper()))
    if len(found) != 1 or not fingerprint:
        raise NotNow(f"{len(found)} keys have a fingerprint that begins so")
    if found[0].state == State.ACTIVE:
        raise NotNow("it signs: let another key follow it first")
    PublicationKey.objects.filter(pk=found[0].pk).update(state=State.RETIRED, retired_at=at)
    key.record(EventKind.SIGNING_KEY_RETIRED, found[0], actor=actor, at=at)
    counter.move()
    return found[0]


def notice() -> timedelta:
    """How long beforehand a key is announced, so that consumers can take it up."""
    return timedelta(days=settings.SIGNING_KEY_NOTICE_DAYS)


def _readable(pem: bytes) -> x509.Certificate:
    try:
        certificate = x509.load_pem_x509_certificate(pem)
    except ValueError as error:
        raise NotNow(f"that is no certificate in PEM: {error}") from error
    if not isinstance(certificate.public_key(), rsa.RSAPublicKey):
        raise NotNow("its key is no RSA key; RSA-SHA256 is what signs here")
    return certificate
