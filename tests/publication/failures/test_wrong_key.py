"""A key that must not sign: nothing is published with it, what was there stays, and one reads why (R-9.2)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from matrika.health.facts import State
from matrika.health.look import look
from matrika.outside import keystore
from matrika.outside.keystore import open_signer
from matrika.publication import key
from matrika.publication.models import PublishedEntity
from matrika.publication.policy import current
from matrika.publication.watch.status import look as watch
from tests import pki
from tests.metadata import sp_metadata
from tests.publication.registering import registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A key and its certificate in files, from which something has been published."""
    monkeypatch.setattr(keystore, "KEY_BITS", 2048)
    monkeypatch.setattr(key, "_opened", {})
    settings.SIGNING_KEY_TOKEN = ""
    settings.SIGNING_KEY_FILE = tmp_path / "keys" / "key.pem"
    settings.SIGNING_CERTIFICATE_FILE = tmp_path / "certificate.pem"
    begun = now().replace(microsecond=0) - timedelta(days=10)
    both = [pki.certificate(key=pki.key(number), not_before=begun) for number in (1, 2)]
    content = sp_metadata(entity_id="https://sp.example", signing=both[0], encryption=both[1])
    registered(content=content, at=now())
    assert publish() == "Published: 1 entities.\n"
    return settings.SIGNING_KEY_FILE, settings.SIGNING_CERTIFICATE_FILE


def now() -> datetime:
    return datetime.now(UTC)


def publish() -> str:
    out = StringIO()
    call_command("publish", stdout=out)
    return out.getvalue()


def start_anew() -> None:
    key._opened.clear()


def certificate_of_another_key(key_file: Path, certificate: Path) -> None:
    certificate.write_text(pki.pem(pki.certificate()))


def another_curve(key_file: Path, certificate: Path) -> None:
    key_file.write_text(pki.private_pem(pki.elliptic_key()))


def encrypted(key_file: Path, certificate: Path) -> None:
    private = keystore.read_key(key_file)
    secret = serialization.BestAvailableEncryption(b"secret")
    form = serialization.PrivateFormat.PKCS8
    key_file.write_bytes(private.private_bytes(serialization.Encoding.PEM, form, secret))


def readable_by_the_world(key_file: Path, certificate: Path) -> None:
    key_file.chmod(0o644)


def in_an_open_folder(key_file: Path, certificate: Path) -> None:
    key_file.parent.chmod(0o755)


def broken_off(key_file: Path, certificate: Path) -> None:
    key_file.write_bytes(key_file.read_bytes()[:200])


def no_file(key_file: Path, certificate: Path) -> None:
    key_file.unlink()
    key_file.mkdir(mode=0o700)


def another_pair(key_file: Path, certificate: Path) -> None:
    """As on a second machine that made a key of its own."""
    key_file.unlink()
    certificate.unlink()
    open_signer(key_file, certificate, at=now())


WRONG = [
    (certificate_of_another_key, "certificate.pem is not the certificate of the key in "),
    (another_curve, "holds no RSA key; RSA-SHA256 is what signs here"),
    (encrypted, "does not hold an unencrypted private key in PEM"),
    (readable_by_the_world, "has permissions 644: others than its owner may reach the private key."),
    (in_an_open_folder, "then: chmod 700 "),
    (broken_off, "does not hold an unencrypted private key in PEM"),
    (no_file, "Is a directory"),
    (another_pair, "is not the one that signs now. Copy the right key here"),
]


@pytest.mark.parametrize(("spoil", "says"), WRONG, ids=[each.__name__ for each, _ in WRONG])
def test_it_refuses_the_key_and_says_why_wherever_one_looks(
    spoil: Callable[[Path, Path], None], says: str, files: tuple[Path, Path], tmp_path: Path
) -> None:
    before = bytes(PublishedEntity.objects.get().signed)
    kept = tmp_path / "kept"
    shutil.copytree(tmp_path, kept, ignore=shutil.ignore_patterns("kept"))
    spoil(*files)
    start_anew()
    with pytest.raises(CommandError) as refused:
        publish()
    assert says in str(refused.value)
    assert bytes(PublishedEntity.objects.get().signed) == before
    out = StringIO()
    with pytest.raises(CommandError, match="1 alarms"):
        call_command("publication_status", stdout=out)
    assert (
        f"refused    the signing key cannot be used, publication stands still: {refused.value}"
        in out.getvalue()
    )
    alarms = next(fact for fact in look(at=now()).facts if fact.name == "alarms")
    assert alarms.state is State.AMBER
    assert says in alarms.words.sk
    assert "podpisový kľúč sa nedá použiť" in alarms.words.sk

    shutil.rmtree(files[0].parent)
    shutil.copytree(kept / "keys", files[0].parent)
    shutil.copy(kept / "certificate.pem", files[1])
    start_anew()
    assert publish() == "Published: 1 entities.\n"
    then = now() + timedelta(minutes=3)
    assert "refused" not in {trouble.kind for trouble in watch(current(), at=then)}
