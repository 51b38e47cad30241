"""The reminder of paper that did not come: once, in time, and only to who still waits (R-5.2, R-8.2)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from matrika.filings.lapse import lapse_next, remind_next
from matrika.notices.models import Notice
from matrika.notices.write import write_next
from matrika.register.models import Event
from tests import people
from tests.applications import filed, in_review

pytestmark = pytest.mark.django_db
DUE = people.NOW + timedelta(days=30)


def reminders() -> int:
    return Event.objects.filter(kind="paper-reminded").count()


def test_it_reminds_once_when_the_days_have_passed() -> None:
    filed()
    assert not remind_next(at=DUE - timedelta(seconds=1))
    assert remind_next(at=DUE)
    assert not remind_next(at=DUE + timedelta(days=20))
    assert reminders() == 1


def test_it_reminds_nobody_whose_paper_came() -> None:
    in_review()
    assert not remind_next(at=DUE)


def test_it_lets_a_filing_lapse_rather_than_remind_too_late() -> None:
    filed()
    late = people.NOW + timedelta(days=90)
    assert not remind_next(at=late)
    assert lapse_next(at=late)


def test_it_writes_what_is_awaited_and_until_when() -> None:
    filing = filed()
    remind_next(at=DUE)
    while write_next(at=DUE):
        pass
    letter = Notice.objects.get(kind="paper-reminder")
    assert letter.subject == "Pripomenutie listinnej žiadosti v registri autentifikačných certifikátov"
    assert letter.body == (
        "Dobrý deň,\n\n"
        f"Žiadosť o registráciu poskytovateľa služieb v module IAM č. {filing.number} (https://sp.example)"
        " čaká na doručenie listinnej žiadosti s úradne overeným podpisom.\n\n"
        "Ak nebude doručená do 20.02.2027 13:00, žiadosť zanikne. Tlačovú podobu na podpis a adresu"
        " nájdete na portáli registra, v detaile žiadosti.\n\n"
        "S pozdravom prevádzka portálu www.slovensko.sk"
    )
