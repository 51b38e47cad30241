"""Logging in and out through an identity provider, and what of it is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from matrika.register.models import Event, ExternalIdentity, LogIn, Mandate, Person
from tests import applications, people
from tests.doors.login import saml
from tests.doors.login.saml import asked, brought, logged_in, told
from tests.outside.login import idp
from tests.people import NOW

pytestmark = pytest.mark.usefixtures("provider")


def test_it_enters_a_person_at_the_first_log_in_and_knows_them_again() -> None:
    logged_in()
    jan = Person.objects.get()
    assert (jan.name, jan.role, jan.has_usable_password()) == ("Ján Novák", "applicant", False)
    logged_in(assertion_id="_second")
    assert Person.objects.count() == 1
    kinds = list(Event.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == ["person-entered", "mandate-given"]
    assert set(Event.objects.values_list("actor", flat=True)) == {jan.as_actor}


def test_it_keeps_no_birth_number() -> None:
    logged_in()
    everything = [*ExternalIdentity.objects.values_list(), *Person.objects.values_list()]
    everything += [*LogIn.objects.values_list(), *Event.objects.values_list("data", "actor")]
    assert "8501011234" not in str(everything)


def test_it_acts_for_exactly_the_organisation_that_was_asserted() -> None:
    """Also when the same person has been here for another one before."""
    other = people.other_organisation()
    logged_in(attributes=tuple({**idp.ATTRIBUTES, "SubjectID": f"ico://sk/{other.ico}"}.items()))
    client = logged_in(assertion_id="_second")
    assert Mandate.objects.count() == 2
    page = client.get("/profil/").content.decode()
    assert "Ministerstvo vzorov" in page
    assert "Cudzia" not in page
    assert client.post("/konat-za/", {"organisation": other.pk}).status_code == 404
    provider = applications.registered()
    assert client.get(f"/profil/poskytovatelia/{provider.pk}/").status_code == 200
    elsewhere = logged_in(
        assertion_id="_third",
        attributes=tuple({**idp.ATTRIBUTES, "SubjectID": f"ico://sk/{other.ico}"}.items()),
    )
    assert elsewhere.get(f"/profil/poskytovatelia/{provider.pk}/").status_code == 404
    number = provider.versions.get().filing_number
    assert client.get(f"/ziadosti/{number}/").status_code == 200
    assert elsewhere.get(f"/ziadosti/{number}/").status_code == 404


def test_it_writes_subject_and_actor_into_the_history_of_what_is_done() -> None:
    client = logged_in()
    filing = applications.filed()
    client.post(f"/ziadosti/{filing.number}/vziat-spat/")
    event = Event.objects.get(kind="filing-withdrawn")
    jan = Person.objects.get(last_name="Novák")
    assert (event.actor, event.on_behalf_of) == (jan.as_actor, people.organisation())


def test_it_knows_a_branch_by_its_suffix() -> None:
    from matrika.core.people import Ico

    branch = people.organisation(Ico("12345678", "0002"), name="Pobočka")
    attributes = tuple({**idp.ATTRIBUTES, "SubjectID": "ico://sk/12345678_0002"}.items())
    logged_in(attributes=attributes)
    assert [one.organisation for one in Mandate.objects.all()] == [branch]


@pytest.mark.parametrize(
    ("subject", "says"),
    [
        ("ico://sk/99999999", "Organizáciu s IČO 99999999 register nepozná"),
        ("rc://sk/8501011234", "sami za seba"),
        ("", "sami za seba"),
    ],
)
def test_it_lets_nobody_in_without_an_organisation_of_the_register(subject: str, says: str) -> None:
    client = Client()
    request = asked(client)
    attributes = tuple({**idp.ATTRIBUTES, "SubjectID": subject}.items())
    message = idp.response(told(in_response_to=request, confirmed=request, attributes=attributes))
    answer = brought(message, client)
    assert answer.status_code == 403
    assert says in answer.content.decode()
    assert not Person.objects.exists()
    assert client.get("/profil/").status_code == 302


def test_it_asks_for_the_level_of_assurance_that_the_operator_wants(settings: Any) -> None:
    settings.SAML_LEAST_LEVEL = 4
    client = Client()
    request = asked(client)
    answer = brought(idp.response(told(in_response_to=request, confirmed=request)), client)
    assert "spôsobom, ktorý tu nestačí" in answer.content.decode()
    assert not Person.objects.exists()  # who is not let in gets no mandate, which another log-in could use


def test_it_tells_a_person_in_words_why_another_log_in_of_theirs_was_refused(
    client: Client, settings: Any
) -> None:
    logged_in(client)
    settings.SAML_LEAST_LEVEL = 4
    elsewhere = Client()
    request = asked(elsewhere)
    second = told(in_response_to=request, confirmed=request, assertion_id="_second")
    brought(idp.response(second), elsewhere)
    page = client.get("/prihlasenie/relacie/").content.decode()
    assert "odmietnuté" in page
    assert "slabé prihlásenie" in page


def test_it_opens_a_new_session_and_leaves_nothing_of_the_one_before(client: Client) -> None:
    client.force_login(people.alzbeta())
    before = client.session.session_key
    logged_in(client)
    assert client.session.session_key != before
    assert "Ján Novák" in client.get("/profil/").content.decode()


@pytest.mark.parametrize(
    ("wanted", "leads"),
    [("/ziadosti/", "/ziadosti/"), ("https://evil.example/", "/profil/"), ("//evil", "/profil/")],
)
def test_it_leads_to_where_one_wanted_and_never_away(wanted: str, leads: str) -> None:
    client = Client()
    request = asked(client, wanted)
    answer = brought(idp.response(told(in_response_to=request, confirmed=request)), client)
    assert answer["Location"] == leads


def test_it_takes_a_response_once() -> None:
    client = Client()
    request = asked(client)
    message = idp.response(told(in_response_to=request, confirmed=request))
    assert brought(message, client).status_code == 302
    assert brought(message, client).status_code == 403  # the request was answered
    second = asked(client)
    again = idp.response(told(in_response_to=second, confirmed=second))  # the same assertion's ID
    assert brought(again, client).status_code == 403
    assert list(LogIn.objects.filter(outcome="refused").values_list("note", flat=True)) == [
        "in-response-to",
        "replayed",
    ]


def test_it_takes_a_response_only_from_the_browser_that_asked() -> None:
    """Else one could be logged in under somebody else's name without noticing."""
    request = asked(Client())
    answer = brought(idp.response(told(in_response_to=request, confirmed=request)), Client())
    assert answer.status_code == 403


