"""The queue and the search (R-6.1)."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from matrika.core.days import day_of
from matrika.core.words import Outward, folded
from matrika.filings.review import reject
from matrika.pages import paging
from matrika.register.models import Organisation
from tests import applications, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def zita(client: Client) -> Client:
    client.force_login(people.zita())
    return client


def test_it_says_when_nothing_waits(zita: Client) -> None:
    assert "Žiadna žiadosť tu nečaká." in zita.get("/konzola/").content.decode()


def test_it_lists_what_reviewers_can_act_on_with_counts(zita: Client) -> None:
    applications.in_review()
    applications.filed(applications.registration(entity_id="https://second.example"))
    page = zita.get("/konzola/")
    assert [row.filing.entity_id for row in page.context["rows"]] == [
        "https://sp.example",
        "https://second.example",
    ]
    assert [tab.count for tab, _ in page.context["tabs"] if tab.count] == [2, 1, 1, 2]


@time_machine.travel(people.NOW, tick=False)
def test_it_counts_days_only_for_what_still_waits(zita: Client) -> None:
    now = timezone.now()
    applications.in_review(applications.registration(effective_on=day_of(now)), at=now)
    filed = applications.in_review(applications.registration(entity_id="https://second.example"))
    reject(filed, actor=people.zita(), at=timezone.now(), reasons=["review-other"], text=Outward("nie"))
    page = zita.get("/konzola/ziadosti/").content.decode()
    assert page.count('data-label="Čaká">0 dní<') == 1
    assert page.count('data-label="Čaká">–<') == 1


def test_it_narrows_to_one_status(zita: Client) -> None:
    applications.in_review()
    applications.filed(applications.registration(entity_id="https://second.example"))
    rows = zita.get("/konzola/?stav=awaiting-paper").context["rows"]
    assert [row.filing.entity_id for row in rows] == ["https://second.example"]


def test_it_takes_a_foolish_address_in_its_stride(zita: Client) -> None:
    assert zita.get("/konzola/?stav=nonsense&strana=-7").status_code == 200


@pytest.mark.parametrize("text", ["2026-0", "SP.example", "12345678", "vzorov"])
def test_it_finds_a_filing_by_number_entity_ico_and_owner(zita: Client, text: str) -> None:
    filing = applications.in_review()
    Organisation.objects.update(folded_name=folded("Ministerstvo vzorov"))
    rows = zita.get("/konzola/ziadosti/", {"q": text}).context["rows"]
    assert [row.filing.number for row in rows] == [filing.number]


def test_it_finds_nothing_where_nothing_is(zita: Client) -> None:
    applications.in_review()
    assert zita.get("/konzola/ziadosti/", {"q": "nowhere.example"}).context["rows"] == []


def test_it_counts_found_filings_no_further_than_somebody_pages(
    zita: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "COUNTED", 1)
    monkeypatch.setattr("matrika.console.views.filings.A_PAGE", 1)
    for number in range(3):
        applications.in_review(applications.registration(entity_id=f"https://sp{number}.example"))
    assert "viac než" in zita.get("/konzola/ziadosti/").content.decode()
