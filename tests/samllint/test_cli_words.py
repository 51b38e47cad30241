"""What only tells: `samllint explain`, `samllint rules`, --help and --version."""

from __future__ import annotations

import os
import subprocess
import sys

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


@pytest.mark.parametrize(("paragraph", "says"), [("3.1.1", "about the issuer"), ("§3.1(2)", "CRL or OCSP")])
def test_it_explains_a_paragraph_that_needs_no_rule(
    capsys: pytest.CaptureFixture[str], paragraph: str, says: str
) -> None:
    assert main(["explain", "--lang", "en", paragraph]) == 0
    assert says in capsys.readouterr().out


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


@pytest.mark.parametrize("command", [["--help"], ["--version"]])
def test_it_answers_help_without_loading_the_engine(command: list[str]) -> None:
    code = (
        "import sys; from samllint.cli import main\n"
        f"try: main({command!r})\n"
        "except SystemExit: pass\n"
        "assert not {'lxml', 'cryptography'} & set(sys.modules), 'loaded'"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
    )
    assert (done.returncode, done.stderr) == (0, b"")
