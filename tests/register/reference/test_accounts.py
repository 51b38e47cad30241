"""Roles of people who log in: staff stay staff, and somebody can always give roles (R-7.5)."""

from __future__ import annotations

import pytest

from matrika.core.people import Role
from matrika.register.models import Event
from matrika.register.reference import accounts
from matrika.register.reference.refused import Refused
from tests import people

AT = people.NOW


def told() -> dict[str, object]:
    """What the newest event keeps."""
    return Event.objects.order_by("number").last().data


def test_it_changes_a_role_among_staff_only(db: None) -> None:
    """Who filed must not decide; who decides gives nobody the rights of an owner's agent (R-7.5)."""
    zita = people.zita()
    assert accounts.change_role(zita, Role.AUDITOR, actor="worker", at=AT)
    assert told()["changes"] == [{"datum": "role", "old": "reviewer", "new": "auditor"}]
    assert not accounts.change_role(zita, Role.AUDITOR, actor="worker", at=AT)
    for person, role in ((people.alzbeta(), Role.REVIEWER), (zita, Role.APPLICANT)):
        with pytest.raises(Refused, match="does not become staff"):
            accounts.change_role(person, role, actor="worker", at=AT)


def test_it_keeps_one_supervisor(db: None) -> None:
    dusan = people.dusan()
    with pytest.raises(Refused, match="last supervisor"):
        accounts.change_role(dusan, Role.AUDITOR, actor="worker", at=AT)
    people.person("vlado", "Vlado", "Vedúci", Role.SUPERVISOR)
    assert accounts.change_role(dusan, Role.AUDITOR, actor="worker", at=AT)


def test_it_does_not_close_the_account_of_the_last_supervisor(db: None) -> None:
    dusan = people.dusan()
    with pytest.raises(Refused, match="last supervisor"):
        accounts.close(dusan, actor="worker", at=AT)
    people.person("vlado", "Vlado", "Vedúci", Role.SUPERVISOR)
    accounts.close(dusan, actor="worker", at=AT)
    dusan.refresh_from_db()
    assert not dusan.is_active
