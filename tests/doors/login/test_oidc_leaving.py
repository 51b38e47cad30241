"""The issuer says without a browser that somebody left (OpenID Connect Back-Channel Logout 1.0)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from matrika.outside.login.oidc.leaving import EVENT
from matrika.register.models import LogIn, Person
from tests.doors.login.oidc import BACK, asked, given, logged_in, refused
from tests.outside.login import idp
from tests.outside.login import issuer as issuers
from tests.outside.login.issuer import PERSON, Issuer
from tests.people import NOW

HERE = "/prihlasenie/oidc/odhlasenie/"
now = int(NOW.timestamp())


def told(text: str) -> HttpResponse:
    # As from another machine: no cookie, no token against forged forms.
    return Client(enforce_csrf_checks=True).post(HERE, {"logout_token": text})


def is_in(client: Client) -> bool:
    return client.get("/profil/").status_code == 200


def test_it_ends_every_session_of_a_person(issuer: Issuer) -> None:
    one, two = logged_in(issuer), logged_in(issuer, sid="2")
    other = logged_in(issuer, sub="somebody else")
    answer = told(issuers.token(issuers.leaving()))
    assert (answer.status_code, answer.content) == (200, b"")
    assert "no-store" in answer["Cache-Control"]
    assert [is_in(each) for each in (one, two, other)] == [False, False, True]
    assert list(LogIn.objects.order_by("pk").values_list("ended_how", flat=True)) == [
        "provider",
        "provider",
        "",
    ]


@pytest.mark.parametrize("sub", [PERSON["sub"], None])
def test_it_ends_the_one_session_that_is_named(issuer: Issuer, sub: str | None) -> None:
    one, two, three = logged_in(issuer, sid="1"), logged_in(issuer, sid="2"), logged_in(issuer)
    assert told(issuers.token(issuers.leaving(sub=sub, sid="2"))).status_code == 200
    assert [is_in(each) for each in (one, two, three)] == [True, False, True]


def test_it_ends_no_session_of_somebody_else_by_its_name(issuer: Issuer) -> None:
    client = logged_in(issuer, sid="1")
    assert told(issuers.token(issuers.leaving(sub="somebody else", sid="1"))).status_code == 200
    assert is_in(client)


def test_it_leaves_alone_who_came_another_way(issuer: Issuer, client: Client) -> None:
    logged_in(issuer)
    client.force_login(Person.objects.get())
    assert told(issuers.token(issuers.leaving())).status_code == 200
    assert is_in(client)


def test_it_finds_sessions_from_before_a_new_secret(issuer: Issuer, settings: Any) -> None:
    logged_in(issuer)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a newer one"
    told(issuers.token(issuers.leaving()))
    assert LogIn.objects.get().ended_how == "provider"


def test_it_has_nothing_to_do_where_nobody_is_logged_in(issuer: Issuer) -> None:
    assert told(issuers.token(issuers.leaving(), algorithm="ES256", key=issuers.CURVE)).status_code == 400
    assert told(issuers.token(issuers.leaving())).status_code == 200


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"aud": "another client"}, "audience"),
        ({"aud": None}, "audience"),
        ({"iss": "https://evil.example"}, "issuer"),
        ({"nonce": "of a log-in"}, "nonce"),
        ({"events": None}, "no-log-out"),
        ({"events": {}}, "no-log-out"),
        ({"events": [EVENT]}, "no-log-out"),
        ({"events": {EVENT: True}}, "no-log-out"),
        ({"events": {"http://schemas.openid.net/event/another": {}}}, "no-log-out"),
        ({"sub": None}, "unreadable"),
        ({"sub": 7}, "unreadable"),
        ({"sub": "", "sid": ""}, "unreadable"),
        ({"sid": ["1"]}, "unreadable"),
        ({"jti": None}, "unreadable"),
        ({"jti": "\ud800"}, "unreadable"),
        ({"sid": "\ud800"}, "unreadable"),
        ({"exp": None}, "unreadable"),
        ({"exp": float("nan")}, "unreadable"),
        ({"iat": None}, "unreadable"),
        ({"exp": now - 60}, "too-late"),
        ({"iat": now - 3600, "exp": now + 3600}, "too-late"),
        ({"iat": now + 3600, "exp": now + 7200}, "too-early"),
    ],
    ids=str,
)
def test_it_refuses(issuer: Issuer, changes: dict[str, Any], fault: str) -> None:
    client = logged_in(issuer, sid="1")
    answer = told(issuers.token(issuers.leaving(**changes)))
    assert answer.status_code == 400
    assert answer.json() == {"error": "invalid_request", "error_description": fault}
    assert is_in(client)


def test_it_refuses_a_forged_token(issuer: Issuer) -> None:
    client = logged_in(issuer)
    said = issuers.leaving()
    for fault, text in (
        ("algorithm", issuers.by_hand(said, {"alg": "none"})),
        ("algorithm", issuers.by_hand(said, {"alg": "HS256"}, issuers.public_pem())),
        ("key", issuers.token(said, kid="unknown")),
        ("signature", issuers.token(said, key=issuers.OTHER)),
        ("unreadable", "no token"),
        ("unreadable", ""),
    ):
        assert told(text).json()["error_description"] == fault
    assert Client().post(HERE).status_code == 400
    assert is_in(client)


def test_it_takes_an_id_token_for_no_log_out(issuer: Issuer) -> None:
    """Whoever got hold of one, which browsers carry about, could end its session."""
    client = logged_in(issuer)
    assert told(client.session["identity_provider"]["id_token"]).json()["error_description"] == "nonce"
    assert is_in(client)


def test_it_takes_a_logout_token_for_no_log_in(issuer: Issuer) -> None:
    client = Client()
    said = issuers.token(issuers.leaving(**PERSON))
    refused(client.get(BACK, given(issuer, asked(client), said)), "nonce")


def test_it_takes_a_token_once(issuer: Issuer, clock: time_machine.Traveller) -> None:
    """Else whoever saw it pass keeps a person out, and if its issuer lets it live long, for that long."""
    text = issuers.token(issuers.leaving(exp=now + 10**12))
    logged_in(issuer)
    assert told(text).status_code == 200
    for after in (timedelta(0), timedelta(minutes=9), timedelta(minutes=10)):
        clock.move_to(NOW)
        client = logged_in(issuer)
        clock.move_to(NOW + after)
        assert told(text).status_code == 400
        assert is_in(client)
    clock.move_to(NOW)
    assert told(issuers.token(issuers.leaving(jti="the second"))).status_code == 200


def test_it_says_so_where_the_issuer_does_not_answer(issuer: Issuer) -> None:
    issuer.is_away = True
    assert told(issuers.token(issuers.leaving())).json()["error_description"] == "unreachable"


def test_it_is_not_there_without_an_issuer_nor_for_a_browser(issuer: Issuer, settings: Any) -> None:
    assert Client().get(HERE).status_code == 405
    settings.OIDC = None
    assert told("").status_code == 404


def test_it_keeps_no_name_of_the_person_nor_of_their_session(issuer: Issuer) -> None:
    logged_in(issuer, sid="rc-8501011234")
    assert "8501011234" not in str(list(LogIn.objects.values_list()))


def test_it_logs_out_by_the_way_one_came(issuer: Issuer, settings: Any) -> None:
    """A provider may have one name in both languages, as a realm of Keycloak has."""
    settings.SAML_IDP = replace(idp.provider(), entity_id=issuers.ISSUER)
    answer = logged_in(issuer).post("/ucet/logout/")
    assert answer["Refresh"].startswith(f"0;url={issuers.ISSUER}/leave?")
