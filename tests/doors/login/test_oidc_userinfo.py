"""What the issuer tells at its userinfo endpoint only, and when that is not believed."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest
from django.test import Client

from matrika.outside.https import Answer
from matrika.register.models import LogIn, Person
from tests.doors.login.oidc import BACK, asked, given, logged_in, refused
from tests.outside.login.issuer import ACCESS, ISSUER, PERSON, Issuer

# Taken out of the token.
SHORT: dict[str, Any] = {"given_name": None, "family_name": None, "subject_id": None}


def brought(issuer: Issuer, **changes: Any) -> Any:
    client = Client()
    return client.get(BACK, given(issuer, asked(client), **{**SHORT, **changes}))


def half_digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:16]).rstrip(b"=").decode()


def test_it_reads_there_what_the_token_does_not_say(issuer: Issuer) -> None:
    issuer.userinfo = PERSON
    logged_in(issuer, at_hash=half_digest(ACCESS), **SHORT)
    assert Person.objects.get().name == "Ján Novák"
    assert str(LogIn.objects.get().organisation.ico) == "12345678"


def test_it_does_not_ask_where_the_token_says_all(issuer: Issuer) -> None:
    logged_in(issuer)
    logged_in(issuer, given_name=None, family_name=None, name="Ján Novák")
    assert f"{ISSUER}/userinfo" not in issuer.asked


def test_it_believes_the_signed_token_before_it(issuer: Issuer) -> None:
    issuer.userinfo = {**PERSON, "family_name": "Iný", "subject_id": "ico://sk/99999999", "acr": "4"}
    logged_in(issuer, given_name=None)
    assert Person.objects.get().name == "Ján Novák"


@pytest.mark.parametrize("name", ["Nov\0ák", "Nov\ud800ák"], ids=ascii)
def test_it_reads_no_name_that_cannot_be_stored(issuer: Issuer, name: str) -> None:
    issuer.userinfo = {**PERSON, "family_name": name, "name": None}
    refused(brought(issuer, name=None), "incomplete")
    assert not Person.objects.exists()


def test_it_learns_no_level_of_assurance_there(issuer: Issuer, settings: Any) -> None:
    """It knows the person, not how they proved just now who they are."""
    settings.OIDC_LEAST_LEVEL = 3
    issuer.userinfo = {**PERSON, "acr": "4"}
    refused(brought(issuer, acr=None), "level", "spôsobom, ktorý tu nestačí")


@pytest.mark.parametrize(
    ("told", "note", "status"),
    [
        ({**PERSON, "sub": "somebody else"}, "userinfo", 403),
        ({"given_name": "Ján", "family_name": "Novák", "subject_id": "12345678"}, "userinfo", 403),
        (Answer(401, b"{}"), "userinfo", 403),
        (Answer(302, b""), "userinfo", 403),
        (Answer(200, b"eyJhbGciOiJSUzI1NiJ9.e30.-"), "unreadable", 403),
        (Answer(200, b"[]"), "unreadable", 403),
    ],
    ids=str,
)
def test_it_refuses(issuer: Issuer, told: Any, note: str, status: int) -> None:
    issuer.userinfo = told
    refused(brought(issuer), note, status=status)


def test_it_says_that_it_does_not_answer(issuer: Issuer) -> None:
    issuer.userinfo = Answer(502, b"")
    refused(brought(issuer), "unreachable", "teraz neodpovedá", 503)


def test_it_takes_no_access_token_of_another_log_in(issuer: Issuer) -> None:
    issuer.userinfo = PERSON
    refused(brought(issuer, at_hash=half_digest("another")), "userinfo")
    assert f"{ISSUER}/userinfo" not in issuer.asked


@pytest.mark.parametrize(
    "sold",
    [
        {},
        {"access_token": ACCESS},
        {"access_token": ACCESS, "token_type": "DPoP"},
        {"access_token": 7, "token_type": "Bearer"},
        {"access_token": "breaks\r\nHost: evil", "token_type": "Bearer"},
    ],
    ids=str,
)
def test_it_asks_nothing_without_a_token_that_it_may_show(issuer: Issuer, sold: dict[str, Any]) -> None:
    issuer.sold = sold
    refused(brought(issuer), "incomplete")
    assert f"{ISSUER}/userinfo" not in issuer.asked
