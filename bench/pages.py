"""What pages and an idle worker cost in PostgreSQL, as the register grows to a million providers.

    ./dev bench pages [PROVIDERS …]      1000 100000 1000000 unless said otherwise

Starts a PostgreSQL of its own in /tmp (4 GB at a million) and removes it. Each line: number of queries,
milliseconds (the median of nine) and milliseconds of this process's processor (the least), at each size.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 9
SLOW = 0.05  # seconds; a query that takes longer is shown
AGENT = ("agent", "Alžbeta", "Agátová")
Work = Callable[[], object]


def main() -> None:
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    from tools.cluster import cluster
    from tools.machine import INITDB

    programs = INITDB.path()
    if programs is None:
        sys.exit("PostgreSQL is missing (package postgresql)")
    sizes = [int(given) for given in sys.argv[1:]] or [1_000, 100_000, 1_000_000]
    with tempfile.TemporaryDirectory() as folder, cluster(programs.resolve().parent) as address:
        set_up(folder, address)
        measured: dict[str, list[str]] = {}
        before = 0
        for size in sizes:
            grow(before, size)
            before = size
            for name, work in works(size).items():
                measured.setdefault(name, []).append(cost(name, work, size))
        for name, costs in measured.items():
            print(f"| {name} | {' | '.join(costs)} |")


def set_up(folder: str, address: str) -> None:
    import psycopg

    with psycopg.connect(address.removesuffix("/matrika") + "/postgres", autocommit=True) as server:
        server.execute("CREATE DATABASE matrika")
    os.environ.update(
        MATRIKA_SECRET_KEY="bench",
        MATRIKA_VAR=folder,
        MATRIKA_DATABASE=address,
        DJANGO_SETTINGS_MODULE="matrika.settings",
    )
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    from django.utils import timezone

    from matrika.publication.publish import publish_next

    # The key is made and announced, and an aggregate of nobody published; then nothing is due.
    while publish_next(at=timezone.now()):
        pass


def grow(before: int, size: int) -> None:
    """To so many providers; every event was followed and every provider published, so nothing is due."""
    from bench import made_rows
    from tests import people

    from matrika.notices.models import FollowedEvents
    from matrika.publication.models import PublicationState
    from matrika.register import ledger
    from matrika.register.models import Mandate, Organisation

    agent, begun = people.person(*AGENT), time.perf_counter()
    made_rows.grow(before + 1, size, person=agent.pk)
    Mandate.objects.get_or_create(person=agent, organisation=Organisation.objects.get(pk=1))
    newest = ledger.head().number
    FollowedEvents.objects.update_or_create(pk=1, defaults={"number": newest})
    PublicationState.objects.update(followed_event=newest, aggregate_due_at=None)
    print(f"{size:,} providers: made in {time.perf_counter() - begun:.0f} s", flush=True)


def works(size: int) -> dict[str, Work]:
    """What is measured; the provider looked at is one in the middle, of the agent's organisation."""
    from django.utils import timezone
    from tests import people

    from matrika.register.models import CertificateEntry
    from matrika.worker.steps import STEPS

    agent, staff = logged_in(people.person(*AGENT)), logged_in(people.zita())
    middle = min(size, 10_000) // 2
    entry = CertificateEntry.objects.filter(version_id=middle).earliest("position")
    mine, theirs = f"/profil/poskytovatelia/{middle}/", f"/konzola/register/poskytovatelia/{size // 2}/"
    found = f"/konzola/register/?q={entry.fingerprint}"

    def page(client: Any, address: str) -> Work:
        def ask() -> None:
            response = client.get(address)
            assert response.status_code == 200, (address, response.status_code)

        return ask

    idle: dict[str, Work] = {
        f"worker, nothing due: {step.name}": lambda step=step: step.run(at=timezone.now())  # type: ignore[misc]
        for step in STEPS
    }
    pages: dict[str, Work] = {
        "profile: the organisation's providers": page(agent, "/profil/technicke-ucty/"),
        "profile: a provider": page(agent, mine),
        "profile: its history": page(agent, f"{mine}historia/"),
        "profile: its certificates": page(agent, f"{mine}certifikaty/"),
        "profile: one certificate": page(agent, f"{mine}certifikaty/{entry.pk}/"),
        "profile: its filings": page(agent, "/ziadosti/"),
        "console: queue": page(staff, "/konzola/"),
        "console: filings by entityID": page(staff, f"/konzola/ziadosti/?q=https://s{middle}.example"),
        "console: filings, all": page(staff, "/konzola/ziadosti/?q="),
        "console: provider": page(staff, theirs),
        "console: certificate": page(staff, f"/konzola/register/certifikaty/{entry.pk}/"),
        "console: register by entityID": page(staff, f"/konzola/register/?q=https://s{middle}.example"),
        "console: register by fingerprint": page(staff, found),
        "console: register by serial number": page(staff, f"/konzola/register/?q={entry.serial_number}"),
        "console: register by owner's name": page(staff, "/konzola/register/?q=Úrad 1"),
        "console: as of": page(staff, "/konzola/register/k-datumu/?day=2026-11-22&time=14:00"),
        "console: organisations": page(staff, "/konzola/evidencia/"),
        "console: organisations without diacritics": page(staff, "/konzola/evidencia/?q=urad 1"),
        "console: one organisation": page(staff, "/konzola/evidencia/1/"),
    }
    return idle | pages


def logged_in(person: Any) -> Any:
    """A browser in which somebody has just logged in, with the second factor that staff must give."""
    from django.test import Client

    client = Client()
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client


def cost(name: str, work: Work, size: int) -> str:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    work()
    with CaptureQueriesContext(connection) as asked:
        work()
    queries = list(asked.captured_queries)
    times, worked = zip(*(seconds(work) for _ in range(ROUNDS)), strict=True)
    said = f"{len(queries)} · {statistics.median(times) * 1000:.1f} · {min(worked) * 1000:.1f}"
    print(f"{name} at {size:,}: {said}", flush=True)
    for query in queries:
        if float(query["time"]) > SLOW:
            print(f"    {query['time']} s: {query['sql'][:600]}", flush=True)
    return said


def seconds(work: Work) -> tuple[float, float]:
    """By the clock, and of this process's processor."""
    start, worked = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - worked


if __name__ == "__main__":
    main()
