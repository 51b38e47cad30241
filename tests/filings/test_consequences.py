"""R-4.2, R-4.3, R-6.1: what a filing will change is known before it is sent, and afterwards too."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from matrika.core.filing import Application
from matrika.core.standing import StandingReason
from matrika.filings.consequences import Consequences, of_application, of_filing
from matrika.filings.models import Filing
from matrika.filings.withdraw import withdraw
from matrika.pages import consequences as words
from matrika.register.models import ServiceProvider
from tests import people, pki
from tests.applications import approved, cancellation, change, in_effect, in_review, registered, registration
from tests.metadata import sp_metadata

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = people.NOW + 3 * DAY
MARCH = date(2027, 3, 3)
MARCH_BEGINS = datetime(2027, 3, 2, 23, 0, tzinfo=UTC)
NEXT = pki.certificate(key=pki.key(3))
NEW = sp_metadata(signing=NEXT, replace={"https://sp.example/acs": "https://sp.example/acs2"})
BOTH = sp_metadata(signing=(pki.signing_certificate(), NEXT))


def foreseen(application: Application, *, at: datetime = LATER) -> Consequences:
    provider = ServiceProvider.objects.filter(entity_id=application.entity_id).first()
    return of_application(application, provider=provider, at=at)


def told(filing: Filing, *, at: datetime = LATER) -> Consequences:
    filing = Filing.objects.get(pk=filing.pk)
    return of_filing(filing, provider=ServiceProvider.objects.first(), at=at)


def said(found: Consequences) -> str:
    return " ".join(sentence.sk for sentence in words.sentences(found))


def test_it_tells_what_a_change_replaces_and_when() -> None:
    registered()
    found = foreseen(change(metadata=NEW, effective_on=MARCH))
    assert found.beginning.at == MARCH_BEGINS
    assert [change.kind.value for change in found.difference.endpoints] == ["changed"]
    assert [(one.use, one.signs) for one in found.certificates_ended] == [("signing", True)]
    assert [one.subject for one in found.certificates_begun] == ["CN=ico-12345678"]
    assert said(found) == (
        "Do 03.03.2027 00:00 vidí poskytovateľ identity doterajšie metadáta. Od 03.03.2027 00:00 iba nové."
        " Doterajšie certifikáty, ktoré v nových metadátach nie sú, sa v tom okamihu skončia."
    )
    assert words.when(found.beginning).sk.startswith("najskôr od 03.03.2027 00:00")


@pytest.mark.parametrize("day", [None, LATER.date()], ids=["no day", "today"])
def test_it_begins_with_the_approval_without_a_day_to_wait_for(day: date | None) -> None:
    registered()
    found = foreseen(change(metadata=NEW, effective_on=day))
    assert found.beginning.at is None
    assert words.when(found.beginning).sk == "ihneď po schválení"
    assert said(found).startswith("Do schválenia vidí poskytovateľ identity doterajšie metadáta.")


def test_it_warns_when_nothing_signed_can_be_verified_on_both_sides() -> None:
    registered()
    assert foreseen(change(metadata=NEW)).lacks_overlap
    assert not foreseen(change(metadata=BOTH)).lacks_overlap


def test_it_sees_the_gap_between_expiry_and_a_late_change() -> None:
    short = pki.certificate(not_before=people.NOW - 300 * DAY, not_after=people.NOW + 35 * DAY)
    registered(registration(metadata=sp_metadata(signing=short)))
    found = foreseen(change(metadata=NEW, effective_on=MARCH))
    assert found.seen_until == people.NOW + 35 * DAY + timedelta(seconds=1)
    assert "Vtedy ich certifikáty exspirujú" in said(found)
    assert foreseen(change(metadata=NEW)).seen_until is None


def test_it_tells_that_a_change_brings_a_provider_back() -> None:
    """R-4.2: one that was cancelled, and one whose certificates ran out."""
    short = pki.certificate(not_before=people.NOW - 300 * DAY, not_after=people.NOW + 35 * DAY)
    registered(registration(metadata=sp_metadata(signing=short)))
    expired = foreseen(change(metadata=NEW), at=people.NOW + 40 * DAY)
    in_effect(cancellation(effective_on=date(2026, 11, 26)), at=people.NOW + 3 * DAY)
    cancelled = foreseen(change(metadata=NEW), at=people.NOW + 6 * DAY)
    assert (expired.standing.reason, cancelled.standing.reason) == (
        StandingReason.EXPIRED,
        StandingReason.CANCELLED,
    )
    assert [one.use for one in expired.certificates_begun] == ["signing"]
    assert [one.use for one in cancelled.certificates_begun] == ["signing", "encryption"]
    assert cancelled.certificates_ended == ()
    for found in (expired, cancelled):
        assert found.returns
        assert not found.lacks_overlap
        assert "zmena vráti" in said(found)
        assert found.compared.number == 1


def test_it_tells_that_a_cancellation_ends_every_certificate() -> None:
    registered()
    found = foreseen(cancellation(effective_on=MARCH))
    assert found.difference is None
    assert [one.use for one in found.certificates_ended] == ["signing", "encryption"]
    assert "Od 03.03.2027 00:00 tohto poskytovateľa služieb nevidí" in said(found)
    assert "„Zrušený“" in said(found)
    assert "Nič sa nevymaže" in said(found)


def test_it_tells_what_a_registration_brings() -> None:
    found = foreseen(registration(effective_on=MARCH))
    assert (found.compared, found.difference, found.certificates_ended) == (None, None, ())
    assert len(found.certificates_begun) == 2
    assert "Od 03.03.2027 00:00 vidí tieto metadáta." in said(found)


def test_it_tells_nothing_of_what_is_registered_to_whom_it_may_not_be_shown() -> None:
    """R-7.5: a stranger with a power of attorney files without seeing the records."""
    registered()
    found = of_application(change(metadata=NEW), provider=None, at=LATER)
    assert (found.compared, found.difference, found.standing, found.others) == (None, None, None, ())
    assert said(found) == ""


def test_it_knows_other_filings_and_which_of_them_comes_first() -> None:
    registered()
    approved(cancellation(effective_on=date(2026, 12, 24)), at=LATER)
    for day, comes_first in ((date(2026, 12, 23), False), (MARCH, True), (None, True)):
        (other,) = foreseen(change(metadata=NEW, effective_on=day)).others
        assert (other.filing.kind, other.comes_first) == ("cancellation", comes_first)


def test_it_does_not_say_first_of_what_nobody_approved_yet() -> None:
    registered()
    in_review(cancellation(effective_on=date(2026, 12, 24)), at=LATER)
    (other,) = foreseen(change(metadata=NEW, effective_on=MARCH)).others
    assert not other.comes_first


@pytest.mark.parametrize("metadata", [b"no xml", b"<a>"])
def test_it_stays_calm_about_what_is_no_metadata(metadata: bytes) -> None:
    registered()
    found = foreseen(change(metadata=metadata))
    assert (found.difference, found.certificates_begun) == (None, ())


def test_it_compares_an_open_filing_with_what_is_registered() -> None:
    registered()
    filing = in_review(change(metadata=NEW), at=LATER)
    found = told(filing)
    assert (found.compared.number, found.others) == (1, ())
    assert [one.kind.value for one in found.difference.endpoints] == ["changed"]


def test_it_speaks_of_the_past_in_the_past() -> None:
    """What has happened is no warning of what may come, and what came to nothing warns of nothing."""
    registered()
    open_one = words.told(told(in_review(change(metadata=NEW), at=LATER)))
    assert open_one.warning is not None
    assert open_one.warning.short.sk == "Prihlasovanie sa môže prerušiť."
    withdraw(Filing.objects.latest("pk"), actor=people.alzbeta(), at=LATER)
    withdrawn = words.told(told(Filing.objects.latest("pk")))
    assert withdrawn.warning is None
    assert withdrawn.begun_title.sk == "Certifikáty, ktoré by pribudli"
    in_effect(change(metadata=NEW), at=LATER)
    done = words.told(told(Filing.objects.latest("pk"), at=LATER + 3 * DAY))
    assert done.warning is not None
    assert done.warning.short.sk == "Prihlasovanie sa mohlo prerušiť."
    assert "neoveril." in done.warning.why.sk
    assert (done.ended_title.sk, done.begun_title.sk) == (
        "Certifikáty, ktoré skončili",
        "Certifikáty, ktoré pribudli",
    )


def test_it_compares_one_in_effect_with_what_it_replaced_and_not_with_itself() -> None:
    registered()
    in_effect(change(metadata=NEW), at=LATER)
    first = Filing.objects.get(kind="change")
    in_effect(change(metadata=BOTH), at=LATER + 3 * DAY)
    found = told(first, at=LATER + 9 * DAY)
    assert found.is_in_effect
    assert (found.compared.number, found.standing.is_active) == (1, True)
    assert [one.kind.value for one in found.difference.endpoints] == ["changed"]
    assert said(found).startswith("Zmena nahradila verziu 1 metadát")


def test_it_remembers_that_one_in_effect_brought_the_provider_back() -> None:
    registered()
    in_effect(cancellation(effective_on=date(2026, 11, 26)), at=LATER)
    in_effect(change(metadata=NEW), at=LATER + 3 * DAY)
    assert told(Filing.objects.get(kind="change")).returns
    cancelled = told(Filing.objects.get(kind="cancellation"))
    assert (cancelled.compared.number, cancelled.returns) == (1, False)
    assert len(cancelled.certificates_ended) == 2
    registration_filing = told(Filing.objects.get(kind="registration"))
    assert registration_filing.compared is None
    assert "predtým žiadne neboli" in said(registration_filing)


def test_it_tells_what_a_withdrawn_filing_would_have_done() -> None:
    registered()
    filing = in_review(change(metadata=NEW), at=LATER)
    withdraw(filing, actor=people.alzbeta(), at=LATER + DAY)
    in_effect(change(metadata=NEW), at=LATER + 2 * DAY)
    found = told(filing, at=LATER + 9 * DAY)
    assert (found.came_to_nothing, found.compared.number) == (True, 1)
    assert not found.difference.has_same_meaning
    assert said(found) == "Žiadosť v registri nič nezmenila."


def test_it_knows_the_very_instant_of_an_approved_filing() -> None:
    registered()
    filing = approved(change(metadata=NEW, effective_on=MARCH), at=LATER)
    found = told(filing)
    assert (found.beginning.at, found.beginning.is_settled) == (MARCH_BEGINS, True)
    assert words.when(found.beginning).sk == "od 03.03.2027 00:00"


def test_it_says_everything_in_english_too() -> None:
    registered()
    for application in (change(metadata=NEW), change(metadata=BOTH, effective_on=MARCH), cancellation()):
        for sentence in words.sentences(foreseen(application)):
            assert sentence.en
            assert sentence.en != sentence.sk


def test_it_loads_one_version_whatever_the_history(django_assert_num_queries: Any) -> None:
    registered()
    for number in range(4):
        in_effect(change(metadata=NEW if number % 2 else BOTH), at=LATER + number * 3 * DAY)
    provider = ServiceProvider.objects.get()
    with django_assert_num_queries(3):
        of_application(change(metadata=NEW), provider=provider, at=LATER + 30 * DAY)
