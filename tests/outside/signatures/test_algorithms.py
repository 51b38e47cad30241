"""R-5.1: the algorithms that are computed, and those that are not trusted or not known."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from matrika.core.verdict import Indication, SubIndication
from tests import pki
from tests.outside.signatures.cases import reference, signed, verdict

MORE = "http://www.w3.org/2001/04/xmldsig-more#"
MGF1 = "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1"


class Key:
    """Signs with any key, under a certificate of its own."""

    def __init__(self, key, algorithm, *, pss=False):
        self.key, self.algorithm, self.pss = key, algorithm, pss
        self.der = pki.certificate(key=key)

    def sign_raw(self, data):
        if isinstance(self.key, rsa.RSAPrivateKey):
            size = self.algorithm.digest_size
            pss = padding.PSS(mgf=padding.MGF1(self.algorithm), salt_length=size)
            return self.key.sign(data, pss if self.pss else padding.PKCS1v15(), self.algorithm)
        size = (self.key.curve.key_size + 7) // 8
        numbers = decode_dss_signature(self.key.sign(data, ec.ECDSA(self.algorithm)))
        return b"".join(number.to_bytes(size, "big") for number in numbers)


@pytest.mark.parametrize(
    ("key", "algorithm", "method"),
    [
        (ec.SECP256R1, hashes.SHA256, MORE + "ecdsa-sha256"),
        (ec.SECP384R1, hashes.SHA384, MORE + "ecdsa-sha384"),
        (ec.SECP521R1, hashes.SHA512, MORE + "ecdsa-sha512"),
        (None, hashes.SHA256, MORE + "rsa-sha256"),
        (None, hashes.SHA512, MORE + "rsa-sha512"),
        (None, hashes.SHA256, MGF1),
    ],
)
def test_it_computes_the_algorithms_in_use(key, algorithm, method):
    made = pki.key() if key is None else ec.generate_private_key(key())
    by = Key(made, algorithm(), pss=method == MGF1)
    assert verdict(signed(by=by, method=method)).indication is Indication.TOTAL_PASSED


def test_it_refuses_a_short_key():
    by = Key(pki.key(bits=1024), hashes.SHA256())
    found = verdict(signed(by=by, method=MORE + "rsa-sha256"))
    assert found.sub_indication is SubIndication.CRYPTO_CONSTRAINTS_FAILURE


@pytest.mark.parametrize(
    "method", ["http://www.w3.org/2000/09/xmldsig#rsa-sha1", MORE + "ecdsa-sha1", MORE + "rsa-md5"]
)
def test_it_refuses_weak_signature_methods(method):
    found = verdict(signed(method=method))
    assert found.sub_indication is SubIndication.CRYPTO_CONSTRAINTS_FAILURE
    assert found.indication is Indication.INDETERMINATE


@pytest.mark.parametrize(
    ("method", "reason"),
    [
        ("http://www.w3.org/2000/09/xmldsig#sha1", "algorithm-weak"),
        (MORE + "md5", "algorithm-weak"),
        ("urn:unknown", "algorithm-unknown"),
    ],
)
def test_it_refuses_weak_and_unknown_digests(method, reason):
    def weaken(root):
        reference(root, "form.xml")[0].set("Algorithm", method)

    found = verdict(signed(before=weaken))
    assert reason in found.signatures[0].reasons
    assert found.indication is Indication.INDETERMINATE
