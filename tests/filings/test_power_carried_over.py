"""R-5.4: what was filed when a tick said only "follows on paper" keeps saying it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from matrika.core.filing import PowerOfAttorney
from matrika.filings.guards import GUARDS
from matrika.filings.models import Filing
from matrika.register import guards
from tests.applications import change, filed, registered, registration

BEFORE = [("filings", "0009_signatures_are_verified")]


@pytest.fixture
def as_it_was(transactional_db: None) -> Iterator[None]:
    """Whatever happens, the tests that follow find the tables of today."""
    yield
    to_today()


def to_today() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.django_db(transaction=True)
def test_it_carries_over_what_was_announced_on_paper(as_it_was: None) -> None:
    paper = filed(registration(power_of_attorney=PowerOfAttorney.PAPER))
    registered(registration(entity_id="https://other.example"))
    none = filed(change(entity_id="https://other.example"))
    MigrationExecutor(connection).migrate(BEFORE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM filings_filing WHERE power_of_attorney_on_paper")
        assert cursor.fetchall() == [(paper.number,)]
    to_today()
    assert Filing.objects.get(pk=paper.pk).power_of_attorney == "paper"
    assert Filing.objects.get(pk=none.pk).power_of_attorney == "none"
    assert guards.missing(connection, GUARDS) == []
