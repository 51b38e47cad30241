"""An administrator's commands for trusted lists; each failure is one sentence (R-5.1)."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import serialization
from django.core.management import CommandError, call_command
from django.utils import timezone

from matrika.demo import authority, evidence, trusted_list
from matrika.demo.authority import Role
from matrika.register.models import RevocationSnapshot, TrustedListSnapshot
from matrika.trust import fetch, pins
from tests.outside.signatures.trusting import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo_mode(settings):
    settings.DEMO = True


@pytest.fixture
def files(tmp_path):
    """A list, its signer's certificate in both forms, a CRL, an OCSP response."""
    operator, now = authority.list_operator(), timezone.now()
    content = {
        "list.xml": trusted_list.trusted_list(issued_at=now - DAY),
        "pin.cer": operator.der,
        "pin.pem": operator.certificate.public_bytes(serialization.Encoding.PEM),
        "ca.crl": evidence.crl(at=now - DAY),
        "person.ocsp": evidence.ocsp_response(authority.holder(Role.PERSON).certificate, at=now - DAY),
        "junk": b"junk",
    }
    for name, data in content.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


@pytest.mark.parametrize("pin", ["pin.cer", "pin.pem"])
def test_it_imports_a_list_by_the_certificate_that_the_operator_gives(files, pin, capsys):
    call_command("import_trusted_list", str(files / "list.xml"), signer=[files / pin])
    assert "list 1 of XX" in capsys.readouterr().out
    call_command("import_trusted_list", str(files / "list.xml"))
    assert "known already" in capsys.readouterr().out
    assert TrustedListSnapshot.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "more", "sentence"),
    [
        ("list.xml", {}, "nothing says who may sign"),
        ("junk", {}, "not well-formed"),
        ("missing.xml", {}, "No such file"),
        ("list.xml", {"eu": True}, "none of the certificates"),
    ],
)
def test_it_says_why_a_list_is_not_imported(files, name, more, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("import_trusted_list", str(files / name), **more)


def test_it_says_when_a_file_holds_no_certificate(files):
    with pytest.raises(CommandError, match="holds no certificate"):
        call_command("import_trusted_list", str(files / "list.xml"), signer=[files / "junk"])


def test_it_knows_who_signs_the_list_of_lists():
    assert len(pins.european_signers()) > 3


def test_it_imports_revocation_lists_and_ocsp_responses(files, capsys):
    call_command("import_revocation", str(files / "ca.crl"), str(files / "person.ocsp"))
    assert "Demo Qualified CA" in capsys.readouterr().out
    assert set(RevocationSnapshot.objects.values_list("form", flat=True)) == {"crl", "ocsp"}
    with pytest.raises(CommandError, match="neither a certificate revocation list nor an OCSP response"):
        call_command("import_revocation", str(files / "junk"))


def test_it_shows_what_is_trusted_and_fails_when_nothing_is(files, capsys):
    with pytest.raises(SystemExit):
        call_command("trusted_lists")
    call_command("import_trusted_list", str(files / "list.xml"), signer=[files / "pin.cer"])
    call_command("import_revocation", str(files / "ca.crl"), str(files / "person.ocsp"))
    capsys.readouterr()
    call_command("trusted_lists")
    shown = capsys.readouterr().out
    assert "XX" in shown
    assert "fresh" in shown
    assert "CRL" in shown
    assert f"{authority.holder(Role.PERSON).certificate.serial_number:X}" in shown


def test_it_fetches_nothing_unless_addresses_are_named(capsys):
    call_command("fetch_trusted_lists")
    assert "nothing was fetched" in capsys.readouterr().out


def test_it_fetches_what_the_operator_named_and_trusts_no_address(files, settings, monkeypatch, capsys):
    answers = {name: (files / name).read_bytes() for name in ("list.xml", "ca.crl", "person.ocsp")}
    monkeypatch.setattr(fetch, "_download", lambda address: answers[address.rpartition("/")[2]])
    settings.TRUST_ADDRESSES = ["https://lists.example/list.xml", "https://lists.example/ca.crl"]
    settings.TRUST_ADDRESSES += ["https://lists.example/person.ocsp"]
    with pytest.raises(CommandError, match="1 of 3"):
        call_command("fetch_trusted_lists")
    call_command("import_trusted_list", str(files / "list.xml"), signer=[files / "pin.cer"])
    capsys.readouterr()
    call_command("fetch_trusted_lists")
    assert capsys.readouterr().out.count("known already") == 3


@pytest.mark.parametrize(
    "address", ["http://lists.example/l", "file:///etc/passwd", "https:///x", "https://u@h/x"]
)
def test_it_fetches_by_https_only(address, settings):
    settings.TRUST_ADDRESSES = [address]
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("fetch_trusted_lists")
