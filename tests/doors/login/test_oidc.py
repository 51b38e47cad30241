"""Logging in by OpenID Connect, and what of it is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client

from matrika.register.models import Event, ExternalIdentity, LogIn, Mandate, Person
from tests import people
from tests.doors.login.oidc import BACK, BASE, asked, given, logged_in, refused
from tests.outside.login import issuer as issuers
from tests.outside.login.issuer import ISSUER, Issuer
from tests.people import NOW


def test_it_asks_with_pkce_state_and_nonce(issuer: Issuer) -> None:
    carried = asked(Client())
    assert carried["response_type"] == "code"
    assert (carried["client_id"], carried["redirect_uri"]) == ("matrika", f"{BASE}{BACK}")
    assert (carried["scope"], carried["code_challenge_method"]) == ("openid profile", "S256")
    again = asked(Client())
    assert all(carried[name] != again[name] for name in ("state", "nonce", "code_challenge"))


def test_it_enters_a_person_at_the_first_log_in_and_knows_them_again(issuer: Issuer) -> None:
    logged_in(issuer)
    jan = Person.objects.get()
    assert (jan.name, jan.role, jan.has_usable_password()) == ("Ján Novák", "applicant", False)
    logged_in(issuer)
    assert Person.objects.count() == 1
    kinds = list(Event.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == ["person-entered", "mandate-given"]
    assert [one.organisation for one in Mandate.objects.all()] == [people.organisation()]
    assert list(LogIn.objects.values_list("outcome", "how", "issuer")) == [("in", "oidc", ISSUER)] * 2


def test_it_is_told_in_words_where_somebody_sees_their_log_ins(issuer: Issuer) -> None:
    page = logged_in(issuer).get("/prihlasenie/relacie/").content.decode()
    assert "OpenID Connect" in page
    assert "oidc" not in page


def test_it_keeps_no_birth_number_in_the_register(issuer: Issuer) -> None:
    logged_in(issuer)
    everything = [*ExternalIdentity.objects.values_list(), *Person.objects.values_list()]
    everything += [*LogIn.objects.values_list(), *Event.objects.values_list("data", "actor")]
    assert "8501011234" not in str(everything)


def test_it_acts_for_exactly_the_organisation_that_was_asserted(issuer: Issuer) -> None:
    other = people.other_organisation()
    logged_in(issuer, subject_id=f"ico://sk/{other.ico}")
    client = logged_in(issuer)
    assert Mandate.objects.count() == 2
    page = client.get("/profil/").content.decode()
    assert "Ministerstvo vzorov" in page
    assert "Cudzia" not in page
    assert client.post("/konat-za/", {"organisation": other.pk}).status_code == 404


def test_it_calls_the_claims_as_the_operator_says(issuer: Issuer, settings: Any) -> None:
    from matrika.outside.login import identity

    names = identity.read_names("actor=employee subject=org", identity.OIDC_NAMES)
    settings.OIDC = issuers.client(names=names)
    logged_in(issuer, subject_id=None, org="12345678", employee=4711)
    assert Person.objects.get().name == "Ján Novák"


@pytest.mark.parametrize("text", ["subject", "subject=", "organisation=org"])
def test_it_refuses_names_of_claims_that_nobody_asks_for(text: str) -> None:
    from matrika.outside.login import identity

    with pytest.raises(ValueError, match="write say subject=org_id"):
        identity.read_names(text, identity.OIDC_NAMES)


@pytest.mark.parametrize(
    ("changes", "note", "says"),
    [
        ({"subject_id": "ico://sk/99999999"}, "unknown-organisation", "IČO 99999999 register nepozná"),
        ({"subject_id": None}, "no-organisation", "sami za seba"),
        ({"sub": None}, "incomplete", "nedá veriť"),
        ({"given_name": None, "family_name": None}, "incomplete", "nedá veriť"),
        ({"aud": "another client"}, "audience", "nedá veriť"),
        ({"iss": "https://evil.example"}, "issuer", "nedá veriť"),
        ({"nonce": "of another log-in"}, "nonce", "nedá veriť"),
        ({"exp": int(NOW.timestamp()) - 60}, "too-late", "nedá veriť"),
    ],
    ids=str,
)
def test_it_refuses_and_says_why(issuer: Issuer, changes: dict[str, Any], note: str, says: str) -> None:
    client = Client()
    refused(client.get(BACK, given(issuer, asked(client), **changes)), note, says)
    assert client.get("/profil/").status_code == 302


def test_it_refuses_a_forged_token(issuer: Issuer) -> None:
    client = Client()
    for note, forge in (
        ("algorithm", lambda told: issuers.by_hand(told, {"alg": "none"})),
        ("algorithm", lambda told: issuers.by_hand(told, {"alg": "HS256"}, issuers.public_pem())),
        ("key", lambda told: issuers.token(told, kid="unknown")),
        ("signature", lambda told: issuers.token(told, key=issuers.OTHER)),
    ):
        carried = asked(client)
        text = forge(issuers.claims(carried["nonce"]))
        refused(client.get(BACK, given(issuer, carried, text)), note)


def test_it_takes_a_state_and_a_code_once(issuer: Issuer) -> None:
    client = Client()
    brought = given(issuer, asked(client))
    bought = issuer.codes["the code"]
    assert client.get(BACK, brought).status_code == 302
    issuer.codes["the code"] = bought  # an issuer that sells a code twice
    assert client.get(BACK, brought).status_code == 403
    assert LogIn.objects.latest("pk").note == "state"


def test_it_takes_a_token_once_even_if_two_processes_ask_at_once(issuer: Issuer) -> None:
    """Both read the session before either has written it."""
    client = Client()
    brought = given(issuer, asked(client))
    before, bought = dict(client.session), issuer.codes["the code"]
    assert client.get(BACK, brought).status_code == 302
    session = client.session
    session["oidc_asked"] = before["oidc_asked"]
    session.save()
    issuer.codes["the code"] = bought
    assert client.get(BACK, brought).status_code == 403
    assert LogIn.objects.latest("pk").note == "replayed"


def test_it_takes_an_answer_only_in_the_browser_that_asked(issuer: Issuer) -> None:
    """Else one could be logged in under somebody else's name without noticing."""
    brought = given(issuer, asked(Client()))
    other = Client()
    asked(other)
    refused(other.get(BACK, brought), "state", "tento prehliadač nezačal")
    refused(Client().get(BACK, brought), "state", "tento prehliadač nezačal")
    assert "the code" in issuer.codes  # which nobody spent


