"""R-7.4: append-only, enforced by the database, hash-chained, verifiable."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from matrika.core.events import EventKind
from matrika.register import guards, ledger
from matrika.register.models import Event, LedgerHead
from tests import people


def append(**changes: Any) -> Event:
    facts: dict[str, Any] = {
        "actor": "worker",
        "at": people.NOW,
        "effective_at": people.NOW,
        "data": {"entity_id": "https://sp.example", "problems": [{"code": 1}], "žiadosť": None},
    }
    return ledger.append(EventKind.ENTITY_PUBLISHED, **{**facts, **changes})


@pytest.fixture
def unguarded(db: None) -> None:
    """As if somebody went behind the database's back."""
    guards.remove(connection, guards.GUARDS)


def test_it_numbers_events_without_gaps_and_chains_them(db: None) -> None:
    first, second = append(), append(at=people.NOW + timedelta(microseconds=1))
    assert [first.number, second.number] == [1, 2]
    assert first.previous_digest == ledger.GENESIS
    assert second.previous_digest == first.digest
    assert ledger.verify() == 2


def test_it_leaves_no_gap_when_a_transaction_is_rolled_back(db: None) -> None:
    append()
    with transaction.atomic():
        append()
        transaction.set_rollback(True)
    assert append().number == 2
    assert ledger.verify() == 2


@pytest.mark.django_db(transaction=True)
def test_it_refuses_to_write_outside_a_transaction() -> None:
    with pytest.raises(ledger.OutsideTransaction):
        append()
    with transaction.atomic():
        append()
    assert ledger.verify() == 1


@pytest.mark.parametrize("value", [1.5, b"bytes", people.NOW, {1, 2}])
def test_it_keeps_no_data_that_could_read_back_differently(db: None, value: object) -> None:
    with pytest.raises(TypeError, match="an event cannot keep"):
        append(data={"x": [value]})


def test_it_reports_progress(db: None) -> None:
    append(), append()
    heard: list[int] = []
    ledger.verify(heard.append)
    assert heard == [2]


def test_it_verifies_an_empty_ledger(db: None) -> None:
    assert ledger.verify() == 0


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "somebody else"},
        {"data": {}},
        {"effective_at": people.NOW + timedelta(seconds=1)},
        {"recorded_at": people.NOW + timedelta(microseconds=1)},
        {"kind": EventKind.ENTITY_UNPUBLISHED.value},
        {"filing_number": "2026-000001"},
    ],
)
def test_it_names_the_event_whose_content_was_changed(unguarded: None, change: dict[str, Any]) -> None:
    for _ in range(4):
        append()
    Event.objects.filter(number=3).update(**change)
    with pytest.raises(ledger.BrokenLink, match="not what was written") as broken:
        ledger.verify()
    assert broken.value.number == 3


def test_it_names_the_event_that_is_missing(unguarded: None) -> None:
    for _ in range(4):
        append()
    Event.objects.filter(number=2).delete()
    with pytest.raises(ledger.BrokenLink, match="missing; the next one there is 3") as broken:
        ledger.verify()
    assert broken.value.number == 2


def test_it_sees_that_the_end_was_cut_off(unguarded: None) -> None:
    for _ in range(3):
        append()
    Event.objects.filter(number=3).delete()
    with pytest.raises(ledger.BrokenLink, match="event 3: missing; the head counts 3"):
        ledger.verify()


def test_it_sees_an_event_forged_with_a_digest_of_its_own(unguarded: None) -> None:
    append(), append()
    forged = Event.objects.get(number=1)
    forged.actor = "somebody else"
    forged.digest = ledger._digest(*(getattr(forged, column) for column in ledger.COLUMNS))
    forged.save()
    with pytest.raises(ledger.BrokenLink, match="does not follow") as broken:
        ledger.verify()
    assert broken.value.number == 2


def test_it_sees_a_head_that_was_turned_back(unguarded: None) -> None:
    append(), append()
    LedgerHead.objects.update(digest="f" * 64)
    with pytest.raises(ledger.BrokenLink, match="not the head's"):
        ledger.verify()
