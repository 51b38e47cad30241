"""R-8.3: the portal's mailbox, as the guide's Fig. 15–17 show a message; R-7.5: nobody else's."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from matrika.core.events import EventKind
from matrika.eform.messages import ERROR, EXPIRY, INFORMATION, MessageForm
from matrika.eform.published import XSD
from matrika.notices.models import Delivery
from matrika.notices.remind import remind_next
from matrika.notices.texts import NoticeKind
from matrika.notices.write import write_next
from tests import people, pki
from tests.applications import registered, registration
from tests.doors.portal.forms import text
from tests.metadata import sp_metadata
from tests.notices.makers import DUPLICATE, ENTITY_ID, NOON, happened

pytestmark = pytest.mark.django_db
SENDER = "Národná agentúra pre sieťové a elektronické služby"


def receive(kind: EventKind, **differences: object) -> Delivery:
    """A letter in the mailbox of Alžbeta's organisation, newer than those before it."""
    at = NOON + timedelta(seconds=53, minutes=Delivery.objects.count())
    happened(kind, at=at, **differences)
    assert write_next(at=at)
    return Delivery.objects.filter(channel="mailbox").latest("pk")


def read(client: Client, letter: Delivery) -> list[str]:
    """The visible lines of the message's page, from its heading on."""
    page = re.sub(r"(?s)<(script|style).*?</\1>", "", text(client.get(f"/spravy/{letter.pk}/")))
    main = page[page.index("<h1") : page.index("</main>")]
    return [line.strip() for line in unescape(re.sub(r"<[^>]+>", "\n", main)).splitlines() if line.strip()]


def subjects(client: Client, query: str = "") -> list[str]:
    page = text(client.get(f"/spravy/{query}"))
    return [unescape(one) for one in re.findall(r'<span lang="sk">([^<]+)</span></a>', page)]


def test_it_shows_an_information_message_word_for_word(as_alzbeta: Client) -> None:
    """Fig. 15."""
    lines = read(as_alzbeta, receive(EventKind.FILING_ACCEPTED))
    subject = (
        "Potvrdenie prijatia žiadosti na spracovanie v Centrálnom registri autentifikačných certifikátov"
    )
    assert lines[:5] == [
        subject,
        "Dátum uloženia do schránky:",
        "22.11.2026 12:00:53",
        "Odosielateľ:",
        SENDER,
    ]
    detail = lines[lines.index("DETAIL SPRÁVY") :]
    assert " ".join(detail[:5]).replace(" .", ".") == (
        "DETAIL SPRÁVY Obsahom tejto správy je 1 elektronický dokument. ELEKTRONICKÉ DOKUMENTY"
    )
    assert detail[5:16] == [
        "Informácia",
        "Skryť",
        "Zobraziť",
        "Informačná správa",
        "Predmet:",
        subject,
        "Popis:",
        "Dobrý deň,",
        "Vaša žiadosť bola prijatá na spracovanie. Žiadosť prešla automatizovanou kontrolou a bude vybavená"
        " k dátumu, ktorý ste zadali v elektronickej žiadosti.",
        "S pozdravom prevádzka portálu",
        "www.slovensko.sk",
    ]
    assert "Zbaliť detail správy" in lines


def test_it_shows_an_error_as_a_technical_message(as_alzbeta: Client) -> None:
    """Fig. 17."""
    lines = read(as_alzbeta, receive(EventKind.FILING_REJECTED, problems=[DUPLICATE]))
    assert lines[:2] == [
        "Spracovanie požiadavky v registri autentifikačných certifikátov - Chyba",
        "TECHNICKÁ SPRÁVA",
    ]
    assert lines.count("Chybová správa") == 2
    at = lines.index("Kód chyby:")
    assert lines[at : at + 5] == [
        "Kód chyby:",
        "24010019",
        "Popis chyby:",
        "Žiadosť o registráciu poskytovateľa služieb v module IAM nebola spracovaná z dôvodu chyby: Žiadosť"
        " bola odmietnutá z dôvodu duplicity. Rovnaká žiadosť už čaká na spracovanie.",
        "Dátum a čas pokusu o spracovanie: 22.11.2026 12:00.",
    ]


