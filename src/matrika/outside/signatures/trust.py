"""May a certificate, or a time stamp, be trusted, and what is it worth? The only judge of both (R-5.1).

Trust rests on trusted lists that were imported before, and on nothing else. The words are those of
ETSI EN 319 102-1; the qualification is that of ETSI TS 119 615.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property

from cryptography import x509

from matrika.core.verdict import Indication, SignatureKind, SubIndication, TrustedListState
from matrika.core.verdict.trust_words import Reason
from matrika.outside.signatures import certificates, qualification, time_stamp
from matrika.outside.signatures.certificates import Unreadable
from matrika.outside.signatures.judgement import CertificateVerdict, Revocation, TimeStampVerdict
from matrika.outside.signatures.lists.trusted_list import TrustedList
from matrika.outside.signatures.path import Anchors, Path, paths
from matrika.outside.signatures.qualification import NOT_QUALIFIED, Qualification
from matrika.outside.signatures.revocation import status as revocation_status
from matrika.outside.signatures.revocation.statements import State

MAX_PATHS = 8  # ways up to listed services that are weighed against one another

NOTHING_KNOWN = Revocation()
Failure = tuple[Indication, SubIndication, Reason]


class Trust:
    """The services of some trusted lists. Immutable; may be pickled and shared between threads."""

    def __init__(self, lists: Iterable[TrustedList], revocation: Revocation = NOTHING_KNOWN) -> None:
        """`revocation`: what was imported, and counts beside what a signature brings along."""
        self.lists = tuple(lists)
        self.revocation = revocation

    def __reduce__(self) -> tuple[type[Trust], tuple[tuple[TrustedList, ...], Revocation]]:
        return Trust, (self.lists, self.revocation)

    @property
    def states(self) -> tuple[TrustedListState, ...]:
        """What a verdict says that it rests on."""
        return tuple(one.state for one in self.lists)

    @cached_property
    def anchors(self) -> Anchors:
        return Anchors(one for one in self.lists if not one.is_list_of_lists)

    def judge_signer(
        self,
        certificate: bytes,
        others: Sequence[bytes],
        *,
        at: datetime,
        proven_at: datetime | None,
        revocation: Revocation,
    ) -> CertificateVerdict:
        """What the signing certificate (DER) was worth when it signed.

        `others`: certificates (DER) that came with the signature and may lead up to a service. `at`: now.
        `proven_at`: the earliest instant at which a trusted time stamp proves that the signature was
        there; None = nothing proves it, so the signature counts as made now.
        """
        try:
            signer = certificates.load(certificate)
        except Unreadable:
            return _unreadable()
        best = at if proven_at is None else min(proven_at, at)
        revocation = self.revocation.with_more(revocation)
        found = [
            path for path, _ in zip(paths(signer, others, self.anchors, best), range(MAX_PATHS), strict=False)
        ]
        verdicts = [self._along(path, signer, best, proven_at, at, revocation) for path in found]
        if verdicts:
            return max(verdicts, key=_rank)
        return _verdict(signer, _unsuitable(signer) or self._no_path())

    def judge_time_stamp(
        self,
        token: bytes,
        imprint_of: bytes,
        *,
        at: datetime,
        revocation: Revocation,
        others: Sequence[bytes] = (),
        proven_at: datetime | None = None,
    ) -> TimeStampVerdict:
        """What an RFC 3161 token (DER) proves about the bytes `imprint_of`.

        `proven_at`: an instant at which a later, trusted time stamp proves that the token was there; the
        certificate of the time-stamping unit must last until then, or until `at`.
        """
        return time_stamp.judge(
            token,
            imprint_of,
            self.anchors,
            at=at,
            revocation=self.revocation.with_more(revocation),
            others=others,
            proven_at=proven_at,
            has_lists=bool(self.lists),
        )

    def _no_path(self) -> Failure:
        if not self.lists:
            return Indication.INDETERMINATE, SubIndication.TRY_LATER, Reason.NO_TRUSTED_LIST
        return Indication.INDETERMINATE, SubIndication.NO_CERTIFICATE_CHAIN_FOUND, Reason.NO_SERVICE

    def _along(
        self,
        path: Path,
        signer: x509.Certificate,
        best: datetime,
        proven_at: datetime | None,
        at: datetime,
        revocation: Revocation,
    ) -> CertificateVerdict:
        """The verdict if this path is the one that counts."""
        failure = (
            _unsuitable(signer)
            or _not_granted(path, best)
            or _out_of_bounds(signer, best)
            or _stale(path, at)
        )
        if failure:
            return _verdict(signer, failure, path)
        failure, notes = _revoked(path, revocation, best=best, is_proven=proven_at is not None, at=at)
        if failure:
            return _verdict(signer, failure, path)
        found = _qualification(path, signer, best)
        return CertificateVerdict(
            Indication.TOTAL_PASSED,
            None,
            found.kind,
            (*notes, *_lack(found)),
            certificates.signatory(signer),
            path.as_der,
        )


def _rank(verdict: CertificateVerdict) -> tuple[bool, bool, int]:
    """A listed service that passes counts before one that does not; of two, the one that is worth more.

    A revocation counts before everything: it is a fact about the certificate, whichever the path.
    """
    worth = (
        SignatureKind.NOT_ACCEPTED,
        SignatureKind.RECOGNISED_AUTHORISATION,
        SignatureKind.QSEAL,
        SignatureKind.QES,
    )
    is_revoked = verdict.sub_indication in (SubIndication.REVOKED, SubIndication.REVOKED_NO_POE)
    return is_revoked, verdict.indication is Indication.TOTAL_PASSED, worth.index(verdict.kind)


def _unreadable() -> CertificateVerdict:
    return CertificateVerdict(
        Indication.INDETERMINATE,
        SubIndication.NO_SIGNING_CERTIFICATE_FOUND,
        SignatureKind.NOT_ACCEPTED,
        (Reason.CERTIFICATE_UNREADABLE,),
        None,
    )


def _verdict(signer: x509.Certificate, failure: Failure, path: Path | None = None) -> CertificateVerdict:
    indication, sub_indication, reason = failure
    return CertificateVerdict(
        indication,
        sub_indication,
        SignatureKind.NOT_ACCEPTED,
        (reason,),
        certificates.signatory(signer),
        path.as_der if path else (),
    )


def _unsuitable(signer: x509.Certificate) -> Failure | None:
    if not certificates.may_sign(signer):
        return _constraint(SubIndication.CHAIN_CONSTRAINTS_FAILURE, Reason.CERTIFICATE_NOT_FOR_SIGNING)
    if certificates.has_unknown_critical_extension(signer):
        return _constraint(SubIndication.CHAIN_CONSTRAINTS_FAILURE, Reason.CERTIFICATE_UNREADABLE)
    if not certificates.is_strong_key(signer.public_key()):
        return _constraint(SubIndication.CRYPTO_CONSTRAINTS_FAILURE, Reason.CERTIFICATE_KEY_WEAK)
    return None


def _constraint(sub_indication: SubIndication, reason: Reason) -> Failure:
    return Indication.INDETERMINATE, sub_indication, reason


def _not_granted(path: Path, best: datetime) -> Failure | None:
    period = path.anchor.service.at(best)
    if period is not None and period.is_authority and period.is_granted_at(best):
        return None
    return _constraint(SubIndication.NO_CERTIFICATE_CHAIN_FOUND, Reason.SERVICE_NOT_GRANTED)


def _out_of_bounds(signer: x509.Certificate, best: datetime) -> Failure | None:
    if best < signer.not_valid_before_utc:
        return _constraint(SubIndication.OUT_OF_BOUNDS_NO_POE, Reason.CERTIFICATE_NOT_YET_VALID)
    if best > signer.not_valid_after_utc:
        return _constraint(SubIndication.OUT_OF_BOUNDS_NO_POE, Reason.CERTIFICATE_EXPIRED)
    return None


def _stale(path: Path, at: datetime) -> Failure | None:
    if path.anchor.trusted_list.is_stale(at):
        return _constraint(SubIndication.TRY_LATER, Reason.TRUSTED_LIST_STALE)
    return None


def _revoked(
    path: Path, revocation: Revocation, *, best: datetime, is_proven: bool, at: datetime
) -> tuple[Failure | None, tuple[Reason, ...]]:
    """What speaks against the path, and what is worth a note though it does not."""
    notes: list[Reason] = []
    for certificate, issuer in zip(path.chain, path.chain[1:], strict=False):
        found = revocation_status.status(certificate, issuer, revocation, best=best, at=at)
        if found.state is State.UNKNOWN:
            return _constraint(SubIndication.TRY_LATER, Reason.REVOCATION_UNKNOWN), ()
        if found.state is State.GOOD:
            continue
        if found.since is not None and found.since > best:
            notes.append(Reason.REVOKED_AFTERWARDS)
        elif found.state is State.ON_HOLD:
            return _constraint(SubIndication.TRY_LATER, Reason.ON_HOLD), ()
        elif is_proven and certificate is path.chain[0]:
            return (Indication.TOTAL_FAILED, SubIndication.REVOKED, Reason.REVOKED), ()
        else:
            return _constraint(SubIndication.REVOKED_NO_POE, Reason.REVOKED_WITHOUT_PROOF), ()
    return None, tuple(dict.fromkeys(notes))


def _qualification(path: Path, signer: x509.Certificate, best: datetime) -> Qualification:
    """TS 119 615 §4.4.4: what held when the certificate was issued and still held when it signed."""
    issued = signer.not_valid_before_utc
    service = path.anchor.service
    when_issued = qualification.of(signer, service.at(issued), issued)
    if when_issued == NOT_QUALIFIED:
        return NOT_QUALIFIED
    return qualification.both(when_issued, qualification.of(signer, service.at(best), best))


def _lack(found: Qualification) -> tuple[Reason, ...]:
    """Why the signature is worth less than a qualified one."""
    if found.purpose is None:
        return (Reason.CERTIFICATE_NOT_QUALIFIED,)
    if found.purpose is qualification.Purpose.WEBSITE:
        return (Reason.CERTIFICATE_PURPOSE_UNKNOWN,)
    return () if found.is_on_device else (Reason.CERTIFICATE_WITHOUT_DEVICE,)