def test_it_takes_no_response_that_nobody_asked_for() -> None:
    assert brought(idp.response(told(in_response_to="", confirmed="")), Client()).status_code == 403


@pytest.mark.parametrize(
    "changes",
    [
        {"signs_response": False},
        {"signs_assertion": False},
        {"encrypts": False},
        {"algorithm": "sha1"},
        {"key": idp.OURS},
        {"audience": "https://other.example"},
        {"ends": NOW.replace(hour=1)},
    ],
    ids=str,
)
def test_it_refuses_a_false_response_and_says_so(changes: dict[str, Any]) -> None:
    client = Client()
    request = asked(client)
    answer = brought(idp.response(told(in_response_to=request, confirmed=request, **changes)), client)
    assert answer.status_code == 403
    assert "nedá veriť" in answer.content.decode()
    assert not Person.objects.exists()
    assert LogIn.objects.get().outcome == "refused"


def test_it_says_that_the_person_gave_up() -> None:
    client = Client()
    request = asked(client)
    status = "urn:oasis:names:tc:SAML:2.0:status:Responder"
    answer = brought(idp.response(told(in_response_to=request, confirmed=request, status=status)), client)
    assert "Možno ste prihlásenie zrušili" in answer.content.decode()


def test_it_asks_with_a_signed_request() -> None:
    answer = Client().get("/prihlasenie/saml/")
    assert answer["Location"].startswith(f"{idp.IDP}/sso?SAMLRequest=")
    assert "rsa-sha512" in answer["Location"]
    request = saml.message(answer["Location"], "SAMLRequest")
    assert request.get("AssertionConsumerServiceURL") == saml.ACS
    policy = request.find("{urn:oasis:names:tc:SAML:2.0:protocol}NameIDPolicy")
    assert policy is not None
    assert policy.get("Format", "").endswith("transient")
    assert policy.get("SPNameQualifier") == saml.BASE


