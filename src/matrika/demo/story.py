"""What happened in the demo's register before today: deeds, each so many days ago.

Seven providers (healthy, changed once, about to expire, expired, cancelled, a stranger's, this portal) and
three filings that wait or were rejected. `fill.py` plays the deeds in the order of time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings

from matrika import eform
from matrika.core.days import day_of
from matrika.core.filing import Application, Attachment, Authorisation, Kind
from matrika.core.verdict import Level
from matrika.demo import cast, documents, this_portal
from matrika.demo.authority import Role
from matrika.demo.cast import DemoOrganisation, DemoPerson
from matrika.demo.sign import XDC_TYPE, sign, signer
from matrika.demo.xades import File
from matrika.outside.signatures.asic.container import EXTENDED

MAKE_CERTIFICATE_EARLIER = timedelta(days=1)
POST_TAKES = 2  # days
REVIEW_TAKES = 1  # day


@dataclass(frozen=True, slots=True)
class Files:
    """Somebody sends a filing; `prepare` fills in the form at the instant of sending."""

    days_ago: float
    who: DemoPerson
    acting_for: DemoOrganisation
    prepare: Callable[[datetime], Application]


@dataclass(frozen=True, slots=True)
class PaperArrives:
    """The reviewer records the paper of the open filing for that entityID."""

    days_ago: float
    entity_id: str


@dataclass(frozen=True, slots=True)
class IsApproved:
    """The reviewer approves the open filing for that entityID."""

    days_ago: float
    entity_id: str


@dataclass(frozen=True, slots=True)
class IsRejected:
    """The reviewer rejects the open filing for that entityID."""

    days_ago: float
    entity_id: str
    reasons: tuple[str, ...]
    text: str


Deed = Files | PaperArrives | IsApproved | IsRejected


@dataclass(frozen=True, slots=True)
class Form:
    """What somebody types into a form; the owner's data are copied from the reference data."""

    owner: DemoOrganisation
    entity_id: str
    kind: Kind = Kind.REGISTRATION
    project: str = ""
    valid_days: int = 730  # of the certificates, from a day before the filing
    acs: str = "/saml/acs"
    is_ca: bool = False
    in_days: int | None = 0  # the day it shall take effect, counted from the filing
    note: str = "Žiadosť bude doručená v listinnej podobe."
    content: Callable[[datetime], bytes] | None = None  # metadata, where they are not made up here

    def fill_in(self, at: datetime) -> Application:
        return Application(
            kind=self.kind,
            subject_type=self.owner.subject_type,
            ico=self.owner.ico,
            contact=cast.CONTACTS.get(self.owner, cast.CONTACT),
            entity_id=self.entity_id,
            effective_on=None if self.in_days is None else day_of(at) + timedelta(days=self.in_days),
            metadata=None if self.kind is Kind.CANCELLATION else self.metadata(at),
            project=self.project,
            note=self.note,
            authorisation=Authorisation.PAPER,
        )

    def metadata(self, at: datetime) -> bytes:
        if self.content is not None:
            return self.content(at)
        begins = (at - MAKE_CERTIFICATE_EARLIER).replace(microsecond=0)
        return documents.metadata(
            self.entity_id,
            common_name=self.owner.ico.common_name,
            not_before=begins,
            not_after=begins + timedelta(days=self.valid_days),
            acs=self.acs,
            is_ca=self.is_ca,
        )


def deeds() -> list[Deed]:
    return [*_providers(), *_filings()]


def sealed_today() -> Files:
    """A filing under the owner's seal, which the worker of the running demo verifies."""
    form = Form(cast.ENERGY, "https://fakturacia.energetika.example", project="Zákaznícka zóna", in_days=7)

    def prepare(at: datetime) -> Application:
        application = replace(form.fill_in(at), note="", authorisation=Authorisation.SIGNATURE)
        document = eform.document(application)
        file = File(document.file_name, document.content, XDC_TYPE)
        seal = signer(Role.SEAL, ico=cast.ENERGY.ico.number)
        container = sign(file, by=seal, level=Level.LT, at=at.replace(microsecond=0))
        return replace(application, signed=Attachment("ziadost.asice", EXTENDED, container))

    return Files(0, cast.ALZBETA, cast.ENERGY, prepare)


def _providers() -> Iterator[Deed]:
    ministry, energy = cast.MINISTRY, cast.ENERGY
    portal = Form(ministry, "https://portal.vzory.example", project="Portál vzorov")
    yield from _approved(portal, days_ago=410)
    newer = Form(ministry, portal.entity_id, kind=Kind.CHANGE, acs="/saml/acs/v2", in_days=None)
    yield from _approved(newer, days_ago=60)

    yield from _approved(
        Form(energy, "https://zona.energetika.example", project="Zákaznícka zóna"), days_ago=200
    )
    # A day before the filing + 200 days of validity - 190 days since = ends in 9 days.
    expiring = Form(ministry, "https://register.vzory.example", project="Register príkladov", valid_days=200)
    yield from _approved(expiring, days_ago=190)
    expired = Form(cast.BRANCH, "https://formulare.vzory.example", valid_days=120)
    yield from _approved(expired, days_ago=126)

    old = "https://stary.energetika.example"
    yield from _approved(Form(energy, old), days_ago=330)
    yield from _approved(Form(energy, old, kind=Kind.CANCELLATION), days_ago=45)

    foreign = Form(cast.STRANGERS, "https://portal.cudzia.example", project="Cudzí portál")
    yield from _approved(foreign, days_ago=90, who=cast.CYRIL)
    if this_portal.can_be_registered():
        ours = Form(
            cast.OPERATOR,
            settings.SAML_ENTITY_ID,
            project="Matrika poskytovateľov služieb",
            content=this_portal.make,
        )
        yield from _approved(ours, days_ago=150, who=cast.FILIP)


def _approved(form: Form, *, days_ago: float, who: DemoPerson = cast.ALZBETA) -> Iterator[Deed]:
    yield Files(days_ago, who, form.owner, form.fill_in)
    yield PaperArrives(days_ago - POST_TAKES, form.entity_id)
    yield IsApproved(days_ago - POST_TAKES - REVIEW_TAKES, form.entity_id)


def _filings() -> Iterator[Deed]:
    """What waits today, and what was rejected: by the automatic checks, and by a person."""
    waiting = Form(
        cast.MINISTRY, "https://mobil.vzory.example", project="Mobilná aplikácia", in_days=14, valid_days=365
    )
    yield Files(4, cast.ALZBETA, cast.MINISTRY, waiting.fill_in)
    yield PaperArrives(1, waiting.entity_id)

    paper = Form(cast.BRANCH, "https://podania.vzory.example", project="Elektronické formuláre", in_days=10)
    yield Files(0.2, cast.ALZBETA, cast.BRANCH, paper.fill_in)

    mistaken = Form(cast.MINISTRY, "https://omyl.vzory.example", is_ca=True, in_days=7)
    yield Files(12, cast.BORIS, cast.MINISTRY, mistaken.fill_in)

    unfinished = Form(cast.STRANGERS, "https://test.cudzia.example", in_days=5)
    yield Files(20, cast.CYRIL, cast.STRANGERS, unfinished.fill_in)
    yield PaperArrives(18, unfinished.entity_id)
    yield IsRejected(
        17,
        unfinished.entity_id,
        ("review-project-unfinished",),
        "Integračný projekt zatiaľ nebol ukončený; žiadosť podajte po jeho ukončení.",
    )
