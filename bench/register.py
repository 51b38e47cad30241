"""How the register's look-ups and `matrika verify` grow with its size.

    ./dev bench register [PROVIDERS] [EVENTS] [--without-bytes]

100,000 providers and 1,000,000 events unless said otherwise, on an SQLite file in a temporary folder or the
database of MATRIKA_DATABASE, which must be an empty one. Without the bytes of metadata and certificates
there is nothing to verify, and a million providers fit on a small disk.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    if "--verify" in sys.argv:
        verify()
        return
    with_bytes = "--without-bytes" not in sys.argv
    sizes = [int(given) for given in sys.argv[1:] if given.isdigit()]
    providers, events = (*sizes, *(100_000, 1_000_000)[len(sizes) :])
    with tempfile.TemporaryDirectory() as folder:
        set_up(folder)
        from bench.made_register import fill
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        print(f"made in {seconds(lambda: fill(providers, events, with_bytes=with_bytes)):.0f} s")
        for name, work in look_ups(providers).items():
            work()
            print(f"{name:<28} {seconds(work, 20) * 1000:8.2f} ms at {providers:,} providers")
        if with_bytes:
            # In a process of its own, so that the peak of memory is its own.
            import subprocess

            subprocess.run([sys.executable, __file__, "--verify"], check=True)


def set_up(folder: str) -> None:
    os.environ.update(
        MATRIKA_SECRET_KEY="bench", MATRIKA_VAR=folder, DJANGO_SETTINGS_MODULE="matrika.settings"
    )
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django

    django.setup()


def verify() -> None:
    set_up(os.environ["MATRIKA_VAR"])
    from django.core.management import call_command

    processor = time.process_time()
    wall = seconds(lambda: call_command("verify"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent = time.process_time() - processor
    print(f"verify: {wall:.1f} s, {spent:.1f} s of processor time, at most {memory:.0f} MB of memory")


def look_ups(providers: int) -> dict[str, Callable[[], object]]:
    from bench.made_register import AT
    from tests import people
    from tests.applications import registration

    from matrika.filings import queue, records
    from matrika.filings.expire import record_next_expired
    from matrika.filings.lapse import lapse_next
    from matrika.filings.take_effect import take_next_due
    from matrika.register import elsewhere, queries, snapshot
    from matrika.register.models import ServiceProvider

    application, agent = registration(), people.alzbeta()
    middle = ServiceProvider.objects.get(entity_id=f"https://s{providers // 2}.example")
    return {
        "worker: due filing": lambda: take_next_due(at=AT),
        "worker: lapsed filing": lambda: lapse_next(at=AT),
        "worker: expired provider": lambda: record_next_expired(at=AT),
        "queue, empty": lambda: list(queue.queue()),
        "records for admission": lambda: records.look_up(application, actor=agent),
        "look-alike entityIDs": lambda: queries.look_alikes("https://S77.example/"),
        "fingerprints elsewhere": lambda: elsewhere.in_use(["x", "y"], except_entity_id="z"),
        "one provider as of": lambda: snapshot.of(middle, at=AT),
        "50 active as of": lambda: snapshot.active(at=AT, limit=50),
        "50 active, in the middle": lambda: snapshot.active(
            at=AT, limit=50, behind=snapshot.Place(middle.registered_at, middle.pk)
        ),
        "50 active, known then": lambda: snapshot.active(at=AT, known_at=AT, limit=50),
    }


def seconds(work: Callable[[], object], times: int = 1) -> float:
    start = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - start) / times


if __name__ == "__main__":
    main()
