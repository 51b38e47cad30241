"""R-5.1: the demo's signer makes containers that pass with the demo's list, and is refused elsewhere."""

from __future__ import annotations

import sys

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from matrika import cli
from matrika.core.verdict import Indication, SignatureKind, Verdict
from matrika.outside.signatures.verify import verify
from tests.outside.signatures.trusting import DAY, trust

FORM = b"<form/>"


@pytest.fixture
def signed(tmp_path, settings):
    """Signs and verifies: signed("--seal") → Verdict."""
    settings.DEMO = True
    (tmp_path / "form.xml").write_bytes(FORM)

    def sign(*arguments: str) -> Verdict:
        source, target = tmp_path / "form.xml", tmp_path / "form.asice"
        call_command("demo_sign", str(source), "--out", str(target), *arguments)
        now = timezone.now()
        content = target.read_bytes()
        return verify(content, name="form.asice", expected=FORM, trust=trust(issued_at=now - DAY), at=now)

    return sign


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        ((), SignatureKind.QES),
        (("--as", "person-rsa"), SignatureKind.QES),
        (("--seal",), SignatureKind.QSEAL),
        (("--as", "person-without-device"), SignatureKind.RECOGNISED_AUTHORISATION),
        (("--as", "unqualified"), SignatureKind.NOT_ACCEPTED),
    ],
)
def test_it_signs_in_every_kind_that_a_filing_can_meet(signed, arguments, kind):
    found = signed(*arguments)
    assert (found.indication, found.kind, found.signatures[0].reasons[:0]) == (
        Indication.TOTAL_PASSED,
        kind,
        (),
    )


@pytest.mark.parametrize("arguments", [("--as", "stranger"), ("--as", "expired"), ("--level", "B")])
def test_it_signs_what_cannot_pass(signed, arguments):
    """By nobody's authority, after the certificate's end, and without a word about revocation."""
    assert signed(*arguments).indication is Indication.INDETERMINATE


def test_it_signs_with_a_certificate_that_was_revoked(signed):
    assert signed("--as", "revoked").indication is Indication.TOTAL_FAILED


def test_it_names_whom_it_signs_for(signed):
    """A seal's organisation is in its certificate, a person's name in theirs."""
    assert signed("--seal", "--ico", "12345678").signatures[0].signatory.ico == "12345678"
    assert signed("--person", "Boris Bukový").signatures[0].signatory.surname == "Bukový"


def test_it_says_that_the_signature_proves_nothing(signed, capsys):
    signed()
    assert "proves nothing" in capsys.readouterr().out


def test_it_is_refused_outside_the_demo(tmp_path, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="MATRIKA_DEMO=1"):
        call_command("demo_sign", "form.xml", "--out", str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_it_says_which_file_is_not_there(tmp_path, settings):
    settings.DEMO = True
    with pytest.raises(CommandError, match=r"nowhere\.xml"):
        call_command("demo_sign", str(tmp_path / "nowhere.xml"), "--out", str(tmp_path / "out"))


def test_it_can_be_called_with_a_hyphen(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["matrika", "demo-sign", "--help"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 0
    assert "ASiC-E" in capsys.readouterr().out
