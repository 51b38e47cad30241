"""Pages of errors tell nothing of the inside; the log tells the number, and no secret."""

from __future__ import annotations

import io
import logging
import logging.config
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.test import Client

from matrika.pages.protection.request_id import masked
from matrika.portal.views import public
from matrika.register.reference import calendar_addresses
from tests import people
from tests.doors.portal.forms import text

pytestmark = pytest.mark.django_db
INSIDE = "sekretny-nazov-tabulky"
RAISED = {
    400: BadRequest(INSIDE),
    403: PermissionDenied(INSIDE),
    404: Http404(INSIDE),
    500: RuntimeError(INSIDE),
    503: OperationalError(INSIDE),
}


@pytest.fixture
def log() -> io.StringIO:
    """What would be written to the standard error."""
    written = io.StringIO()
    line = django_settings.LOGGING["formatters"]["line"]
    handler = logging.StreamHandler(written)
    handler.setFormatter(logging.config.DictConfigurator({}).configure_formatter(dict(line)))
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize("status", RAISED)
def test_it_tells_nothing_of_the_inside(status: int, monkeypatch, log: io.StringIO) -> None:
    def fail(*args: object) -> None:
        raise RAISED[status]

    monkeypatch.setattr(public, "render", fail)
    client = Client(raise_request_exception=False)
    answer = client.get("/o-registri/")
    assert answer.status_code == status
    page = text(answer)
    for word in (INSIDE, "Traceback", "matrika.portal", "/work/", "django", "SECRET"):
        assert word not in page
    assert "<h1" in page
    if status == 500:
        assert answer["X-Request-ID"] in page
        assert f"[{answer['X-Request-ID']}]" in log.getvalue()
        assert INSIDE in log.getvalue()


@pytest.mark.parametrize(
    ("method", "sentence"), [("load", "Nič sa neuložilo"), ("save", "pozrite sa, či sa to neuložilo")]
)
@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_it_is_no_fault_of_ours_that_the_database_is_away(
    method: str, sentence: str, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a session is read before the view, or written behind it: no view is there to refuse."""
    client = Client(raise_request_exception=False)
    client.force_login(people.alzbeta())

    def away(*_: object, **__: object) -> None:
        raise error(INSIDE)

    monkeypatch.setattr(SessionStore, method, away)
    answer = client.post("/konat-za/", {"organisation": people.organisation().pk})
    assert answer.status_code == 503
    assert sentence in text(answer)
    assert INSIDE not in text(answer)


def test_it_does_not_take_a_full_disk_for_a_session_that_was_deleted(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    client.force_login(people.alzbeta())

    def full(*_: object, **__: object) -> None:
        raise OperationalError(INSIDE)

    monkeypatch.setattr(Session, "save", full)
    answer = client.post("/konat-za/", {"organisation": people.organisation().pk})
    assert answer.status_code == 503
    assert "pozrite sa, či sa to neuložilo" in text(answer)


def test_it_numbers_each_request_anew() -> None:
    numbers = {Client(headers={"x-request-id": "forged"}).get("/")["X-Request-ID"] for _ in range(3)}
    assert len(numbers) == 3
    assert "forged" not in numbers


def test_it_writes_no_secret_into_the_log(log: io.StringIO) -> None:
    token = calendar_addresses.make(people.organisation(), actor=people.alzbeta(), at=people.NOW)
    calendar_addresses.end(people.organisation(), actor=people.alzbeta(), at=people.NOW)
    client = Client()
    client.get(f"/kalendar/{token}.ics")
    client.get("/dalsia-adresa/tajomstvo-v-odkaze/")
    client.get("/neexistuje/?password=tajomstvo&token=tajomstvo")
    client.get("/ucet/password/reset/key/1-tajomstvo/")
    client.post("/ucet/login/", {"login": "alzbeta", "password": "tajomstvo-hesla"})
    client.post("/ucet/login/", {"login": "alzbeta", "password": people.PASSWORD})
    client.get("/rozpisane/00000000-0000-4000-8000-000000000000/")
    assert "Not Found" in log.getvalue()
    for secret in (
        token,
        "tajomstvo",
        people.PASSWORD,
        "8000-000000000000",
        client.cookies["sessionid"].value,
    ):
        assert secret not in log.getvalue()


def test_it_lets_no_client_write_a_line_of_its_own(log: io.StringIO) -> None:
    Client().get("/a%0A2026-11-22 12:00:00 ERROR root [-]: vsetko je v poriadku")
    assert "\n2026-11-22 12:00:00 ERROR root" not in log.getvalue()
    logging.getLogger("x").warning("a\r\nb")
    assert "a\\r\\nb" in log.getvalue()


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("GET /kalendar/abc.ics 404", "GET /kalendar/… 404"),
        ("heslo=x&b=1", "heslo=…&b=1"),
        ("/login?SAMLResponse=PHN", "/login?SAMLResponse=…"),
        ("nothing of the kind", "nothing of the kind"),
    ],
)
def test_it_masks(line: str, kept: str) -> None:
    assert masked(line) == kept


EVIL = (
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "https:evil.example",
    "http://testserver@evil.example/",
    "\thttps://evil.example",
    "%2f%2fevil.example",
)


@pytest.mark.parametrize("evil", EVIL)
def test_it_sends_nobody_elsewhere(evil: str, settings) -> None:
    settings.DEMO = True
    people.alzbeta()
    anybody, alzbeta = Client(), Client()
    alzbeta.force_login(people.alzbeta())
    organisation = people.organisation().pk
    answers = (
        anybody.post("/jazyk/setlang/", {"language": "en", "next": evil}),
        anybody.post("/jazyk/setlang/", {"language": "en"}, headers={"referer": evil}),
        Client().post("/ukazka/prihlasit/", {"username": "alzbeta", "next": evil}),
        Client().post("/ucet/login/", {"login": "alzbeta", "password": people.PASSWORD, "next": evil}),
        alzbeta.post("/konat-za/", {"organisation": organisation, "next": evil}),
        alzbeta.post("/ucet/logout/", {"next": evil}),
    )
    for answer in answers:
        assert answer.status_code == 302
        # Browsers take a backslash for a slash, and leave out blanks before an address.
        place = answer["Location"].replace("\\", "/").strip()
        assert urlsplit(urljoin("http://testserver/a/", place)).netloc == "testserver", place
