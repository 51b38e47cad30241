"""What a monitoring system is told of the queues: `matrika metrics`."""

from __future__ import annotations

import re
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from matrika.core.events import EventKind
from matrika.notices.models import Delivery
from matrika.notices.write import write_next
from matrika.worker import metrics
from matrika.worker.models import Heartbeat
from tests.applications import registered
from tests.notices.makers import NOON, happened

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LINE = re.compile(r'([a-z_]+(?:\{[a-z]+="[a-z]+"(?:,[a-z]+="[a-z]+")*\})?) (\d+(?:\.\d+)?(?:e\+\d+)?)')


def told(at=NOON) -> dict[str, float]:
    """What a reader of the format understands of every line that is no comment."""
    found = {}
    for line in metrics.as_text(metrics.gauges(at=at)).splitlines():
        if not line.startswith("# "):
            read = LINE.fullmatch(line)
            assert read, line
            found[read[1]] = float(read[2])
    return found


def written(*addresses: str) -> None:
    for address in addresses:
        happened(EventKind.FILING_ACCEPTED, contact_email=f"{address}@alpha.example", acting_for=None)
        write_next(at=NOON)


def test_it_tells_zeros_of_an_empty_register() -> None:
    found = told()
    assert found
    assert set(found.values()) == {0}


def test_it_tells_how_many_messages_wait_and_how_long() -> None:
    written("waits", "fails", "refused", "arrived")
    of = Delivery.objects.filter
    of(email__startswith="fails").update(attempts=2, last_error="421 later", due_at=NOON + 3 * HOUR)
    of(email__startswith="refused").update(attempts=1, refused_at=NOON)
    of(email__startswith="arrived").update(attempts=1, delivered_at=NOON + HOUR)
    found = told(NOON + 2 * HOUR)
    assert found['matrika_deliveries{channel="email",condition="waiting"}'] == 1
    assert found['matrika_deliveries{channel="email",condition="failing"}'] == 1
    assert found['matrika_deliveries{channel="email",condition="refused"}'] == 1
    assert found['matrika_deliveries{channel="state",condition="waiting"}'] == 0
    assert found['matrika_deliveries_age_seconds{channel="email",condition="failing"}'] == 7200
    assert found['matrika_deliveries_overdue_seconds{channel="email"}'] == 7200
    assert found["matrika_letters_last_hour"] == 0
    assert told(NOON + 1.5 * HOUR)["matrika_letters_last_hour"] == 1


def test_it_tells_how_far_the_writing_is_behind() -> None:
    happened(EventKind.FILING_REJECTED)  # without problems: nothing can be written
    assert told()["matrika_events_unfollowed"] == 1
    write_next(at=NOON)
    assert (told()["matrika_events_unfollowed"], told()["matrika_events_set_aside"]) == (0, 1)


def test_it_tells_of_reminders_that_nobody_wrote() -> None:
    provider = registered()
    ends = provider.versions.get().certificates.order_by("not_after")[0].not_after
    assert told(ends - timedelta(days=29))["matrika_reminders_overdue_seconds"] > 0


def test_it_tells_of_workers_that_live_and_of_those_that_fail() -> None:
    for worker, failing in (("a", ""), ("b", "publish (1234)"), ("dead", "")):
        seen = NOON - HOUR if worker == "dead" else NOON
        Heartbeat.objects.create(worker=worker, started_at=NOON, seen_at=seen, failing=failing)
    found = told()
    assert (found["matrika_workers"], found["matrika_workers_failing"]) == (2, 1)


def test_it_names_and_types_each_number_once() -> None:
    text = metrics.as_text(metrics.gauges(at=NOON))
    names = re.findall(r"^# TYPE (\w+) gauge$", text, re.MULTILINE)
    assert len(set(names)) == len(names) == len(re.findall("^# HELP ", text, re.MULTILINE))
    assert {re.split(r"[{ ]", line)[0] for line in text.splitlines() if line[0] != "#"} == set(names)


def test_it_costs_the_same_however_much_waits(django_assert_num_queries) -> None:
    written(*"abcdefgh")
    with django_assert_num_queries(13):
        metrics.gauges(at=NOON)


def test_it_prints_or_swaps_a_file_in(tmp_path: Path) -> None:
    printed = StringIO()
    call_command("metrics", stdout=printed)
    assert "# TYPE matrika_workers gauge\nmatrika_workers 0\n" in printed.getvalue()
    file = tmp_path / "matrika.prom"
    file.write_text("old")
    call_command("metrics", to=file)
    assert "matrika_workers 0" in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o644
    assert list(tmp_path.iterdir()) == [file]


def test_it_says_when_the_file_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("metrics", to=tmp_path / "missing" / "matrika.prom")
