from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from matrika.core.events import EventKind
from matrika.publication.document.verify import verify_document
from matrika.publication.models import Appointment, PublicationState, PublishedEntity
from matrika.register import ledger
from tests import pki
from tests.doors.processes import PATIENCE, Workers
from tests.metadata import sp_metadata
from tests.publication.registering import kinds, registered

pytestmark = pytest.mark.django_db(transaction=True)
PROVIDERS = 12


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Workers]:
    started = Workers(tmp_path, smtp_port=9)
    yield started
    started.end()


def register_providers(now: datetime) -> None:
    begun = now.replace(microsecond=0) - timedelta(days=10)
    signing, encryption = (pki.certificate(key=pki.key(number), not_before=begun) for number in (1, 2))
    for number in range(PROVIDERS):
        name = f"https://sp{number}.example"
        registered(name, sp_metadata(entity_id=name, signing=signing, encryption=encryption), at=now)


def test_it_leaves_whole_documents_when_killed_and_the_rest_to_the_next(workers: Workers) -> None:
    """`kill -9` after the third, the sixth and the ninth provider, wherever in the next one that is."""
    register_providers(datetime.now(UTC))
    workers.hand_over()
    for enough in (3, 6, 9):
        worker = workers.start("--only", "publish")
        while workers.published() < enough:
            assert worker.poll() is None, "the worker has ended by itself"
        worker.kill()
        worker.wait(PATIENCE)
    workers.gather()
    # As if the leases of the killed had passed.
    Appointment.objects.filter(due_at__lt=datetime.now(UTC) + timedelta(minutes=1)).update(
        due_at=datetime.now(UTC)
    )
    PublicationState.objects.update(aggregate_lease=None)
    workers.run_once(2)
    certificate = x509.load_pem_x509_certificate(PublicationState.objects.get().certificate.encode())
    for entity in PublishedEntity.objects.all():
        verify_document(bytes(entity.signed), certificate)
    assert PublishedEntity.objects.count() == PROVIDERS
    assert kinds().count(EventKind.ENTITY_PUBLISHED) == PROVIDERS
    aggregate = PublicationState.objects.get().aggregate
    assert aggregate is not None
    ledger.verify()
