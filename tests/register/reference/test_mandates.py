"""Who may act for an organisation is told by events, also when the mandate is gone (R-4.5, R-7.4)."""

from __future__ import annotations

from datetime import date

from matrika.core.reference import Ground
from matrika.register.models import Event, Mandate
from matrika.register.reference import mandates
from tests import people

DAY = date(2026, 11, 22)
AT = people.NOW


def told() -> dict[str, object]:
    """What the newest event keeps."""
    return Event.objects.order_by("number").last().data


def test_it_tells_why_and_since_when_a_mandate_held(db: None) -> None:
    people.organisation()
    boris = people.person("boris", "Boris", "Bukový")
    since = date(2026, 1, 2)
    mandates.give(boris, people.ICO, ground=Ground.MAILBOX, since=since, actor="worker", at=AT)
    assert Mandate.objects.get().ground == "mailbox"
    mandates.end(boris, people.ICO, actor="worker", at=AT)
    assert not Mandate.objects.exists()
    ended = told()
    assert (ended["ground"], ended["since"], ended["username"]) == ("mailbox", "2026-01-02", "boris")
