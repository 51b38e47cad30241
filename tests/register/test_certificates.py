"""R-7.3: what the register enters of each certificate."""

from __future__ import annotations

import hashlib

from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st

from matrika.register.certificates import fingerprints, in_metadata
from samllint.distinguished_name import ATTRIBUTE_NAMES, distinguished_name
from tests import pki
from tests.metadata import sp_metadata

# A country must have two letters; every other attribute takes what it gets.
OIDS = st.sampled_from([*sorted(set(ATTRIBUTE_NAMES) - {"2.5.4.6"}), "2.5.4.5", "1.2.840.113549.1.9.1"])
VALUES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=2, max_size=12)


@given(st.lists(st.tuples(OIDS, VALUES), min_size=1, max_size=4))
def test_it_writes_a_subject_as_another_library_does(attributes: list[tuple[str, str]]) -> None:
    theirs = x509.Name(
        x509.RelativeDistinguishedName(
            [x509.NameAttribute(x509.ObjectIdentifier(oid), value, _validate=False)]
        )
        for oid, value in attributes
    )
    ours = distinguished_name(tuple(((oid, value),) for oid, value in attributes))
    assert ours == theirs.rfc4514_string()


def test_it_writes_several_attributes_of_one_step_with_a_plus() -> None:
    assert distinguished_name(((("2.5.4.3", "a"), ("2.5.4.10", "b+c")),)) == "CN=a+O=b\\+c"


def test_it_has_no_name_for_a_subject_that_could_not_be_read() -> None:
    assert distinguished_name(None) == ""


def test_it_takes_every_certificate_in_document_order() -> None:
    first, second = pki.certificate(key=pki.key(1)), pki.certificate(key=pki.key(3))
    metadata = sp_metadata(signing=(first, second))
    entered = in_metadata(metadata)
    assert [facts.use for facts in entered] == ["signing", "signing", "encryption"]
    assert [facts.der for facts in entered][:2] == [first, second]
    assert entered[0].fingerprint == hashlib.sha256(first).hexdigest().upper()
    assert entered[0].subject == "CN=ico-12345678"
    assert int(entered[0].serial_number, 16) == x509.load_der_x509_certificate(first).serial_number


def test_it_calls_a_certificate_without_use_good_for_both() -> None:
    metadata = sp_metadata(replace={' use="signing"': ""})
    assert [facts.use for facts in in_metadata(metadata)] == ["both", "encryption"]


def test_it_leaves_out_what_cannot_be_read() -> None:
    metadata = sp_metadata(replace={pki.base64_of(pki.encryption_certificate()): "bm9uc2Vuc2U="})
    assert [facts.use for facts in in_metadata(metadata)] == ["signing"]
    assert fingerprints(b"nonsense") == ()
