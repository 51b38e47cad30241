"""How much one may send, and that what is more is refused by what is announced."""

from __future__ import annotations

import io
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.test import Client, RequestFactory
from django.urls import resolve

from matrika.core.words import Outward
from matrika.filings.review import ask
from matrika.pages.protection.routes import routes
from matrika.pages.protection.uploads import FILES, FORM, WITH_FILES, TooMuch, Uploads
from tests import applications, people
from tests.doors.portal.forms import text

pytestmark = pytest.mark.django_db


class Unread(io.RawIOBase):
    """A body that must not be touched."""

    def read(self, size: int = -1) -> bytes:
        raise AssertionError("the body was read")


def asked(path: str, length: str, body: BytesIO | Unread | None = None) -> object:
    """What the middleware answers instead of the view; None = the view is asked."""
    environ = RequestFactory()._base_environ(REQUEST_METHOD="POST", PATH_INFO=path, CONTENT_LENGTH=length)
    request = WSGIRequest({**environ, "wsgi.input": body or Unread()})
    request.resolver_match = resolve(path)
    return Uploads(lambda request: None).process_view(request, lambda: None, (), {})


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/kontrola/", FORM),
        ("/ucet/login/", FORM),
        ("/konat-za/", FORM),
        ("/ziadosti/2026-000001/doplnit/", FILES),
        ("/konzola/ziadosti/2026-000001/listina/", FILES),
    ],
)
def test_it_refuses_too_much_by_what_is_announced(path: str, most: int) -> None:
    asked(path, str(most))
    with pytest.raises(TooMuch):
        asked(path, str(most + 1), BytesIO())


def test_it_lets_what_is_too_much_arrive_so_that_the_answer_is_read() -> None:
    body = BytesIO(bytes(FORM + 1) + b"the next request")
    with pytest.raises(TooMuch):
        asked("/kontrola/", str(FORM + 1), body)
    assert body.read() == b"the next request"


def test_it_waits_for_nothing_that_no_form_takes() -> None:
    with pytest.raises(TooMuch):
        asked("/kontrola/", str(FILES + 1), Unread())


@pytest.mark.parametrize("length", ["", "x", "-5", "٣"])
def test_it_bears_a_length_that_is_none(length: str) -> None:
    assert asked("/kontrola/", length) is None


def test_it_says_so_on_a_page_and_asks_no_token_first() -> None:
    """Looking for the token would read the whole body."""
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/kontrola/", {"file": SimpleUploadedFile("a.xml", b"x" * (FORM + 1))})
    assert answer.status_code == 413
    assert "iný najviac 4 MB" in text(answer)
    assert "Traceback" not in text(answer)


def test_it_names_routes_that_there_are() -> None:
    assert WITH_FILES - {route.name for route in routes()} == set()


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        'a"b.pdf',
        "a\r\nSet-Cookie: x.pdf",
        "a;b.pdf",
        "ľščť.pdf",
        ".pdf",
        "a\0.pdf",
        "a" * 400,
    ],
)
def test_it_saves_every_file_under_a_harmless_name(name: str) -> None:
    with time_machine.travel(people.NOW, tick=False):
        filing = applications.filed()
        client = Client()
        client.force_login(people.alzbeta())
        applications.attach_paper(
            filing, actor=people.zita(), at=people.NOW, arrived_on=people.NOW.date(), certified_by="Notár"
        )
        ask(filing, actor=people.zita(), at=people.NOW, text=Outward("Doplňte."))
        sent = SimpleUploadedFile("x.pdf", b"%PDF-1.7")
        sent._name = name
        client.post(f"/ziadosti/{filing.number}/doplnit/", {"text": "tu", "attachments": sent})
        for one in filing.attachments.all():
            answer = client.get(f"/ziadosti/{filing.number}/prilohy/{one.pk}/")
            header = answer["Content-Disposition"]
            assert header.startswith("attachment")
            assert not any(character in header for character in "\r\n\0/\\")
            assert "Set-Cookie" not in answer.headers
            assert "sandbox" in answer["Content-Security-Policy"]
        assert filing.attachments.count() == 1
