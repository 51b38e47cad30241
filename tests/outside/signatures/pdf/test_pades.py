"""Signatures inside PDF: the whole document, and nothing but what may follow (R-5.1, R-5.4)."""

from __future__ import annotations

import zlib

import pytest

from matrika.core.verdict.pdf_words import Reason
from matrika.core.verdict.words import Reason as SignatureReason
from matrika.demo import authority, evidence
from matrika.demo.authority import Role
from matrika.outside.signatures.pdf import bounds
from matrika.outside.signatures.pdf.examine import examine
from matrika.outside.signatures.refused import Refused
from tests.outside.signatures.pdf import signed_pdfs
from tests.outside.signatures.trusting import HOUR, NOTHING, trust
from tests.pki import AT

PERSON = authority.holder(Role.PERSON)
SIGNED = signed_pdfs.signed()


def problems(document: bytes) -> list[list[str]]:
    """Of each signature."""
    return [[problem.reason.value for problem in one.problems] for one in examine(document)]


def test_it_finds_who_signed_the_whole_document():
    (found,) = examine(SIGNED)
    assert found.problems == []
    assert found.certificate == PERSON.der
    assert found.covers == ("",)


def test_it_finds_the_time_stamp_of_a_signature():
    (found,) = examine(signed_pdfs.signed(stamped_at=AT - HOUR))
    assert found.problems == []
    ((token, octets),) = found.time_stamps
    verdict = trust().judge_time_stamp(token, octets, at=AT, revocation=NOTHING)
    assert verdict.proves == AT - HOUR


def test_it_takes_a_time_stamp_over_the_document_for_proof_of_each_signature():
    (found,) = examine(signed_pdfs.time_stamped(SIGNED, at=AT - HOUR))
    assert found.problems == []
    ((token, octets),) = found.time_stamps
    assert trust().judge_time_stamp(token, octets, at=AT, revocation=NOTHING).proves == AT - HOUR


def test_it_finds_validation_data_that_were_added():
    crl = evidence.crl(at=AT)
    (found,) = examine(signed_pdfs.with_validation_data(SIGNED, crls=(crl,)))
    assert found.problems == []
    assert found.revocation.crls == (crl,)


def test_it_finds_validation_data_that_stand_behind_a_reference():
    crl = evidence.crl(at=AT)
    document = signed_pdfs.with_validation_data(SIGNED, crls=(crl,))
    (found,) = examine(signed_pdfs.with_referenced_crls(document))
    assert found.problems == []
    assert found.revocation.crls == (crl,)


def test_it_finds_several_signatures():
    twice = signed_pdfs.signed(SIGNED, by=authority.holder(Role.SEAL), field="Signature2")
    first, second = examine(twice)
    assert (first.problems, second.problems) == ([], [])
    assert (first.certificate, second.certificate) == (PERSON.der, authority.holder(Role.SEAL).der)


def test_it_fails_a_document_of_which_a_signed_byte_was_changed():
    place = SIGNED.index(b"BT ET")
    assert problems(SIGNED[:place] + b"BT  T" + SIGNED[place + 5 :]) == [["data-changed"]]


def test_it_fails_a_document_that_was_changed_after_the_signature():
    assert problems(signed_pdfs.with_other_page(SIGNED)) == [["pdf-changed"]]


def test_it_fails_a_document_with_something_behind_its_end():
    assert problems(SIGNED + b"more") in ([["pdf-not-covered"]], [["pdf-changed", "pdf-not-covered"]])


def test_it_fails_a_signature_that_leaves_out_a_part():
    numbers = SIGNED[SIGNED.index(b"/ByteRange") :].split(b"]")[0]
    start, length, resume, rest = map(int, numbers.split(b"[")[1].split())
    shorter = b"[%d %d %d %d]" % (start, length, resume, rest - 10)
    old = b"[" + numbers.split(b"[")[1] + b"]"
    with pytest.raises(Refused) as refused:
        examine(SIGNED.replace(old, shorter.ljust(len(old))))
    assert refused.value.reason is Reason.PDF_NOT_COVERED


def test_it_never_passes_a_document_of_which_a_byte_was_changed():
    for place in range(0, len(SIGNED), 613):
        changed = SIGNED[:place] + bytes([SIGNED[place] ^ 1]) + SIGNED[place + 1 :]
        try:
            found = examine(changed)
        except Refused:
            continue
        # The value of the signature is no part of what it signs; a letter's case in it says nothing.
        inside = SIGNED.index(b"/Contents") < place < SIGNED.index(b"/Contents") + 20_000
        assert inside or any(one.problems for one in found), place


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (b"%PDF-1.7", Reason.PDF_UNREADABLE),
        (b"%PDF-1.7\n" + b"1 0 obj\n<<" * 1000, Reason.PDF_UNREADABLE),
        (b"%PDF-1.7\n" + b"[" * 100_000, Reason.PDF_UNREADABLE),
        (SIGNED[: len(SIGNED) // 2], Reason.PDF_UNREADABLE),
        (signed_pdfs.plain(), SignatureReason.NOT_SIGNED),
        (b"%PDF-1.7\n" + b"1 0 obj " * 60_000, Reason.PDF_TOO_LARGE),
        (b"%PDF-1.7\n<</Filter [/FlateDecode /FlateDecode]>>", Reason.PDF_TOO_LARGE),
        (b"%PDF-1.7\n<</Filter [/Fl#61teDecode /LZWDecode]>>", Reason.PDF_TOO_LARGE),
    ],
    ids=["empty", "unclosed", "nested", "half", "unsigned", "objects", "filters", "disguised-filters"],
)
def test_it_says_why_it_refuses_a_document(document, reason):
    with pytest.raises(Refused) as refused:
        examine(document)
    assert refused.value.reason is reason


def test_it_refuses_a_document_that_unpacks_to_too_much():
    bomb = zlib.compress(b"\0" * (bounds.MAX_UNPACKED_BYTES + 1), 9)
    with pytest.raises(Refused) as refused:
        examine(b"%PDF-1.7\n1 0 obj <</Filter /FlateDecode>>\nstream\n" + bomb + b"\nendstream")
    assert refused.value.reason is Reason.PDF_TOO_LARGE


def test_it_refuses_an_encrypted_document():
    with pytest.raises(Refused) as refused:
        examine(signed_pdfs.encrypted())
    assert refused.value.reason is Reason.PDF_ENCRYPTED


def test_it_cuts_off_what_fills_the_space_kept_for_a_signature():
    assert bounds.unpadded(b"\x30\x03abc\0\0\0") == b"\x30\x03abc"
