"""Filing numbers: "2026-000123", counted within the year of Bratislava."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from matrika.core.days import day_of
from matrika.filings.models import FilingCounter


def next_number(*, at: datetime) -> str:
    """The next number of the year; it is used up only when the transaction commits."""
    year = day_of(at).year
    if not FilingCounter.objects.filter(year=year).exists():
        FilingCounter.objects.bulk_create([FilingCounter(year=year)], ignore_conflicts=True)
    # The update locks the row, so whoever comes next reads what is written here.
    FilingCounter.objects.filter(year=year).update(last=F("last") + 1)
    return f"{year}-{FilingCounter.objects.get(year=year).last:06d}"
