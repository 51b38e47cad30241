"""Something of every kind that belongs to Alžbeta, and the address of each under every route."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse

from matrika.console.models import SavedFilter
from matrika.core.filing import Attachment, Kind
from matrika.filings.attach_paper import Scan, attach_paper
from matrika.filings.desk import reasons
from matrika.filings.models import Filing, PaperArrival
from matrika.notices.further import addresses
from matrika.notices.models import Delivery, FurtherAddress
from matrika.notices.write import write_next
from matrika.pages.access import Who
from matrika.pages.protection.routes import Route, routes
from matrika.portal.models import Draft
from matrika.register.models import Person, ServiceProvider
from matrika.register.reference import calendar_addresses
from tests import applications, people
from tests.doors.portal.forms import typed
from tests.metadata import sp_metadata

ALL = routes()
OURS = [route for route in ALL if ":" in route.name]
# Of allauth's pages none has a stranger's key in its address; a kind of form is no key.
WITH_KEYS = [route for route in OURS if set(route.parameters) - {"kind"} and route.who is not Who.ANYBODY]
NEW = "https://novy.sp.example"
PDF = b"%PDF-1.7 splnomocnenie"
# What a page of Alžbeta's shows, and no page of a stranger may.
TELLING = (
    "https://sp.example",
    "https://cakajuci.example",
    NEW,
    "Ministerstvo vzorov",
    "dalsia@vzory.example",
    "sso@vzory.example",
)


# Parameters of addresses that name an object, besides "pk", which names another on each page.
PARAMETERS = frozenset({"number", "entry", "kind", "token", "name", "person_pk", "project_pk"})
# Beginning of an address → what its "pk" is a key of; the longest that fits counts.
KEYS = {
    "rozpisane/": "draft",
    "spravy/": "letter",
    "ziadosti/<str:number>/prilohy/": "attachment",
    "profil/poskytovatelia/": "provider",
    "profil/dalsie-adresy/": "address",
    "konzola/ziadosti/<str:number>/prilohy/": "attachment",
    "konzola/ziadosti/<str:number>/listina/": "paper",
    "konzola/register/poskytovatelia/": "provider",
    "konzola/register/certifikaty/": "certificate",
    "konzola/filtre/": "filter",
    "konzola/evidencia/osoby/": "person",
    "konzola/evidencia/": "organisation",
}


def kind_of_key(route: Route) -> str | None:
    beginning = max((one for one in KEYS if route.path.startswith(one)), key=len, default=None)
    return None if beginning is None else KEYS[beginning]


@dataclass(frozen=True)
class World:
    provider: ServiceProvider
    filing: Filing
    draft: Draft
    letter: Delivery
    paper: PaperArrival
    token: str
    further: FurtherAddress
    saved: SavedFilter  # Zita's
    reason: str  # for a rejection, from the catalogue that supervisors look after

    @property
    def further_token(self) -> str:
        return addresses.link(self.further).rstrip("/").rpartition("/")[2]

    def arguments(self, route: Route) -> dict[str, Any]:
        """What the route's address is made of."""
        entry = self.provider.versions.get().certificates.all()[0]
        organisation = people.organisation()
        known: dict[str, Any] = {
            "number": 1 if "<int:number>" in route.path else self.filing.number,
            "entry": entry.pk,
            "kind": Kind.CHANGE,
            "token": self.further_token if route.name == "portal:further-address" else self.token,
            "name": self.reason,
            "person_pk": Person.objects.get(username="alzbeta").pk,
            "project_pk": people.project(organisation).pk,
        }
        keys: dict[str | None, Any] = {
            "draft": self.draft.pk,
            "letter": self.letter.pk,
            "attachment": self.filing.attachments.get().pk,
            "provider": self.provider.pk,
            "paper": self.paper.pk,
            "certificate": entry.pk,
            "person": Person.objects.get(username="boris").pk,
            "organisation": organisation.pk,
            "address": self.further.pk,
            "filter": self.saved.pk,
        }
        return {name: keys[kind_of_key(route)] if name == "pk" else known[name] for name in route.parameters}

    def address(self, route: Route) -> str:
        query = "?stara=1&nova=1" if route.name == "portal:compare" else ""
        return reverse(route.name, kwargs=self.arguments(route)) + query

    def missing(self, route: Route) -> str:
        """The same address with keys that nobody has."""
        nobody: dict[str, Any] = {
            "number": 99 if "<int:number>" in route.path else "2026-999999",
            "kind": Kind.CHANGE,
            "token": "x" * 43,
            "pk": "00000000-0000-4000-8000-000000000000" if "<uuid:pk>" in route.path else 987654,
        }
        given = {name: nobody.get(name, 987654) for name in route.parameters}
        return reverse(route.name, kwargs=given)


def world() -> World:
    for make in (people.alzbeta, people.boris, people.cyril, people.zita):
        make()
    people.project(people.organisation())
    provider = applications.registered(at=people.NOW)
    attached = (Attachment("splnomocnenie.pdf", "application/pdf", PDF),)
    waiting = applications.registration(entity_id="https://cakajuci.example", attachments=attached)
    filing = applications.filed(waiting)
    came = {"arrived_on": people.NOW.date(), "certified_by": "Notár", "scan": Scan(PDF, "application/pdf")}
    attach_paper(filing, actor=people.zita(), at=people.NOW, **came)
    while write_next(at=people.NOW):
        pass
    draft = Draft.objects.create(
        person=people.alzbeta(),
        organisation=people.organisation(),
        kind=Kind.REGISTRATION.value,
        typed=typed(entity_id=NEW, metadata_text=b64encode(sp_metadata(entity_id=NEW)).decode()),
        touched_at=people.NOW,
    )
    further = addresses.add(
        people.organisation(),
        "dalsia@vzory.example",
        copies=True,
        digest=False,
        actor=people.alzbeta().as_actor,
        at=people.NOW,
    )
    assert isinstance(further, FurtherAddress)
    return World(
        provider=provider,
        filing=filing,
        draft=draft,
        letter=Delivery.objects.filter(channel="mailbox").latest("pk"),
        paper=PaperArrival.objects.filter(scan__isnull=False).latest("pk"),
        further=further,
        reason=reasons.catalogue()[0].name,
        saved=SavedFilter.objects.create(person=people.zita(), name="Moje", query="ma=moje"),
        token=calendar_addresses.make(people.organisation(), actor=people.alzbeta(), at=people.NOW),
    )


def logged_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client
