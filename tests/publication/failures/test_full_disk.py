"""A disk that is really full: no half of anything, the last good copy served, a clear sentence (R-9.2).

When there is room again, all goes on by itself.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest
from cryptography import x509
from django.db import connection

from matrika.publication.document.verify import verify_document
from matrika.publication.models import PublicationState, PublishedEntity
from matrika.register import ledger
from tests import pki
from tests.doors.processes import PATIENCE, Workers
from tests.mdq.asking import entity_path
from tests.mdq.server import Server
from tests.metadata import sp_metadata
from tests.publication.failures.disk import Disk
from tests.publication.registering import registered

pytestmark = pytest.mark.django_db(transaction=True)
PROVIDERS = 20
NAMES = [f"https://sp{number}.example" for number in range(PROVIDERS)]
FULL = "No space left on device"
TOKEN = "t" * 40


def register(*numbers: int) -> None:
    now = datetime.now(UTC)
    begun = now.replace(microsecond=0) - timedelta(days=10)
    signing, encryption = (pki.certificate(key=pki.key(number), not_before=begun) for number in (1, 2))
    for number in numbers:
        name = f"https://sp{number}.example"
        registered(name, sp_metadata(entity_id=name, signing=signing, encryption=encryption), at=now)


def files(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def test_it_shows_the_whole_set_of_before_while_the_disk_is_full(workers: Workers, disk: Disk) -> None:
    folder = disk.folder / "mdq"
    register(0, 1)
    workers.run_once()
    assert workers.command("export_publication", folder).stdout == "2 entities, 2 of them written anew\n"
    before = files(folder / "current")
    register(2)
    workers.run_once()
    disk.fill()
    for _ in range(2):
        refused = workers.command("export_publication", folder)
        assert refused.returncode == 1
        assert refused.stderr == f"CommandError: {FULL}: {folder}; what was there is still there\n"
        assert files(folder / "current") == before
        assert len(list((folder / "sets").iterdir())) == 1
    disk.make_room()
    assert workers.command("export_publication", folder).stdout == "3 entities, 1 of them written anew\n"
    assert files(folder / "current").keys() > before.keys()


def test_it_leaves_no_half_key_on_a_full_disk(workers: Workers, disk: Disk) -> None:
    keys = disk.folder / "keys"
    keys.mkdir(mode=0o700)
    workers.environment["MATRIKA_SIGNING_KEY_FILE"] = str(keys / "key.pem")
    workers.environment["MATRIKA_SIGNING_CERTIFICATE_FILE"] = str(disk.folder / "certificate.pem")
    register(0)
    workers.hand_over()
    disk.fill()
    refused = workers.command("publish")
    assert (refused.returncode, list(keys.iterdir())) == (1, [])
    assert FULL in refused.stderr.splitlines()[-1]
    assert refused.stderr.splitlines()[-1].startswith(f"CommandError: {keys}")
    said = workers.command("publication_status", "--quick")
    assert f"refused    the signing key cannot be used, publication stands still: {keys}" in said.stdout
    disk.make_room()
    assert workers.command("publish").stdout == "Published: 1 entities.\n"
    assert {each.name for each in keys.iterdir()} == {"key.pem"}


def test_it_serves_and_recovers_when_the_databases_disk_is_full(disk: Disk) -> None:
    """The database, the keys and everything else in MATRIKA_VAR, on one disk."""
    workers = Workers(disk.folder, smtp_port=9)
    try:
        _fills_and_recovers(workers, disk)
    finally:
        workers.end()


def _fills_and_recovers(workers: Workers, disk: Disk) -> None:
    register(*range(PROVIDERS))
    workers.hand_over()
    log = disk.folder.parent / "log"
    with _served(workers) as server, log.open("wb") as written:
        worker = workers.start("--only", "publish", log=written)
        _until(lambda: workers.published() > 0, worker)
        disk.fill()  # while it is at work on the others
        good = {name: server.get(entity_path(name)) for name in NAMES}
        served = {name: answer.content for name, answer in good.items() if answer.status == 200}
        assert served
        if connection.vendor == "sqlite":
            _until(lambda: b"the disk of MATRIKA_VAR is full" in log.read_bytes(), worker)
        health = server.get("/zdravie/stav.json", Authorization=f"Bearer {TOKEN}").content
        assert b'"name": "disk", "state": "red"' in health
        assert served == {name: server.get(entity_path(name)).content for name in served}
        disk.make_room()
        _until(lambda: workers.published() == PROVIDERS, worker)
        worker.terminate()
        assert worker.wait(PATIENCE) == 0
    workers.gather()
    certificate = x509.load_pem_x509_certificate(PublicationState.objects.get().certificate.encode())
    for entity in PublishedEntity.objects.all():
        verify_document(bytes(entity.signed), certificate)
    ledger.verify()


def _served(workers: Workers) -> Server:
    more = {name: value for name, value in workers.environment.items() if name.startswith("MATRIKA_")}
    more |= {"DJANGO_SETTINGS_MODULE": "matrika.settings", "MATRIKA_MONITORING_TOKEN": TOKEN}
    return Server(workers.file.parent, **more)


def _until(is_so: Callable[[], bool], worker: subprocess.Popen[bytes]) -> None:
    began = monotonic()
    while not is_so():
        assert worker.poll() is None, "the worker has ended by itself"
        assert monotonic() - began < PATIENCE
