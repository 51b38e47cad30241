"""R-5.1, R-5.4: a PDF that shows anything else than what was signed never passes.

Incremental saving, shadow and certification attacks, forgeries of ByteRange and Contents; the names are those
of the literature (pdf-insecurity.org).
"""

from __future__ import annotations

import re
import time

import pytest
from pyhanko.sign.fields import MDPPerm

from matrika.core.verdict import Indication, SubIndication
from matrika.demo import authority, evidence
from matrika.demo.authority import Role
from tests.outside.signatures import cases
from tests.outside.signatures.cases import verdict
from tests.outside.signatures.pdf import attacks, signed_pdfs
from tests.outside.signatures.trusting import HOUR
from tests.pki import AT

FORM = attacks.form()
SIGNED = signed_pdfs.signed(FORM)
CRL = evidence.crl(at=AT)
SECONDS = 5.0  # of processor time; most take a tenth of it
UPDATES = [
    attacks.fill_in,
    attacks.replace_appearance,
    attacks.comment,
    attacks.hide_stamp,
    attacks.empty_stamp,
    attacks.replace_font,
    attacks.show_hidden,
    attacks.run_script,
    attacks.odd_validation_data,
]


def indications(document: bytes) -> list[Indication]:
    """Of each signature."""
    return [one.indication for one in verdict(document).signatures]


def reasons(document: bytes) -> set[str]:
    found = verdict(document)
    assert found.indication is not Indication.TOTAL_PASSED
    return {*found.reasons, *(reason for one in found.signatures for reason in one.reasons)}


def signed_again(document: bytes) -> bytes:
    return signed_pdfs.signed(document, by=authority.holder(Role.SEAL), field="Signature2")


@pytest.mark.parametrize(
    "document",
    [
        SIGNED,
        SIGNED + b"\n\n",
        signed_pdfs.with_validation_data(SIGNED, crls=(CRL,)),
        signed_pdfs.time_stamped(signed_pdfs.with_validation_data(SIGNED, crls=(CRL,)), at=AT - HOUR),
        signed_pdfs.with_validation_data(signed_pdfs.time_stamped(SIGNED, at=AT - HOUR), crls=(CRL,)),
        signed_again(SIGNED),
    ],
    ids=["signed", "blank-lines", "dss", "dss-and-time-stamp", "time-stamp-and-dss", "signed-twice"],
)
def test_it_passes_what_may_follow_a_signature(document):
    assert verdict(document).indication is Indication.TOTAL_PASSED


@pytest.mark.parametrize("update", UPDATES)
def test_it_fails_a_document_that_was_updated_after_its_signature(update):
    assert reasons(attacks.updated(SIGNED, update)) == {"pdf-changed"}


@pytest.mark.parametrize("update", UPDATES)
def test_it_does_not_pass_the_first_signature_when_the_next_one_covers_an_update(update):
    document = signed_again(attacks.updated(SIGNED, update))
    assert verdict(document).indication is not Indication.TOTAL_PASSED
    first, second = indications(document)
    assert (first is Indication.TOTAL_PASSED, second) == (False, Indication.TOTAL_PASSED)


def test_it_leaves_a_form_that_was_filled_in_between_signatures_to_a_person():
    found = verdict(signed_again(attacks.updated(SIGNED, attacks.fill_in)))
    assert (found.indication, found.sub_indication) == (
        Indication.INDETERMINATE,
        SubIndication.SIG_CONSTRAINTS_FAILURE,
    )
    assert found.signatures[0].reasons == ("pdf-filled",)


@pytest.mark.parametrize("permission", list(MDPPerm))
@pytest.mark.parametrize("update", [attacks.fill_in, attacks.comment, attacks.show_hidden])
def test_it_fails_a_certified_document_that_was_updated_whatever_its_author_allows(permission, update):
    certified = signed_pdfs.signed(FORM, certify=True, docmdp_permissions=permission)
    assert verdict(certified).indication is Indication.TOTAL_PASSED
    assert reasons(attacks.updated(certified, update)) == {"pdf-changed"}


BEHIND = {
    "object": attacks.body(4),
    "object-and-end": attacks.body(4) + b"%%EOF\n",
    "object-and-old-start": attacks.body(4) + b"startxref\n%d\n%%%%EOF\n" % attacks.last_start(SIGNED),
    "trailer-without-references": attacks.body(4)
    + b"trailer\n<</Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % attacks.last_start(SIGNED),
    "start-alone": b"startxref\n%d\n%%%%EOF\n" % attacks.last_start(SIGNED),
    "comment": b"% Signed by everybody.\n%%EOF\n",
    "text": b"I owe a million.",
    "other-document": attacks.form(),
}


@pytest.mark.parametrize("name", BEHIND)
def test_it_fails_a_document_with_something_behind_that_no_reference_names(name):
    assert reasons(SIGNED + BEHIND[name]) <= {"pdf-not-covered", "pdf-unreadable", "not-signed"}


