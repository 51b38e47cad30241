"""`matrika verify` names what is not as it was imported of the lists that verdicts rest on (R-7.4)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from matrika.demo import authority, evidence, trusted_list
from matrika.register import guards
from matrika.register.models import RevocationSnapshot, TrustedListSnapshot
from matrika.trust.import_list import import_list
from matrika.trust.import_revocation import import_revocation
from tests.conftest import ALL_GUARDS
from tests.outside.signatures.trusting import DAY
from tests.pki import AT

pytestmark = pytest.mark.django_db
WHO = {"actor": "administrator:test", "source": "file", "at": AT}


@pytest.fixture(autouse=True)
def _lists(settings):
    settings.DEMO = True
    pin = authority.list_operator().der
    import_list(trusted_list.trusted_list(issued_at=AT - DAY), signers=[pin], **WHO)
    import_revocation(evidence.crl(at=AT - DAY), **WHO)


def verify() -> str:
    out = StringIO()
    with suppress(CommandError):
        call_command("verify", "--quiet", stdout=out, stderr=StringIO())
    return out.getvalue()


def test_it_finds_nothing_wrong_with_what_was_imported():
    assert "2 events in one chain; stored bytes and triggers are as they should be" in verify()


TAMPERED: dict[str, Callable[[], object]] = {
    "list XX 1: the stored bytes do not have": lambda: TrustedListSnapshot.objects.update(content=b"x"),
    "list XX 1: no event says": lambda: TrustedListSnapshot.objects.update(sha256="0" * 64),
    "event 1 tells of its import, and it is not there": lambda: TrustedListSnapshot.objects.all().delete(),
    "2026-05-31 10:00: the stored bytes do not have": lambda: RevocationSnapshot.objects.update(content=b"x"),
    "event 2 tells of its import, and it is not there": lambda: RevocationSnapshot.objects.all().delete(),
}


@pytest.mark.parametrize("sentence", TAMPERED)
def test_it_names_a_list_that_was_tampered_with(sentence):
    guards.remove(connection, ALL_GUARDS)
    TAMPERED[sentence]()
    guards.install(connection, ALL_GUARDS)
    assert sentence in verify()
