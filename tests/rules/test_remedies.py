"""A remedy that is a command is run as it stands: afterwards the finding is gone."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from samllint import engine
from samllint.report import Finding
from samllint.rules.signature_valid import VERIFY
from tests import pki, signing
from tests.metadata import sp_metadata

PATIENCE = 20  # seconds


def findings(data: bytes, rule_id: str) -> list[Finding]:
    report = engine.check(data, at=pki.AT)
    return [finding for finding in report.findings() if finding.rule_id == rule_id]


def mended(data: bytes, command: str, folder: Path) -> bytes:
    """What the command makes of the document, with nothing said on standard error."""
    (folder / "sp.xml").write_bytes(data)
    done = run(command, folder)
    assert (done.returncode, done.stderr) == (0, b"")
    converted = folder / "sp-utf8.xml"
    return (converted if converted.exists() else folder / "sp.xml").read_bytes()


def run(command: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["sh", "-c", command], cwd=folder, capture_output=True, check=False, timeout=PATIENCE
    )


def declared(name: str, quote: str = '"') -> str:
    declaration = f"<?xml version={quote}1.0{quote} encoding={quote}{name}{quote}?>\n"
    return sp_metadata(declaration=declaration, before_keys="<!-- žľšť -->").decode()


@pytest.mark.parametrize(
    "data",
    [
        declared("ISO-8859-2").encode("iso-8859-2"),
        declared("windows-1250", "'").encode("cp1250"),
        declared("windows-1250").encode(),
        b"\xef\xbb\xbf" + declared("windows-1250").encode(),
        declared("utf8").encode(),
        declared("utf-16").encode(),
        declared("UTF-16").encode("utf-16-le"),
        declared("UTF-16").encode("utf-16-be"),
        declared("UTF-8").encode("utf-16"),
        declared("UTF-32").encode("utf-32"),
        declared("UTF-32").encode("utf-32-be"),
        declared("x;touch pwned").encode("cp1250"),
    ],
    ids=[
        *("latin-2", "windows", "windows-declared-only", "windows-declared-behind-a-mark", "utf8"),
        *("utf-16-declared-only", "little-endian", "big-endian", "utf-8-declared-in-utf-16"),
        *("utf-32", "utf-32-without-a-mark", "name-with-a-command"),
    ],
)
def test_it_cures_an_encoding(data: bytes, tmp_path: Path) -> None:
    (finding,) = findings(data, "encoding")
    command = finding.remedy.en.partition('"UTF-8": ')[2]
    cured = mended(data, command, tmp_path)
    assert findings(cured, "encoding") == []
    assert "žľšť".encode() in cured
    assert not (tmp_path / "pwned").exists()


@pytest.mark.parametrize("before", [" \n", "\ufeff\n", "\ufeff\ufeff"], ids=["blank", "mark-blank", "marks"])
def test_it_cures_what_stands_before_the_declaration(before: str, tmp_path: Path) -> None:
    data = before.encode() + sp_metadata()
    (finding,) = findings(data, "nothing-before-declaration")
    assert mended(data, finding.remedy.en.partition(": ")[2], tmp_path) == sp_metadata()


@pytest.mark.parametrize("reference", ["&#13;", "&#013;", "&#xD;", "&#x00d;"])
def test_it_cures_carriage_return_references(reference: str, tmp_path: Path) -> None:
    data = sp_metadata(before_keys=f"<!-- -->{reference}")
    (finding,) = findings(data, "no-carriage-return-reference")
    assert mended(data, finding.remedy.en.partition(": ")[2], tmp_path) == sp_metadata(before_keys="<!-- -->")


@pytest.mark.parametrize("uri", ["", "#_1"])
def test_it_shows_a_command_that_verifies_a_valid_signature(uri: str, tmp_path: Path) -> None:
    unsigned = sp_metadata(root_attributes='ID="_1"', before_roles=signing.template(uri))
    data = signing.by_xmlsec1(unsigned, tmp_path)
    assert findings(data, "signature-valid") == []
    (tmp_path / "sp.xml").write_bytes(data)
    (tmp_path / "signing.pem").write_text(pki.pem(pki.signing_certificate()))
    assert run(VERIFY, tmp_path).returncode == 0
    (tmp_path / "signing.pem").write_text(pki.pem(pki.encryption_certificate()))
    assert run(VERIFY, tmp_path).returncode != 0
