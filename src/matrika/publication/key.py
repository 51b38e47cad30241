"""The signing key in the worker, and its certificate where every web process can read it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F

from matrika.outside.keystore import Signer, UnsafeKey, open_signer
from matrika.publication.models import Appointment, PublicationState

_opened: dict[tuple[Path, Path], Signer] = {}


def signer(at: datetime) -> Signer:
    """This installation's signer; its file is opened once a process.

    Raises UnsafeKey.
    """
    files = (settings.SIGNING_KEY_FILE, settings.SIGNING_CERTIFICATE_FILE)
    if files not in _opened:
        _opened[files] = open_signer(*files, at=at)
    return _opened[files]


def announce_first(state: PublicationState, signer: Signer, *, at: datetime) -> bool:
    """Announce the key of a register that has announced none yet. True when that was done.

    Raises UnsafeKey when another key is announced: a second machine that made a key of its own must
    not replace the one that consumers trust.
    """
    if state.certificate == signer.certificate_pem:
        return False
    if state.certificate:
        raise UnsafeKey(
            f"the key in {settings.SIGNING_KEY_FILE} is not the announced one. Copy the right key here, run "
            "the worker with --except publish, or adopt this key for good: matrika publish --adopt-key"
        )
    adopt(signer, at=at)
    return True


def adopt(signer: Signer, *, at: datetime) -> None:
    """Announce the key, and have everything that another key signed be signed anew."""
    with transaction.atomic():
        Appointment.objects.update(due_at=at)
        state = PublicationState.objects.filter(pk=1)
        state.update(certificate=signer.certificate_pem, version=F("version") + 1)
        state.filter(aggregate__isnull=False).update(aggregate_due_at=at)
