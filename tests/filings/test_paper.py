"""Paper at the counter (R-5.2, R-5.4): several papers a filing, records that are mended and never changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from matrika.core.days import day_of
from matrika.core.events import EventKind
from matrika.core.filing import PowerOfAttorney
from matrika.core.lifecycle import NotAllowed
from matrika.core.paper import Brought, Certifier
from matrika.core.words import Outward
from matrika.filings.attach_paper import (
    NotPlausible,
    Scan,
    attach_paper,
    correct,
    papers_of,
    power_is_awaited,
)
from matrika.filings.models import Filing, PaperArrival
from matrika.filings.review import reject
from matrika.register.models import Event
from tests import people
from tests.applications import filed, registration

pytestmark = pytest.mark.django_db
NEXT_DAY = people.NOW + timedelta(days=1)
SCAN = Scan(b"%PDF-1.7", "application/pdf")


def came(filing: Filing, **changes: Any) -> Filing:
    facts: dict[str, Any] = {
        "arrived_on": day_of(NEXT_DAY),
        "certifier": Certifier.NOTARY,
        "certified_by": "JUDr. Nováková",
        "brought": Brought.FILING,
    }
    attach_paper(filing, actor=people.zita(), at=NEXT_DAY, **facts | changes)
    return Filing.objects.get(pk=filing.pk)


def mend(wrong: PaperArrival, **changes: Any) -> None:
    facts: dict[str, Any] = {
        "reason": "preklep",
        "arrived_on": wrong.arrived_on,
        "certifier": Certifier.MUNICIPALITY,
        "certified_by": "Mesto Trnava",
        "brought": Brought(wrong.brought),
    }
    correct(wrong, actor=people.zita(), at=NEXT_DAY, **facts | changes)


def test_it_sends_the_filing_to_review_and_keeps_who_certified_what() -> None:
    filing = came(filed(), brought=Brought.BOTH, scan=SCAN)
    assert filing.status == "in-review"
    paper = filing.papers.get()
    assert (paper.certifier, paper.certified_by, paper.brought) == ("notary", "JUDr. Nováková", "both")
    assert paper.scan_sha256 == "86edbaa24831badfa0a8b04bb410141e2ee4182b6d0014493fe262a7a331c20b"


def test_it_records_a_power_of_attorney_that_follows_without_moving_the_filing() -> None:
    filing = came(filed(registration(power_of_attorney=PowerOfAttorney.PAPER)))
    since = filing.status_since
    assert power_is_awaited(filing, papers_of(filing))
    filing = came(filing, brought=Brought.POWER_OF_ATTORNEY)
    assert (filing.status, filing.status_since) == ("in-review", since)
    assert not power_is_awaited(filing, papers_of(filing))
    assert Event.objects.latest("number").kind == EventKind.POWER_RECORDED


def test_it_still_waits_for_the_filing_when_only_the_power_of_attorney_came() -> None:
    filing = came(
        filed(registration(power_of_attorney=PowerOfAttorney.PAPER)), brought=Brought.POWER_OF_ATTORNEY
    )
    assert filing.status == "awaiting-paper"
    assert came(filing).status == "in-review"


@pytest.mark.parametrize("days", [-2, 1])
def test_it_refuses_a_day_before_the_filing_or_in_the_future(days: int) -> None:
    filing = filed()
    with pytest.raises(NotPlausible):
        came(filing, arrived_on=day_of(NEXT_DAY) + timedelta(days=days))
    assert not PaperArrival.objects.exists()


def test_it_takes_nothing_for_a_closed_filing() -> None:
    filing = filed()
    reject(filing, actor=people.zita(), at=NEXT_DAY, reasons=["review-other"], text=Outward(""))
    with pytest.raises(NotAllowed):
        came(filing, brought=Brought.POWER_OF_ATTORNEY)
    with pytest.raises(NotAllowed):
        came(filing)


def test_it_mends_a_record_by_another_and_keeps_both_and_the_scan() -> None:
    filing = came(filed(), scan=SCAN)
    mend(filing.papers.get())
    first, second = papers_of(filing)
    assert (first.certified_by, first.corrected_by) == ("JUDr. Nováková", second)
    assert (second.certified_by, second.reason) == ("Mesto Trnava", "preklep")
    assert bytes(second.scan or b"") == SCAN.content
    assert Event.objects.latest("number").data["reason"] == "preklep"
    assert Filing.objects.get(pk=filing.pk).status == "in-review"


def test_it_counts_a_power_of_attorney_only_while_no_correction_takes_it_back() -> None:
    filing = came(filed(registration(power_of_attorney=PowerOfAttorney.PAPER)), brought=Brought.BOTH)
    mend(filing.papers.get(), brought=Brought.FILING)
    assert power_is_awaited(filing, papers_of(filing))


@pytest.mark.parametrize("wrong", [{"reason": " "}, {"brought": Brought.POWER_OF_ATTORNEY}])
def test_it_refuses_a_correction_without_a_reason_or_one_that_takes_the_filing_back(wrong: Any) -> None:
    paper = came(filed()).papers.get()
    with pytest.raises(NotPlausible):
        mend(paper, **wrong)


def test_it_mends_no_record_twice() -> None:
    paper = came(filed()).papers.get()
    mend(paper)
    with pytest.raises(NotPlausible):
        mend(paper)
