"""The head of the chain, signed, to be kept elsewhere (R-7.4): others can check it without us."""

from __future__ import annotations

import subprocess
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django.fixtures import Settings

from matrika.core.events import EventKind
from matrika.publication import key
from matrika.publication.models import PublicationState
from matrika.register import guards, ledger
from matrika.register.models import Event, LedgerHead, ServiceProvider
from tests import pki
from tests.house import source
from tests.publication.making import NOW
from tests.publication.registering import publish_all, registered, tell

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _published(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A register that announced its key, which lies where publication expects it."""
    settings.SIGNING_KEY_FILE = tmp_path / "keys" / "publication-key.pem"
    settings.SIGNING_CERTIFICATE_FILE = tmp_path / "publication-certificate.pem"
    settings.SIGNING_KEY_FILE.parent.mkdir(mode=0o700)
    settings.SIGNING_KEY_FILE.touch(mode=0o600)
    settings.SIGNING_KEY_FILE.write_text(pki.private_pem(pki.key(bits=3072)))
    monkeypatch.setattr(key, "_opened", {})
    registered()
    publish_all()


def head(*arguments: object) -> str:
    out = StringIO()
    call_command("head", *map(str, arguments), stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture
def statement(tmp_path: Path) -> Path:
    head("--export", tmp_path / "head.jws")
    return tmp_path / "head.jws"


def test_it_finds_its_own_statement_true_also_later(statement: Path) -> None:
    assert head("--check", statement).startswith("event 3 is as it was stated on ")
    tell(EventKind.ENTITY_PUBLISHED, ServiceProvider.objects.get(), at=NOW)
    assert head("--check", statement).startswith("event 3 is as it was stated on ")
    assert head("--export", "-").count(".") == 2


def test_it_can_be_checked_with_openssl_alone(statement: Path) -> None:
    """The very lines that docs/operating.md tells an operator to type."""
    page = (source.ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    (script,) = [block for block in page.split("```sh\n") if "head.jws" in block and "openssl dgst" in block]
    done = subprocess.run(
        ["bash", "-e", "-c", script.split("```")[0]],
        cwd=statement.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Verified OK" in done.stdout
    assert '"number": 3' in done.stdout


@pytest.fixture
def unguarded() -> None:
    guards.remove(connection, guards.GUARDS)


@pytest.mark.usefixtures("unguarded")
def test_it_sees_a_history_that_was_written_anew(statement: Path) -> None:
    """Every link of the new chain fits: only the statement can tell."""
    forged = Event.objects.get(number=3)
    forged.actor = "nobody"
    forged.digest = ledger._digest(*(getattr(forged, column) for column in ledger.COLUMNS))
    forged.save()
    LedgerHead.objects.update(digest=forged.digest)
    assert ledger.verify() == 3
    with pytest.raises(
        CommandError, match=f"event 3 has the digest {forged.digest}, the statement"
    ) as refused:
        head("--check", statement)
    assert refused.value.returncode == 1


@pytest.mark.usefixtures("unguarded")
def test_it_sees_a_history_that_was_cut_off(statement: Path) -> None:
    Event.objects.filter(number=3).delete()
    LedgerHead.objects.update(number=2)
    with pytest.raises(CommandError, match="the register has 2 events, the statement tells of 3"):
        head("--check", statement)


def test_it_believes_no_other_signature(statement: Path, tmp_path: Path) -> None:
    first, payload, signature = statement.read_text().strip().split(".")
    other = pki.pem(pki.certificate(key=pki.key(2)))
    (tmp_path / "other.pem").write_text(other)
    with pytest.raises(CommandError, match="not made with the key of this certificate"):
        head("--check", statement, "--certificate", tmp_path / "other.pem")
    for text, why in (
        (f"{first}.{payload[:-2]}AA.{signature}", "not made with the key"),
        (f"{first}.{payload}.", "not made with the key|cannot be read"),
        ("nothing", "no JSON Web Signature"),
        ("eyJhbGciOiJub25lIn0.e30.", "another algorithm"),
    ):
        statement.write_text(text)
        with pytest.raises(CommandError, match=why):
            head("--check", statement)


def test_it_signs_with_the_announced_key_only(tmp_path: Path, settings: Settings) -> None:
    settings.SIGNING_KEY_FILE.unlink()
    with pytest.raises(CommandError, match="the publication key is not here") as refused:
        head("--export", "-")
    assert refused.value.returncode == 2
    assert not settings.SIGNING_KEY_FILE.exists(), "it made a key of its own"
    PublicationState.objects.update(certificate="")
    with pytest.raises(CommandError, match="no certificate to verify with"):
        head("--check", tmp_path / "head.jws")


def test_it_says_what_is_no_file_and_what_is_no_statement(tmp_path: Path) -> None:
    with pytest.raises(
        CommandError, match=r"none\.jws could not be read: No such file or directory$"
    ) as refused:
        head("--check", tmp_path / "none.jws")
    assert refused.value.returncode == 2
    letter = tmp_path / "letter.txt"
    letter.write_text("Dobrý deň", encoding="utf-8")
    with pytest.raises(CommandError, match="is no statement"):
        head("--check", letter)
