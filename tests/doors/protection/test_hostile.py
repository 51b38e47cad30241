"""Whatever people type stays text on every page: mark-up in every field, looked at by each person."""

from __future__ import annotations

import dataclasses

import pytest
import time_machine
from django.test import Client

from matrika.core.people import Contact
from matrika.register.models import IntegrationProject, Organisation, Person
from tests import applications, people
from tests.doors.access import world as worlds
from tests.doors.portal.forms import text, typed
from tests.doors.protection.walk import Page, answers, is_page

pytestmark = pytest.mark.django_db
TAG = "x-hostile"
HOSTILE = f"\"'><{TAG} onmouseover=alert(1)><script>alert(2)</script>{{{{ 7|add:7 }}}}"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(people.NOW, tick=False):
        yield


def hostile_world(monkeypatch: pytest.MonkeyPatch) -> worlds.World:
    """The same world, made by people with strange names who type strange things."""
    plain = applications.registration

    def registration(**changes: object):
        filled = plain(**changes)
        contact = Contact(HOSTILE, filled.contact.email, filled.contact.phone)
        return dataclasses.replace(filled, contact=contact, note=HOSTILE, project=HOSTILE[:200])

    monkeypatch.setattr(applications, "registration", registration)
    made = worlds.world()
    names = {"first_name": HOSTILE[:150], "last_name": HOSTILE[:150]}
    Person.objects.update(**names)
    Organisation.objects.update(name=HOSTILE)
    IntegrationProject.objects.update(name=HOSTILE)
    for one in Person.objects.filter(username="alzbeta"):
        made.draft.typed = typed(contact_name=HOSTILE, note=HOSTILE, project=HOSTILE, entity_id=HOSTILE)
        made.draft.person = one
        made.draft.save()
    return made


def test_it_shows_what_people_typed_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    shown, found = 0, {}
    for who, route, answer in answers(hostile_world(monkeypatch)):
        if not is_page(answer):
            continue
        content = text(answer)
        page = Page(content)
        shown += TAG in content
        faults = [*page.faults, *({TAG} & page.tags)]
        if faults or ("{{ 7" not in content.replace("&quot;", '"') and TAG in content and ">14<" in content):
            found[who, route.name] = faults
    assert found == {}
    assert shown > 30, "the strings are hardly shown, so nothing was tried"


FIELDS = {
    "/kontrola/": ("text", "day", "profile"),
    "/ucet/login/": ("login", "password", "next"),
    "/ukazka/prihlasit/": ("username", "next"),
}
QUERIES = (
    "/konzola/register/?q=",
    "/konzola/ziadosti/?q=",
    "/konzola/evidencia/?q=",
    "/konzola/evidencia/osoby/?q=",
    "/konzola/listiny/?cislo=",
    "/konzola/koniec-platnosti/?q=",
    "/konzola/nedorucene-spravy/?komu=",
    "/konzola/register/k-datumu/?den=",
    "/profil/koniec-platnosti/?q=",
    "/spravy/?druh=",
    "/ucet/login/?next=",
)


@pytest.mark.parametrize("path", FIELDS)
def test_it_gives_back_what_a_stranger_typed_as_text(path: str) -> None:
    answer = Client().post(path, dict.fromkeys(FIELDS[path], HOSTILE))
    page = Page(text(answer))
    assert page.faults == []
    assert TAG not in page.tags


@pytest.mark.parametrize("query", QUERIES)
def test_it_gives_back_what_was_sought_as_text(query: str) -> None:
    client = Client()
    client.force_login(people.zita() if query.startswith("/konzola") else people.alzbeta())
    answer = client.get(query + HOSTILE.replace("&", "%26").replace("#", "%23"))
    page = Page(text(answer))
    assert page.faults == []
    assert TAG not in page.tags
