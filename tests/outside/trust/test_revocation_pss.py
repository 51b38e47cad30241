"""R-5.1: revocation data signed with RSASSA-PSS, as some authorities of other states sign all they issue."""

from __future__ import annotations

import functools

import pytest
from asn1crypto import ocsp as asn1_ocsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from matrika.core.verdict import Indication, SubIndication
from matrika.core.verdict.trust_words import Reason
from matrika.demo import authority, der, evidence
from matrika.demo.trusted_list import CA_QC, Entry
from matrika.outside.signatures.judgement import Revocation
from tests.outside.signatures.trusting import HOUR, answer, judged, trust, undecided
from tests.pki import AT

SALT = 32
PSS = padding.PSS(padding.MGF1(hashes.SHA256()), SALT)


@functools.cache
def issuer() -> authority.Holder:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return authority.certificate_of("Demo PSS CA", None, is_ca=True, key=key)


@functools.cache
def person() -> authority.Holder:
    statements = der.qc_statements(der.QC_COMPLIANCE, der.QC_SSCD, der.qc_type(der.QC_TYPE_ESIGN))
    return authority.certificate_of("Anyone", issuer(), extensions=((statements, False),))


def crl() -> Revocation:
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer().certificate.subject)
        .last_update(AT - HOUR)
        .next_update(AT + HOUR)
    )
    made = builder.sign(issuer().key, hashes.SHA256(), rsa_padding=PSS)
    return Revocation(crls=(made.public_bytes(serialization.Encoding.DER),))


def ocsp(*, digest: str = "sha256") -> Revocation:
    """Signed again: the builder knows no PSS."""
    plain = evidence.ocsp_response(person().certificate, at=AT - HOUR, by=issuer(), issuer=issuer())
    whole = asn1_ocsp.OCSPResponse.load(plain)
    basic = whole["response_bytes"]["response"].parsed
    signature = issuer().key.sign(basic["tbs_response_data"].dump(), PSS, hashes.SHA256())
    said = {
        "hash_algorithm": {"algorithm": digest},
        "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": digest}},
        "salt_length": SALT,
    }
    again = asn1_ocsp.BasicOCSPResponse(
        {
            "tbs_response_data": basic["tbs_response_data"],
            "signature_algorithm": {"algorithm": "rsassa_pss", "parameters": said},
            "signature": signature,
        }
    )
    made = asn1_ocsp.OCSPResponse(
        {
            "response_status": "successful",
            "response_bytes": {"response_type": "basic_ocsp_response", "response": again},
        }
    )
    return Revocation(ocsp=(made.dump(),))


def answered(revocation: Revocation):
    listed = trust([Entry(issuer(), CA_QC)])
    return answer(judged(person().der, by=listed, revocation=revocation))


@pytest.mark.parametrize("data", [crl, ocsp])
def test_it_believes_a_list_and_a_response_signed_so(data):
    assert answered(data()) == (Indication.TOTAL_PASSED, None, ())


@pytest.mark.parametrize("digest", ["sha1", "sha512"])
def test_it_does_not_believe_one_that_says_another_digest(digest):
    unknown = undecided(SubIndication.TRY_LATER, Reason.REVOCATION_UNKNOWN)
    assert answered(ocsp(digest=digest)) == unknown


@pytest.mark.parametrize("kind", ["crls", "ocsp"])
def test_it_believes_no_data_of_which_a_byte_was_changed(kind):
    good = crl().crls[0] if kind == "crls" else ocsp().ocsp[0]
    for place in range(0, len(good), 7):
        # The highest bit: the lowest of the octet that counts unused bits changes nothing that is signed.
        changed = good[:place] + bytes([good[place] ^ 0x80]) + good[place + 1 :]
        assert answered(Revocation(**{kind: (changed,)}))[0] is not Indication.TOTAL_PASSED
