"""What a worker costs as the register grows, in PostgreSQL: idle, and for one provider that changed."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from compared.rows import Row

ROUNDS = 15  # the quickest counts: other work on the machine can only slow it
SPARE = 100  # keys that the provider of `_change` and its versions take


def measure(peers: Path) -> list[Row]:
    from tools.cluster import cluster
    from tools.machine import INITDB

    import pages

    programs = INITDB.path()
    if programs is None:
        sys.exit("PostgreSQL is missing (package postgresql)")
    sizes = [int(size) for size in os.environ.get("BENCH_SIZES", "1000 100000 1000000").split()]
    idle, change, before = {}, {}, 0
    with tempfile.TemporaryDirectory() as folder, cluster(programs.resolve().parent) as address:
        pages.set_up(folder, address)
        for size in sizes:
            pages.grow(before, size)
            _compare_little()
            idle[size], change[size] = _idle(), _change(size)
            before = size + SPARE - 1  # the next begins with an organisation's key, and so with its owner
    least = sizes[0]
    return [
        Row(f"{what}, {size:,} providers", costs[size], f"{least:,} providers", costs[least], "ms")
        for what, costs in (("worker with nothing due, all its steps", idle), ("publish one change", change))
        for size in sizes[1:]
    ]


def _compare_little() -> None:
    """Made-up rows have no metadata, so each differs from what is published: a stretch of them is enough."""
    from matrika.publication.watch import alarms

    alarms.MOST_STRETCHES = 1


def _idle() -> float:
    from django.utils import timezone

    from matrika.worker.steps import STEPS

    def once() -> None:
        for step in STEPS:
            step.run(at=timezone.now())

    return _quickest(once)


def _change(size: int) -> float:
    """One provider's metadata change, and all that publication does for it but the aggregate."""
    from django.utils import timezone
    from tests import pki
    from tests.metadata import sp_metadata
    from tests.publication import registering

    from matrika.publication.models import PublicationState
    from matrika.publication.publish import publish_next

    begun = timezone.now().replace(microsecond=0) - timedelta(days=10)
    entity_id = f"https://gemessen{size}.example"
    both = {
        use: pki.certificate(key=pki.key(number), not_before=begun)
        for number, use in enumerate(("signing", "encryption"), 1)
    }

    def content(number: int) -> bytes:
        return sp_metadata(
            entity_id=entity_id, replace={"https://sp.example/acs": f"https://a/{number}"}, **both
        )

    provider = registering.registered(entity_id, content(0), at=timezone.now())
    while publish_next(at=timezone.now()):
        PublicationState.objects.update(aggregate_due_at=None)  # whatever else was due is done before
    costs = []
    for number in range(1, ROUNDS + 1):
        registering.changed(provider, content(number), at=timezone.now())
        PublicationState.objects.update(aggregate_due_at=None)
        start = time.perf_counter()
        publish_next(at=timezone.now())  # follows the event
        publish_next(at=timezone.now())  # publishes the provider
        costs.append((time.perf_counter() - start) * 1000)
    assert provider.published.version_id == provider.versions.latest("number").pk
    PublicationState.objects.update(aggregate_due_at=None)
    return min(costs)


def _quickest(work: Callable[[], None]) -> float:
    work()
    costs = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        costs.append((time.perf_counter() - start) * 1000)
    return min(costs)
