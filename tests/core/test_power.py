"""R-5.4: what a machine can say of a power of attorney; the person who reviews decides."""

from __future__ import annotations

import pytest

from matrika.core.filing import PowerOfAttorney
from matrika.core.power import PowerState, of_file, state
from matrika.core.verdict import Indication, SignatureKind, Verdict
from tests.verdicts import failed, signature, undecided, verdict

MEETS, UNSIGNED = PowerState.MEETS, PowerState.UNSIGNED
UNSTAMPED = signature(is_time_stamp_qualified=False)
ADVANCED = signature(kind=SignatureKind.NOT_ACCEPTED)
BARE = signature(kind=SignatureKind.NOT_ACCEPTED, is_time_stamp_qualified=False, proven_at=None)


def unreadable(*reasons: str) -> Verdict:
    return verdict(reasons=reasons, signatures=(), indication=Indication.TOTAL_FAILED)


@pytest.mark.parametrize("kind", sorted(set(SignatureKind) - {SignatureKind.NOT_ACCEPTED}))
def test_it_meets_the_guide_with_a_qualified_certificate_and_a_qualified_time_stamp(
    kind: SignatureKind,
) -> None:
    """Guide §6.1/5: KEP, KEPe or recognised authorisation."""
    assert of_file(verdict(signature(kind=kind))) is MEETS


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (None, PowerState.BEING_VERIFIED),
        (verdict(UNSTAMPED), PowerState.NO_TIME_STAMP),
        (verdict(ADVANCED), PowerState.NO_QUALIFIED_SIGNATURE),
        (verdict(BARE), PowerState.NEITHER),
        (failed(), PowerState.INVALID),
        (undecided(), PowerState.UNDECIDED),
        (unreadable("not-signed"), UNSIGNED),
        (unreadable("kind-unknown"), UNSIGNED),
        (unreadable("zip-broken"), PowerState.INVALID),
    ],
)
def test_it_says_what_a_file_lacks(known: Verdict | None, expected: PowerState) -> None:
    assert of_file(known) is expected


def test_it_takes_no_time_stamp_from_another_signature() -> None:
    """A stamp over the principal's signature proves when it was made; one over a stranger's does not."""
    assert of_file(verdict(UNSTAMPED, ADVANCED)) is PowerState.NO_TIME_STAMP


def judged(
    power: PowerOfAttorney, *files: PowerState, is_agent: bool = False, came: bool = False
) -> PowerState:
    return state(power, is_agent=is_agent, came_on_paper=came, files=files)


def test_it_counts_the_best_of_several_attachments() -> None:
    assert judged(PowerOfAttorney.ELECTRONIC, UNSIGNED, MEETS, PowerState.INVALID) is MEETS
    assert judged(PowerOfAttorney.ELECTRONIC, UNSIGNED) is UNSIGNED
    assert judged(PowerOfAttorney.ELECTRONIC) is PowerState.NOTHING_ATTACHED


def test_it_leaves_a_conversion_to_a_person_however_it_is_signed() -> None:
    assert judged(PowerOfAttorney.CONVERTED, MEETS) is PowerState.FOR_A_PERSON
    assert judged(PowerOfAttorney.CONVERTED) is PowerState.NOTHING_ATTACHED


def test_it_waits_for_paper_until_it_came() -> None:
    assert judged(PowerOfAttorney.PAPER, MEETS) is PowerState.AWAITED
    for power in PowerOfAttorney:
        assert judged(power, came=True) is PowerState.CAME


def test_it_misses_one_only_of_who_may_not_act_for_the_owner() -> None:
    assert judged(PowerOfAttorney.NONE, is_agent=True) is PowerState.NOT_NEEDED
    assert judged(PowerOfAttorney.NONE) is PowerState.NOT_ANNOUNCED
