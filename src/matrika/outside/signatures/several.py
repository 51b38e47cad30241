"""Verdicts of several verifiers about one file → one verdict: they must agree, or a person decides."""

from __future__ import annotations

from dataclasses import replace

from matrika.core.verdict import Indication, SignatureKind, SubIndication, Verdict
from matrika.core.verdict.verifier_words import Reason


def agreed(own: Verdict, *others: Verdict) -> Verdict:
    """Our own verdict when everybody says the same, else an indeterminate one with our findings.

    No verifier overrules another one, in either direction: a pass beside anything else is no pass, and a
    failure that another one does not see may be our mistake. One that did not answer leaves the file
    waiting, so that an operator who asked for two opinions always has two.
    """
    if all((each.indication, each.kind) == (own.indication, own.kind) for each in others):
        return own
    unheard = [each for each in others if _is_unheard(each)]
    if own.indication is Indication.TOTAL_FAILED and len(unheard) == len(others):
        return own
    reasons = [reason for each in unheard for reason in each.reasons]
    if len(unheard) < len(others):
        reasons.append(Reason.VERIFIERS_DISAGREE.value)
    is_waiting = len(unheard) == len(others)
    return replace(
        own,
        indication=Indication.INDETERMINATE,
        sub_indication=SubIndication.TRY_LATER if is_waiting else SubIndication.GENERIC,
        kind=SignatureKind.NOT_ACCEPTED,
        reasons=tuple(dict.fromkeys([*own.reasons, *reasons])),
        verifier="+".join([own.verifier, *(each.verifier for each in others)]),
    )


def _is_unheard(verdict: Verdict) -> bool:
    """Whether that verifier did not answer; "try later" about a signature is an answer."""
    return verdict.sub_indication is SubIndication.TRY_LATER and not verdict.signatures