def test_it_names_the_operator_that_is_configured(as_alzbeta: Client, settings: Any) -> None:
    settings.OPERATOR_NAME = "Iný prevádzkovateľ"
    assert "Iný prevádzkovateľ" in read(as_alzbeta, receive(EventKind.FILING_ACCEPTED))


def test_it_opens_without_javascript(as_alzbeta: Client) -> None:
    page = text(as_alzbeta.get(f"/spravy/{receive(EventKind.FILING_ACCEPTED).pk}/"))
    assert page.count("<details") == page.count("<summary>") == 2
    assert len(re.findall(r"<details[^>]* open>", page)) == 2


def test_it_links_to_what_the_message_is_about(as_alzbeta: Client) -> None:
    provider = registered()
    while write_next(at=NOON):
        pass
    letter = Delivery.objects.get(channel="mailbox", notice__kind=NoticeKind.RESULT)
    page = text(as_alzbeta.get(f"/spravy/{letter.pk}/"))
    assert f'href="/ziadosti/{letter.notice.filing_number}/"' in page
    assert f'href="/profil/poskytovatelia/{provider.pk}/"' in page


def test_it_links_to_nothing_that_is_not_there(as_alzbeta: Client) -> None:
    page = text(as_alzbeta.get(f"/spravy/{receive(EventKind.FILING_ACCEPTED).pk}/"))
    assert ENTITY_ID in page
    assert 'href="/profil/poskytovatelia/' not in page
    assert 'href="/ziadosti/2026-000001/"' not in page


def test_it_hands_out_the_document_byte_for_byte(as_alzbeta: Client) -> None:
    letter = receive(EventKind.FILING_REJECTED, problems=[DUPLICATE])
    answer = as_alzbeta.get(f"/spravy/{letter.pk}/dokument.xml")
    assert answer["Content-Disposition"] == 'attachment; filename="Error.xml"'
    assert b'<Error xmlns="http://schemas.gov.sk/form/G2G.ErrorMessage/1.3">' in answer.content
    assert b"<ErrorCode>24010019</ErrorCode>" in answer.content
    assert as_alzbeta.get(f"/spravy/{letter.pk}/dokument.xml").content == answer.content


@pytest.mark.parametrize(
    ("kind", "form", "differences"),
    [
        (EventKind.FILING_ACCEPTED, INFORMATION, {}),
        (EventKind.PROVIDER_CANCELLED, INFORMATION, {}),
        (EventKind.FILING_REJECTED, ERROR, {"problems": [DUPLICATE], "comment": "<b>\u0001 & ]]> 🙂\r\n"}),
        (EventKind.INFORMATION_REQUESTED, INFORMATION, {"comment": "\u2028\x0b\ufffe <![CDATA["}),
    ],
)
def test_it_hands_out_documents_that_are_valid(
    as_alzbeta: Client, kind: EventKind, form: MessageForm, differences: dict[str, object]
) -> None:
    """After the schema that the document's page publishes, whatever a reviewer typed."""
    letter = receive(kind, **differences)
    content = as_alzbeta.get(f"/spravy/{letter.pk}/dokument.xml").content
    published = as_alzbeta.get(f"/formulare/{form.identifier}/{form.version}/{XSD}").content
    etree.XMLSchema(etree.fromstring(published)).assertValid(etree.fromstring(content))


def test_it_hands_out_an_information_message(as_alzbeta: Client) -> None:
    letter = receive(EventKind.FILING_ACCEPTED)
    answer = as_alzbeta.get(f"/spravy/{letter.pk}/dokument.xml")
    assert b'xmlns="http://schemas.gov.sk/form/G2G.InformationMessage/1.3"' in answer.content
    assert f"<Text>{letter.notice.body}</Text>".encode() in answer.content


@pytest.mark.parametrize("path", ["", "dokument.xml"])
def test_it_is_nobody_elses_business(
    as_alzbeta: Client, as_cyril: Client, as_zita: Client, path: str
) -> None:
    address = f"/spravy/{receive(EventKind.FILING_ACCEPTED).pk}/{path}"
    assert as_alzbeta.get(address).status_code == 200
    assert as_cyril.get(address).status_code == 404
    assert as_zita.get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_it_counts_what_nobody_opened(as_alzbeta: Client, as_boris: Client) -> None:
    letters = [receive(EventKind.FILING_ACCEPTED), receive(EventKind.PROVIDER_REGISTERED)]
    people.boris()
    assert '<span class="m-count">2</span>' in text(as_alzbeta.get("/spravy/"))
    read(as_alzbeta, letters[0])
    page = text(as_alzbeta.get("/spravy/"))
    assert '<span class="m-count">1</span>' in page
    assert page.count("neprečítaná<") == page.count('class="m-unread"') == 1


