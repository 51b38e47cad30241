"""Whether a power of attorney meets the requirements, as far as a machine can tell (guide §6.1/5, R-5.4).

Nothing is rejected for what this says: it tells the reviewer where to look, and the reviewer decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from matrika.core.authorisation import ACCEPTED, passed
from matrika.core.filing import PowerOfAttorney
from matrika.core.verdict import Indication, Verdict
from matrika.core.verdict.words import NO_SIGNATURE


class PowerState(StrEnum):
    """What is known of it. Those of an attached file stand from the best to the worst."""

    MEETS = "meets"  # signed or sealed with a qualified certificate, and a qualified time stamp
    BEING_VERIFIED = "being-verified"
    UNDECIDED = "undecided"
    NO_TIME_STAMP = "no-time-stamp"  # the certificate is qualified, no time stamp is
    NO_QUALIFIED_SIGNATURE = "no-qualified-signature"  # a time stamp is qualified, the certificate is not
    NEITHER = "neither"
    INVALID = "invalid"
    UNSIGNED = "unsigned"
    NOTHING_ATTACHED = "nothing-attached"
    FOR_A_PERSON = "for-a-person"  # converted: whether the clause is right only a person can judge
    AWAITED = "awaited"  # on paper
    CAME = "came"  # on paper
    NOT_ANNOUNCED = "not-announced"  # by somebody who may not act for the owner
    NOT_NEEDED = "not-needed"


_FROM_THE_BEST = tuple(PowerState)


def state(
    power: PowerOfAttorney, *, is_agent: bool, came_on_paper: bool, files: Iterable[PowerState]
) -> PowerState:
    """What is known of the power of attorney. `files` says it of each attachment: the best one counts."""
    if came_on_paper:
        return PowerState.CAME
    if power is PowerOfAttorney.PAPER:
        return PowerState.AWAITED
    if power is PowerOfAttorney.NONE:
        return PowerState.NOT_NEEDED if is_agent else PowerState.NOT_ANNOUNCED
    found = list(files)
    if not found:
        return PowerState.NOTHING_ATTACHED
    if power is PowerOfAttorney.CONVERTED:
        return PowerState.FOR_A_PERSON
    return min(found, key=_FROM_THE_BEST.index)


def of_file(verdict: Verdict | None) -> PowerState:
    """How the signatures of one attached file meet the requirements; None = not verified yet.

    The time stamp must be over the very signature that is qualified: one beside it proves nothing of it.
    """
    if verdict is None:
        return PowerState.BEING_VERIFIED
    if not verdict.signatures and NO_SIGNATURE.issuperset(verdict.reasons):
        return PowerState.UNSIGNED
    if verdict.indication is not Indication.TOTAL_PASSED:
        is_undecided = verdict.indication is Indication.INDETERMINATE
        return PowerState.UNDECIDED if is_undecided else PowerState.INVALID
    qualified = [one for one in passed(verdict) if one.kind in ACCEPTED]
    if any(one.is_time_stamp_qualified for one in qualified):
        return PowerState.MEETS
    if qualified:
        return PowerState.NO_TIME_STAMP
    is_stamped = any(one.is_time_stamp_qualified for one in passed(verdict))
    return PowerState.NO_QUALIFIED_SIGNATURE if is_stamped else PowerState.NEITHER