@pytest.mark.parametrize(
    "many",
    [
        b"stream\n",
        b"1 0 obj\n",
        b"1 " * 9,
        b"startxref\n",
        b"stream\nendstream\n",
        b"%%EOF\n",
        b"\n" * 7 + b"1",
    ],
)
def test_it_weighs_what_stands_behind_in_one_pass(many):
    began = time.process_time()
    assert reasons(SIGNED + many * (4_000_000 // len(many)) + b"\nstartxref\n0\n%%EOF\n")
    assert time.process_time() - began < SECONDS


def test_it_fails_a_document_with_an_object_slipped_into_an_update():
    """Validation data may follow; beside them stands another text, which a repairing reader would show."""
    updated = signed_pdfs.with_validation_data(SIGNED, crls=(CRL,))
    table = attacks.last_start(updated)
    slipped = attacks.body(attacks.text_number(SIGNED))
    document = updated[:table] + slipped + updated[table:]
    document = document.replace(b"startxref\n%d" % table, b"startxref\n%d" % (table + len(slipped)))
    assert reasons(document) == {"pdf-not-covered"}


def test_it_fails_a_document_of_which_a_hidden_object_becomes_another_one():
    """Hide and replace: both texts were signed, and only the references say which one the page shows."""
    prepared, second = attacks.with_second_body(FORM)
    signed = signed_pdfs.signed(prepared)
    assert verdict(signed).indication is Indication.TOTAL_PASSED
    swapped = attacks.pointing(signed, attacks.text_number(FORM), second)
    assert reasons(swapped) == {"pdf-changed"}


def test_it_fails_a_document_that_was_signed_with_a_place_for_more():
    """The page names an object that is added after the signature."""
    signed = signed_pdfs.signed(attacks.form(missing=99))
    assert verdict(signed).indication is Indication.TOTAL_PASSED
    added = attacks.defining(signed, 99)
    assert reasons(added) == {"pdf-changed"}
    assert indications(signed_again(added))[0] is Indication.TOTAL_FAILED


def byte_range(document: bytes) -> list[int]:
    return [int(number) for number in re.search(rb"/ByteRange \[([\d ]+)\]", document)[1].split()]


def with_byte_range(*numbers: int | bytes) -> bytes:
    old = re.search(rb"/ByteRange \[[\d ]+\] *", SIGNED)[0]
    new = b"/ByteRange [%s]" % b" ".join(b"%d" % one if isinstance(one, int) else one for one in numbers)
    return SIGNED.replace(old, new.ljust(len(old)))


_, LENGTH, RESUME, REST = byte_range(SIGNED)


@pytest.mark.parametrize(
    "numbers",
    [
        (0, LENGTH),
        (0, LENGTH, RESUME, REST, 0, 0),
        (0, 0, 0, 0),
        (0, len(SIGNED), 0, 0),
        (0, LENGTH - 1, RESUME, REST),
        (0, LENGTH, RESUME + 1, REST - 1),
        (0, LENGTH, RESUME, REST - 1),
        (0, LENGTH, RESUME, REST + 1),
        (1, LENGTH - 1, RESUME, REST),
        (0, RESUME, LENGTH, REST),
        (RESUME, REST, 0, LENGTH),
        (0, LENGTH, -RESUME, REST),
        (0, LENGTH, RESUME, b"%d.5" % REST),
        (b"(0)", LENGTH, RESUME, REST),
    ],
)
def test_it_takes_no_other_byte_range_than_everything_but_the_value(numbers):
    assert reasons(with_byte_range(*numbers))


def with_value(value: bytes) -> bytes:
    return SIGNED[:LENGTH] + value.ljust(RESUME - LENGTH) + SIGNED[RESUME:]


@pytest.mark.parametrize("value", [b"null", b"<>", b"<00>", b"()", b"<< >>", b"[ ]", b"<3080>", b"true"])
def test_it_takes_no_signature_without_value(value):
    """Universal signature forgery."""
    assert reasons(with_value(value))


@pytest.mark.parametrize("name", [b"/ByteRange [", b"/Contents <", b"/SubFilter /ETSI", b"/Type /Sig\n"])
def test_it_takes_no_signature_dictionary_that_lacks_something(name):
    assert SIGNED.count(name) == 1
    assert reasons(SIGNED.replace(name, b"/X" + name[2:]))


def test_it_fails_a_document_of_which_the_signed_end_was_moved():
    """Signature wrapping: the second signed part goes to the end, another one takes its place."""
    tail = SIGNED[RESUME:]
    other = tail.replace(b"/Prev", b"/Prex")
    moved = SIGNED[:RESUME] + other + tail
    old = re.search(rb"/ByteRange \[[\d ]+\] *", moved)[0]
    new = b"/ByteRange [0 %d %d %d]" % (LENGTH, RESUME + len(other), len(tail))
    assert reasons(moved.replace(old, new.ljust(len(old))))


def test_it_fails_a_second_signature_that_covers_less():
    """It names the first one's bytes, and so covers neither itself nor what came with it."""
    twice = signed_again(SIGNED)
    second = re.findall(rb"/ByteRange \[[\d ]+\] *", twice)[-1]
    less = b"/ByteRange [0 %d %d %d]" % (LENGTH, RESUME, REST)
    assert reasons(twice.replace(second, less.ljust(len(second))))


def test_it_takes_no_signature_for_a_time_stamp_and_no_time_stamp_for_a_signature():
    disguised = SIGNED.replace(b"/ETSI.CAdES.detached", b"/ETSI.RFC3161".ljust(20))
    assert reasons(disguised) == {"not-signed"}
    stamp = signed_pdfs.time_stamped(FORM, at=AT - HOUR)
    assert reasons(stamp) == {"not-signed"}
    other = stamp.replace(b"/SubFilter /ETSI.RFC3161", b"/SubFilter /ETSI.CAdES.detached")
    assert reasons(other)


@pytest.mark.parametrize("before", [b"MZ", b"\n", b"\0", b"% a comment\n"])
def test_it_takes_no_document_that_begins_with_something_else(before):
    assert verdict(before + SIGNED).indication is not Indication.TOTAL_PASSED


def test_it_takes_no_document_that_is_an_archive_too():
    assert reasons(SIGNED + cases.signed()) <= {"pdf-not-covered", "pdf-unreadable"}
    assert reasons(cases.signed() + SIGNED)