def test_it_filters_by_kind_and_by_unread(as_alzbeta: Client) -> None:
    accepted = receive(EventKind.FILING_ACCEPTED)
    receive(EventKind.PROVIDER_REGISTERED)
    assert [subject[:11] for subject in subjects(as_alzbeta)] == ["Spracovanie", "Potvrdenie "]
    assert [subject[:11] for subject in subjects(as_alzbeta, "?druh=acknowledgement")] == ["Potvrdenie "]
    assert len(subjects(as_alzbeta, "?neprecitane=1")) == 2
    read(as_alzbeta, accepted)
    assert [subject[:11] for subject in subjects(as_alzbeta, "?neprecitane=1")] == ["Spracovanie"]
    assert subjects(as_alzbeta, "?druh=acknowledgement&neprecitane=1") == []
    assert len(subjects(as_alzbeta, "?druh=nijaky")) == 2


def test_it_keeps_the_filter_from_page_to_page(as_alzbeta: Client) -> None:
    for _ in range(26):
        receive(EventKind.FILING_ACCEPTED)
    page = unescape(text(as_alzbeta.get(f"/spravy/?druh={NoticeKind.ACKNOWLEDGEMENT}")))
    assert 'rel="next" href="?druh=acknowledgement&strana=2"' in page
    assert len(subjects(as_alzbeta, "?druh=acknowledgement&strana=2")) == 1


def test_it_costs_the_same_however_many_letters_there_are(
    as_alzbeta: Client, django_assert_max_num_queries
) -> None:
    for _ in range(12):
        receive(EventKind.FILING_ACCEPTED)
    with django_assert_max_num_queries(9):  # one asks how far the register's history is
        as_alzbeta.get("/spravy/")


def test_it_shows_a_reminder_as_its_own_document(as_alzbeta: Client) -> None:
    """Fig. 18; valid after the schema that is published."""
    ends = people.NOW + timedelta(days=100)
    ending = pki.certificate(not_before=people.NOW - timedelta(days=300), not_after=ends)
    registered(registration(metadata=sp_metadata(signing=ending)))
    assert remind_next(at=ends - timedelta(days=7), replaced_at=lambda _: None)
    letter = Delivery.objects.get(channel="mailbox", notice__kind=NoticeKind.EXPIRY_REMINDER)
    lines = read(as_alzbeta, letter)
    assert "Oznámenie o blížiacom sa konci platnosti certifikátu" in lines
    assert "Predmet:" not in lines
    assert {"Subjekt certifikátu", "Digitálny odtlačok certifikátu:"} <= set(lines)
    content = as_alzbeta.get(f"/spravy/{letter.pk}/dokument.xml").content
    schema = etree.XMLSchema(etree.fromstring(EXPIRY.content(XSD)))
    schema.assertValid(etree.fromstring(content))
    assert b"<DaysLeft>7</DaysLeft>" in content


def test_it_tells_two_reminders_of_one_provider_apart(as_alzbeta: Client) -> None:
    """Both certificates end at once, and the guide's subject of both letters is the same."""
    ends = people.NOW + timedelta(days=100)
    made = {"not_before": people.NOW - timedelta(days=300), "not_after": ends}
    signing, encryption = pki.certificate(**made), pki.certificate(key=pki.key(3), **made)
    registered(registration(metadata=sp_metadata(signing=signing, encryption=encryption)))
    for _ in range(2):
        assert remind_next(at=ends - timedelta(days=7), replaced_at=lambda _: None)
    page = text(as_alzbeta.get("/spravy/"))
    assert page.count("certifikát na podpisovanie") == page.count("certifikát na šifrovanie") == 1
    letters = Delivery.objects.filter(channel="mailbox", notice__kind=NoticeKind.EXPIRY_REMINDER)
    told = [read(as_alzbeta, letter) for letter in letters]
    assert sum("certifikát na podpisovanie" in lines for lines in told) == 1
    assert sum("certifikát na šifrovanie" in lines for lines in told) == 1
