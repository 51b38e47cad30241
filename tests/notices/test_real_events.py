"""The notices of events as the use cases really write them, not as this folder imagines them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from matrika.core.problem_catalogue import REVIEW_REASONS
from matrika.core.words import Outward
from matrika.filings.expire import record_next_expired
from matrika.filings.lapse import lapse_next
from matrika.filings.review import ask, reject
from matrika.filings.submit import submit
from matrika.notices import mailbox
from matrika.notices.models import Delivery, Notice, UnwrittenEvent
from matrika.notices.write import write_next
from tests import people
from tests.applications import cancellation, change, filed, in_effect, in_review, registered, registration

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def last_notice(*, at: datetime = people.NOW) -> Notice:
    while write_next(at=at):
        pass
    assert not UnwrittenEvent.objects.exists()
    return Notice.objects.latest("pk")


def test_it_acknowledges_a_filing_to_whoever_filed_it() -> None:
    filing = filed()
    notice = last_notice()
    assert (notice.kind, notice.filing_number) == ("acknowledgement", filing.number)
    assert mailbox.unread_count(people.organisation()) == 1
    assert Delivery.objects.get(channel="email").email == "sso@vzory.example"


def test_it_reports_a_second_identical_filing_in_the_words_of_figure_17() -> None:
    filed()
    submit(registration(), actor=people.alzbeta(), acting_for=people.organisation(), at=people.NOW)
    notice = last_notice()
    assert notice.error_code == "24010019"
    assert notice.body == (
        "Žiadosť o registráciu poskytovateľa služieb v module IAM nebola spracovaná z dôvodu chyby:"
        " Žiadosť bola odmietnutá z dôvodu duplicity. Rovnaká žiadosť už čaká na spracovanie.\n"
        "Dátum a čas pokusu o spracovanie: 22.11.2026 13:00."
    )


def test_it_tells_a_stranger_only_about_the_strangers_own_attempt() -> None:
    registered()
    last_notice()
    submit(
        cancellation(effective_on=(people.NOW + 30 * DAY).date()),
        actor=people.cyril(),
        acting_for=people.other_organisation(),
        at=people.NOW + 2 * DAY,
    )
    notice = last_notice()
    assert notice.kind == "error"
    mailboxes = notice.deliveries.filter(channel="mailbox")
    assert [delivery.organisation for delivery in mailboxes] == [people.other_organisation()]


def test_it_passes_on_what_a_reviewer_asks() -> None:
    ask(in_review(), actor=people.zita(), at=people.NOW, text=Outward("Doplňte splnomocnenie."))
    notice = last_notice()
    assert notice.kind == "information-needed"
    assert "\n\nDoplňte splnomocnenie.\n\n" in notice.body


def test_it_passes_on_why_a_reviewer_rejected() -> None:
    reason = sorted(REVIEW_REASONS)[0]
    reject(in_review(), actor=people.zita(), at=people.NOW, reasons=[reason], text=Outward("Chýba zmluva."))
    notice = last_notice()
    assert notice.kind == "error"
    assert "\nVyjadrenie: Chýba zmluva.\n" in notice.body


def test_it_tells_the_result_of_a_registration_a_change_and_a_cancellation() -> None:
    registered()
    assert "registráciu poskytovateľa služieb v module IAM bola úspešne spracovaná" in last_notice().body
    in_effect(change(), at=people.NOW + 3 * DAY)
    assert "zmenu údajov poskytovateľa služieb v module IAM bola úspešne spracovaná" in last_notice().body
    in_effect(cancellation(effective_on=(people.NOW + 6 * DAY).date()), at=people.NOW + 5 * DAY)
    assert "zrušenie poskytovateľa služieb v module IAM bola úspešne spracovaná" in last_notice().body


def test_it_says_that_a_filing_lapsed() -> None:
    filed()
    assert lapse_next(at=people.NOW + 90 * DAY)
    assert last_notice().kind == "filing-lapsed"


def test_it_says_that_a_provider_ran_out() -> None:
    registered()
    assert record_next_expired(at=people.NOW + 3 * 365 * DAY)
    notice = last_notice()
    assert notice.kind == "provider-deactivated"
    assert {delivery.channel for delivery in notice.deliveries.all()} == {"mailbox", "email"}
