"""Who else has a filing open (R-6.1): noted when somebody opens it, and seldom written."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matrika.console import presence
from matrika.console.models import Presence
from tests import applications, people

pytestmark = pytest.mark.django_db
NOON = people.NOW
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def test_it_names_whoever_opened_it_lately_the_last_one_first() -> None:
    filing = applications.in_review()
    presence.note(filing, people.zita(), at=NOON)
    presence.note(filing, people.dusan(), at=NOON + MINUTE)
    third = people.person("viera", "Viera", "Vlková")
    assert [one.person for one in presence.others(filing, third, at=NOON + 2 * MINUTE)] == [
        people.dusan(),
        people.zita(),
    ]
    assert [one.person for one in presence.note(filing, people.zita(), at=NOON + MINUTE)] == [people.dusan()]
    assert presence.others(filing, third, at=NOON + 17 * MINUTE) == []


def test_it_writes_once_a_minute_however_often_the_page_is_loaded() -> None:
    filing, zita = applications.in_review(), people.zita()
    presence.note(filing, zita, at=NOON)
    with CaptureQueriesContext(connection) as asked:
        presence.note(filing, zita, at=NOON + 59 * SECOND)
    assert [query["sql"].split()[0] for query in asked.captured_queries] == ["SELECT"]
    presence.note(filing, zita, at=NOON + MINUTE)
    assert Presence.objects.get().seen_at == NOON + MINUTE


def test_it_notes_at_once_who_comes_back_from_another_filing() -> None:
    one, zita = applications.in_review(), people.zita()
    other = applications.in_review(applications.registration(entity_id="https://other.example"))
    for filing in (one, other, one):
        presence.note(filing, zita, at=NOON)
        assert Presence.objects.get().filing == filing


def test_it_notes_nobody_who_only_looks() -> None:
    filing = applications.in_review()
    presence.others(filing, people.dusan(), at=NOON)
    assert not Presence.objects.exists()