def test_it_takes_no_code_that_was_asked_for_by_another_browser(issuer: Issuer) -> None:
    """Its own state, somebody else's code: PKCE."""
    theirs = given(issuer, asked(Client()))
    client = Client()
    mine = asked(client)
    refused(client.get(BACK, {"code": theirs["code"], "state": mine["state"]}), "code")


def test_it_takes_no_answer_after_half_an_hour(issuer: Issuer, clock: time_machine.Traveller) -> None:
    client = Client()
    brought = given(issuer, asked(client))
    clock.shift(timedelta(minutes=31))
    refused(client.get(BACK, brought), "state", "tento prehliadač nezačal")


def test_it_says_that_the_person_gave_up(issuer: Issuer) -> None:
    client = Client()
    brought = {"error": "access_denied", "state": asked(client)["state"]}
    refused(client.get(BACK, brought), "status", "Možno ste prihlásenie zrušili")


def test_it_takes_no_answer_of_another_issuer(issuer: Issuer) -> None:
    client = Client()
    brought = given(issuer, asked(client))
    refused(client.get(BACK, {**brought, "iss": "https://evil.example"}), "issuer")
    issuer.document["authorization_response_iss_parameter_supported"] = True
    caches["process"].clear()
    refused(client.get(BACK, given(issuer, asked(client))), "issuer")
    assert client.get(BACK, {**given(issuer, asked(client)), "iss": ISSUER}).status_code == 302


@pytest.mark.parametrize(
    ("wanted", "leads"),
    [("/ziadosti/", "/ziadosti/"), ("https://evil.example/", "/profil/"), ("//evil", "/profil/")],
)
def test_it_leads_to_where_one_wanted_and_never_away(issuer: Issuer, wanted: str, leads: str) -> None:
    client = Client()
    assert client.get(BACK, given(issuer, asked(client, wanted)))["Location"] == leads


def test_it_asks_for_the_level_of_assurance_that_the_operator_wants(issuer: Issuer, settings: Any) -> None:
    settings.OIDC_LEAST_LEVEL = 4
    client = Client()
    answer = client.get(BACK, given(issuer, asked(client)))
    assert "spôsobom, ktorý tu nestačí" in answer.content.decode()


def test_it_opens_a_new_session_and_leaves_nothing_of_the_one_before(issuer: Issuer, client: Client) -> None:
    client.force_login(people.alzbeta())
    before = client.session.session_key
    logged_in(issuer, client)
    assert client.session.session_key != before
    assert "Ján Novák" in client.get("/profil/").content.decode()


def test_it_asks_linked_staff_for_their_second_factor(issuer: Issuer, settings: Any) -> None:
    from matrika.register.reference import identities
    from tests.doors.login.test_second_factor import code

    keys, name = [settings.SECRET_KEY], issuers.PERSON["sub"]
    identities.link(
        people.zita(), issuer=ISSUER, identifier=name, keys=keys, actor="administrator:test", at=NOW
    )
    client = logged_in(issuer)
    assert client.get("/konzola/").status_code == 302
    client.post("/ucet/2fa/authenticate/", {"code": code()})
    assert client.get("/konzola/").status_code == 200
    assert LogIn.objects.get(outcome="in").how == "oidc+totp"
