"""R-4.7, R-4.9: what several do at the same instant, with real processes: one outcome, and one only."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO

from django.core.management import call_command

from matrika.core.days import start_of
from matrika.core.filing import Attachment, Authorisation
from matrika.core.lifecycle import NotAllowed
from matrika.core.people import Ico, Role, SubjectType
from matrika.core.standing import StandingReason
from matrika.core.words import Outward
from matrika.filings.attach_paper import attach_paper
from matrika.filings.expire import record_next_expired
from matrika.filings.lapse import lapse_next
from matrika.filings.models import Filing, StoredVerdict, Verification
from matrika.filings.review import approve, ask, reject
from matrika.filings.signatures.verify import verify_next
from matrika.filings.submit import submit
from matrika.filings.take_effect import take_next_due
from matrika.filings.withdraw import withdraw
from matrika.register import ledger
from matrika.register.models import Event, MetadataVersion, Person, ServiceProvider
from matrika.register.reference import accounts, organisations
from matrika.register.reference.refused import Refused
from tests import people, pki
from tests.applications import (
    approved,
    cancellation,
    change,
    filed,
    in_review,
    registered,
    registration,
    standing_at,
)
from tests.containers import MIMETYPE, asic
from tests.metadata import sp_metadata
from tests.races.processes import MARKS, at_once
from tests.verdicts import verdict

pytestmark = MARKS
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
LATER = people.NOW + 2 * DAY
TOO_LATE = 9  # exit code of who was told that the filing is past that


def attempt(act: Callable[[], object]) -> None:
    try:
        act()
    except NotAllowed:
        os._exit(TOO_LATE)


def verify() -> None:
    call_command("verify", stdout=StringIO(), stderr=StringIO())


def test_it_accepts_exactly_one_of_identical_filings_at_the_same_instant() -> None:
    people.alzbeta()

    def file(number: int) -> None:
        actor = Person.objects.get(username="alzbeta")
        submit(registration(), actor=actor, acting_for=people.organisation(), at=people.NOW)

    assert at_once(file, 4) == [0, 0, 0, 0]
    filings = Filing.objects.order_by("number")
    assert [filing.number for filing in filings] == [f"2026-00000{n}" for n in (1, 2, 3, 4)]
    accepted = [filing for filing in filings if filing.status == "awaiting-paper"]
    refused = [filing for filing in filings if filing.status == "rejected"]
    assert (len(accepted), len(refused)) == (1, 3)
    for filing in refused:
        assert [found["code"] for found in filing.problems] == [24010019]
    assert ledger.verify() == 2 + 3


def test_it_takes_each_filing_into_effect_once_with_several_workers() -> None:
    for number in range(6):
        approved(registration(entity_id=f"https://sp{number}.example"))

    def work(number: int) -> None:
        while take_next_due(at=LATER):
            pass

    assert at_once(work, 3) == [0, 0, 0]
    assert set(Filing.objects.values_list("status", flat=True)) == {"in-effect"}
    assert ServiceProvider.objects.count() == MetadataVersion.objects.count() == 6
    assert Event.objects.filter(kind="provider-registered").count() == 6
    ledger.verify()


def test_it_accepts_one_of_two_owners_that_claim_an_entity_at_once() -> None:
    """R-4.1: two registrations of one entityID can never both be scheduled, whoever files them."""
    people.alzbeta()
    people.cyril()
    signing, encryption = (pki.certificate(cn="ico-87654321", key=pki.key(number)) for number in (1, 2))
    theirs = registration(
        subject_type=SubjectType.PO,
        ico=people.OTHER_ICO,
        metadata=sp_metadata(signing=signing, encryption=encryption),
    )

    def file(number: int) -> None:
        ours = number % 2 == 0
        actor = Person.objects.get(username="alzbeta" if ours else "cyril")
        owner = people.organisation() if ours else people.other_organisation()
        submit(registration() if ours else theirs, actor=actor, acting_for=owner, at=people.NOW)

    assert at_once(file, 4) == [0] * 4
    found = [[problem["code"] for problem in filing.problems] for filing in Filing.objects.all()]
    assert sorted(found) == [[], [24010019], [24010019], [24010019]]
    verify()


def test_it_lets_one_of_two_reviewers_decide() -> None:
    filing = in_review()
    people.zita()

    def decide(number: int) -> None:
        zita = Person.objects.get(username="zita")
        mine = Filing.objects.get(pk=filing.pk)
        acts: tuple[Callable[[], object], ...] = (
            lambda: approve(mine, actor=zita, at=people.NOW),
            lambda: reject(mine, actor=zita, at=people.NOW, reasons=["review-other"], text=Outward("")),
            lambda: ask(mine, actor=zita, at=people.NOW, text=Outward("Kto ste?")),
        )
        attempt(acts[number % 3])

    # Who asked for more can still be followed by a rejection, and by nothing else of these.
    codes = at_once(decide, 6)
    decided = ("filing-approved", "filing-rejected", "information-requested")
    kinds = list(Event.objects.filter(kind__in=decided).order_by("number").values_list("kind", flat=True))
    assert codes.count(0) == len(kinds)
    assert kinds in (
        ["filing-approved"],
        ["filing-rejected"],
        ["information-requested"],
        ["information-requested", "filing-rejected"],
    )
    verify()


def test_it_gives_one_container_one_verdict_with_several_workers() -> None:
    """R-5.1: whichever claims it verifies it; the others find nothing to do."""
    container = Attachment("ziadost.asice", MIMETYPE, asic(form_xdcf=b"<form/>"))
    filing = filed(registration(authorisation=Authorisation.SIGNATURE, signed=container))

    def work(number: int) -> None:
        while verify_next(at=people.NOW, verify=lambda file, *, at: verdict()):
            pass

    assert at_once(work, 3) == [0, 0, 0]
    assert StoredVerdict.objects.filter(file__filing=filing).count() == 1
    assert Verification.objects.get().attempts == 1
    assert Event.objects.filter(kind="filing-authorised").count() == 1
    ledger.verify()


def test_it_withdraws_an_approved_filing_or_refuses_the_approval_of_a_withdrawn_one() -> None:
    filing = in_review()
    people.zita()

    def act(number: int) -> None:
        mine = Filing.objects.get(pk=filing.pk)
        if number % 2:
            zita = Person.objects.get(username="zita")
            attempt(lambda: approve(mine, actor=zita, at=people.NOW))
        else:
            alzbeta = Person.objects.get(username="alzbeta")
            attempt(lambda: withdraw(mine, actor=alzbeta, at=people.NOW))

    codes = at_once(act, 4)
    assert sorted(codes[::2]) == [0, TOO_LATE], "one of two withdrawals"
    assert codes[1::2].count(0) == Event.objects.filter(kind="filing-approved").count() <= 1
    assert Filing.objects.get().status == "withdrawn"
    assert Event.objects.filter(kind="filing-withdrawn").count() == 1
    assert not take_next_due(at=LATER)
    verify()


def test_it_withdraws_or_takes_effect() -> None:
    filing = approved()

    def act(number: int) -> None:
        if number:
            alzbeta = Person.objects.get(username="alzbeta")
            mine = Filing.objects.get(pk=filing.pk)
            attempt(lambda: withdraw(mine, actor=alzbeta, at=LATER))
        else:
            take_next_due(at=LATER)

    _, withdrawn = at_once(act, 2)
    in_effect = ServiceProvider.objects.count()
    assert (in_effect, withdrawn) in ((1, TOO_LATE), (0, 0))
    assert Filing.objects.get().status == ("in-effect" if in_effect else "withdrawn")
    verify()


def test_it_keeps_the_order_of_a_change_and_a_cancellation_of_one_day() -> None:
    """Four workers, five providers: whoever has the change, nobody overtakes it with the cancellation."""
    day = LATER.date() + 3 * DAY
    names = [f"https://sp{number}.example" for number in range(5)]
    for name in names:
        registered(registration(entity_id=name))
        approved(change(entity_id=name, effective_on=day), at=LATER)
        approved(cancellation(entity_id=name, effective_on=day), at=LATER)

    def work(number: int) -> None:
        while Filing.objects.filter(status="scheduled").exists():
            take_next_due(at=start_of(day))

    assert at_once(work, 4) == [0] * 4
    for provider in ServiceProvider.objects.all():
        assert standing_at(provider, at=start_of(day)).reason is StandingReason.CANCELLED
        assert list(provider.versions.values_list("effective_to", flat=True)) == [start_of(day)] * 2
    verify()


def test_it_records_no_expiry_beside_the_change_of_that_very_second() -> None:
    """One worker takes filings into effect, another records expiries."""
    midnight = start_of(date(2027, 1, 15))
    short = pki.certificate(not_before=people.NOW - 300 * DAY, not_after=midnight - SECOND)
    for number in range(4):
        name = f"https://sp{number}.example"
        registered(registration(entity_id=name, metadata=sp_metadata(entity_id=name, signing=short)))
        approved(change(entity_id=name, effective_on=date(2027, 1, 15)), at=midnight - 5 * DAY)

    def work(number: int) -> None:
        step = (take_next_due, record_next_expired)[number]
        while Filing.objects.filter(status="scheduled").exists():
            step(at=midnight)

    assert at_once(work, 2) == [0, 0]
    assert Event.objects.filter(kind="provider-changed").count() == 4
    assert not Event.objects.filter(kind="provider-expired").exists()
    verify()


def test_it_lapses_or_takes_the_paper() -> None:
    filing = filed()
    people.zita()
    deadline = people.NOW + 90 * DAY

    def act(number: int) -> None:
        if number % 2:
            zita, mine = Person.objects.get(username="zita"), Filing.objects.get(pk=filing.pk)
            arrived = {"arrived_on": deadline.date(), "certified_by": "Notár"}
            attempt(lambda: attach_paper(mine, actor=zita, at=deadline, **arrived))
        else:
            lapse_next(at=deadline)

    codes = at_once(act, 4)
    outcome = (Filing.objects.get().status, codes[1::2].count(0))
    assert outcome in (("in-review", 1), ("lapsed", 0))
    assert Event.objects.filter(kind__in=("filing-lapsed", "paper-recorded")).count() == 1
    verify()


def test_it_enters_an_organisation_and_a_person_once_of_two_clicks() -> None:
    named = {
        "first_name": "Mája",
        "last_name": "Malinová",
        "role": Role.APPLICANT,
        "password": "dlhe-heslo-maje",
    }

    def enter(number: int) -> None:
        told = {"actor": "test", "at": people.NOW}
        acts = (
            lambda: organisations.add(Ico("12345678"), "Ministerstvo vzorov", SubjectType.OVM, **told),
            lambda: accounts.add("maja", **named, **told),
        )
        try:
            acts[number // 2]()
        except Refused:
            os._exit(TOO_LATE)

    codes = at_once(enter, 4)
    assert sorted(codes[:2]) == sorted(codes[2:]) == [0, TOO_LATE]
    verify()
