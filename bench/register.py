"""How the register's look-ups and `matrika verify` grow with its size.

    ./dev bench register [PROVIDERS] [EVENTS]      100,000 and 200,000 unless said otherwise

Fills an SQLite file in a temporary folder, or the database of MATRIKA_DATABASE, which must be an empty one.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
BATCH = 5_000


def main() -> None:
    providers, events = (int(given) for given in (*sys.argv[1:3], 100_000, 200_000)[:2])
    with tempfile.TemporaryDirectory() as folder:
        set_up(folder)
        fill(providers)
        write_events(events)
        for name, work in look_ups().items():
            work()
            print(f"{name:<24} {milliseconds(work, 20):8.2f} ms at {providers:,} providers and filings")
        from matrika.register import ledger

        print(
            f"{'verify the chain':<24} {milliseconds(ledger.verify, 1) / 1000:8.2f} s for {events:,} events"
        )


def set_up(folder: str) -> None:
    os.environ.update(
        MATRIKA_SECRET_KEY="bench", MATRIKA_VAR=folder, DJANGO_SETTINGS_MODULE="matrika.settings"
    )
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def fill(count: int) -> None:
    """Providers with one version and two certificates each, and as many closed filings."""
    from django.db import connection
    from tests import people

    from matrika.filings.models import Filing
    from matrika.register import models

    owner, agent = people.organisation(), people.alzbeta()
    ids = [f"https://s{number}.example" for number in range(count)]
    later = AT + timedelta(days=100)

    def store(model: Any, rows: Any) -> Any:
        return model.objects.bulk_create(rows, batch_size=BATCH)

    contact = {"contact_name": "A", "contact_email": "a@b.example", "contact_phone": "+421900000000"}
    asked = {
        "kind": "registration",
        "subject_type": "OVM",
        "ico": people.ICO.number,
        "authorisation": "paper",
    }
    when = {"filed_at": AT, "status_since": AT, "effective_at": AT}
    who = {"organisation": owner, "filed_by": agent, "status": "in-effect"}
    store(
        Filing,
        [
            Filing(number=f"b-{number}", entity_id=entity_id, **asked, **contact, **when, **who)
            for number, entity_id in enumerate(ids)
        ],
    )
    made = store(
        models.ServiceProvider,
        [models.ServiceProvider(entity_id=entity_id, owner=owner, registered_at=AT) for entity_id in ids],
    )
    held = {"number": 1, "content": b"", "sha256": "", "effective_from": AT, "recorded_at": AT, **contact}
    versions = store(models.MetadataVersion, [models.MetadataVersion(provider=one, **held) for one in made])
    store(models.PendingExpiry, [models.PendingExpiry(version=one, due_at=later) for one in versions])
    span = {"not_before": AT, "not_after": later, "der": b"", "serial_number": "", "subject": ""}
    store(
        models.CertificateEntry,
        [
            models.CertificateEntry(
                version=one, use=use, position=position, fingerprint=f"{one.pk}{use}", **span
            )
            for one in versions
            for position, use in enumerate(("signing", "encryption"))
        ],
    )
    # PostgreSQL gathers statistics by itself, a little later; SQLite has none unless somebody asks for them.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def write_events(count: int) -> None:
    """As the ledger would, without its transaction for each."""
    from matrika.core.events import EventKind
    from matrika.register import ledger
    from matrika.register.models import Event, LedgerHead

    data = {"filing_number": "2026-000001", "entity_id": "https://sp.example", "contact_name": "Alžbeta"}
    digest, batch = ledger.GENESIS, []
    for number in range(1, count + 1):
        event = Event(
            number=number,
            kind=EventKind.FILING_ACCEPTED.value,
            recorded_at=AT,
            effective_at=AT,
            actor="worker",
            filing_number="2026-000001",
            data=data,
            previous_digest=digest,
        )
        event.digest = digest = ledger._digest(*(getattr(event, column) for column in ledger.COLUMNS))
        batch.append(event)
        if len(batch) == BATCH or number == count:
            Event.objects.bulk_create(batch)
            batch = []
    LedgerHead.objects.update_or_create(pk=1, defaults={"number": count, "digest": digest})


def look_ups() -> dict[str, Callable[[], object]]:
    from tests import people
    from tests.applications import registration

    from matrika.filings import queue, records
    from matrika.filings.expire import record_next_expired
    from matrika.filings.lapse import lapse_next
    from matrika.filings.take_effect import take_next_due
    from matrika.register import queries

    application, agent = registration(), people.alzbeta()
    return {
        "worker: due filing": lambda: take_next_due(at=AT),
        "worker: lapsed filing": lambda: lapse_next(at=AT),
        "worker: expired provider": lambda: record_next_expired(at=AT),
        "queue, empty": lambda: list(queue.queue()),
        "records for admission": lambda: records.look_up(application, actor=agent),
        "look-alike entityIDs": lambda: queries.look_alikes("https://S77.example/"),
        "fingerprints elsewhere": lambda: queries.fingerprints_elsewhere(["x", "y"], entity_id="z"),
    }


def milliseconds(work: Callable[[], object], times: int) -> float:
    start = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - start) * 1000 / times


if __name__ == "__main__":
    main()
