"""`matrika verify` (R-7.4): it is silent about a healthy register and names what is wrong in another."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from matrika.core.filing import Attachment
from matrika.filings.models import Filing, StoredAttachment
from matrika.register import guards
from matrika.register.models import CertificateEntry, Event, MetadataVersion
from tests.applications import registered, registration
from tests.conftest import ALL_GUARDS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_register_with_one_provider() -> None:
    registered(registration(attachments=(Attachment("a.pdf", "application/pdf", b"%PDF-"),)))


def verify() -> str:
    out = StringIO()
    try:
        call_command("verify", stdout=out, stderr=StringIO())
    except CommandError as error:
        out.write(f"failed: {error}")
    return out.getvalue()


def test_it_finds_nothing_wrong_with_a_healthy_register() -> None:
    assert verify() == "5 events in one chain; stored bytes and triggers are as they should be\n"


TAMPERED: dict[str, Callable[[], object]] = {
    "stored bytes do not have": lambda: MetadataVersion.objects.update(content=b"<other/>"),
    "names another SHA-256": lambda: MetadataVersion.objects.update(sha256="0" * 64),
    "no event says how": lambda: MetadataVersion.objects.update(number=7),
    "certificate 0 does not have": lambda: CertificateEntry.objects.filter(position=0).update(der=b"x"),
    "filing 2026-000001: the stored metadata": lambda: Filing.objects.update(metadata=b"x"),
    "the stored form document": lambda: Filing.objects.update(form_document=b"x"),
    "attachment a.pdf has other bytes": lambda: StoredAttachment.objects.update(content=b"x"),
    "the chain is broken at event 2": lambda: Event.objects.filter(number=2).update(actor="x"),
}


@pytest.mark.parametrize("sentence", TAMPERED)
def test_it_names_what_was_tampered_with(sentence: str) -> None:
    guards.remove(connection, ALL_GUARDS)
    TAMPERED[sentence]()
    guards.install(connection, ALL_GUARDS)
    said = verify()
    assert sentence in said
    assert "failed: " in said


def test_it_misses_a_trigger_that_was_dropped() -> None:
    guards.remove(connection, guards.GUARDS[:1])
    said = verify()
    guards.install(connection, guards.GUARDS)
    assert "the trigger register_event_no_delete is missing" in said
