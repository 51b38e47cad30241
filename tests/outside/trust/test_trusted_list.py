"""Reading a trusted list, and who may sign one (R-5.1)."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtensionOID

from matrika.demo import authority, trusted_list
from matrika.demo.authority import Role
from matrika.demo.trusted_list import CA_QC, GRANTED, WITHDRAWN, Entry
from matrika.outside.signatures import certificates
from matrika.outside.signatures.certificates import Unreadable
from matrika.outside.signatures.lists import document, read, signature
from matrika.outside.signatures.lists.document import BadList
from matrika.outside.signatures.trust import Trust
from tests.outside.signatures.trusting import DAY, HOUR, judged
from tests.pki import AT

PIN = authority.list_operator().der
LIST = trusted_list.trusted_list(issued_at=AT, sequence_number=7)


def test_it_reads_what_a_verdict_says_it_rests_on():
    state = read.read(LIST).state
    assert (state.territory, state.sequence_number) == (authority.DEMO_TERRITORY, 7)
    assert (state.issued_at, state.next_update) == (AT, AT + trusted_list.LIFETIME)
    assert len(state.sha256) == 64


def test_it_is_stale_after_its_next_update():
    one = read.read(LIST)
    assert not one.is_stale(AT + trusted_list.LIFETIME)
    assert one.is_stale(AT + trusted_list.LIFETIME + HOUR)


def test_it_reads_the_history_of_a_service_newest_first():
    entry = Entry(authority.issuer(), CA_QC).withdrawn(AT)
    (service,) = read.read(trusted_list.trusted_list(issued_at=AT, entries=[entry])).services
    assert [(one.status, one.since, one.until) for one in service.periods] == [
        (WITHDRAWN, AT, None),
        (GRANTED, authority.BEGAN, AT),
    ]
    before = service.at(AT - HOUR)
    assert before is not None
    assert before.is_granted_at(AT - HOUR)
    assert service.at(authority.BEGAN - HOUR) is None


def test_it_reads_whom_a_list_of_lists_points_to():
    pointers = trusted_list.pointer("SK", authority.list_operator()) + trusted_list.pointer(
        "CZ", authority.issuer()
    )
    lists = read.read(
        trusted_list.trusted_list(
            issued_at=AT, territory="EU", entries=[], pointers=pointers, kind="EUlistofthelists"
        )
    )
    assert lists.is_list_of_lists
    assert lists.signers_of("SK") == (PIN,)
    assert lists.signers_of("AT") == ()


def test_it_knows_who_signed_a_list():
    assert signature.signer(LIST, [authority.issuer().der, PIN], at=AT) == PIN


def test_it_believes_the_pinned_certificate_and_not_the_one_inside():
    with pytest.raises(BadList, match="none of the certificates"):
        signature.signer(LIST, [authority.issuer().der], at=AT)


def test_it_refuses_a_list_by_a_signer_that_was_not_valid_when_it_was_issued():
    with pytest.raises(BadList, match="not valid when"):
        signature.signer(LIST, [PIN], at=authority.ISSUED - DAY)


def test_it_takes_no_list_of_which_a_word_was_changed():
    for old, new in (
        (b"granted", b"Granted"),
        (b">7<", b">8<"),
        (b"XX", b"SK"),
        (b"SigningTime>2", b"SigningTime>1"),
    ):
        assert old in LIST
        with pytest.raises(BadList):
            signature.signer(LIST.replace(old, new), [PIN], at=AT)


def test_it_takes_no_list_of_which_a_byte_that_says_something_was_changed():
    said = read.read(LIST)
    for place in range(0, len(LIST), 7):
        changed = LIST[:place] + bytes([LIST[place] ^ 1]) + LIST[place + 1 :]
        try:
            signature.signer(changed, [PIN], at=AT)
        except BadList:
            continue
        # The name of an unused namespace, say, or the certificate inside, which is not asked.
        assert said == replace(read.read(changed), state=said.state)


def unsigned(xml: bytes) -> bytes:
    start, end = xml.index(b"<ds:Signature "), xml.index(b"</ds:Signature>") + len(b"</ds:Signature>")
    return xml[:start] + xml[end:]


def test_it_refuses_a_list_without_a_signature():
    with pytest.raises(BadList, match="no signature"):
        signature.signer(unsigned(LIST), [PIN], at=AT)


def test_it_refuses_a_signed_list_wrapped_into_another():
    inner = LIST.split(b"?>\n", 1)[1]
    other = unsigned(trusted_list.trusted_list(issued_at=AT, sequence_number=8))
    signed = inner[inner.index(b"<ds:Signature ") : inner.index(b"</TrustServiceStatusList>")]
    for wrapped in (
        other.replace(b"</TrustServiceStatusList>", signed + b"</TrustServiceStatusList>"),
        other.replace(b"</TrustServiceStatusList>", inner + b"</TrustServiceStatusList>"),
    ):
        with pytest.raises(BadList):
            signature.signer(wrapped, [PIN], at=AT)


def test_it_refuses_a_signature_that_covers_only_itself():
    with pytest.raises(BadList):
        signature.signer(LIST.replace(b'URI=""', b'URI="#properties"'), [PIN], at=AT)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "well-formed"),
        (b"<x/>", "no trusted list"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]>' + LIST.split(b"?>\n", 1)[1], "DOCTYPE"),
        (LIST.replace(b"TSLSequenceNumber>", b"SequenceNumber>"), "no TSLSequenceNumber"),
        (LIST.replace(b">7<", b">-7<"), "no sequence number"),
        (LIST.replace(b"2026-06-01T10:00:00Z", b"yesterday"), "no date"),
        (LIST.replace(b"<X509Certificate>M", b"<X509Certificate>!"), "Base64"),
        (LIST.replace(b"<X509Certificate>M", "<X509Certificate>ž".encode()), "Base64"),
    ],
)
def test_it_says_what_is_wrong_with_a_list(data, sentence):
    with pytest.raises(BadList, match=sentence):
        read.read(data)


def test_it_refuses_a_list_of_any_size():
    with pytest.raises(BadList, match="may have"):
        read.read(b" " * (document.MAX_BYTES + 1))


def test_it_reads_a_list_with_one_certificate_that_is_none():
    """A flaw in one entry of a state's list must not cost all the others."""
    entry = base64.b64encode(authority.time_stamping_unit().der)
    assert entry in LIST
    assert judged(Role.PERSON, by=Trust([read.read(LIST.replace(entry, b"AAAA"))])).chain


def test_it_asks_a_signer_that_is_vouched_for_only_for_its_key_and_days():
    """The signer of Estonia's list 68 has a path length without being an authority."""
    odd = x509.UnrecognizedExtension(ExtensionOID.NAME_CONSTRAINTS, b"\x05\x00")
    operator = authority.certificate_of("Demo Trusted List Operator", None, extensions=((odd, False),))
    with pytest.raises(Unreadable):
        certificates.load(operator.der)
    made = trusted_list.trusted_list(issued_at=AT, by=operator)
    assert signature.signer(made, [operator.der], at=AT) == operator.der
