"""R-5.1, R-5.3, R-5.4: what a reviewer sees of signatures, and decides over an undecided one."""

from __future__ import annotations

import pytest
from django.test import Client

from matrika.core.filing import Attachment, Authorisation
from matrika.core.verdict import Verdict
from matrika.filings.models import Filing
from matrika.filings.signatures.verify import verify_next
from matrika.register.models import StatutoryBody
from tests import people, verdicts
from tests.applications import filed, registration
from tests.containers import MIMETYPE, asic
from tests.verdicts import verdict

pytestmark = pytest.mark.django_db
CONTAINER = Attachment("ziadost.asice", MIMETYPE, asic(form_xdcf=b"<form/>"))
WHY = {"signature-internal": "Vydavateľ potvrdil platnosť telefonicky."}


@pytest.fixture
def zita(client: Client) -> Client:
    client.force_login(people.zita())
    return client


def signed(said: Verdict) -> Filing:
    filing = filed(registration(authorisation=Authorisation.SIGNATURE, signed=CONTAINER))
    verify_next(at=people.NOW, verify=lambda file, *, at: said)
    return filing


def url(filing: Filing, act: str = "") -> str:
    return f"/konzola/ziadosti/{filing.number}/{act}"


def page(client: Client, filing: Filing) -> str:
    return client.get(url(filing)).content.decode()


def status(filing: Filing) -> str:
    return Filing.objects.get(pk=filing.pk).status


def test_it_shows_the_verdict_with_the_lists_it_rests_on(zita: Client) -> None:
    shown = page(zita, signed(verdict()))
    for fact in (
        "Podpis je platný: kvalifikovaný elektronický podpis (KEP)",
        "Alžbeta Agátová",
        "PNOSK-1234567890",
        "kvalifikovaná časová pečiatka",
        "SK č. 42",
    ):
        assert fact in shown


def test_it_shows_the_statutory_bodies_beside_who_signed(zita: Client) -> None:
    """R-5.3: a person's certificate does not say whom the person acts for."""
    filing = signed(verdict())
    StatutoryBody.objects.create(organisation=people.organisation(), name="Milan Vzorný", role="minister")
    shown = page(zita, filing).split('id="signatures"')[1]
    assert "Milan Vzorný" in shown.split("</section>")[0]


def test_it_shows_the_signatures_of_an_attachment(zita: Client) -> None:
    power = Attachment("splnomocnenie.pdf", "application/pdf", b"%PDF-1.7")
    filing = filed(registration(attachments=(power,)))
    verify_next(at=people.NOW, verify=lambda file, *, at: verdicts.failed())
    shown = page(zita, filing)
    assert "Podpis je neplatný" in shown
    assert "Podpísaný obsah bol po podpísaní zmenený." in shown


def test_it_offers_to_accept_only_an_undecided_signature(zita: Client) -> None:
    assert "Uznať podpis" in page(zita, signed(verdicts.undecided()))


def test_it_offers_nothing_to_accept_when_the_signature_is_decided(zita: Client) -> None:
    assert "Uznať podpis" not in page(zita, signed(verdict()))


def test_it_accepts_an_undecided_signature_for_a_reason(zita: Client) -> None:
    filing = signed(verdicts.undecided())
    assert zita.post(url(filing, "uznat-podpis/"), {}).status_code == 422
    assert zita.post(url(filing, "uznat-podpis/"), WHY).status_code == 302
    assert status(filing) == "in-review"
    assert "Vydavateľ potvrdil platnosť telefonicky." in page(zita, filing)


def test_it_answers_409_when_the_signature_was_decided_meanwhile(zita: Client) -> None:
    filing = signed(verdict())
    assert zita.post(url(filing, "uznat-podpis/"), WHY).status_code == 409


def test_it_lets_no_applicant_accept_a_signature(client: Client) -> None:
    filing = signed(verdicts.undecided())
    client.force_login(people.alzbeta())
    assert client.post(url(filing, "uznat-podpis/"), WHY).status_code == 404
    assert status(filing) == "awaiting-authorisation"
