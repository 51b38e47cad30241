"""Fixtures of the whole suite."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import TransactionTestCase

from matrika.filings.guards import GUARDS as FILING_GUARDS
from matrika.register import guards
from matrika.register.guards import GUARDS as REGISTER_GUARDS

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}
ALL_GUARDS = (*REGISTER_GUARDS, *FILING_GUARDS)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only tests of the database are run; SQLite has run all the others already."""
    if connection.vendor == "sqlite":
        return
    wanted = [item for item in items if touches_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in wanted])
    items[:] = wanted


def touches_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("browser") or item.get_closest_marker("interop"):
        return False  # others see the same pages and bytes on either database, and take their time
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & DATABASE_FIXTURES)


@pytest.fixture(autouse=True, scope="session")
def _flush_despite_guards() -> Iterator[None]:
    """Tests that really commit are followed by emptied tables, which the triggers refuse (rightly)."""
    flush = TransactionTestCase._fixture_teardown

    def flush_without_guards(self: TransactionTestCase) -> None:
        guards.remove(connection, ALL_GUARDS)
        try:
            flush(self)
        finally:
            guards.install(connection, ALL_GUARDS)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_without_guards)
        yield
