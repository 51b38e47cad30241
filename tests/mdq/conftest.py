from __future__ import annotations

import pytest

from matrika.mdq import application, store
from matrika.mdq.store import Store
from tests.publication.registering import keys

__all__ = ["clock", "keys"]


class Clock:
    """A monotonic clock that stands until a test moves it."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A process that has just started."""
    stands = Clock()
    monkeypatch.setattr(application, "store", Store(clock=stands))
    # The connection belongs to the test's transaction; test_server.py tests the closing.
    monkeypatch.setattr(store, "close_old_connections", lambda: None)
    return stands
