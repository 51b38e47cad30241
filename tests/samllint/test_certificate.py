"""Certificates: every fact as `cryptography` has it, and a name for everything that is none."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs7, pkcs12
from hypothesis import given, settings
from hypothesis import strategies as st

from samllint import certificate, der, document, embedded
from samllint.certificate import CertificateFault as Fault
from samllint.certificate import NotACertificate
from tests import pki
from tests.metadata import key_descriptor, sp_metadata

GOOD = pki.certificate()
B64 = pki.base64_of(GOOD, width=0)

CERTIFICATES = {
    "default": GOOD,
    "ca": pki.certificate(ca=True),
    "not a ca": pki.certificate(ca=False),
    "sha512": pki.certificate(hash="sha512"),
    "pss": pki.certificate(pss=True),
    "ec": pki.certificate(key=pki.elliptic_key()),
    "1024": pki.certificate(key=pki.key(bits=1024)),
    "4096": pki.certificate(key=pki.key(bits=4096)),
    "exponent 3": pki.certificate(key=pki.key(exponent=3)),
    "issued": pki.certificate(issuer=pki.name(("CN", "CA"), ("O", "CA")), issuer_key=pki.key(2)),
    "long name": pki.certificate(subject=pki.name(("C", "SK"), ("O", "Firma, s. r. o. ľšč"), ("CN", "x"))),
    "after 2050": pki.certificate(not_after=datetime(2051, 1, 1, tzinfo=UTC)),
    "many extensions": pki.certificate(
        ca=True, extensions=((x509.SubjectAlternativeName([x509.DNSName("sp.example")]), False),)
    ),
}


@pytest.mark.parametrize("name", CERTIFICATES)
def test_it_reads_the_facts_that_cryptography_reads(name: str) -> None:
    data = CERTIFICATES[name]
    ours, theirs = certificate.read(data), x509.load_der_x509_certificate(data)
    assert ours.fingerprint == theirs.fingerprint(hashes.SHA256()).hex().upper()
    assert int(ours.serial_number, 16) == theirs.serial_number
    assert ours.subject == tuple(
        tuple((a.oid.dotted_string, a.value) for a in rdn) for rdn in theirs.subject.rdns
    )
    assert (ours.not_before, ours.not_after) == (theirs.not_valid_before_utc, theirs.not_valid_after_utc)
    assert ours.key_bits == theirs.public_key().key_size
    assert ours.signature_algorithm == theirs.signature_algorithm_oid.dotted_string
    assert ours.key_algorithm == theirs.public_key_algorithm_oid.dotted_string
    assert ours.is_ca == _is_ca(theirs)
    assert ours.unreadable == ()


def _is_ca(theirs: x509.Certificate) -> bool:
    try:
        return theirs.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def test_it_counts_whole_days() -> None:
    assert certificate.read(pki.certificate(days=731.007)).validity_days == 731


def test_it_knows_one_key_under_two_certificates() -> None:
    first, second = certificate.read(GOOD), certificate.read(pki.certificate(cn="ico-87654321"))
    assert first.public_key == second.public_key
    assert first.fingerprint != second.fingerprint


def test_it_reads_basic_constraints_beside_an_extension_that_is_broken() -> None:
    broken = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.17"), b"\x30\x80\xff")
    data = pki.certificate(ca=True, extensions=((broken, False),))
    with pytest.raises(ValueError, match=r".*"):
        _ = x509.load_der_x509_certificate(data).extensions
    assert certificate.read(data).is_ca


@pytest.mark.parametrize("tag", [b"\x13", b"\x16", b"\x14"])
def test_it_reads_a_name_of_any_string_type(tag: bytes) -> None:
    data = GOOD.replace(b"\x0c\x0cico-12345678", tag + b"\x0cico-12345678")
    assert certificate.read(data).common_names == ("ico-12345678",)


def test_it_reads_an_empty_relative_name() -> None:
    assert der.relative_names(b"\x30\x02\x31\x00", (0x30, 0, 2, 4)) == ((),)


KEY = pki.key()
LOADED = x509.load_der_x509_certificate(GOOD)
P12 = pkcs12.serialize_key_and_certificates(b"k", KEY, LOADED, None, serialization.NoEncryption())
P7 = pkcs7.serialize_certificates([LOADED], serialization.Encoding.DER)
PKCS8 = KEY.private_bytes(
    serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
)
PKCS1 = KEY.private_bytes(
    serialization.Encoding.DER, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
)
SPKI = KEY.public_key().public_bytes(
    serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
)
REQUEST = (
    x509.CertificateSigningRequestBuilder()
    .subject_name(pki.name(("CN", "x")))
    .sign(KEY, hashes.SHA256())
    .public_bytes(serialization.Encoding.DER)
)
BER = b"\x30\x80" + GOOD[4:] + b"\0\0"
NAMES = ("ico-12345678", "ico-12345678_1234", "ico-12345678_12345")
WITH_PADDING = next(
    text for cn in NAMES if (text := pki.base64_of(pki.certificate(cn=cn), width=0)).endswith("=")
)


def _with_trailing_bits() -> str:
    body = WITH_PADDING.rstrip("=")
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    return body[:-1] + alphabet[alphabet.index(body[-1]) + 1] + WITH_PADDING[len(body) :]


def _url_safe() -> str:
    return B64.replace("+", "-").replace("/", "_")


FAULTS = {
    "empty": ("", Fault.EMPTY),
    "blank": (" \r\n\t", Fault.EMPTY),
    "pem": (pki.pem(GOOD), Fault.PEM_ARMOUR),
    "half armour": (B64 + "\n-----END CERTIFICATE-----", Fault.PEM_ARMOUR),
    "two pem": (pki.pem(GOOD) * 2, Fault.TWO_CERTIFICATES),
    "private pem": (pki.private_pem(KEY), Fault.PRIVATE_KEY),
    "pem with key": (pki.pem(GOOD) + pki.private_pem(KEY), Fault.PRIVATE_KEY),
    "garbage": ("***", Fault.NOT_BASE64),
    "beyond ascii": (B64 + "č", Fault.NOT_BASE64),
    "no-break space": (B64 + "\u00a0", Fault.NOT_BASE64),
    "no padding": (WITH_PADDING.rstrip("="), Fault.NO_PADDING),
    "url-safe": (_url_safe(), Fault.URL_SAFE_ALPHABET),
    "trailing bits": (_with_trailing_bits(), Fault.TRAILING_BITS),
    "too much padding": (WITH_PADDING + "=", Fault.NOT_BASE64),
    "double": (base64.b64encode(B64.encode()).decode(), Fault.DOUBLE_BASE64),
    "base64 of pem": (base64.b64encode(pki.pem(GOOD).encode()).decode(), Fault.DOUBLE_BASE64),
    "two der": (pki.base64_of(GOOD + GOOD), Fault.TWO_CERTIFICATES),
    "two base64": (WITH_PADDING + "\n" + WITH_PADDING, Fault.TWO_CERTIFICATES),
    "trailing byte": (pki.base64_of(GOOD + b"\0"), Fault.TRAILING_BYTES),
    "trailing line break": (pki.base64_of(GOOD + b"\n"), Fault.TRAILING_BYTES),
    "cut": (pki.base64_of(GOOD[:-5]), Fault.NOT_DER),
    "ber": (pki.base64_of(BER), Fault.NOT_DER),
    "text": (base64.b64encode(b"certificate").decode(), Fault.NOT_DER),
    "pkcs8": (pki.base64_of(PKCS8), Fault.PRIVATE_KEY),
    "pkcs1": (pki.base64_of(PKCS1), Fault.PRIVATE_KEY),
    "pkcs12": (pki.base64_of(P12), Fault.PRIVATE_KEY),
    "pkcs7": (pki.base64_of(P7), Fault.PKCS7),
    "public key": (pki.base64_of(SPKI), Fault.NOT_A_CERTIFICATE),
    "request": (pki.base64_of(REQUEST), Fault.NOT_A_CERTIFICATE),
}


@pytest.mark.parametrize("name", FAULTS)
def test_it_names_the_mistake(name: str) -> None:
    text, fault = FAULTS[name]
    with pytest.raises(NotACertificate) as raised:
        embedded.read(text)
    assert raised.value.fault is fault


@pytest.mark.parametrize("width", [0, 1, 64, 76])
def test_it_lets_xml_white_space_stand_anywhere(width: int) -> None:
    text = pki.base64_of(GOOD, width=width).replace("\n", "\r\n\t ")
    assert embedded.read(f"\n {text} \n").der == GOOD


@pytest.mark.parametrize("inside", ["<!-- c -->", "<x/>", "<?pi?>"])
def test_it_sees_markup_inside(inside: str) -> None:
    content = B64[:20] + inside + B64[20:]
    md = document.load(sp_metadata(signing=(), encryption=(), before_keys=key_descriptor(content, "signing")))
    assert [each.fault for each in md.embedded_certificates()] == [Fault.MARKUP_INSIDE]


def test_it_sees_cdata_inside() -> None:
    content = f"<![CDATA[{B64}]]>"
    md = document.load(sp_metadata(signing=(), encryption=(), before_keys=key_descriptor(content, "signing")))
    assert [each.fault for each in md.embedded_certificates()] == [Fault.MARKUP_INSIDE]


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_it_never_raises_anything_else_on_mutated_certificates(data: st.DataObject) -> None:
    mutated = bytearray(data.draw(st.sampled_from(list(CERTIFICATES.values()))))
    for _ in range(data.draw(st.integers(1, 5))):
        mutated[data.draw(st.integers(0, len(mutated) - 1))] = data.draw(st.integers(0, 255))
    try:
        certificate.read(bytes(mutated))
    except NotACertificate:
        return


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_it_never_raises_anything_else_on_any_text(text: str) -> None:
    with pytest.raises(NotACertificate):
        embedded.read(text)
