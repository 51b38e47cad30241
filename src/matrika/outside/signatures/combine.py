"""Findings → verdicts, as EN 319 102-1 combines them: the worst that was found decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from matrika.core.verdict import (
    Indication,
    Level,
    SignatureKind,
    SignatureVerdict,
    SubIndication,
    TrustedListState,
    Verdict,
)
from matrika.core.verdict.words import Reason
from matrika.outside.signatures.judgement import CertificateVerdict, TimeStampVerdict
from matrika.outside.signatures.refused import Refused, indication_of

VERIFIER = "matrika"
# A signature that nobody's key made says nothing else worth knowing; then what was changed; then the form.
_WORST_FIRST = (
    SubIndication.SIG_CRYPTO_FAILURE,
    SubIndication.HASH_FAILURE,
    SubIndication.FORMAT_FAILURE,
    SubIndication.REVOKED,
)
_BEST_FIRST = (SignatureKind.QES, SignatureKind.QSEAL, SignatureKind.RECOGNISED_AUTHORISATION)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What every verdict of one verification says."""

    at: datetime
    trusted_lists: tuple[TrustedListState, ...]


def worst(sub_indications: Iterable[SubIndication]) -> SubIndication | None:
    """The one that decides: a failure before what is merely unknown, else the first; None without any."""
    found = list(sub_indications)
    return next((each for each in _WORST_FIRST if each in found), found[0] if found else None)


def signature(
    problems: list[Refused],
    certificate: CertificateVerdict | None,
    stamps: list[TimeStampVerdict],
    *,
    covers: tuple[str, ...],
    claimed_at: datetime | None,
    has_revocation: bool,
    notes: Iterable[Reason] = (),
) -> SignatureVerdict:
    """`certificate` is None when there is none to judge; then `problems` says why. `notes` are told unless
    the signature passed."""
    found = [problem.sub_indication for problem in problems]
    if certificate is not None and certificate.sub_indication is not None:
        found.append(certificate.sub_indication)
    found += _stamps_at_fault(stamps)
    sub_indication = worst(found)
    proven = sorted((stamp.proves, not stamp.is_qualified) for stamp in stamps if stamp.proves is not None)
    passed = sub_indication is None
    reasons = [problem.reason.value for problem in problems]
    reasons += certificate.reasons if certificate is not None else ()
    reasons += [reason for stamp in stamps for reason in stamp.reasons]
    if any(stamp.indication is Indication.TOTAL_FAILED for stamp in stamps):
        reasons.append(Reason.TIME_STAMP_BROKEN.value)
    reasons += [note.value for note in notes if not passed]
    level = Level.B if not proven else Level.LT if has_revocation else Level.T
    return SignatureVerdict(
        indication=Indication.TOTAL_PASSED if sub_indication is None else indication_of(sub_indication),
        sub_indication=sub_indication,
        kind=certificate.kind if certificate is not None and passed else SignatureKind.NOT_ACCEPTED,
        reasons=tuple(dict.fromkeys(reasons)),
        signatory=certificate.signatory if certificate is not None else None,
        level=level,
        claimed_at=claimed_at,
        proven_at=proven[0][0] if proven else None,
        is_time_stamp_qualified=any(stamp.proves is not None and stamp.is_qualified for stamp in stamps),
        covers=covers,
    )


def _stamps_at_fault(stamps: list[TimeStampVerdict]) -> list[SubIndication]:
    """What time stamps say against a signature: a damaged one is no accident, and when there are some, one
    should prove something."""
    if any(stamp.indication is Indication.TOTAL_FAILED for stamp in stamps):
        return [SubIndication.SIG_CONSTRAINTS_FAILURE]
    if stamps and all(stamp.proves is None for stamp in stamps):
        return [stamps[0].sub_indication or SubIndication.GENERIC]
    return []


def whole(
    signatures: Iterable[SignatureVerdict],
    problems: list[Refused],
    notes: Iterable[str],
    around: Circumstances,
) -> Verdict:
    """A file passes when every signature in it does; one that failed fails the file."""
    verdicts = tuple(signatures)
    found = [problem.sub_indication for problem in problems]
    found += [each.sub_indication for each in verdicts if each.sub_indication is not None]
    sub_indication = worst(found)
    kinds = [each.kind for each in verdicts if each.indication is Indication.TOTAL_PASSED]
    return Verdict(
        indication=Indication.TOTAL_PASSED if sub_indication is None else indication_of(sub_indication),
        sub_indication=sub_indication,
        kind=next((kind for kind in _BEST_FIRST if kind in kinds), SignatureKind.NOT_ACCEPTED),
        reasons=tuple(dict.fromkeys([*(problem.reason.value for problem in problems), *notes])),
        signatures=verdicts,
        verifier=VERIFIER,
        verified_at=around.at,
        trusted_lists=around.trusted_lists,
    )


def with_problem(verdict: SignatureVerdict, problem: Refused) -> SignatureVerdict:
    """The same signature after one more thing was found against it."""
    found = [problem.sub_indication, *([verdict.sub_indication] if verdict.sub_indication else [])]
    sub_indication = worst(found)
    assert sub_indication is not None
    return replace(
        verdict,
        indication=indication_of(sub_indication),
        sub_indication=sub_indication,
        kind=SignatureKind.NOT_ACCEPTED,
        reasons=(*verdict.reasons, problem.reason.value),
    )
