"""R-9.2: `kill -9` before every call that touches the disk, and at every step from one key to the next."""

from __future__ import annotations

import contextlib
import io
import itertools
import os
import shutil
import signal
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from pytest_django.fixtures import Settings

from matrika.outside import keystore
from matrika.outside.keystore import Signer, open_signer
from matrika.publication import key, rollover
from matrika.publication.document.verify import NotVerified, verify_document
from matrika.publication.files.export import export
from matrika.publication.models import PublicationKey, PublicationState, PublishedEntity
from matrika.publication.publish import publish_next
from matrika.register.ledger import verify
from tests.publication.making import NOW, signer
from tests.publication.registering import publish_all, registered
from tests.races.processes import FOUND, MARKS, _run, killed_at_every_step

pytestmark = [*MARKS, pytest.mark.usefixtures("keys")]
LATER = NOW + timedelta(minutes=2)
# What export and key store do to a disk. `io.open` makes the files.
CALLS = [
    "mkdir",
    "open",
    "fsync",
    "utime",
    "link",
    "symlink",
    "rename",
    "replace",
    "unlink",
    "rmdir",
    "fchmod",
]


def killed_at_every_call(work: Callable[[], object], *, check: Callable[[], None]) -> int:
    """Kill the work before its first call to the disk, then before its second … until one comes through.

    After each death the next one begins on what the dead one left. Returns how many died.
    """
    for number in itertools.count(1):
        (code,) = _run([partial(_live_until, number, work)])
        if code == FOUND:
            return number - 1
        assert code == -signal.SIGKILL, f"the process ended with {code}"
        check()
    raise AssertionError("it counts without end")


def _live_until(number: int, work: Callable[[], object]) -> None:
    calls = itertools.count(1)

    def watched(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            if next(calls) == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **kwargs)

        return call

    for module, names in ((os, CALLS), (io, ("open",))):
        for name in names:
            setattr(module, name, watched(getattr(module, name)))
    work()
    os._exit(FOUND)


def served(folder: Path) -> dict[str, bytes]:
    current = folder / "current"
    return {
        str(each.relative_to(current)): each.read_bytes() for each in current.rglob("*") if each.is_file()
    }


def test_it_shows_the_old_set_or_the_new_one_wherever_an_export_is_killed(tmp_path: Path) -> None:
    folder = tmp_path / "mdq"
    registered()
    publish_all()
    export(folder, at=NOW)
    old = served(folder)
    registered("https://second.example", at=LATER)
    publish_all(at=LATER)
    whole = tmp_path / "whole"
    export(whole, at=LATER)
    new = served(whole)
    seen: list[dict[str, bytes]] = []
    deaths = killed_at_every_call(
        partial(export, folder, at=LATER), check=lambda: seen.append(served(folder))
    )
    assert deaths > 30
    assert all(found in (old, new) for found in seen)
    assert (old in seen, served(folder)) == (True, new)
    export(folder, at=LATER)
    assert [each.name for each in (folder / "sets").iterdir() if each.name.startswith(".")] == []
    shutil.rmtree(whole)


def test_it_shows_the_first_set_whole_or_none(tmp_path: Path) -> None:
    registered()
    publish_all()
    export(tmp_path / "whole", at=NOW)
    whole = served(tmp_path / "whole")
    folder = tmp_path / "mdq"
    seen: list[dict[str, bytes]] = []
    killed_at_every_call(partial(export, folder, at=NOW), check=lambda: seen.append(served(folder)))
    assert all(found in ({}, whole) for found in seen)
    assert served(folder) == whole


def test_it_makes_one_key_whole_wherever_that_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keystore, "KEY_BITS", 1024)
    key_file, certificate = tmp_path / "new" / "key.pem", tmp_path / "new.pem"
    public: set[bytes] = set()

    def is_whole_or_not_there() -> None:
        if key_file.exists():
            assert key_file.stat().st_mode & 0o777 == 0o600
            public.add(key_file.read_bytes())
        if certificate.exists():
            x509.load_pem_x509_certificate(certificate.read_bytes())

    deaths = killed_at_every_call(
        partial(open_signer, key_file, certificate, at=NOW), check=is_whole_or_not_there
    )
    assert deaths > 5
    opened = open_signer(key_file, certificate, at=NOW)
    assert len(public) == 1, "a key that was there was replaced"
    assert opened.certificate.not_valid_before_utc == NOW
    assert [each.name for each in key_file.parent.iterdir()] == ["key.pem"]  # nothing secret lies about


@pytest.fixture
def following(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Signer:
    monkeypatch.setattr(keystore, "KEY_BITS", 2048)
    return open_signer(tmp_path / "next" / "key.pem", tmp_path / "next.pem", at=NOW)


def once(act: Callable[..., object], *, at: datetime) -> bool:
    """Whether it was done now; a step that was done before says NotNow."""
    with contextlib.suppress(rollover.NotNow):
        act(at=at)
        return True
    return False


def signers() -> list[x509.Certificate]:
    """The keys that consumers are told of, the active one first; what they see must agree."""
    told = list(PublicationKey.objects.exclude(state="retired").order_by("state"))
    active = [one.certificate for one in told if one.state == "active"]
    assert active == [PublicationState.objects.get().certificate]
    return [x509.load_pem_x509_certificate(one.certificate.encode()) for one in told]


def everything_verifies() -> None:
    certificates = signers()
    for entity in PublishedEntity.objects.all():
        assert any(_verifies(bytes(entity.signed), each) for each in certificates)


def _verifies(document: bytes, certificate: x509.Certificate) -> bool:
    try:
        verify_document(document, certificate)
    except NotVerified:
        return False
    return True


def test_it_goes_from_one_key_to_the_next_wherever_it_is_killed(
    following: Signer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At each death whatever is published verifies with a key that the page names."""
    for name in ("https://sp.example", "https://second.example"):
        registered(name)
    publish_all()
    acting = {"actor": "person:4 Zita"}
    pem, planned = following.certificate_pem.encode(), NOW + timedelta(days=30)
    announce = partial(rollover.announce, pem, planned_at=planned, **acting)
    at = killed_at_every_step(partial(once, announce), at=NOW, check=everything_verifies)
    files = (settings.SIGNING_KEY_FILE, settings.SIGNING_CERTIFICATE_FILE)
    monkeypatch.setattr(key, "_opened", {files: following})
    activate = partial(rollover.activate, following, at_once=False, **acting)
    at = killed_at_every_step(partial(once, activate), at=planned, check=everything_verifies)
    at = killed_at_every_step(publish_next, at=at, check=everything_verifies)
    for entity in PublishedEntity.objects.all():
        verify_document(bytes(entity.signed), following.certificate)
    former = key.fingerprint(signer().certificate_pem)
    retire = partial(rollover.retire, former, **acting)
    killed_at_every_step(partial(once, retire), at=at, check=everything_verifies)
    assert [one.serial_number for one in signers()] == [following.certificate.serial_number]
    verify()
