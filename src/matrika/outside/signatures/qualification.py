"""Is a certificate qualified, for signatures or for seals, with its key on a qualified device?

What the certificate says of itself (QcStatements, ETSI EN 319 412-5) and what the trusted list says of it
(its service's status, purposes and qualifiers), weighed as ETSI TS 119 615 §4.4 and §4.5 do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cryptography import x509

from matrika.core.verdict import SignatureKind
from matrika.outside.signatures import certificates
from matrika.outside.signatures.lists import qualifiers
from matrika.outside.signatures.lists.trusted_list import CA_QC, EIDAS_APPLIES, Period
from samllint import der

_QC_STATEMENTS = "1.3.6.1.5.5.7.1.3"
_COMPLIANCE = "0.4.0.1862.1.1"
_DEVICE = "0.4.0.1862.1.4"
_TYPE = "0.4.0.1862.1.6"
# Before eIDAS a certificate could say by its policy that it was qualified (ETSI TS 101 456 §5.2).
_POLICY_WITH_DEVICE = "0.4.0.1456.1.1"
_POLICIES = frozenset({_POLICY_WITH_DEVICE, "0.4.0.1456.1.2"})


class Purpose(StrEnum):
    """What a qualified certificate is for. The values are QcType's last arcs (EN 319 412-5 §4.2.3)."""

    SIGNATURE = "1"
    SEAL = "2"
    WEBSITE = "3"


_BY_QUALIFIER = {
    "QCForESig": Purpose.SIGNATURE,
    "QCForESeal": Purpose.SEAL,
    "QCForWSA": Purpose.WEBSITE,
}
_SERVICE_PURPOSE = {
    Purpose.SIGNATURE: "ForeSignatures",
    Purpose.SEAL: "ForeSeals",
    Purpose.WEBSITE: "ForWebSiteAuthentication",
}


@dataclass(frozen=True, slots=True)
class Qualification:
    """`purpose` is None when it is not qualified, or for something that cannot be told."""

    purpose: Purpose | None
    is_on_device: bool

    @property
    def kind(self) -> SignatureKind:
        """What a valid signature with such a certificate is worth (decree 511/2022; guide §4.1/8)."""
        if self.purpose is Purpose.SIGNATURE:
            return SignatureKind.QES if self.is_on_device else SignatureKind.RECOGNISED_AUTHORISATION
        if self.purpose is Purpose.SEAL and self.is_on_device:
            return SignatureKind.QSEAL
        return SignatureKind.NOT_ACCEPTED


NOT_QUALIFIED = Qualification(None, is_on_device=False)


def of(certificate: x509.Certificate, period: Period | None, at: datetime) -> Qualification:
    """What the certificate was at an instant, `period` being what its service was then."""
    if period is None or period.service_type != CA_QC or not period.is_granted_at(at):
        return NOT_QUALIFIED
    statements = _Statements.of(certificate)
    given = qualifiers.of(certificate, period.qualifications)
    if "NotQualified" in given or not (statements.is_qualified or "QCStatement" in given):
        return NOT_QUALIFIED
    purpose = _purpose(statements, given)
    if purpose is None or not _is_service_for(purpose, period, at):
        return NOT_QUALIFIED
    return Qualification(purpose, _is_on_device(statements, given))


def both(first: Qualification, second: Qualification) -> Qualification:
    """What holds at two instants: when the certificate was issued, and when it signed."""
    if first.purpose is not second.purpose:
        return NOT_QUALIFIED
    return Qualification(first.purpose, first.is_on_device and second.is_on_device)


@dataclass(frozen=True, slots=True)
class _Statements:
    """What the certificate says of itself."""

    is_qualified: bool
    is_on_device: bool
    types: frozenset[str]

    @classmethod
    def of(cls, certificate: x509.Certificate) -> _Statements:
        oids, types = _qc_statements(certificates.raw_extension(certificate, _QC_STATEMENTS))
        listed = certificates.extension(certificate, x509.CertificatePolicies) or ()
        policies = {policy.policy_identifier.dotted_string for policy in listed}
        if certificate.not_valid_before_utc >= EIDAS_APPLIES:
            policies = set()
        return cls(
            is_qualified=_COMPLIANCE in oids or bool(policies & _POLICIES),
            is_on_device=_DEVICE in oids or _POLICY_WITH_DEVICE in policies,
            types=frozenset(types),
        )


def _qc_statements(value: bytes | None) -> tuple[set[str], set[str]]:
    """OIDs of the statements, and the last arcs of QcType. An extension that is no such list says nothing."""
    oids: set[str] = set()
    types: set[str] = set()
    if value is None:
        return oids, types
    try:
        for statement in der.inside(value, der.node_at(value, 0, len(value)), der.SEQUENCE):
            kind, *information = der.inside(value, statement, der.SEQUENCE)
            oids.add(der.oid(value, kind))
            if der.oid(value, kind) == _TYPE and information:
                members = der.inside(value, information[0], der.SEQUENCE)
                types |= {der.oid(value, member).removeprefix(_TYPE + ".") for member in members}
    except ValueError:
        return set(), set()
    return oids, types


def _purpose(statements: _Statements, given: frozenset[str]) -> Purpose | None:
    """The list's word counts before the certificate's own; two words at once are none."""
    by_list = {purpose for word, purpose in _BY_QUALIFIER.items() if word in given}
    if "QCForLegalPerson" in given and not by_list:
        return None  # of the time before seals: not a natural person's, and not a seal either
    if by_list:
        return by_list.pop() if len(by_list) == 1 else None
    if not statements.types:
        return Purpose.SIGNATURE  # EN 319 412-5 §4.2.3: certificates without QcType are for signatures
    (first, *more) = statements.types
    return Purpose(first) if not more and first in set(Purpose) else None


def _is_service_for(purpose: Purpose, period: Period, at: datetime) -> bool:
    """Before eIDAS qualified certificates were for signatures only, and lists did not say so."""
    if at < EIDAS_APPLIES and not period.purposes:
        return purpose is Purpose.SIGNATURE
    return _SERVICE_PURPOSE[purpose] in period.purposes


def _is_on_device(statements: _Statements, given: frozenset[str]) -> bool:
    """The list's word counts before the certificate's own; where it says both, the lesser holds."""
    if given & {"QCNoQSCD", "QCNoSSCD"}:
        return False
    return statements.is_on_device or bool(given & {"QCWithQSCD", "QCWithSSCD", "QCQSCDManagedOnBehalf"})
