"""Fixtures of the whole suite."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pyhanko.sign.ades.qualified_asn1
import pytest
from django.db import connection
from django.test import Client, TransactionTestCase

from matrika.filings.guards import GUARDS as FILING_GUARDS
from matrika.register import guards
from matrika.register.guards import GUARDS as REGISTER_GUARDS

# asn1crypto makes its table of names of extensions at the first use, and never again: what pyHanko adds to it
# must be there before any test, or whoever came first decides whether others can write a certificate.
assert pyhanko.sign.ades.qualified_asn1.QcStatements

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


@pytest.fixture(autouse=True, scope="session")
def _second_factor_given() -> Iterator[None]:
    """Whoever a test logs in by force has just given the second factor, too.

    Tests of the second factor itself log in by the pages, or say `client.session` what they want.
    """
    force = Client.force_login

    def force_login(self: Client, user: Any, backend: str | None = None) -> None:
        force(self, user, backend)
        session = self.session
        session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
        session["began_at"] = session["seen_at"] = time.time()
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "force_login", force_login)
        yield
