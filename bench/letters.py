"""Ten thousand reminders due at once: two real workers, a real mail server, the count of every recipient.

    ./dev bench letters [CERTIFICATES]

An SQLite file in a temporary folder, or the empty database of MATRIKA_DATABASE. Each recipient is responsible
for ten certificates and must get exactly ten letters.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EACH = 10  # certificates of one recipient
WORKERS = 2
STEPS = ("remind-of-expiry", "deliver-notices")


def main() -> None:
    certificates = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    from tests.notices.smtp import mail_server

    with tempfile.TemporaryDirectory() as folder, mail_server() as server:
        environment = set_up(folder, server.port)
        make(certificates)
        for step in STEPS:
            print(f"{step}: {work(step, environment):.0f} s with {WORKERS} workers")
        report(certificates, Counter(letter.to[0] for letter in server.letters))


def set_up(folder: str, port: int) -> dict[str, str]:
    os.environ.update(
        MATRIKA_SECRET_KEY="bench",
        MATRIKA_VAR=folder,
        MATRIKA_SMTP_HOST="127.0.0.1",
        MATRIKA_SMTP_PORT=str(port),
        # What is measured is how fast they go out, not how slowly an operator lets them.
        MATRIKA_MAIL_PER_MINUTE="0",
        MATRIKA_MAIL_PER_ADDRESS_PER_HOUR="0",
        DJANGO_SETTINGS_MODULE="matrika.settings",
    )
    import django
    from django.core.management import call_command

    django.setup()
    logging.disable(logging.INFO)  # the mail server tells of every line
    call_command("migrate", verbosity=0)
    return os.environ | {"PYTHONPATH": str(ROOT / "src")}


def make(certificates: int) -> None:
    """Providers with two certificates each, all of which end in a week."""
    from matrika.register.models import (
        CertificateEntry,
        MetadataVersion,
        Organisation,
        PendingReminder,
        ServiceProvider,
    )
    from matrika.register.reminding import pending

    now = datetime.now(UTC)
    owner = Organisation.objects.create(ico="10000000", name="Úrad", subject_type="OVM")
    numbers = range(certificates // 2)
    providers = ServiceProvider.objects.bulk_create(
        ServiceProvider(entity_id=f"https://s{n}.example", owner=owner, registered_at=now) for n in numbers
    )
    versions = MetadataVersion.objects.bulk_create(
        MetadataVersion(
            provider=provider,
            number=1,
            content=b"",
            sha256="",
            contact_name="A",
            contact_email=f"a{number * 2 // EACH}@b.example",
            effective_from=now,
            recorded_at=now,
        )
        for number, provider in enumerate(providers)
    )
    entries = CertificateEntry.objects.bulk_create(
        CertificateEntry(
            version=version,
            use=use,
            position=position,
            der=b"",
            fingerprint=f"{version.pk:063X}{position}",
            serial_number="1",
            subject="CN=ico-10000000",
            key_digest="",
            not_before=now,
            not_after=now + timedelta(days=7),
        )
        for version in versions
        for position, use in enumerate(("signing", "encryption"))
    )
    PendingReminder.objects.bulk_create(map(pending, entries))


def work(step: str, environment: dict[str, str]) -> float:
    command = [sys.executable, "-m", "django", "worker", "--once", "--only", step]
    begin = time.perf_counter()
    workers = [subprocess.Popen(command, env=environment) for _ in range(WORKERS)]
    ended = [worker.wait() for worker in workers]  # all of them, also after one that failed
    if any(ended):
        raise SystemExit(f"a worker failed at {step}")
    return time.perf_counter() - begin


def report(certificates: int, received: Counter[str]) -> None:
    from matrika.notices.models import Delivery, Reminder

    print(f"{Reminder.objects.count():,} reminders, {sum(received.values()):,} letters")
    print(f"{len(received):,} recipients, letters to each: {sorted(set(received.values()))}")
    late = Delivery.objects.filter(delivered_at=None).count()
    if late or received != Counter({f"a{n}@b.example": EACH for n in range(certificates // EACH)}):
        raise SystemExit(f"wrong: {late} letters were not sent, or some twice")


if __name__ == "__main__":
    main()