def test_it_asks_by_a_form_where_the_operator_wants_that(settings: Any) -> None:
    settings.SAML_BINDING = "post"
    page = Client().get("/prihlasenie/saml/").content.decode()
    assert f'action="{idp.IDP}/sso"' in page
    assert 'name="SAMLRequest"' in page


def test_it_asks_linked_staff_for_their_second_factor(settings: Any) -> None:
    from matrika.register.reference import identities

    zita, keys = people.zita(), [settings.SECRET_KEY]
    identities.link(
        zita,
        issuer=idp.IDP,
        identifier=idp.ATTRIBUTES["ActorID"],
        keys=keys,
        actor="administrator:test",
        at=NOW,
    )
    client = logged_in()
    assert client.get("/konzola/").status_code == 302
    from tests.doors.login.test_second_factor import code

    client.post("/ucet/2fa/authenticate/", {"code": code()})
    assert client.get("/konzola/").status_code == 200
    assert LogIn.objects.get(outcome="in").how == "saml+totp"


def test_it_knows_people_again_after_the_secret_was_replaced(settings: Any) -> None:
    logged_in()
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    logged_in(assertion_id="_second")
    settings.SECRET_KEY_FALLBACKS = []
    logged_in(assertion_id="_third")
    assert Person.objects.count() == 1


def test_it_shuts_out_whose_access_ended() -> None:
    logged_in()
    Person.objects.update(is_active=False)
    client = Client()
    request = asked(client)
    message = told(in_response_to=request, confirmed=request, assertion_id="_second")
    answer = brought(idp.response(message), client)
    assert "Váš prístup do registra skončil" in answer.content.decode()


def test_it_describes_itself_by_metadata_that_pass_its_own_rules() -> None:
    from samllint import check
    from samllint.report import Severity

    answer = Client().get("/prihlasenie/saml/metadata.xml")
    assert answer["Content-Type"] == "application/samlmetadata+xml"
    report = check(answer.content, at=NOW)
    assert list(report.findings(Severity.ERROR)) == []


def test_it_has_no_such_addresses_without_a_provider(settings: Any) -> None:
    settings.SAML_IDP = None
    for path in ("", "acs/", "slo/", "metadata.xml"):
        method = Client().post if path == "acs/" else Client().get
        assert method(f"/prihlasenie/saml/{path}").status_code == 404, path
    assert "poskytovateľa identity" not in Client().get("/ucet/login/").content.decode()


def test_it_offers_the_provider_on_the_log_in_page() -> None:
    page = Client().get("/ucet/login/?next=/ziadosti/").content.decode()
    assert 'href="/prihlasenie/saml/?next=/ziadosti/"' in page


def test_it_refuses_files_that_cannot_be_used(tmp_path: Path) -> None:
    from matrika.outside.login.saml.parties import Unusable, read_ourselves, read_provider

    (tmp_path / "idp.xml").write_text("<a/>")
    with pytest.raises(Unusable, match="not the metadata of one identity provider"):
        read_provider(tmp_path / "idp.xml")
    with pytest.raises(Unusable, match="No such file"):
        read_provider(tmp_path / "none.xml")
    with pytest.raises(Unusable, match="samllint new"):
        read_ourselves(tmp_path, entity_id="a", acs="b", slo="c")
