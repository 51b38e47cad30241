"""The form's field: strict where guessing could change bytes, lenient only towards white space (R-B64)."""

from __future__ import annotations

import base64

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from samllint import disguise
from samllint.base64fault import FieldFault, finding_of
from samllint.base64field import MAX_CHARACTERS, NotDecodable, decode, encode
from samllint.form import check_field
from samllint.report import Outcome, Severity, Verdict
from samllint.unreadable import Kind
from tests.metadata import sp_metadata
from tests.samllint.reports import AT

DATA = sp_metadata()
FIELD = encode(DATA)
RECOGNISED = (Kind.BASE64, Kind.DOUBLE_BASE64, Kind.PRIVATE_KEY)


def fault(field: str | bytes) -> FieldFault:
    with pytest.raises(NotDecodable) as caught:
        decode(field)
    return caught.value.fault


def ordinary(data: bytes) -> bool:
    """Not something that the field recognises and refuses by name."""
    found = disguise.look(data)
    return bool(data) and (found is None or found.kind not in RECOGNISED)


@given(st.binary(min_size=1, max_size=300))
def test_it_gives_back_exactly_the_bytes_encoded(data: bytes) -> None:
    assume(ordinary(data))
    assert decode(encode(data)).data == data


@given(st.binary(min_size=1, max_size=300), st.randoms(use_true_random=False))
def test_it_passes_over_white_space_and_reports_it(data: bytes, random: object) -> None:
    assume(ordinary(data))
    field = encode(data)
    at = random.randrange(len(field) + 1)
    decoded = decode(field[:at] + " \r\n\t" + field[at:])
    assert decoded.data == data
    assert [notice.severity for notice in decoded.notices] == [Severity.NOTICE]


@given(st.text(max_size=200) | st.text(alphabet="AQw+/-_= \n", max_size=12))
def test_it_never_accepts_two_spellings_of_the_same_bytes(field: str) -> None:
    try:
        decoded = decode(field)
    except NotDecodable:
        return
    assert encode(decoded.data) == "".join(character for character in field if character not in " \t\n\r\f\v")


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("", FieldFault.EMPTY),
        (" \n", FieldFault.EMPTY),
        ("A" * (MAX_CHARACTERS + 1), FieldFault.TOO_LONG),
        (DATA.decode(), FieldFault.XML_ITSELF),
        (f"data:text/xml;base64,{FIELD}", FieldFault.DATA_URL),
        (f"-----BEGIN CERTIFICATE-----\n{FIELD}\n-----END CERTIFICATE-----\n", FieldFault.PEM_ARMOUR),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIB\n", FieldFault.PRIVATE_KEY),
        (encode(b"-----BEGIN PRIVATE KEY-----\nMIIB\n"), FieldFault.PRIVATE_KEY),
        (base64.urlsafe_b64encode(b"\xfb\xff" * 9).decode(), FieldFault.URL_SAFE_ALPHABET),
        (FIELD[:10] + "č" + FIELD[10:], FieldFault.FOREIGN_CHARACTER),
        (FIELD[:10] + "\u00a0" + FIELD[10:], FieldFault.FOREIGN_CHARACTER),
        (FIELD[:10] + "-" + FIELD[10:] + "+", FieldFault.FOREIGN_CHARACTER),
        (encode(b"<a/>") + encode(b"<b/>"), FieldFault.MISPLACED_PADDING),
        (encode(b"<ab/>=") + "=", FieldFault.MISPLACED_PADDING),
        ("====", FieldFault.MISPLACED_PADDING),
        ("PGEvP", FieldFault.CUT_OFF),
        (encode(b"<abc").rstrip("="), FieldFault.NO_PADDING),
        (encode(b"<abc")[:-1], FieldFault.NO_PADDING),
        ("PGE/QR==", FieldFault.TRAILING_BITS),
        (encode(FIELD.encode()), FieldFault.DOUBLE_ENCODING),
        (encode(base64.encodebytes(DATA)), FieldFault.DOUBLE_ENCODING),
    ],
    ids=lambda value: value.value if isinstance(value, FieldFault) else "",
)
def test_it_refuses_every_other_field_by_name(field: str, expected: FieldFault) -> None:
    assert fault(field) is expected
    assert fault(field.encode()) is expected


def test_it_has_a_sentence_of_its_own_for_every_fault() -> None:
    findings = [finding_of(kind, None, "x") for kind in FieldFault]
    assert len({finding.message.sk for finding in findings}) == len(FieldFault)
    assert len({finding.message.en for finding in findings}) == len(FieldFault)


def test_it_points_at_the_character() -> None:
    with pytest.raises(NotDecodable) as caught:
        decode("PGEv\r\nPGE*")
    place = caught.value.finding.place
    assert place is not None
    assert (place.line, place.column, caught.value.finding.found) == (2, 4, "*")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_it_reads_text_files_that_editors_on_windows_write(encoding: str) -> None:
    assert decode(FIELD.encode(encoding)).data == DATA


def test_it_judges_the_file_in_the_field() -> None:
    report = check_field(FIELD, at=AT)
    assert (report.results[0].rule_id, report.results[0].outcome) == ("base64-field", Outcome.PASSED)
    assert (report.verdict, report.size) == (Verdict.PASSED, len(DATA))


def test_it_blocks_every_rule_when_the_field_cannot_be_decoded() -> None:
    report = check_field(FIELD + "!", at=AT)
    assert report.results[0].outcome is Outcome.FAILED
    assert {result.outcome for result in report.results[1:]} == {Outcome.BLOCKED}
    assert report.verdict is Verdict.FAILED
