"""One certificate revocation list (RFC 5280 §5) asked about one certificate."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.x509.oid import ExtensionOID, SignatureAlgorithmOID

from matrika.outside.signatures import certificates
from matrika.outside.signatures.revocation.statements import (
    PKCS_1,
    State,
    Statement,
    is_signed_by,
    revoked_state,
)
from samllint import der as reader

MAX_BYTES = 64 * 1024 * 1024
_EXPIRED_CERTIFICATES = "2.5.29.60"  # ExpiredCertsOnCRL: entries are kept beyond the end of certificates
_UNDERSTOOD = frozenset(
    {
        ExtensionOID.AUTHORITY_KEY_IDENTIFIER.dotted_string,
        ExtensionOID.CRL_NUMBER.dotted_string,
        ExtensionOID.ISSUING_DISTRIBUTION_POINT.dotted_string,
        ExtensionOID.ISSUER_ALTERNATIVE_NAME.dotted_string,
        _EXPIRED_CERTIFICATES,
    }
)


class UnreadableList(ValueError):
    """The bytes are no certificate revocation list."""


@lru_cache(maxsize=128)
def load(der: bytes) -> x509.CertificateRevocationList:
    """A list of which the parts around its entries can be read. Raises UnreadableList."""
    if len(der) > MAX_BYTES:
        raise UnreadableList("too large")
    try:
        crl = x509.load_der_x509_crl(der)
        _ = crl.issuer, crl.last_update_utc, crl.next_update_utc, crl.extensions, crl.signature_hash_algorithm
        _ = _padding(crl)
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.DuplicateExtension) as error:
        raise UnreadableList(str(error)) from error
    except (x509.InvalidVersion, x509.UnsupportedGeneralNameType) as error:
        raise UnreadableList(str(error)) from error
    return crl


def about(der: bytes, certificate: x509.Certificate, issuer: x509.Certificate) -> Statement | None:
    """What the list says of the certificate. None = nothing that counts."""
    try:
        crl = load(der)
    except UnreadableList:
        return None
    if crl.issuer != certificate.issuer or not is_issued_by(crl, issuer):
        return None
    try:
        entry = crl.get_revoked_certificate_by_serial_number(certificate.serial_number)
        state = State.GOOD if entry is None else revoked_state(_reason(entry))
    except (ValueError, x509.DuplicateExtension):
        return None
    if state is State.GOOD and not _is_complete_for(crl, certificate):
        return None
    since = None if entry is None or state is State.GOOD else entry.revocation_date_utc
    return Statement(state, since, crl.last_update_utc, crl.next_update_utc)


def is_issued_by(crl: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    """Name, key usage and signature agree, and the list is one that this verification understands."""
    usage = certificates.extension(issuer, x509.KeyUsage)
    if crl.issuer != issuer.subject or not (usage is None or usage.crl_sign):
        return False
    # A delta list or an indirect one cannot be read as if it were plain: its entries mean something else.
    if any(one.critical and one.oid.dotted_string not in _UNDERSTOOD for one in crl.extensions):
        return False
    scope = _scope(crl)
    if scope is not None and (scope.indirect_crl or scope.only_contains_attribute_certs):
        return False
    algorithm = crl.signature_hash_algorithm
    return is_signed_by(issuer, crl.signature, crl.tbs_certlist_bytes, algorithm, _padding(crl))


def _padding(crl: x509.CertificateRevocationList) -> padding.AsymmetricPadding:
    if crl.signature_algorithm_oid != SignatureAlgorithmOID.RSASSA_PSS:
        return PKCS_1
    said = crl.signature_algorithm_parameters
    return said if isinstance(said, padding.PSS) else PKCS_1


def scope_of(crl: x509.CertificateRevocationList) -> str:
    """Which of its issuer's certificates the list is about; "" = all of them. For the operator's eye."""
    scope = _scope(crl)
    return "" if scope is None else str(scope)


def _reason(entry: x509.RevokedCertificate) -> x509.ReasonFlags | None:
    try:
        return entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except x509.ExtensionNotFound:
        return None


def _is_complete_for(crl: x509.CertificateRevocationList, certificate: x509.Certificate) -> bool:
    """Would the list name the certificate if it were revoked?"""
    if crl.last_update_utc > certificate.not_valid_after_utc and not _keeps_expired(crl, certificate):
        return False
    scope = _scope(crl)
    if scope is None:
        return True
    is_ca = certificates.is_authority(certificate)
    if (scope.only_contains_ca_certs and not is_ca) or (scope.only_contains_user_certs and is_ca):
        return False
    if scope.only_some_reasons is not None or scope.relative_name is not None:
        return False
    return scope.full_name is None or bool(set(scope.full_name) & _distribution_points(certificate))


def _keeps_expired(crl: x509.CertificateRevocationList, certificate: x509.Certificate) -> bool:
    """Whether entries stay on the list after certificates end, since before this one ended."""
    for found in crl.extensions:
        if found.oid.dotted_string == _EXPIRED_CERTIFICATES:
            return _moment(found.value.public_bytes()) <= certificate.not_valid_after_utc
    return False


def _moment(value: bytes) -> datetime:
    try:
        return reader.moment(value, reader.node_at(value, 0, len(value)))
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)


def _scope(crl: x509.CertificateRevocationList) -> x509.IssuingDistributionPoint | None:
    try:
        return crl.extensions.get_extension_for_class(x509.IssuingDistributionPoint).value
    except x509.ExtensionNotFound:
        return None


def _distribution_points(certificate: x509.Certificate) -> set[x509.GeneralName]:
    points = certificates.extension(certificate, x509.CRLDistributionPoints) or ()
    return {name for point in points for name in point.full_name or ()}
