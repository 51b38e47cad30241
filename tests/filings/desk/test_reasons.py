"""The catalogue of reasons: the program's, as supervisors changed it, every change an event."""

from __future__ import annotations

import pytest

from matrika.core.events import EventKind
from matrika.core.problem_catalogue import REVIEW_REASONS
from matrika.core.words import Outward
from matrika.filings.access import NotEntitled
from matrika.filings.desk import reasons
from matrika.filings.models import Filing, RejectionReason
from matrika.filings.review import NoReason, reject
from matrika.notices.models import Notice
from matrika.notices.write import write_next
from matrika.register.models import Event
from matrika.register.reference.refused import Refused
from samllint.text import Text
from tests import people
from tests.applications import in_review

pytestmark = pytest.mark.django_db
NOW = people.NOW
OWN = Text("Zmluva s prevádzkovateľom skončila.", "The contract with the operator has ended.")


def enter(code: int = 90020001, text: Text = OWN) -> reasons.Reason:
    return reasons.enter(code, text, actor=people.dusan(), at=NOW)


def change(name: str, text: Text, *, is_retired: bool = False) -> None:
    reasons.change(name, text, is_retired=is_retired, actor=people.dusan(), at=NOW)


def known(name: str) -> reasons.Reason:
    return next(one for one in reasons.catalogue() if one.name == name)


def test_it_begins_with_what_the_program_brings() -> None:
    assert tuple(one.name for one in reasons.in_use()) == REVIEW_REASONS
    assert known("review-other").code == 90010069


def test_it_takes_the_operators_codes(settings) -> None:
    settings.ERROR_CODES = {"review-other": 24010050}
    assert known("review-other").code == 24010050


def test_it_rejects_for_a_reason_of_the_operators_own_and_tells_the_applicant() -> None:
    """Both the code and the sentence reach the applicant, with the reviewer's words."""
    filing, reason = in_review(), enter()
    reject(filing, actor=people.zita(), at=NOW, reasons=[reason.name], text=Outward("Skončila v máji."))
    assert [(one["code"], one["sk"], one["en"]) for one in Filing.objects.get().problems] == [
        (90020001, OWN.sk, OWN.en)
    ]
    while write_next(at=NOW):
        pass
    letter = Notice.objects.get(kind="error")
    assert letter.error_code == "90020001"
    assert OWN.sk in letter.body
    assert "Skončila v máji." in letter.body


def test_it_keeps_the_sentence_that_a_filing_was_rejected_with() -> None:
    filing = in_review()
    before = known("review-other").text.sk
    reject(filing, actor=people.zita(), at=NOW, reasons=["review-other"], text=Outward(""))
    change("review-other", Text("Inak.", "Otherwise."))
    assert Filing.objects.get().problems[0]["sk"] == before
    assert known("review-other").text.sk == "Inak."


def test_it_does_not_reject_for_what_is_retired() -> None:
    filing = in_review()
    change("review-other", known("review-other").text, is_retired=True)
    with pytest.raises(NoReason):
        reject(filing, actor=people.zita(), at=NOW, reasons=["review-other"], text=Outward(""))
    change("review-other", known("review-other").text)
    reject(filing, actor=people.zita(), at=NOW, reasons=["review-other"], text=Outward(""))


def test_it_writes_an_event_of_every_change_and_of_nothing_else() -> None:
    reason = enter()
    change(reason.name, Text(OWN.sk, "It ended."), is_retired=True)
    change(reason.name, Text(OWN.sk, "It ended."), is_retired=True)
    entered, changed = Event.objects.filter(kind__startswith="reason-").order_by("number")
    assert (entered.kind, entered.actor) == (EventKind.REASON_ENTERED, people.dusan().as_actor)
    assert (entered.data["code"], entered.data["retired"]) == (90020001, False)
    assert changed.data["changes"] == [
        {"datum": "en", "old": OWN.en, "new": "It ended."},
        {"datum": "retired", "old": "", "new": "1"},
    ]


@pytest.mark.parametrize("code", [24010019, 90010069, 90010001, 90020001, 0, -1, 3_000_000_000])
def test_it_gives_no_code_twice(code: int) -> None:
    enter()
    with pytest.raises(Refused):
        enter(code)


def test_it_gives_no_code_that_the_settings_gave(settings) -> None:
    settings.ERROR_CODES = {"unsigned": 90020002}
    with pytest.raises(Refused):
        enter(90020002)


@pytest.mark.parametrize("text", [Text(" ", "x"), Text("x", "")])
def test_it_needs_both_languages(text: Text) -> None:
    with pytest.raises(Refused):
        enter(text=text)
    with pytest.raises(Refused):
        change("review-other", text)


def test_it_always_leaves_something_to_reject_for() -> None:
    names = [one.name for one in reasons.in_use()]
    for name in names[:-1]:
        change(name, known(name).text, is_retired=True)
    with pytest.raises(Refused):
        change(names[-1], known(names[-1]).text, is_retired=True)


def test_it_is_looked_after_by_supervisors_only() -> None:
    with pytest.raises(NotEntitled):
        reasons.enter(90020001, OWN, actor=people.zita(), at=NOW)
    with pytest.raises(NotEntitled):
        reasons.change("review-other", OWN, is_retired=False, actor=people.zita(), at=NOW)
    assert not RejectionReason.objects.exists()


def test_it_changes_no_reason_that_is_not_there() -> None:
    with pytest.raises(Refused):
        change("duplicate", OWN)
