"""R-5.1: one time stamp may prove that another one was there while its certificate lasted."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from datetime import datetime

from lxml import etree

from matrika.core.verdict import Indication
from tests.outside.signatures.believer import AT, STAMPED_AT, Believer
from tests.outside.signatures.cases import signed, the, verdict
from tests.outside.signatures.pdf import signed_pdfs
from tests.outside.signatures.trusting import HOUR


@dataclass(frozen=True)
class Asked(Believer):
    """Remembers at what proven instant each time stamp was judged."""

    proven: list[datetime | None] = field(default_factory=list)

    def judge_time_stamp(self, token, imprint_of, *, at, revocation, others, proven_at=None):
        self.proven.append(proven_at)
        return super().judge_time_stamp(token, imprint_of, at=at, revocation=revocation, others=others)


def test_it_takes_a_time_stamp_over_the_document_for_proof_of_those_inside():
    """Level LTA of PAdES: when the inner stamp's certificate has ended, the outer one still speaks for it."""
    once = signed_pdfs.time_stamped(signed_pdfs.signed(stamped_at=AT - HOUR), at=AT - HOUR)
    asked = Asked()
    found = verdict(signed_pdfs.time_stamped(once, at=AT), trust=asked)
    assert found.indication is Indication.TOTAL_PASSED
    # The last one first; it must be good now, the others when it was made.
    assert asked.proven == [None, STAMPED_AT, STAMPED_AT]


def test_it_takes_no_time_stamp_of_a_signature_for_proof_of_another():
    twice = signed(stamped_at=STAMPED_AT, after=lambda root: _again(the(root, "SignatureTimeStamp")))
    asked = Asked()
    assert verdict(twice, trust=asked).indication is Indication.TOTAL_PASSED
    assert asked.proven == [None, None]


def _again(element: etree._Element) -> None:
    element.addnext(copy.deepcopy(element))
