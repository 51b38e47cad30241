"""Logging out from both sides: here first, and at the identity provider first."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.test import Client

from matrika.register.models import LogIn
from tests.doors.login import saml
from tests.doors.login.saml import logged_in
from tests.outside.login import idp
from tests.people import NOW

pytestmark = pytest.mark.usefixtures("provider")


def test_it_logs_out_here_and_at_the_provider() -> None:
    client = logged_in()
    answer = client.post("/ucet/logout/")
    assert answer["Location"].startswith(f"{idp.IDP}/slo?SAMLRequest=")
    request = saml.message(answer["Location"], "SAMLRequest")
    assert request.findtext("{urn:oasis:names:tc:SAML:2.0:assertion}NameID") == "_name"
    assert request.findtext("{urn:oasis:names:tc:SAML:2.0:protocol}SessionIndex") == "_session"
    assert client.get("/profil/").status_code == 302  # at once, whatever the provider answers
    done = idp.logout_response(in_response_to=request.get("ID", ""), destination=saml.SLO)
    answer = client.get(f"/prihlasenie/saml/slo/?{saml.address(done, 'SAMLResponse')}", follow=True)
    assert "tu aj u poskytovateľa identity" in answer.content.decode()
    assert LogIn.objects.get().ended_how == "self"


def test_it_says_when_the_provider_did_not_log_out() -> None:
    client = logged_in()
    request = saml.message(client.post("/ucet/logout/")["Location"], "SAMLRequest")
    partly = idp.logout_response(
        in_response_to=request.get("ID", ""), status="Responder", destination=saml.SLO
    )
    answer = client.get(f"/prihlasenie/saml/slo/?{saml.address(partly, 'SAMLResponse')}", follow=True)
    assert "odhlásenie nepotvrdil" in answer.content.decode()


def test_it_ends_the_right_session_without_its_cookie_when_the_provider_logs_out() -> None:
    jan = logged_in()
    eva = logged_in(assertion_id="_eva", attributes=tuple({**idp.ATTRIBUTES, "ActorID": "eva"}.items()))
    LogIn.objects.filter(pk=LogIn.objects.latest("pk").pk).update(name_id="_eva")
    leaving = idp.logout_request(destination=saml.SLO)
    answer = Client().get(f"/prihlasenie/saml/slo/?{saml.address(leaving, 'SAMLRequest')}")
    assert answer["Location"].startswith(f"{idp.IDP}/slo-answer?SAMLResponse=")
    assert "RelayState=relay" in answer["Location"]
    said = saml.message(answer["Location"], "SAMLResponse")
    assert said.get("InResponseTo") == "_leaving"
    assert jan.get("/profil/").status_code == 302
    assert eva.get("/profil/").status_code == 200


def test_it_is_logged_out_by_a_form_too() -> None:
    client = logged_in()
    leaving = base64.b64encode(idp.sign(idp.logout_request(destination=saml.SLO))).decode()
    page = Client().post("/prihlasenie/saml/slo/", {"SAMLRequest": leaving, "RelayState": "relay"})
    assert f'action="{idp.IDP}/slo-answer"' in page.content.decode()
    assert client.get("/profil/").status_code == 302


@pytest.mark.parametrize(
    ("changes", "signing"),
    [
        ({}, {"key": idp.OURS}),
        ({}, {"algorithm": "sha1"}),
        ({"issuer": "https://other.example"}, {}),
        ({"destination": "https://other.example"}, {}),
        ({"at": NOW.replace(hour=10)}, {}),
    ],
    ids=str,
)
def test_it_ends_no_session_at_a_false_word(changes: dict[str, Any], signing: dict[str, Any]) -> None:
    client = logged_in()
    leaving = idp.logout_request(**{"destination": saml.SLO, **changes})
    answer = Client().get(f"/prihlasenie/saml/slo/?{saml.address(leaving, 'SAMLRequest', **signing)}")
    assert answer.status_code == 403
    assert client.get("/profil/").status_code == 200


def test_it_ends_no_session_at_an_unsigned_word() -> None:
    client = logged_in()
    query = saml.address(idp.logout_request(destination=saml.SLO), "SAMLRequest").partition("&SigAlg")[0]
    assert Client().get(f"/prihlasenie/saml/slo/?{query}").status_code == 403
    unsigned = base64.b64encode(idp.logout_request(destination=saml.SLO)).decode()
    assert Client().post("/prihlasenie/saml/slo/", {"SAMLRequest": unsigned}).status_code == 403
    assert client.get("/profil/").status_code == 200


@pytest.mark.parametrize("spelled", ["SAML%52equest", "SAMLReques%74", "%53AMLRequest"])
def test_it_ends_no_session_at_a_word_smuggled_in_beside_the_signed_one(spelled: str) -> None:
    """Signed is what the provider said of somebody else; the same name, spelled otherwise, says another."""
    client = logged_in()
    genuine = saml.address(idp.logout_request(name_id="_mine", destination=saml.SLO), "SAMLRequest")
    forged = saml.address(idp.logout_request(destination=saml.SLO), "SAMLRequest", key=idp.OURS)
    smuggled = forged.partition("&")[0].replace("SAMLRequest", spelled)
    for query in (f"{genuine}&{smuggled}", f"{smuggled}&{genuine}"):
        Client().get(f"/prihlasenie/saml/slo/?{query}")
    assert client.get("/profil/").status_code == 200
