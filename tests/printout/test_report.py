"""The report of a check as PDF: everything in it, and what the document says is never obeyed."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

from pypdf import PdfReader

import samllint
from matrika.printout import report_as_pdf
from matrika.printout.report import MOST_FINDINGS
from samllint.report import Report
from tests import pki
from tests.metadata import sp_metadata

MARKUP = "#set text(red) *tučné* $x$ <b>"


def words(pdf: bytes) -> str:
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return re.sub(r"[\s\u200b]", "", text)


def report(data: bytes) -> Report:
    return samllint.check(data, at=pki.AT)


def test_it_says_place_found_expected_and_remedy() -> None:
    data = sp_metadata(replace={"https://sp.example/slo": "http://sp.example/slo"})
    found = report(data)
    said = words(report_as_pdf(found, name="sp.xml", language="sk"))
    for finding in found.findings():
        for wanted in (finding.message.sk, finding.expected.sk, finding.found, finding.rule_id):
            assert words_of(wanted) in said
        assert finding.place is not None
        assert f"riadok{finding.place.line},stĺpec{finding.place.column}" in said
    assert found.sha256 in said


def words_of(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_it_prints_what_the_document_says_and_never_obeys_it() -> None:
    data = sp_metadata(signing=pki.certificate(cn=MARKUP))
    pdf = report_as_pdf(report(data), name=f"{MARKUP}\u202e🙂.xml", language="en")
    assert words_of(MARKUP) in words(pdf)
    assert "[U+202E][U+1F642].xml" in words(pdf)


def test_it_keeps_commands_whole() -> None:
    pdf = report_as_pdf(report(sp_metadata(signing=pki.certificate(ca=True))), name="", language="en")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    assert "\u200b" not in text[text.index("openssl req -x509") :].split("-keyout")[0]


def test_it_is_the_same_for_the_same_report() -> None:
    found = report(sp_metadata())
    assert report_as_pdf(found, name="", language="sk") == report_as_pdf(found, name="", language="sk")


def test_it_prints_a_bounded_number_of_findings() -> None:
    found = report(sp_metadata(replace={"https://sp.example/slo": "http://sp.example/slo"}))
    failed = next(result for result in found.results if result.rule_id == "slo-location-https")
    many = replace(failed, findings=failed.findings[:1] * (MOST_FINDINGS + 7))
    pdf = report_as_pdf(replace(found, results=(many,)), name="", language="en")
    assert "7more;allofthemareintheJSON" in words(pdf)
    assert words(pdf).count("doesnotstartwithhttps://") == MOST_FINDINGS
