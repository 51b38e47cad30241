"""Profiles: what differs between registers, and since when."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import samllint
from samllint import profiles, rules
from samllint.profiles import Profile
from samllint.report import Outcome, RuleResult, Severity
from tests import pki
from tests.metadata import idp_metadata, sp_metadata


def result(data: bytes, rule_id: str, *, profile: str = "upvs", at: datetime = pki.AT) -> RuleResult:
    report = samllint.check(data, profile=profile, at=at)
    return next(each for each in report.results if each.rule_id == rule_id)


@pytest.mark.parametrize("profile", profiles.every().values(), ids=str)
def test_it_speaks_only_of_rules_there_are(profile: Profile) -> None:
    known = {rule.id for rule in rules.every()}
    assert {*profile.severities, *profile.binding_since} <= known


def test_it_stands_in_the_report_with_its_version() -> None:
    assert samllint.check(b"", at=pki.AT).profile == "upvs@2024-01-08"


def test_it_takes_a_path_for_a_warning_in_the_integration_environment() -> None:
    data = sp_metadata(entity_id="https://sp.example/test")
    assert result(data, "entity-id-no-path").severity is Severity.ERROR
    assert result(data, "entity-id-no-path", profile="upvs-fix").severity is Severity.WARNING


@pytest.mark.parametrize(
    ("rule_id", "before", "since"),
    [
        ("certificate-lifetime", datetime(2023, 8, 27, tzinfo=UTC), datetime(2023, 8, 28, tzinfo=UTC)),
        ("sp-role", datetime(2024, 1, 7, tzinfo=UTC), datetime(2024, 1, 8, tzinfo=UTC)),
    ],
)
def test_it_binds_since_its_day(rule_id: str, before: datetime, since: datetime) -> None:
    data = idp_metadata() if rule_id == "sp-role" else sp_metadata(signing=pki.certificate(days=732))
    assert result(data, rule_id, at=before).outcome is Outcome.NOT_BINDING
    assert result(data, rule_id, at=since).outcome is Outcome.FAILED


def test_it_refuses_a_profile_there_is_not() -> None:
    with pytest.raises(KeyError):
        samllint.check(b"", profile="spid", at=pki.AT)
