"""What every answer says to a browser, on every page, file and error page, as each person sees it."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from matrika.portal.views.signing import AUTOGRAM  # on the signer's own machine; that page alone asks it
from tests import people
from tests.doors.access.world import world
from tests.doors.protection.walk import Page, answers, is_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(people.NOW, tick=False):
        yield


def lacking(answer) -> list[str]:
    """What the answer does not say, or says too loosely."""
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Frame-Options": "DENY",
    }
    found = [name for name, value in wanted.items() if answer.get(name) != value]
    policy = answer.get("Content-Security-Policy", "")
    found += [word for word in ("unsafe", "*", "http:", "blob:") if word in policy.replace(AUTOGRAM, "")]
    found += [
        part for part in ("default-src", "base-uri 'none'", "frame-ancestors 'none'") if part not in policy
    ]
    if "camera=()" not in answer.get("Permissions-Policy", ""):
        found.append("Permissions-Policy")
    if len(answer.get("X-Request-ID", "")) != 12:
        found.append("X-Request-ID")
    return found


@pytest.mark.parametrize("method", ["get", "post"])
def test_it_says_it_on_every_answer(method: str) -> None:
    """A post without any field brings forms with errors, and refusals."""
    found, seen = {}, 0
    for who, route, answer in answers(world(), method):
        faults = lacking(answer)
        if is_page(answer):
            seen += 1
            faults += Page(answer.content.decode()).faults
        if faults:
            found[who, route.name, answer.status_code] = faults
    assert seen > 100
    assert found == {}


@pytest.mark.parametrize(
    "path", ["/", "/neexistuje/", "/static/matrika/icon.svg", "/static/matrika/matrika.js"]
)
def test_it_says_it_on_files_and_on_what_is_not_there(client: Client, path: str) -> None:
    answer = client.get(path)
    if path.startswith("/static/"):
        wanted = ("X-Content-Type-Options", "Cross-Origin-Resource-Policy", "Permissions-Policy")
        assert [name for name in wanted if name not in answer.headers] == []
        assert "sandbox" in answer["Content-Security-Policy"]
        answer.close()
    else:
        assert lacking(answer) == []


def test_it_lets_nobody_keep_what_a_person_saw(client: Client) -> None:
    client.force_login(people.alzbeta())
    assert client.get("/profil/")["Cache-Control"] == "private, no-cache"
    assert "no-store" in client.get("/profil/koniec-platnosti.csv")["Cache-Control"]


def test_it_finds_what_is_dangerous() -> None:
    """The reader of pages itself: without it the walk could not fail."""
    bad = (
        "<script>x</script>",
        '<p style="x">',
        "<a href=' JavaScript:x'>",
        "<img onerror=x>",
        "<iframe>",
        "<form method=post></form>",
    )
    assert [len(Page(one).faults) for one in bad] == [1] * len(bad)
    good = '<script src="a.js"></script><form method=post><input name=csrfmiddlewaretoken></form><a href="/">'
    assert Page(good).faults == []


def test_it_takes_no_post_without_a_token() -> None:
    """On every address: the token is asked for before whom the address is for."""
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people.alzbeta())
    for path in (
        "/konat-za/",
        "/kontrola/",
        "/profil/kalendar/",
        "/jazyk/setlang/",
        "/ucet/login/",
        "/ucet/logout/",
    ):
        answer = strict.post(path)
        assert answer.status_code == 403, path
        assert "Formulár sa nedal prijať" in answer.content.decode()
        assert lacking(answer) == []
