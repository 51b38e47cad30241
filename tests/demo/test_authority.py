"""The demo authority: the same certificates every day, and each special in one way."""

from __future__ import annotations

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import ocsp

from matrika.demo import authority, der, evidence
from matrika.demo.authority import Role
from tests.pki import AT


@pytest.mark.parametrize("role", Role)
def test_it_issues_certificates_that_their_issuer_signed(role):
    issuer = authority.unlisted_issuer() if role is Role.STRANGER else authority.issuer()
    authority.holder(role).certificate.verify_directly_issued_by(issuer.certificate)


def test_it_makes_the_same_certificate_again():
    first = authority.holder(Role.PERSON).der
    authority.holder.cache_clear()
    assert authority.holder(Role.PERSON).der == first


def test_it_gives_each_role_a_certificate_of_its_own():
    assert len({authority.holder(role).certificate.serial_number for role in Role}) == len(Role)


def test_it_names_the_organisation_in_a_seal():
    seal = authority.holder(Role.SEAL, ico="12345678").certificate
    assert "NTRSK-12345678" in seal.subject.rfc4514_string()


def test_it_signs_with_the_key_of_the_certificate():
    person = authority.holder(Role.PERSON)
    key = person.certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    key.verify(person.sign(b"data"), b"data", ec.ECDSA(hashes.SHA256()))
    assert len(person.sign_raw(b"data")) == 2 * der.P256_BYTES


def test_it_tells_of_revoked_certificates_by_list_and_by_response():
    certificate = authority.holder(Role.REVOKED).certificate
    revoked = x509.load_der_x509_crl(evidence.crl(at=AT, revoked={certificate: AT}))
    assert revoked.get_revoked_certificate_by_serial_number(certificate.serial_number) is not None
    answer = ocsp.load_der_ocsp_response(evidence.ocsp_response(certificate, at=AT, revoked_at=AT))
    assert answer.certificate_status is ocsp.OCSPCertStatus.REVOKED
