"""What a trusted list adds to, or takes from, the certificates of a service (TS 119 612 §5.5.9.2).

A qualification names certificates by criteria and says something of those that meet them: "these are on a
qualified device, whatever they say themselves".
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography import x509

from matrika.outside.signatures.certificates import extension

_URI = "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/"


@dataclass(frozen=True, slots=True)
class Criteria:
    """A CriteriaList: conditions joined by `assertion`."""

    assertion: str  # "all", "atLeastOne", "none"
    key_usages: tuple[tuple[tuple[str, bool], ...], ...] = ()  # each: bits that must be as said
    policy_sets: tuple[frozenset[str], ...] = ()  # each: OIDs that must all be there
    extended_key_usages: tuple[frozenset[str], ...] = ()
    subject_attributes: tuple[frozenset[str], ...] = ()
    nested: tuple[Criteria, ...] = ()
    is_understood: bool = True  # nothing in it, however deep, is unknown to us


@dataclass(frozen=True, slots=True)
class Qualification:
    """The qualifiers that certificates meeting the criteria get: the last words of their URIs."""

    qualifiers: frozenset[str]  # "QCWithQSCD", "QCForESig", "NotQualified" …
    criteria: Criteria


# What takes something away from a certificate.
RESTRICTIVE = frozenset({"NotQualified", "QCNoSSCD", "QCNoQSCD"})


def of(certificate: x509.Certificate, qualifications: tuple[Qualification, ...]) -> frozenset[str]:
    """All qualifiers that the service's entry gives to this certificate.

    Criteria that we do not understand give nothing, but take away whatever they could.
    """
    found: frozenset[str] = frozenset()
    for one in qualifications:
        if not one.criteria.is_understood:
            found |= one.qualifiers & RESTRICTIVE
        elif meets(certificate, one.criteria):
            found |= one.qualifiers
    return found


def word(uri: str) -> str:
    """The last word of a qualifier's URI; "" for one that is not ETSI's."""
    return uri.removeprefix(_URI) if uri.startswith(_URI) else ""


def meets(certificate: x509.Certificate, criteria: Criteria) -> bool:
    """Whether the certificate is one of those that the criteria, which must be understood, describe."""
    answers = [
        *(_has_bits(certificate, bits) for bits in criteria.key_usages),
        *(wanted <= _policies(certificate) for wanted in criteria.policy_sets),
        *(wanted <= _extended_key_usages(certificate) for wanted in criteria.extended_key_usages),
        *(wanted <= _subject_attributes(certificate) for wanted in criteria.subject_attributes),
        *(meets(certificate, nested) for nested in criteria.nested),
    ]
    if criteria.assertion == "all":
        return all(answers)
    if criteria.assertion == "atLeastOne":
        return any(answers)
    return criteria.assertion == "none" and not any(answers)


# TS 119 612 §C.3.2 names the bits of RFC 5280 §4.2.1.3.
_BITS = {
    "digitalSignature": "digital_signature",
    "nonRepudiation": "content_commitment",
    "keyEncipherment": "key_encipherment",
    "dataEncipherment": "data_encipherment",
    "keyAgreement": "key_agreement",
    "keyCertSign": "key_cert_sign",
    "crlSign": "crl_sign",
    "encipherOnly": "encipher_only",
    "decipherOnly": "decipher_only",
}


def _has_bits(certificate: x509.Certificate, bits: tuple[tuple[str, bool], ...]) -> bool:
    usage = extension(certificate, x509.KeyUsage)
    return all(name in _BITS and _bit(usage, _BITS[name]) == wanted for name, wanted in bits)


def _bit(usage: x509.KeyUsage | None, attribute: str) -> bool:
    if usage is None or (attribute.endswith("cipher_only") and not usage.key_agreement):
        return False
    return bool(getattr(usage, attribute))


def _policies(certificate: x509.Certificate) -> frozenset[str]:
    policies = extension(certificate, x509.CertificatePolicies) or ()
    return frozenset(policy.policy_identifier.dotted_string for policy in policies)


def _extended_key_usages(certificate: x509.Certificate) -> frozenset[str]:
    usages = extension(certificate, x509.ExtendedKeyUsage) or ()
    return frozenset(usage.dotted_string for usage in usages)


def _subject_attributes(certificate: x509.Certificate) -> frozenset[str]:
    return frozenset(attribute.oid.dotted_string for attribute in certificate.subject)
