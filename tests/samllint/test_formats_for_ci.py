"""SARIF and JUnit: what code hosts and CI servers read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from lxml import etree

from samllint.formats import junit, sarif
from samllint.formats.documents import Checked, Unread
from samllint.report import Severity
from tests.samllint import reports

CHECKED = Checked("dir/sp č.xml", reports.mixed_report(), b"")
UNREAD = Unread("b.xml", "there is no such file")


def log(*unread: Unread) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(sarif.render([CHECKED, CHECKED], unread, lang="en"))
    return loaded


def suites(threshold: Severity = Severity.ERROR, name: str = "sp.xml") -> etree._Element:
    text = junit.render([Checked(name, CHECKED.report, b"")], [UNREAD], lang="en", threshold=threshold)
    return etree.XML(text.encode())


def test_it_writes_sarif_whose_parts_refer_to_one_another() -> None:
    (run,) = log()["runs"]
    rules, artifacts = run["tool"]["driver"]["rules"], run["artifacts"]
    assert len({rule["id"] for rule in rules}) == len(rules) == 9
    assert len(run["results"]) == 10
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        where = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert artifacts[where["index"]]["location"]["uri"] == where["uri"] == "dir/sp%20%C4%8D.xml"


def test_it_says_in_sarif_where_and_how_bad() -> None:
    result = log()["runs"][0]["results"][1]
    location = result["locations"][0]
    assert location["physicalLocation"]["region"] == {"startLine": 4, "startColumn": 1}
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "/md:A/@Location"
    levels = [result["level"] for result in log()["runs"][0]["results"][:5]]
    assert levels == ["error", "error", "warning", "note", "error"]


def test_it_says_in_sarif_what_could_not_be_read() -> None:
    assert log()["runs"][0]["invocations"][0]["executionSuccessful"] is True
    invocation = log(UNREAD)["runs"][0]["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == UNREAD.reason


def test_it_writes_sarif_of_nothing() -> None:
    assert json.loads(sarif.render([], [UNREAD], lang="sk"))["runs"][0]["results"] == []


@pytest.mark.parametrize(
    ("threshold", "failures"), [(Severity.ERROR, 1), (Severity.WARNING, 2), (Severity.NOTICE, 3)]
)
def test_it_fails_a_case_of_junit_from_the_threshold_on(threshold: Severity, failures: int) -> None:
    suite = suites(threshold)[0]
    assert suite.attrib["failures"] == str(failures) == str(len(suite.findall("testcase/failure")))
    assert suite.attrib["errors"] == str(len(suite.findall("testcase/error"))) == "1"
    assert suite.attrib["skipped"] == str(len(suite.findall("testcase/skipped"))) == "4"
    assert suite.attrib["tests"] == str(len(suite.findall("testcase"))) == "9"


def test_it_shows_in_junit_what_could_not_be_read() -> None:
    assert suites()[1].attrib["errors"] == "1"


def test_it_writes_well_formed_junit_whatever_the_names_are() -> None:
    assert suites(name="a\x00<&\"'\x1b\n.xml")[0].attrib["name"] == "a\ufffd<&\"'\ufffd\n.xml"
