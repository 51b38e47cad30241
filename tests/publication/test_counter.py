from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from matrika.publication import counter
from matrika.publication.models import PublicationState
from tests.publication.making import NOW
from tests.publication.registering import cancelled, keys, publish_all, registered

__all__ = ["keys"]


@pytest.mark.django_db
def test_it_says_the_number_that_it_moved_to() -> None:
    PublicationState.objects.create(pk=1, version=7)
    assert [counter.move(), counter.move()] == [8, 9]
    assert PublicationState.objects.get().version == 9


@pytest.mark.django_db(transaction=True)
def test_it_moves_only_with_the_change_that_it_tells_of() -> None:
    PublicationState.objects.create(pk=1)
    with pytest.raises(RuntimeError, match="in its transaction"):
        counter.move()
    with transaction.atomic():
        counter.move()
        connection.set_rollback(True)
    assert PublicationState.objects.get().version == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("keys")
def test_it_is_never_held_by_who_still_waits_for_the_ledger() -> None:
    """Who enters a key or a hold has the ledger's lock and waits for this: the other order is a deadlock."""
    publish_all()  # announces the key
    provider = registered()
    with CaptureQueriesContext(connection) as published:
        publish_all()
    cancelled(provider, at=NOW)
    with CaptureQueriesContext(connection) as withdrawn:
        publish_all()
    assert [order(published), order(withdrawn)] == [["ledger", "counter"], ["ledger", "counter"]]


def order(captured: CaptureQueriesContext) -> list[str]:
    """Which of the two was reached for first."""
    signs = {
        "register_ledgerhead": "ledger",
        'UPDATE "publication_publicationstate" SET "version"': "counter",
    }
    written = [query["sql"] for query in captured]
    return list(dict.fromkeys(word for sql in written for sign, word in signs.items() if sign in sql))
