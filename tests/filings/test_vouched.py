"""R-7.4: the chain vouches for every file that came with a filing, and notices one that is gone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from django.db import connection

from matrika.core.filing import Attachment
from matrika.filings.attach_paper import Scan, attach_paper
from matrika.filings.guards import GUARDS
from matrika.filings.models import Filing, PaperArrival, StoredAttachment
from matrika.filings.vouched import CHECK
from matrika.register import guards
from matrika.register.models import Event
from tests import people
from tests.applications import filed, registration

pytestmark = pytest.mark.django_db
POWER = Attachment("splnomocnenie.pdf", "application/pdf", b"%PDF-1.7 power")
SCAN = Scan(b"%PDF-1.7 scan", "application/pdf")


@pytest.fixture
def filing() -> Filing:
    filing = filed(registration(attachments=(POWER,)))
    today = people.NOW.date()
    attach_paper(
        filing, actor=people.zita(), at=people.NOW, arrived_on=today, certified_by="Notár", scan=SCAN
    )
    return filing


@pytest.fixture
def _unguarded() -> Iterator[None]:
    guards.remove(connection, GUARDS)
    yield
    guards.install(connection, GUARDS)


def faults() -> list[str]:
    return [fault for keys in CHECK.stretches() for fault in CHECK.faults(keys)]


def test_it_names_every_file_in_the_events(filing: Filing) -> None:
    data = [event.data for event in Event.objects.filter(filing_number=filing.number)]
    first = next(one["files"] for one in data if "files" in one)
    assert first["attachments"] == [hashlib.sha256(POWER.content).hexdigest()]
    assert {"metadata", "form"} < set(first)
    assert hashlib.sha256(SCAN.content).hexdigest() in [one.get("scan_sha256") for one in data]
    assert faults() == []


@pytest.mark.usefixtures("_unguarded")
def test_it_notices_an_attachment_that_is_gone(filing: Filing) -> None:
    StoredAttachment.objects.filter(verification__isnull=False).update(
        filing=filed(registration(entity_id="https://other.example"))
    )
    assert [fault.split(":")[0] for fault in faults()] == [
        f"filing {filing.number}",
        "filing 2026-000002",
    ]


@pytest.mark.usefixtures("_unguarded")
@pytest.mark.parametrize("column", ["metadata", "form"])
def test_it_notices_bytes_changed_together_with_their_digest(filing: Filing, column: str) -> None:
    Filing.objects.filter(pk=filing.pk).update(**{f"{column}_sha256": "0" * 64})
    assert any("is gone" in fault for fault in faults())
    assert any("no event tells of" in fault for fault in faults())


@pytest.mark.usefixtures("_unguarded")
def test_it_notices_another_scan_with_a_right_digest(filing: Filing) -> None:
    other = b"%PDF-1.7 another"
    PaperArrival.objects.update(scan=other, scan_sha256=hashlib.sha256(other).hexdigest())
    assert len(faults()) == 2
