"""What a browser brings of a passkey is no passkey until the library has verified it."""

from __future__ import annotations

import json

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests import people
from tests.doors.login.conftest import by_password
from tests.doors.login.test_second_factor import logged_in_zita

pytestmark = pytest.mark.django_db
ADD = "/ucet/2fa/webauthn/add/"
PARTS = {"clientDataJSON": "AA", "attestationObject": "AA", "authenticatorData": "AA", "signature": "AA"}
NO_PASSKEYS = [
    "",
    "0",
    "0.0",
    "false",
    "null",
    "{}",
    "[]",
    '""',
    "1",
    "[1]",
    '"text"',
    "nonsense",
    "9" * 5000,
    '{"id": ' + "9" * 5000 + "}",
    "[" * 100_000,
    '{"a": ' * 50_000,
    '{"id": 1, "rawId": [], "response": 7, "type": {}}',
    '{"id": "x", "rawId": "x", "response": {}, "type": "public-key"}',
    json.dumps({"id": "AA", "rawId": "AA", "response": PARTS, "type": "public-key"}),
    json.dumps({"id": "\0", "rawId": "\ud800", "response": PARTS, "type": "public-key"}),
    json.dumps({"id": "AA", "rawId": "AA", "response": {**PARTS, "clientDataJSON": "e30"}, "type": "x"}),
]
NAMED = [text[:40] for text in NO_PASSKEYS]


@pytest.mark.parametrize("answer", NO_PASSKEYS, ids=NAMED)
def test_it_adds_no_passkey_without_a_key(answer: str) -> None:
    """One such would count as a second factor, although nothing stands behind it."""
    client = logged_in_zita()
    client.get(ADD)
    assert client.post(ADD, {"credential": answer, "name": "kľúč"}).status_code == 200
    assert not Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).exists()
    assert client.get("/ucet/2fa/").status_code == 200


def test_it_asks_for_the_name_of_a_key_in_slovak_and_leads_back() -> None:
    page = logged_in_zita().get(ADD).content.decode()
    assert "Názov kľúča" in page
    assert ">Name" not in page
    assert '<a class="govuk-link m-back" href="/ucet/2fa/">' in page


@pytest.mark.parametrize("answer", NO_PASSKEYS, ids=NAMED)
def test_it_lets_nobody_in_by_such_an_answer(answer: str) -> None:
    people.zita()
    client = by_password("zita")
    client.get("/ucet/2fa/authenticate/")
    assert client.post("/ucet/2fa/authenticate/", {"credential": answer}).status_code == 200
    assert client.get("/konzola/").status_code == 302


@pytest.mark.parametrize("answer", NO_PASSKEYS, ids=NAMED)
def test_it_takes_no_such_answer_for_a_fresh_factor(answer: str) -> None:
    client: Client = logged_in_zita()
    client.get("/ucet/2fa/webauthn/reauthenticate/")
    given = client.session["account_authentication_methods"]
    assert client.post("/ucet/2fa/webauthn/reauthenticate/", {"credential": answer}).status_code in (200, 302)
    assert client.session["account_authentication_methods"] == given
