"""JSON: for programs in one language, for keeping in both."""

from __future__ import annotations

import importlib.resources
import json
from pathlib import Path

import pytest

import samllint
from samllint.formats.json import from_record, several, to_dict, to_record
from tests.metadata import idp_metadata, sp_metadata
from tests.samllint import json_schema, reports


def test_it_gives_every_rule_with_the_documented_fields() -> None:
    shown = to_dict(reports.mixed_report(), lang="en", file="sp.xml")
    assert (shown["format"], shown["file"], shown["verdict"]) == ("samllint-report/1", "sp.xml", "failed")
    assert [rule["outcome"] for rule in shown["rules"]] == [
        "passed",
        "failed",
        "failed",
        "failed",
        "not-applicable",
        "not-binding",
        "waived",
        "blocked",
        "crashed",
    ]
    assert shown["rules"][1]["clauses"] == ["3.2.8"]
    assert shown["rules"][1]["findings"][1] == {
        "severity": "error",
        "line": 4,
        "column": 1,
        "xpath": "/md:A/@Location",
        "found": "http://sp.example/slo",
        "expected": "https:// (in English)",
        "remedy": "Mend the address (in English)",
        "message": "The address is not safe (in English)",
    }


def test_it_speaks_the_language_asked_for() -> None:
    finding = to_dict(reports.mixed_report(), lang="sk")["rules"][1]["findings"][0]
    assert finding["message"] == "The address is not safe (po slovensky)"


def test_it_writes_the_instant_in_utc() -> None:
    assert to_dict(reports.report(), lang="en")["at"] == "2026-06-01T10:30:00Z"


def test_it_names_what_could_not_be_read_beside_the_reports() -> None:
    shown = several([("a.xml", reports.report())], lang="en", unreadable=[("b.xml", "no such file")])
    assert shown["format"] == "samllint-reports/1"
    assert [document["file"] for document in shown["documents"]] == ["a.xml"]
    assert shown["unreadable"] == [{"file": "b.xml", "reason": "no such file"}]


def test_it_keeps_a_report_whole_through_json() -> None:
    for report in (reports.mixed_report(), samllint.check(sp_metadata(), at=reports.AT)):
        assert from_record(json.loads(json.dumps(to_record(report)))) == report


@pytest.mark.parametrize("record", [{}, {"format": "samllint-record/2"}, {"format": "samllint-report/1"}])
def test_it_refuses_a_record_of_another_format(record: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="samllint-record/1"):
        from_record(record)


SCHEMA = json.loads(importlib.resources.files("samllint.formats").joinpath("report.schema.json").read_text())


@pytest.mark.parametrize("data", [sp_metadata(), idp_metadata(), b"", b"<a", b"\xff" * 9], ids=range(5))
def test_it_prints_what_the_schema_says(data: bytes) -> None:
    one = to_dict(samllint.check(data, at=reports.AT), lang="sk", file="sp.xml")
    assert list(json_schema.errors(one, SCHEMA, SCHEMA)) == []


def test_it_prints_several_reports_as_the_schema_says() -> None:
    shown = several([("a.xml", reports.mixed_report())], lang="en", unreadable=[("b.xml", "no such file")])
    assert list(json_schema.errors(shown, SCHEMA, SCHEMA)) == []


def test_it_has_a_schema_that_refuses_other_things() -> None:
    shown = to_dict(reports.mixed_report(), lang="en")
    del shown["rules"][1]["findings"][0]["remedy"]
    assert list(json_schema.errors(shown, SCHEMA, SCHEMA)) == ["$.rules[1].findings[0]: lacks remedy"]


def test_it_documents_every_field() -> None:
    page = (Path(__file__).parents[2] / "docs" / "report-format.md").read_text(encoding="utf-8")
    fields = {name for kind in SCHEMA["$defs"].values() for name in kind.get("properties", ())}
    assert [name for name in sorted(fields) if f"`{name}`" not in page and f'"{name}"' not in page] == []


def test_it_shows_a_true_example_on_its_page() -> None:
    page = (Path(__file__).parents[2] / "docs" / "report-format.md").read_text(encoding="utf-8")
    example = json.loads(page.partition("```json\n")[2].partition("```")[0])
    document = sp_metadata(replace={"https://sp.example/slo/response": "http://sp.example/slo"})
    shown = to_dict(samllint.check(document, at=reports.AT), lang="en")
    assert example == next(rule for rule in shown["rules"] if rule["id"] == example["id"])
