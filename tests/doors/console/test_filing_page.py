"""The page on which a reviewer decides (R-6.1)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from matrika.core.events import EventKind
from matrika.filings.models import Filing
from matrika.filings.withdraw import withdraw
from matrika.notices.models import Delivery
from matrika.notices.write import write_next
from matrika.register.models import Event
from tests import applications, people
from tests.metadata import sp_metadata

pytestmark = pytest.mark.django_db


@pytest.fixture
def zita(client: Client) -> Client:
    client.force_login(people.zita())
    return client


def url(filing: Filing, act: str = "") -> str:
    return f"/konzola/ziadosti/{filing.number}/{act}"


def test_it_shows_what_a_decision_needs(zita: Client) -> None:
    people.project(people.organisation(), name="VZOR")
    page = zita.get(url(applications.in_review(applications.registration(project="VZOR")))).content.decode()
    for fact in ("https://sp.example", "Ministerstvo vzorov", "Alžbeta Agátová", "VZOR", "ukončený", "Notár"):
        assert fact in page


def test_it_says_register_for_what_the_worker_did(zita: Client) -> None:
    """The worker is a program; the page speaks of the register, in its own language."""
    page = zita.get(url(applications.in_review())).content.decode()
    assert "· register</span>" in page
    assert "worker" not in page


def test_it_waits_for_no_paper_of_a_filing_that_is_over(zita: Client) -> None:
    filing = applications.filed()
    assert "zatiaľ neprišla" in zita.get(url(filing)).content.decode()
    withdraw(filing, actor=people.alzbeta(), at=people.NOW)
    page = zita.get(url(filing)).content.decode()
    assert "neprišla" in page
    assert "zatiaľ neprišla" not in page


def test_it_plans_nothing_that_has_happened_or_never_will(zita: Client) -> None:
    day = (people.NOW + timedelta(days=2)).date()
    scheduled = applications.approved(applications.registration(effective_on=day), at=people.NOW)
    assert ">naplánovaná na " in zita.get(url(scheduled)).content.decode()
    withdraw(scheduled, actor=people.alzbeta(), at=people.NOW)
    assert ">bola naplánovaná na " in zita.get(url(scheduled)).content.decode()
    applications.in_effect(applications.registration(entity_id="https://done.example"), at=people.NOW)
    assert ">účinná od " in zita.get(url(Filing.objects.latest("pk"))).content.decode()


def test_it_asks_no_project_of_a_change(zita: Client) -> None:
    last_week = people.NOW - timedelta(days=7)
    day = (last_week + timedelta(days=1)).date()
    applications.registered(applications.registration(effective_on=day), at=last_week)
    page = zita.get(url(applications.in_review(applications.change()))).content.decode()
    assert "Integračný projekt" not in page


def test_it_shows_what_a_change_changes(zita: Client) -> None:
    last_week = people.NOW - timedelta(days=7)
    day = (last_week + timedelta(days=1)).date()
    applications.registered(applications.registration(effective_on=day), at=last_week)
    new = sp_metadata(replace={"https://sp.example/acs": "https://sp.example/acs2"})
    page = zita.get(url(applications.in_review(applications.change(metadata=new)))).content.decode()
    assert "Čo sa zmení" in page
    assert "https://sp.example/acs (index 0, predvolená) → " in page


def test_it_names_other_providers_with_the_same_certificate(zita: Client) -> None:
    """R-7.3: staff see whose else a certificate is."""
    last_week = people.NOW - timedelta(days=7)
    day = (last_week + timedelta(days=1)).date()
    elsewhere = applications.registration(entity_id="https://elsewhere.example", effective_on=day)
    provider = applications.registered(elsewhere, at=last_week)
    page = zita.get(url(applications.in_review())).content.decode()
    assert "Certifikát použitý aj u iného poskytovateľa" in page
    assert f"/konzola/register/poskytovatelia/{provider.pk}/" in page


def test_it_shows_what_a_change_in_effect_changed(zita: Client) -> None:
    """Compared with what it replaced, not with itself."""
    last_week = people.NOW - timedelta(days=7)
    day = (last_week + timedelta(days=1)).date()
    applications.registered(applications.registration(effective_on=day), at=last_week)
    new = sp_metadata(replace={"https://sp.example/acs": "https://sp.example/acs2"})
    applications.in_effect(applications.change(metadata=new), at=last_week + timedelta(days=3))
    page = zita.get(url(Filing.objects.get(kind="change"))).content.decode()
    assert "Čo sa zmenilo" in page
    assert "Zmena nahradila verziu 1 metadát" in page
    assert "https://sp.example/acs (index 0, predvolená) → " in page


def test_it_approves_and_writes_who_did(zita: Client) -> None:
    filing = applications.in_review()
    answer = zita.post(url(filing, "schvalit/"), {"approve-internal": "overené"})
    assert answer.status_code == 302
    filing.refresh_from_db()
    assert filing.status == "scheduled"
    event = Event.objects.get(kind=EventKind.FILING_APPROVED.value)
    assert event.actor.endswith("Zita Zemanová")


def test_it_keeps_an_internal_comment_from_the_applicant(zita: Client) -> None:
    filing = applications.in_review()
    zita.post(url(filing, "poznamka/"), {"note-internal": "iba medzi nami"})
    assert [c.audience for c in filing.comments.all()] == ["internal"]
    assert not Event.objects.filter(data__icontains="iba medzi nami").exists()


def test_it_rejects_with_reasons_and_words_for_the_applicant(zita: Client) -> None:
    filing = applications.in_review()
    typed = {"reject-reasons": ["review-project-unfinished"], "reject-outward": "Chýba protokol UAT."}
    assert zita.post(url(filing, "zamietnut/"), typed).status_code == 302
    filing.refresh_from_db()
    assert filing.status == "rejected"
    assert [problem["name"] for problem in filing.problems] == ["review-project-unfinished"]
    assert Event.objects.get(kind=EventKind.FILING_REJECTED.value).data["comment"] == "Chýba protokol UAT."


def test_it_wants_a_reason_and_keeps_what_was_typed(zita: Client) -> None:
    answer = zita.post(url(applications.in_review(), "zamietnut/"), {"reject-outward": "Chýba protokol."})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Vyberte aspoň jeden dôvod zamietnutia." in page
    assert "Chýba protokol." in page


def test_it_asks_the_applicant_for_more(zita: Client) -> None:
    filing = applications.in_review()
    assert (
        zita.post(url(filing, "vyziadat-doplnenie/"), {"ask-outward": "Doplňte poverenie."}).status_code
        == 302
    )
    filing.refresh_from_db()
    assert filing.status == "awaiting-information"


def test_it_records_the_paper(zita: Client) -> None:
    filing = applications.filed()
    typed = {"paper-arrived_on": f"{timezone.localdate():%d.%m.%Y}", "paper-certified_by": "Mesto Trnava"}
    assert zita.post(url(filing, "listina/"), typed).status_code == 302
    filing.refresh_from_db()
    assert filing.status == "in-review"
    assert filing.papers.get().certified_by == "Mesto Trnava"


@pytest.mark.parametrize(
    ("arrived_on", "sentence"),
    [
        ("", "Uveďte deň, keď listina prišla."),
        ("31.2.2026", "Uveďte dátum v tvare dd.mm.rrrr"),
        ("01.01.2999", "Deň doručenia nemôže byť v budúcnosti."),
        ("21.11.2026", "Listina nemohla prísť pred podaním žiadosti 22.11.2026."),
    ],
)
def test_it_refuses_a_day_that_cannot_be(zita: Client, arrived_on: str, sentence: str) -> None:
    filing = applications.filed()
    answer = zita.post(
        url(filing, "listina/"), {"paper-arrived_on": arrived_on, "paper-certified_by": "Notár"}
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_it_answers_409_when_a_colleague_was_quicker(zita: Client) -> None:
    filing = applications.approved()
    answer = zita.post(url(filing, "schvalit/"), {"approve-internal": "projekt overený"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "medzitým zmenil" in page
    assert "projekt overený" in page


def test_it_keeps_the_words_about_a_paper_that_a_colleague_recorded_first(zita: Client) -> None:
    paper = {"paper-arrived_on": "22.11.2026", "paper-certified_by": "Mesto Trnava"}
    answer = zita.post(url(applications.approved(), "listina/"), paper)
    assert (answer.status_code, "Mesto Trnava" in answer.content.decode()) == (409, True)


@pytest.mark.parametrize("act", ["schvalit/", "zamietnut/", "vyziadat-doplnenie/", "listina/", "poznamka/"])
def test_it_changes_nothing_by_a_get(zita: Client, act: str) -> None:
    assert zita.get(url(applications.in_review(), act)).status_code == 405


def test_it_downloads_the_metadata_byte_for_byte(zita: Client) -> None:
    filing = applications.in_review()
    answer = zita.get(url(filing, "metadata.xml"))
    assert answer.content == bytes(filing.metadata or b"")
    assert answer["Content-Disposition"].startswith("attachment")


def test_it_shows_a_hostile_document_as_text_only(zita: Client) -> None:
    filing = applications.in_review()
    page = zita.get(url(filing)).content.decode()
    assert "&lt;EntityDescriptor" in page or "&lt;md:EntityDescriptor" in page
    assert "<EntityDescriptor" not in page


def test_it_tells_what_became_of_each_message(zita: Client) -> None:
    filing = applications.in_review()
    while write_next(at=people.NOW):
        pass
    Delivery.objects.filter(channel="email").update(refused_at=people.NOW, last_error="550 no such person")
    page = zita.get(url(filing)).content.decode()
    assert "Potvrdenie prijatia žiadosti" in page
    assert "sso@vzory.example" in page
    assert "550 no such person" in page


def test_it_needs_the_same_number_of_queries_whatever_the_history(
    zita: Client,
    django_assert_max_num_queries,
) -> None:
    filing = applications.in_review()
    with django_assert_max_num_queries(30):
        zita.get(url(filing))


def test_it_asks_the_database_at_most_twenty_times(zita: Client) -> None:
    """It is the dearest page there is: what it shows is gathered once, and forms are made when shown."""
    filing = applications.in_review()
    zita.get(url(filing))
    with CaptureQueriesContext(connection) as asked:
        assert zita.get(url(filing)).status_code == 200
    assert len(asked) <= 20
