"""A document on a page: its lines are those that the report counts."""

from __future__ import annotations

import pytest

import samllint
from matrika.pages.source import (
    MAX_CHARACTERS,
    MAX_COLUMNS,
    MAX_LINES,
    lines_left_out,
    marked_lines,
    worst_first,
)
from samllint.report import Severity
from tests.metadata import sp_metadata
from tests.people import NOW


def test_it_marks_the_line_that_a_finding_points_at() -> None:
    data = sp_metadata(replace={"https://sp.example/slo": "http://sp.example/slo"})
    report = samllint.check(data, at=NOW)
    wrong = [line for line in marked_lines(data, report) if "http://sp.example/slo" in line.text]
    assert wrong
    assert all(line.severity is Severity.ERROR for line in wrong)


@pytest.mark.parametrize("separator", ["\u2028", "\x0b", "\x85"])
def test_it_ends_lines_only_where_xml_does(separator: str) -> None:
    data = f"<a>\r\n{separator}</a>".encode()
    assert [line.number for line in marked_lines(data, None)] == [1, 2]


def test_it_shows_utf_16_as_text() -> None:
    assert [line.text for line in marked_lines("<á/>".encode("utf-16"), None)] == ["<á/>"]


def test_it_cuts_what_nobody_reads() -> None:
    assert len(marked_lines(b"\n" * 5000, None)) == MAX_LINES
    lines = marked_lines(b"\n".join([b"x" * 5000] * 5000), None)
    assert len(lines[0].text) == MAX_COLUMNS
    assert sum(len(line.text) for line in lines) < MAX_CHARACTERS + MAX_COLUMNS
    assert lines_left_out(b"\n" * 5000, lines[:10]) == 4991


def test_it_leads_from_a_line_to_its_worst_finding() -> None:
    data = sp_metadata(replace={"https://sp.example/slo": "http://sp.example/slo"})
    report = samllint.check(data, at=NOW)
    findings = worst_first(report)
    for line in marked_lines(data, report):
        if line.finding:
            finding = findings[line.finding - 1][1]
            assert finding.place is not None
            assert (finding.place.line, finding.severity) == (line.number, line.severity)
    assert [finding.severity for _, finding in findings] == sorted(
        (finding.severity for _, finding in findings), reverse=True
    )
