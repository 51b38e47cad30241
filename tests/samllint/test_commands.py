"""What the remedies tell people to paste really mends what is wrong."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import samllint
from samllint import certificate, commands
from samllint.report import Severity
from samllint.text import Text
from tests import pki
from tests.metadata import sp_metadata
from tests.rules import cases

HAS_OPENSSL = shutil.which("openssl") is not None
needs_openssl = pytest.mark.skipif(not HAS_OPENSSL, reason="the openssl program is not installed")


def run(command: str, folder: Path) -> str:
    """Through a shell, as a reader of the remedy would."""
    done = subprocess.run(["sh", "-ec", command], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@needs_openssl
def test_it_makes_certificates_that_pass_every_rule(tmp_path: Path) -> None:
    for use in ("signing", "encryption"):
        command = commands.new_certificate("ico-12345679_10001", file=use)
        run(command, tmp_path)
    contents = [
        run(commands.certificate_as_base64(f"{use}.pem"), tmp_path) for use in ("signing", "encryption")
    ]
    data = sp_metadata(
        replace={
            pki.base64_of(pki.signing_certificate()): contents[0],
            pki.base64_of(pki.encryption_certificate()): contents[1],
        }
    )
    at = datetime.now(UTC) + timedelta(minutes=1)
    assert list(samllint.check(data, at=at).findings()) == []


@needs_openssl
def test_it_takes_the_certificate_out_of_a_bundle(tmp_path: Path) -> None:
    (tmp_path / "given.pem").write_text(pki.pem(pki.certificate()))
    run("openssl crl2pkcs7 -nocrl -certfile given.pem -out bundle.p7b", tmp_path)
    run("openssl pkcs7 -in bundle.p7b -print_certs -out new.pem", tmp_path)
    assert run(commands.certificate_as_base64(), tmp_path) == pki.base64_of(pki.certificate(), width=0)


@pytest.mark.parametrize(
    "name", ["sp.example", 'ico-12345678"; rm -rf ~ #', "ico-12345678\n", "", "ico-12345678$(id)"]
)
def test_it_lets_no_foreign_name_into_a_command(name: str) -> None:
    assert "/CN=ico-12345678" in shlex.split(commands.new_certificate(name))


def test_it_keeps_a_good_name_in_the_command() -> None:
    made = certificate.read(pki.certificate(cn="ico-42156424_10001"))
    assert "/CN=ico-42156424_10001" in shlex.split(commands.renewal(made))


def test_it_ends_every_remedy_about_a_certificate_with_a_command() -> None:
    data = sp_metadata(
        signing=pki.certificate(cn="x", ca=True, days=3650, key=pki.key(bits=1024), hash="sha384")
    )
    remedies = [finding.remedy for finding in samllint.check(data, at=pki.AT).findings(Severity.ERROR)]
    assert len(remedies) == 5
    assert all("openssl req -x509" in text for remedy in remedies for text in (remedy.sk, remedy.en))


def every_remedy() -> Iterator[Text]:
    """Of every finding in the cases of the rules."""
    for path in sorted(cases.FOLDER.glob("*/*.toml")):
        case = cases.read(path)
        how = {"profile": case.profile, "at": case.at, "context": case.context}
        yield from (finding.remedy for finding in samllint.check(case.document, **how).findings())


def test_it_parts_every_command_from_its_sentence() -> None:
    parted = set()
    for remedy in every_remedy():
        (says_sk, sk), (_, en) = commands.pasteable(remedy.sk), commands.pasteable(remedy.en)
        assert sk[:8] == en[:8], remedy  # an address in it may be in either language
        if sk:
            assert says_sk.endswith(":")
            parted.add(sk)
        else:
            assert not any(f": {program} " in remedy.en for program in commands.PROGRAMS)
    programs = {line.split()[0] for text in parted for line in text.splitlines() if text[0] != "<"}
    assert {"openssl", "iconv", "perl", "sed", "xmllint", "xmlsec1", "curl", "samllint"} <= programs
    assert any(text.startswith("<SingleLogoutService ") for text in parted)


def test_it_gives_two_commands_as_two_lines() -> None:
    remedy = "First: openssl pkcs7 -in a -out b; then: openssl x509 -in b | openssl base64 -A"
    expected = ("First:", "openssl pkcs7 -in a -out b\nopenssl x509 -in b | openssl base64 -A")
    assert commands.pasteable(remedy) == expected


def test_it_leaves_a_remedy_without_a_command_whole() -> None:
    assert commands.pasteable("Delete the attribute.") == ("Delete the attribute.", "")
