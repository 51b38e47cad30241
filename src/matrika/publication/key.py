"""The signing key in the worker, and its certificate where every web process can read it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from ssl import PEM_cert_to_DER_cert

from django.conf import settings
from django.db import transaction

from matrika.core.events import EventKind
from matrika.core.events.data import KeyData
from matrika.outside.key_file import UnsafeKey
from matrika.outside.keystore import Signer, open_signer
from matrika.publication import counter
from matrika.publication.models import Appointment, PublicationKey, PublicationState
from matrika.register import ledger

_opened: dict[tuple[Path | str, Path], Signer] = {}


def signer(at: datetime) -> Signer:
    """This installation's signer; its file, or its token, is opened once a process.

    Raises UnsafeKey, also when the files cannot be read or written.
    """
    place = settings.SIGNING_KEY_TOKEN or settings.SIGNING_KEY_FILE
    files = (place, settings.SIGNING_CERTIFICATE_FILE)
    if files not in _opened:
        try:
            _opened[files] = _open(settings.SIGNING_KEY_TOKEN, at)
        except OSError as problem:
            raise UnsafeKey(f"{problem.filename or place}: {problem.strerror}") from problem
    return _opened[files]


def _open(token: str, at: datetime) -> Signer:
    if not token:
        return open_signer(settings.SIGNING_KEY_FILE, settings.SIGNING_CERTIFICATE_FILE, at=at)
    # Only an installation with a token loads what talks to it.
    from matrika.outside.token_key import open_token_signer

    return open_token_signer(token, settings.SIGNING_CERTIFICATE_FILE, at=at)


def announce_first(state: PublicationState, signer: Signer, *, at: datetime) -> bool:
    """Announce the key of a register that has announced none yet. True when that was done.

    Raises UnsafeKey when another key is announced: a second machine that made a key of its own must
    not replace the one that consumers trust.
    """
    if state.certificate == signer.certificate_pem:
        return False
    if state.certificate:
        raise UnsafeKey(
            f"the key in {settings.SIGNING_KEY_TOKEN or settings.SIGNING_KEY_FILE} is not the one that signs "
            "now. Copy the right key here, run the worker with --except publish, or let this key follow it: "
            "matrika publication_key activate"
        )
    adopt(signer, actor=ledger.WORKER, at=at)
    return True


@transaction.atomic
def adopt(signer: Signer, *, actor: str, at: datetime) -> None:
    """Sign with this key from now on, and have everything that another key signed be signed anew."""
    ledger.lock()
    PublicationKey.objects.filter(state=PublicationKey.State.ACTIVE).update(
        state=PublicationKey.State.FORMER, retired_at=at
    )
    known, _ = PublicationKey.objects.update_or_create(
        fingerprint=fingerprint(signer.certificate_pem),
        defaults={
            "certificate": signer.certificate_pem,
            "state": PublicationKey.State.ACTIVE,
            "activated_at": at,
            "retired_at": None,
        },
        create_defaults={
            "certificate": signer.certificate_pem,
            "state": PublicationKey.State.ACTIVE,
            "announced_at": at,
            "activated_at": at,
        },
    )
    record(EventKind.SIGNING_KEY_ACTIVATED, known, actor=actor, at=at)
    Appointment.objects.update(due_at=at)
    state = PublicationState.objects.filter(pk=1)
    state.update(certificate=signer.certificate_pem)
    state.filter(aggregate__isnull=False).update(aggregate_due_at=at)
    counter.move()


def record(kind: EventKind, key: PublicationKey, *, actor: str, at: datetime) -> None:
    planned = key.planned_at.isoformat() if key.planned_at else ""
    data = KeyData(fingerprint=key.fingerprint, planned_at=planned)
    ledger.append(kind, actor=actor, at=at, effective_at=at, data=data)


def fingerprint(certificate: str) -> str:
    """SHA-256 of the DER, 64 upper-case hex digits, as everywhere in the register."""
    return hashlib.sha256(PEM_cert_to_DER_cert(certificate)).hexdigest().upper()
