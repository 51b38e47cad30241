"""The engine: every rule has exactly one outcome, whatever the bytes are (R-3.0, R-3.9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

import samllint
from samllint import document, engine, rules
from samllint.report import Outcome, Report, Severity, Verdict
from tests.metadata import idp_metadata, key_descriptor, sp_metadata
from tests.pki import AT


def check(data: bytes) -> Report:
    return samllint.check(data, at=AT)


def failed(report: Report) -> list[str]:
    """The rules that failed, but for notices: the guide's example IČO has a wrong check digit."""
    wrong = (result for result in report.results if result.outcome is Outcome.FAILED)
    return [result.rule_id for result in wrong if result.severity > Severity.NOTICE]


def test_it_passes_the_default_metadata() -> None:
    report = check(sp_metadata())
    assert (failed(report), report.verdict) == ([], Verdict.PASSED)
    assert report.entity_id == "https://sp.example"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<",
        b"\xff\xfe",
        b"PK\x03\x04",
        sp_metadata(),
        idp_metadata(),
        sp_metadata()[:-20],
        b"x" * 2**20 * 2,
    ],
    ids=["empty", "bracket", "bom", "zip", "sp", "idp", "cut", "huge"],
)
def test_it_gives_every_rule_exactly_one_outcome(data: bytes) -> None:
    assert [result.rule_id for result in check(data).results] == [rule.id for rule in rules.every()]


def test_it_wants_an_instant_with_a_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        samllint.check(b"", at=datetime(2026, 6, 1))


def test_it_blocks_rules_about_the_role_when_there_is_none() -> None:
    outcomes = {result.rule_id: result.outcome for result in check(idp_metadata()).results}
    assert outcomes["well-formed"] is Outcome.PASSED
    assert outcomes["slo-location-https"] is Outcome.BLOCKED


def test_it_names_line_and_column_of_an_attribute() -> None:
    report = check(sp_metadata(replace={"https://sp.example/slo/response": "http://sp.example/slo"}))
    (finding,) = report.findings(Severity.WARNING)
    assert finding.place is not None
    line = sp_metadata().decode().splitlines()[finding.place.line - 1]
    assert line[finding.place.column - 1 :].startswith("ResponseLocation=")
    assert finding.place.xpath.endswith("/md:SPSSODescriptor/md:SingleLogoutService/@ResponseLocation")


def test_it_keeps_a_waived_rule_out_with_its_reason() -> None:
    data = sp_metadata(replace={"https://sp.example/slo/response": "http://sp.example/slo"})
    report = samllint.check(data, at=AT, waivers={"slo-location-https": "imported in 2026"})
    result = next(result for result in report.results if result.rule_id == "slo-location-https")
    assert result.outcome is Outcome.WAIVED
    assert result.reason is not None
    assert "imported in 2026" in result.reason.sk


def test_it_holds_at_any_time_zone() -> None:
    assert samllint.check(sp_metadata(), at=AT.astimezone()).at == AT.astimezone(UTC)


def test_it_turns_a_crash_into_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    planned = next(each for each in engine.plan("upvs") if each.rule.id == "acs-present")
    broken = replace(planned, rule=replace(planned.rule, check=lambda md, circumstances: 1 // 0))
    monkeypatch.setattr(engine, "plan", lambda profile: (broken,))
    report = check(sp_metadata())
    assert report.results[0].outcome is Outcome.CRASHED
    assert report.verdict is Verdict.FAILED
    assert "ZeroDivisionError" in next(report.findings()).message.en


def test_it_stops_counting_findings_of_a_hostile_document() -> None:
    report = check(sp_metadata(after_logouts="<md:NameIDFormat>x</md:NameIDFormat>" * 5000))
    result = next(each for each in report.results if each.rule_id == "name-id-format-transient")
    assert len(result.findings) == engine.MAX_FINDINGS_A_RULE


def test_it_holds_certificate_rules_for_not_applicable_without_certificates() -> None:
    outcomes = {each.rule_id: each.outcome for each in check(sp_metadata("KeyDescriptor")).results}
    assert outcomes["certificate-key-2048"] is Outcome.NOT_APPLICABLE


def test_it_blocks_certificate_rules_when_none_can_be_read() -> None:
    data = sp_metadata(signing=(), encryption=(), before_keys=key_descriptor("MIIC", "signing"))
    outcomes = {each.rule_id: each.outcome for each in check(data).results}
    assert outcomes["certificate-key-2048"] is Outcome.BLOCKED
    assert outcomes["certificate-der"] is Outcome.FAILED


@pytest.mark.parametrize(
    ("at", "outcome"),
    [
        (datetime(2024, 1, 7, 22, 59, 59, tzinfo=UTC), Outcome.NOT_BINDING),
        (datetime(2024, 1, 7, 23, tzinfo=UTC), Outcome.PASSED),
    ],
    ids=["the last second of 7 January", "00:00 of 8 January"],
)
def test_it_binds_rules_from_midnight_in_bratislava(at: datetime, outcome: Outcome) -> None:
    outcomes = {result.rule_id: result.outcome for result in samllint.check(sp_metadata(), at=at).results}
    assert outcomes["sp-role"] is outcome


def test_it_keeps_a_finding_whose_place_cannot_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*arguments: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(document.Reading, "place", lost)
    report = samllint.check(sp_metadata(without="SingleLogoutService"), at=AT)
    places = {finding.rule_id: finding.place for finding in report.findings()}
    assert places["slo-present"] is None
