"""RFC 3161 time stamps: over these very bytes, by a unit that does nothing else, of a listed service."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import tsp
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from matrika.core.verdict import Indication, SubIndication
from matrika.core.verdict.trust_words import Reason
from matrika.core.verdict.words import Reason as SignatureReason
from matrika.outside.signatures import certificates
from matrika.outside.signatures.cms import algorithms, signed_data
from matrika.outside.signatures.judgement import Revocation, TimeStampVerdict
from matrika.outside.signatures.lists.trusted_list import QTST, TrustedList
from matrika.outside.signatures.path import Anchor, Anchors, Path, paths
from matrika.outside.signatures.refused import Refused, indication_of
from matrika.outside.signatures.revocation import status as revocation_status
from matrika.outside.signatures.revocation.statements import CLOCK_SKEW, State

_TST_INFO = "1.2.840.113549.1.9.16.1.4"
MAX_BYTES = 256 * 1024
MAX_PATHS = 4
_GENERALIZED_TIME = re.compile(r"(\d{14})(\.\d{1,9})?Z")


@dataclass(frozen=True, slots=True)
class _Token:
    """What the token says, and the certificate that signed it."""

    generated_at: datetime
    unit: x509.Certificate
    others: tuple[bytes, ...]
    revocation: Revocation


class _Unproven(Exception):
    """The time stamp proves nothing; why, and what it says nevertheless."""

    def __init__(self, sub_indication: SubIndication, reason: Reason, token: _Token | None = None) -> None:
        super().__init__(reason.value)
        self.sub_indication = sub_indication
        self.reason = reason
        self.token = token


def judge(
    token: bytes,
    imprint_of: bytes,
    anchors: Anchors,
    *,
    at: datetime,
    revocation: Revocation,
    others: Sequence[bytes],
    proven_at: datetime | None,
    has_lists: bool,
) -> TimeStampVerdict:
    """The arguments are those of `Trust.judge_time_stamp`; `has_lists`: whether there is any list at all."""
    try:
        read = _read(token, imprint_of, others)
        is_qualified = _judged(read, anchors, at, revocation, proven_at, has_lists)
    except _Unproven as why:
        return _unproven(why)
    return TimeStampVerdict(
        Indication.TOTAL_PASSED, None, (), read.generated_at, is_qualified, _authority(read)
    )


def in_order(moments: Sequence[datetime | None]) -> bool:
    """Whether instants that must follow one another do; None = nothing is known of that one."""
    known = [moment for moment in moments if moment is not None]
    return all(earlier <= later + CLOCK_SKEW for earlier, later in itertools.pairwise(known))


def _unproven(why: _Unproven) -> TimeStampVerdict:
    return TimeStampVerdict(
        indication_of(why.sub_indication),
        why.sub_indication,
        (why.reason,),
        why.token.generated_at if why.token else None,
        False,
        _authority(why.token) if why.token else "",
    )


def _authority(token: _Token) -> str:
    return token.unit.subject.rfc4514_string()


# What the reader of CMS says of any signature, in the words for time stamps.
_WORDS: dict[str, Reason] = {
    SignatureReason.STRUCTURE: Reason.TIME_STAMP_UNREADABLE,
    SignatureReason.ALGORITHM_WEAK: Reason.TIME_STAMP_ALGORITHM_WEAK,
    SignatureReason.KEY_SHORT: Reason.TIME_STAMP_ALGORITHM_WEAK,
}


def _read(token: bytes, imprint_of: bytes, others: Sequence[bytes]) -> _Token:
    """The token, if it is over these bytes and somebody signed it."""
    if len(token) > MAX_BYTES:
        raise _Unproven(SubIndication.FORMAT_FAILURE, Reason.TIME_STAMP_UNREADABLE)
    try:
        data = signed_data.read(token)
        if data.content_type != _TST_INFO or data.content is None or len(data.signers) != 1:
            raise _Unproven(SubIndication.FORMAT_FAILURE, Reason.TIME_STAMP_UNREADABLE)
        generated_at = _tst_info(data.content, imprint_of)
        offered = (*data.certificates, *others)
        unit = signed_data.verify(
            data.signers[0], data.content_type, data.content, offered, allow_sha1_reference=True
        )
    except Refused as why:
        reason = _WORDS.get(why.reason, Reason.TIME_STAMP_NOT_SIGNED)
        raise _Unproven(why.sub_indication, reason) from None
    return _Token(generated_at, certificates.load(unit), offered, data.revocation)


def _tst_info(content: bytes, imprint_of: bytes) -> datetime:
    """When the stamp was made. Raises _Unproven unless it is over these bytes, Refused for a weak digest."""
    try:
        info = tsp.TSTInfo.load(content, strict=True)
        imprint = info["message_imprint"]
        oid, expected = imprint["hash_algorithm"]["algorithm"].dotted, imprint["hashed_message"].native
        generated_at = _moment(info["gen_time"].contents.decode("ascii"))
    except signed_data.MALFORMED as error:
        raise _Unproven(SubIndication.FORMAT_FAILURE, Reason.TIME_STAMP_UNREADABLE) from error
    if algorithms.digest(oid, imprint_of) != expected:
        raise _Unproven(SubIndication.HASH_FAILURE, Reason.TIME_STAMP_OF_OTHER_DATA)
    return generated_at


def _moment(text: str) -> datetime:
    """GeneralizedTime of RFC 3161 §2.4.2: seconds, perhaps a fraction, and Z. Raises ValueError."""
    found = _GENERALIZED_TIME.fullmatch(text)
    if found is None:
        raise ValueError(text)
    moment = datetime.strptime(found[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return moment.replace(microsecond=int(float(found[2] or "0") * 1_000_000))


def _judged(
    token: _Token,
    anchors: Anchors,
    at: datetime,
    revocation: Revocation,
    proven_at: datetime | None,
    has_lists: bool,
) -> bool:
    """Whether the stamp is qualified; raises _Unproven when it proves nothing."""
    made, unit = token.generated_at, token.unit
    if made > at + CLOCK_SKEW:
        raise _Unproven(SubIndication.TIMESTAMP_ORDER_FAILURE, Reason.TIME_STAMP_IN_THE_FUTURE, token)
    if not _is_for_time_stamps_alone(unit):
        raise _Unproven(SubIndication.CHAIN_CONSTRAINTS_FAILURE, Reason.TIME_STAMP_CERTIFICATE, token)
    last = at if proven_at is None else min(proven_at, at)
    if not unit.not_valid_before_utc <= made or last > unit.not_valid_after_utc:
        raise _Unproven(SubIndication.OUT_OF_BOUNDS_NO_POE, Reason.TIME_STAMP_CERTIFICATE, token)
    known = token.revocation.with_more(revocation)
    outcomes = [_along(token, path, known, last, at) for path in _paths(token, anchors)]
    if not has_lists:
        raise _Unproven(SubIndication.TRY_LATER, Reason.NO_TRUSTED_LIST, token)
    passed = [outcome for outcome in outcomes if isinstance(outcome, bool)]
    if passed:
        return any(passed)
    failed = next((outcome for outcome in outcomes if isinstance(outcome, _Unproven)), None)
    raise failed or _Unproven(SubIndication.NO_CERTIFICATE_CHAIN_FOUND, Reason.TIME_STAMP_NO_SERVICE, token)


def _is_for_time_stamps_alone(unit: x509.Certificate) -> bool:
    """RFC 3161 §2.3: extended key usage, critical, timeStamping and nothing else."""
    found = [one for one in unit.extensions if isinstance(one.value, x509.ExtendedKeyUsage)]
    return (
        len(found) == 1
        and found[0].critical
        and list(found[0].value) == [ExtendedKeyUsageOID.TIME_STAMPING]
        and not certificates.has_unknown_critical_extension(unit)
    )


def _paths(token: _Token, anchors: Anchors) -> list[Path]:
    """The unit may be listed itself, or have been issued by a listed service."""
    listed = [Path((token.unit,), anchor) for anchor in anchors.of(token.unit)]
    issued = paths(token.unit, token.others, anchors, token.generated_at)
    return [*listed, *(path for path, _ in zip(issued, range(MAX_PATHS), strict=False))]


def _along(
    token: _Token, path: Path, revocation: Revocation, last: datetime, at: datetime
) -> bool | _Unproven:
    """Whether the stamp is qualified if this path is the one that counts, or why it proves nothing by it."""
    anchor: Anchor = path.anchor
    period = anchor.service.at(token.generated_at)
    if period is None or not period.is_granted_at(token.generated_at):
        return _Unproven(SubIndication.NO_CERTIFICATE_CHAIN_FOUND, Reason.SERVICE_NOT_GRANTED, token)
    if not (period.is_time_stamping or period.is_authority):
        return _Unproven(SubIndication.NO_CERTIFICATE_CHAIN_FOUND, Reason.TIME_STAMP_NO_SERVICE, token)
    stale: TrustedList = anchor.trusted_list
    if stale.is_stale(at):
        return _Unproven(SubIndication.TRY_LATER, Reason.TRUSTED_LIST_STALE, token)
    for certificate, issuer in zip(path.chain, path.chain[1:], strict=False):
        found = revocation_status.status(certificate, issuer, revocation, best=last, at=at)
        if found.state is State.UNKNOWN:
            return _Unproven(SubIndication.TRY_LATER, Reason.REVOCATION_UNKNOWN, token)
        if found.state is not State.GOOD:
            return _Unproven(SubIndication.REVOKED_NO_POE, Reason.TIME_STAMP_REVOKED, token)
    return period.service_type == QTST
