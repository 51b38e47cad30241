"""Long lists by pages: counted no further than somebody reads, and every row within reach."""

from __future__ import annotations

import pytest
from django.test import Client

from matrika.pages import paging
from matrika.pages.paging import Pages
from matrika.register.models import Organisation
from tests import applications, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def _counted_to_four(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "COUNTED", 4)


def pages(rows: int) -> Pages:
    Organisation.objects.bulk_create(
        Organisation(ico=f"2{number:07}", name=f"{number}", subject_type="OVM") for number in range(rows)
    )
    return Pages(Organisation.objects.order_by("ico"), 2)


@pytest.mark.usefixtures("_counted_to_four")
def test_it_tells_how_many_pages_a_short_list_has() -> None:
    found = pages(4)
    page = found.get_page("2")
    assert (page.number, found.num_pages, found.is_cut, page.has_next()) == (2, 2, False, False)


@pytest.mark.usefixtures("_counted_to_four")
def test_it_says_that_a_long_list_goes_on_and_leads_to_its_last_row() -> None:
    organisations = pages(7).object_list
    seen, number, cut = [], 1, []
    while True:
        paginator = Pages(organisations, 2)
        page = paginator.get_page(str(number))
        seen += [one.name for one in page]
        cut.append(paginator.is_cut)
        if not page.has_next():
            break
        number = page.next_page_number()
    assert seen == [str(one) for one in range(7)]
    assert cut == [True, True, True, False]


@pytest.mark.usefixtures("_counted_to_four")
@pytest.mark.parametrize(("asked", "number"), [("nic", 1), (None, 1), ("-3", 3), ("99", 4), ("9" * 30, 3)])
def test_it_answers_whatever_page_is_asked_for(asked: str | None, number: int) -> None:
    assert Pages(pages(7).object_list, 2).get_page(asked).number == number


def test_it_tells_an_applicant_that_the_list_goes_on(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "COUNTED", 1)
    monkeypatch.setattr("matrika.portal.views.filings.A_PAGE", 1)
    for number in range(3):
        applications.filed(applications.registration(entity_id=f"https://sp{number}.example"))
    client.force_login(people.alzbeta())
    assert "Strana 1 z mnohých" in client.get("/ziadosti/").content.decode()
    assert "Strana 3 z 3" in client.get("/ziadosti/?strana=3").content.decode()
