"""The sign of life: rarely written, never forgotten, gone when the worker stops in order."""

from datetime import UTC, datetime, timedelta

import pytest

from matrika.worker.heartbeat import Heart
from matrika.worker.models import Heartbeat

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)


def test_it_writes_seldom(django_assert_num_queries) -> None:
    heart = Heart(started_at=NOON)
    heart.beat(at=NOON, failing="")
    with django_assert_num_queries(0):
        heart.beat(at=NOON + timedelta(seconds=9), failing="")
    heart.beat(at=NOON + timedelta(seconds=10), failing="")
    assert Heartbeat.objects.get().seen_at == NOON + timedelta(seconds=10)


def test_it_says_at_once_that_a_step_fails() -> None:
    heart = Heart(started_at=NOON)
    heart.beat(at=NOON, failing="")
    heart.beat(at=NOON + timedelta(seconds=1), failing="publish (0badcafe)")
    assert Heartbeat.objects.get().failing == "publish (0badcafe)"


def test_it_forgets_workers_that_were_killed_long_ago() -> None:
    Heartbeat.objects.create(worker="gone:1", started_at=NOON, seen_at=NOON)
    Heart(started_at=NOON).beat(at=NOON + timedelta(days=2), failing="")
    assert not Heartbeat.objects.filter(worker="gone:1").exists()
