from __future__ import annotations

import pytest
from django.db import connection, transaction

from matrika.publication import counter
from matrika.publication.models import PublicationState


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
