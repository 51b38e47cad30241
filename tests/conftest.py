"""Fixtures of the whole suite."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import TransactionTestCase

from matrika.filings.guards import GUARDS as FILING_GUARDS
from matrika.register import guards
from matrika.register.guards import GUARDS as REGISTER_GUARDS

ALL_GUARDS = (*REGISTER_GUARDS, *FILING_GUARDS)


@pytest.fixture(autouse=True, scope="session")
def _flush_despite_guards() -> Iterator[None]:
    """Tests that really commit are followed by emptied tables, which the triggers refuse (rightly)."""
    flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def flush_without_guards(self: TransactionTestCase) -> None:
        guards.remove(connection, ALL_GUARDS)
        try:
            flush(self)
        finally:
            guards.install(connection, ALL_GUARDS)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_without_guards)
        yield
