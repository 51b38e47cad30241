"""The commands that only tell: `samllint explain` and `samllint rules`."""

from __future__ import annotations

import pytest

from samllint import base64field, rules
from samllint.cli import main


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")


def test_it_explains_a_rule_and_a_paragraph(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "slo-location-https"]) == 0
    by_name = capsys.readouterr().out
    for paragraph in ("3.2.8", "3.2(8)", "§3.2/8"):
        assert main(["explain", paragraph]) == 0
        assert by_name in capsys.readouterr().out


def test_it_explains_the_rule_about_the_field_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "base64-field"]) == 0
    said = capsys.readouterr().out
    assert main(["explain", "4.1/6"]) == 0
    assert capsys.readouterr().out == said
    good, bad = [line.strip() for line in said.splitlines() if line.strip().startswith("PGE")]
    assert base64field.decode(good).data == b"<a></a>"
    with pytest.raises(base64field.NotDecodable):
        base64field.decode(bad)


def test_it_lists_every_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"]) == 0
    said = capsys.readouterr().out
    assert [line.split()[0] for line in said.splitlines()[1:]] == [rule.id for rule in rules.every()]
