"""R-5.1, R-5.3: what a verdict about a filing's signature leads to."""

from __future__ import annotations

import pytest

from matrika.core.authorisation import Outcome, decide
from matrika.core.verdict import Signatory, SignatureKind
from matrika.core.verdict.record import from_record, to_record
from tests import verdicts
from tests.verdicts import OFFICE, signature, verdict

OWNER = frozenset({"12345678"})


@pytest.mark.parametrize("kind", [SignatureKind.QES, SignatureKind.RECOGNISED_AUTHORISATION])
def test_it_authorises_by_a_persons_signature_of_either_kind(kind: SignatureKind) -> None:
    assert decide(verdict(signature(kind=kind)), sealers=OWNER).outcome is Outcome.AUTHORISED


def test_it_authorises_by_the_owners_seal() -> None:
    sealed = signature(kind=SignatureKind.QSEAL, signatory=OFFICE)
    assert decide(verdict(sealed), sealers=OWNER).outcome is Outcome.AUTHORISED


@pytest.mark.parametrize("named", ["NTRSK-87654321", "NTRCZ-12345678", "VATSK-12345678", "", "12345678"])
def test_it_refuses_the_seal_of_another_organisation(named: str) -> None:
    seal = signature(kind=SignatureKind.QSEAL, signatory=Signatory("Cudzia", organisation_identifier=named))
    decision = decide(verdict(seal), sealers=OWNER)
    assert decision.outcome is Outcome.REFUSED
    assert [problem.name for problem in decision.problems] == ["seal-of-another"]


def test_it_refuses_a_signature_that_is_not_qualified() -> None:
    decision = decide(verdict(signature(kind=SignatureKind.NOT_ACCEPTED)), sealers=OWNER)
    assert [problem.name for problem in decision.problems] == ["signature-not-accepted"]
    assert decision.problems[0].detail == "Alžbeta Agátová"


def test_it_refuses_a_failed_signature_and_names_the_reason() -> None:
    decision = decide(verdicts.failed(), sealers=OWNER)
    assert [(problem.name, problem.detail) for problem in decision.problems] == [
        ("signature-invalid", "data-changed")
    ]


def test_it_leaves_an_undecided_signature_undecided() -> None:
    assert decide(verdicts.undecided(), sealers=OWNER).outcome is Outcome.UNDECIDED


def test_it_is_content_with_one_accepted_signature_beside_others() -> None:
    beside = signature(kind=SignatureKind.NOT_ACCEPTED)
    assert decide(verdict(beside, signature()), sealers=OWNER).outcome is Outcome.AUTHORISED


@pytest.mark.parametrize("found", [verdict(), verdicts.failed(), verdicts.undecided()])
def test_it_reads_back_the_verdict_that_was_stored(found: object) -> None:
    assert from_record(to_record(found)) == found  # type: ignore[arg-type]
