"""R-8.1: two years of a small register with its tables: exactly what a model of a few lines expects.

tests/core/test_reminders_for_two_years.py does the same for 20,000 certificates, without a database.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from matrika.core.days import BRATISLAVA, day_of, start_of
from matrika.notices.models import Delivery, Reminder
from matrika.notices.remind import remind_next
from matrika.register.models import CertificateEntry, MetadataVersion, PendingReminder, ServiceProvider
from matrika.register.reminding import pending
from tests import people

BEGIN, DAYS, PROVIDERS = date(2026, 1, 1), 730, 30
# Three weeks over the end of summer time, and a few days here and there, on which no worker ran.
OUTAGES = {date(2026, 10, 12) + timedelta(days=n) for n in range(21)}
OUTAGES |= {BEGIN + timedelta(days=n) for n in range(11, DAYS, 37)}
# Days on which the clocks change, and their neighbours: some certificates end there, at odd hours.
CHANGES = [datetime(2026, 3, 29, 1, 30), datetime(2026, 10, 25, 2, 30), datetime(2027, 3, 28, 3, 0)]


def ends() -> list[datetime]:
    rnd = random.Random(20260101)
    odd = [moment.replace(tzinfo=BRATISLAVA) + timedelta(days=n) for moment in CHANGES for n in (-1, 0, 1)]
    while len(odd) < 2 * PROVIDERS:
        odd.append(start_of(BEGIN) + timedelta(seconds=rnd.randrange((DAYS + 40) * 86400)))
    return [end.astimezone(people.NOW.tzinfo) for end in odd]


def registered(certificates: list[datetime]) -> None:
    """Each provider has two of them; written as rows, since this is not about two years of filings."""
    begun = start_of(BEGIN) - timedelta(days=60)
    for number in range(PROVIDERS):
        provider = ServiceProvider.objects.create(
            entity_id=f"https://s{number}.example", owner=people.organisation(), registered_at=begun
        )
        version = MetadataVersion.objects.create(
            provider=provider,
            number=1,
            filing_number="",
            content=b"",
            sha256="",
            contact_name="A",
            contact_email=f"a{number}@b.example",
            contact_phone="",
            effective_from=begun,
            recorded_at=begun,
        )
        for position, use in enumerate(("signing", "encryption")):
            entry = CertificateEntry.objects.create(
                version=version,
                use=use,
                position=position,
                der=b"",
                fingerprint=f"{2 * number + position:064X}",
                serial_number="1",
                subject="CN=ico-99999994",
                key_digest="",
                not_before=begun,
                not_after=certificates[2 * number + position],
            )
            pending(entry).save()


def expected(certificates: list[datetime]) -> Iterator[tuple[str, date, int]]:
    """The model: on each day of work, what that day's distance calls for, unless it was said."""
    for number, end in enumerate(certificates):
        last, said = day_of(end), set()
        for left in range(30, -1, -1):
            day = last - timedelta(days=left)
            threshold = min(one for one in (30, 14, 7, 1, 0) if one >= left)
            works = BEGIN <= day < BEGIN + timedelta(days=DAYS) and day not in OUTAGES
            if works and threshold not in said:
                said.add(threshold)
                yield f"{number:064X}", day, threshold


@pytest.mark.django_db
def test_it_writes_exactly_the_expected_reminders() -> None:
    certificates = ends()
    registered(certificates)
    for day in (BEGIN + timedelta(days=n) for n in range(DAYS)):
        for hour in (0, 19) if day not in OUTAGES else ():
            while remind_next(
                at=start_of(day) + timedelta(hours=hour, minutes=3), replaced_at=lambda _: None
            ):
                pass
    written = Counter(
        (one.fingerprint, day_of(one.notice.written_at), one.threshold)
        for one in Reminder.objects.select_related("notice")
    )
    assert written == Counter(expected(certificates))
    assert len(written) > 3 * len(certificates)
    told = Counter(Delivery.objects.values_list("notice", "channel"))
    assert set(told.values()) == {1}
    assert len(told) == 2 * len(written)
    assert PendingReminder.objects.count() == sum(
        day_of(end) >= BEGIN + timedelta(days=DAYS) for end in certificates
    )
