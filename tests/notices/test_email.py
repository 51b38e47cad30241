"""How a notice looks as an e-mail, as the mail server received it."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

import pytest

from matrika.core.events import EventKind
from matrika.notices.deliver import deliver_next
from matrika.notices.models import Notice
from matrika.notices.write import write_next
from tests.notices.makers import DUPLICATE, NOON, happened
from tests.notices.smtp import MailServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def received(post_office: Callable[..., MailServer]) -> Callable[..., EmailMessage]:
    def receive(kind: EventKind, **differences: object) -> EmailMessage:
        server = post_office()
        happened(kind, acting_for=None, **differences)
        assert write_next(at=NOON)
        assert deliver_next(at=NOON)
        (letter,) = server.letters
        return letter.message

    return receive


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_it_bears_the_slovak_subject_and_one_addressee(received: Callable[..., EmailMessage]) -> None:
    message = received(EventKind.FILING_ACCEPTED)
    assert message["Subject"] == (
        "Potvrdenie prijatia žiadosti na spracovanie v Centrálnom registri autentifikačných certifikátov"
    )
    assert b"Subject: =?utf-8?" in bytes(message)  # no empty line before the folded words
    assert message["To"] == "alzbeta@alpha.example"
    assert message["From"] == "register@matrika.example"
    assert message["Message-ID"] == Notice.objects.get().message_id
    assert message["Date"].datetime == NOON
    assert message["Auto-Submitted"] == "auto-generated"
    assert "List-Unsubscribe" not in message  # these messages cannot be switched off (guide §7.2)


def test_it_says_the_same_as_the_mailbox_in_text_and_in_html(received: Callable[..., EmailMessage]) -> None:
    message = received(EventKind.FILING_ACCEPTED)
    assert part(message, "plain") == (
        Notice.objects.get().body
        + "\n\n-- \nŽiadosť č. 2026-000001 (https://alpha.example): http://127.0.0.1:8000/ziadosti/2026-000001/"
        + "\nSpráva je uložená aj v schránke na portáli registra: http://127.0.0.1:8000/spravy/\n"
    )
    html = part(message, "html")
    for paragraph in Notice.objects.get().body.split("\n\n"):
        assert f"<p>{paragraph}</p>" in html
    assert '<a href="http://127.0.0.1:8000/ziadosti/2026-000001/">' in html
    assert '<a href="https://alpha.example' not in html  # what applicants typed stays text


def test_it_labels_the_code_of_an_error_as_figure_17_does(received: Callable[..., EmailMessage]) -> None:
    message = received(EventKind.FILING_REJECTED, problems=[DUPLICATE])
    assert part(message, "plain").startswith(
        "Kód chyby: 24010019\n"
        "Popis chyby: Žiadosť o registráciu poskytovateľa služieb v module IAM nebola spracovaná"
        " z dôvodu chyby: Žiadosť bola odmietnutá z dôvodu duplicity."
        " Rovnaká žiadosť už čaká na spracovanie.\n"
        "Dátum a čas pokusu o spracovanie: 22.11.2026 12:00.\n"
    )


def test_it_shows_what_a_reviewer_typed_as_text_only(received: Callable[..., EmailMessage]) -> None:
    message = received(
        EventKind.INFORMATION_REQUESTED, comment="<script>alert(1)</script>\nSubject: iné\n.\n"
    )
    assert "<script>" not in part(message, "html")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in part(message, "html")
    assert "<script>alert(1)</script>\nSubject: iné\n.\n" in part(message, "plain")
    assert message.get_all("Subject") == [
        "Výzva na doplnenie žiadosti v registri autentifikačných certifikátov"
    ]
