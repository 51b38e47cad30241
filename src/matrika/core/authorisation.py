"""What a verdict about a filing's signature leads to: authorised, rejected, or wait (R-5.1, R-5.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from matrika.core.filing import Problem
from matrika.core.problems import problem
from matrika.core.verdict import Indication, SignatureKind, SignatureVerdict, Verdict

# Guide §4.1/8 and decree 511/2022; a person may sign, a person or an organisation may seal.
ACCEPTED = frozenset({SignatureKind.QES, SignatureKind.QSEAL, SignatureKind.RECOGNISED_AUTHORISATION})


class Outcome(StrEnum):
    AUTHORISED = "authorised"
    REFUSED = "refused"
    UNDECIDED = "undecided"  # wait, try again, let a person decide


@dataclass(frozen=True, slots=True)
class Decision:
    """`problems` say why it was refused; () otherwise."""

    outcome: Outcome
    problems: tuple[Problem, ...] = ()


def decide(verdict: Verdict, *, sealers: frozenset[str]) -> Decision:
    """The consequence of the verdict on a filing's container.

    `sealers` are the IČO, without suffix, of the organisations that may seal the filing: its owner, and
    with a power of attorney the one that files for the owner. Whom a person's signature speaks for no
    certificate tells; that is the reviewer's decision.
    """
    if verdict.indication is Indication.TOTAL_FAILED:
        return _refused("signature-invalid", _why(verdict))
    if verdict.indication is Indication.INDETERMINATE:
        return Decision(Outcome.UNDECIDED)
    accepted = [one for one in passed(verdict) if one.kind in ACCEPTED]
    if not accepted:
        return _refused("signature-not-accepted", names(passed(verdict)))
    if not any(_may_seal(one, sealers) for one in accepted):
        return _refused("seal-of-another", names(accepted))
    return Decision(Outcome.AUTHORISED)


def passed(verdict: Verdict) -> tuple[SignatureVerdict, ...]:
    return tuple(one for one in verdict.signatures if one.indication is Indication.TOTAL_PASSED)


def names(signatures: Iterable[SignatureVerdict]) -> str:
    """Who signed, as their certificates name them: "Ministerstvo vzorov (NTRSK-12345678); …"."""
    found = [one.signatory for one in signatures if one.signatory is not None]
    return "; ".join(
        f"{who.common_name} ({who.organisation_identifier})"
        if who.organisation_identifier
        else who.common_name
        for who in found
    )


def _may_seal(signature: SignatureVerdict, sealers: frozenset[str]) -> bool:
    """A seal must name one of the organisations; a person's signature is judged by a person."""
    if signature.kind is not SignatureKind.QSEAL:
        return True
    return signature.signatory is not None and signature.signatory.ico in sealers


def _why(verdict: Verdict) -> str:
    """The codes of what failed, each once."""
    reasons = [*verdict.reasons]
    for one in verdict.signatures:
        if one.indication is Indication.TOTAL_FAILED:
            reasons += one.reasons
    return ", ".join(dict.fromkeys(reasons)) or str(verdict.sub_indication or verdict.indication)


def _refused(name: str, detail: str) -> Decision:
    return Decision(Outcome.REFUSED, (problem(name, datum="authorisation", detail=detail),))
