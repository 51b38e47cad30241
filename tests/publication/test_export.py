"""The same bytes by a server that knows nothing of us; the old set or the new one, never half of one."""

from __future__ import annotations

import errno
import fcntl
import gzip
import http.client
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import quote

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from matrika.publication.files.export import Exported, NotExported, export
from matrika.publication.identifier import sha1_of
from matrika.publication.models import PublishedEntity
from tests.house import source
from tests.mdq.server import _free_port
from tests.metadata import sp_metadata
from tests.publication.making import NOW
from tests.publication.registering import cancelled, publish_all, registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]
LATER = NOW + timedelta(minutes=2)
ODD = "https://sp.example:8443//a/b.xml?x=1&y=ž%2F+.gz"


def exported(folder: Path, *, at: datetime = NOW) -> Exported:
    return export(folder, at=at)


def file_of(folder: Path, entity_id: str) -> Path:
    return folder / "current" / "entities" / f"{quote(entity_id, safe='')}.xml"


def served(folder: Path) -> dict[str, bytes]:
    current = folder / "current"
    return {
        str(each.relative_to(current)): each.read_bytes() for each in current.rglob("*") if each.is_file()
    }


@pytest.fixture
def two(keys: None) -> None:
    registered()
    registered(ODD, sp_metadata(entity_id=ODD.replace("&", "&amp;")))
    publish_all()


def test_it_puts_no_frame_around_a_single_entity(tmp_path: Path) -> None:
    registered()
    publish_all()
    exported(tmp_path)
    one = PublishedEntity.objects.get()
    files = served(tmp_path)
    assert files["entities.xml"] == bytes(one.signed)
    assert files["entities.xml.gz"] == bytes(one.signed_gzip)


@pytest.mark.usefixtures("two")
def test_it_writes_every_document_under_every_name(tmp_path: Path) -> None:
    assert exported(tmp_path) == Exported(2, 2, is_new=True)
    for entity in PublishedEntity.objects.select_related("provider"):
        file = file_of(tmp_path, entity.provider.entity_id)
        assert file.read_bytes() == bytes(entity.signed)
        assert gzip.decompress(file.with_name(f"{file.name}.gz").read_bytes()) == bytes(entity.signed)
        assert file.stat().st_mtime == NOW.timestamp()
        by_digest = tmp_path / "current" / "entities" / f"%7Bsha1%7D{entity.entity_id_sha1}.xml"
        assert by_digest.samefile(file)
    whole = tmp_path / "current" / "entities.xml"
    assert gzip.decompress((tmp_path / "current" / "entities.xml.gz").read_bytes()) == whole.read_bytes()


@pytest.mark.usefixtures("two")
def test_it_writes_what_changed_and_takes_away_what_is_gone(tmp_path: Path) -> None:
    exported(tmp_path)
    assert exported(tmp_path) == Exported(2, 0, is_new=False)
    kept = file_of(tmp_path, "https://sp.example").stat().st_ino
    registered("https://third.example", at=LATER)
    cancelled(PublishedEntity.objects.get(entity_id_sha1=sha1_of(ODD)).provider, at=LATER)
    publish_all(at=LATER)
    assert exported(tmp_path, at=LATER) == Exported(2, 1, is_new=True)
    assert not file_of(tmp_path, ODD).exists()
    assert file_of(tmp_path, "https://third.example").exists()
    assert file_of(tmp_path, "https://sp.example").stat().st_ino == kept
    assert len(list((tmp_path / "sets").iterdir())) == 2


@pytest.mark.usefixtures("two")
def test_it_leaves_out_what_is_over(tmp_path: Path) -> None:
    assert exported(tmp_path, at=NOW + timedelta(days=7)).entities == 0
    assert not (tmp_path / "current" / "entities.xml").exists()


@pytest.mark.usefixtures("two")
def test_it_lets_one_export_at_a_time_into_a_folder(tmp_path: Path) -> None:
    exported(tmp_path)
    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(NotExported, match="another export"):
            exported(tmp_path)


def test_it_is_a_command(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nothing was ever published; what was there is still there"):
        call_command("export_publication", str(tmp_path))
    (tmp_path / "file").touch()
    registered(at=timezone.now())
    publish_all(at=timezone.now())
    with pytest.raises(CommandError, match="still there"):
        call_command("export_publication", str(tmp_path / "file"))
    out = StringIO()
    for _ in range(2):
        call_command("export_publication", str(tmp_path), stdout=out)
    assert out.getvalue() == "1 entities, 1 of them written anew\n1 entities, unchanged\n"


def test_it_exports_nothing_before_anything_was_published(tmp_path: Path) -> None:
    with pytest.raises(NotExported, match="nothing was ever published"):
        exported(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("two")
def test_it_exports_no_document_that_was_changed_in_the_database(tmp_path: Path) -> None:
    PublishedEntity.objects.update(signed=b"<x/>")
    with pytest.raises(NotExported, match="not the one that was published"):
        exported(tmp_path)


STEPS = ("fsync", "utime", "symlink", "replace", "rename", "link")


class Killed(BaseException):
    """As `kill -9`: nothing that would tidy up runs."""


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("stop", [OSError(errno.ENOSPC, "No space left on device"), Killed()])
@pytest.mark.usefixtures("two")
def test_it_shows_the_old_set_or_the_new_one_wherever_it_ends(
    tmp_path: Path, step: str, stop: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every single call that touches the disk fails in turn, until one run comes through."""
    exported(tmp_path)
    old = served(tmp_path)
    registered("https://third.example", at=LATER)
    publish_all(at=LATER)
    seen = []
    for survived in range(200):
        with monkeypatch.context() as broken:
            if isinstance(stop, Killed):
                broken.setattr(shutil, "rmtree", lambda *args, **kwargs: None)
            broken.setattr(os, step, _fails_after(survived, getattr(os, step), stop))
            try:
                exported(tmp_path, at=LATER)
            except (OSError, Killed):
                seen.append(served(tmp_path))
            else:
                break
    assert seen, f"os.{step} is never called"
    exported(tmp_path, at=LATER)
    new = served(tmp_path)
    assert new.keys() - old.keys() >= {"entities/https%3A%2F%2Fthird.example.xml"}
    assert all(found in (old, new) for found in seen)
    assert [each for each in (tmp_path / "sets").iterdir() if each.name.startswith(".")] == []


def _fails_after(survived: int, real: Callable[..., Any], stop: BaseException) -> Callable[..., Any]:
    left = iter(range(survived))

    def step(*args: Any, **kwargs: Any) -> Any:
        if next(left, None) is None:
            raise stop
        return real(*args, **kwargs)

    return step


@pytest.fixture
def nginx(tmp_path: Path, two: None) -> Iterator[int]:
    """Debian's nginx with the very configuration that the documentation names."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip("nginx is not installed: the recipe for static files is not tested")
    exported(tmp_path / "mdq")
    port = _free_port()
    recipe = (source.ROOT / "docs" / "examples" / "nginx-mdq.conf").read_text()
    recipe = recipe.replace("127.0.0.1:8080", f"127.0.0.1:{port}").replace("/srv/mdq", str(tmp_path / "mdq"))
    places = "".join(
        f"{name}_temp_path {tmp_path};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""  # the test's folder is closed to others
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; {user} pid {tmp_path}/pid; error_log {tmp_path}/error.log;\n"
        f"events {{ }}\nhttp {{ access_log off; {places}\n{recipe}\n}}\n"
    )
    process = subprocess.Popen([program, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")])
    started = monotonic()
    while monotonic() - started < 60:
        assert process.poll() is None, (tmp_path / "error.log").read_text()
        try:
            ask(port, "/")
        except OSError:
            continue
        break
    yield port
    process.terminate()
    process.wait(60)


def ask(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        client.request(
            "GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        got = client.getresponse()
        return got.status, dict(got.getheaders()), got.read()
    finally:
        client.close()


def test_it_is_served_by_nginx_as_by_the_register(nginx: int) -> None:
    for entity in PublishedEntity.objects.select_related("provider"):
        name = quote(entity.provider.entity_id, safe="")
        for path in (name, f"%7Bsha1%7D{entity.entity_id_sha1}", f"{{sha1}}{entity.entity_id_sha1}"):
            status, headers, body = ask(nginx, f"/mdq/entities/{path}")
            assert (status, body) == (200, bytes(entity.signed))
            assert headers["Content-Type"] == "application/samlmetadata+xml"
        status, headers, body = ask(nginx, f"/mdq/entities/{name}", Accept_Encoding="gzip")
        assert (headers["Content-Encoding"], headers["Vary"]) == ("gzip", "Accept-Encoding")
        assert gzip.decompress(body) == bytes(entity.signed)
        _, headers, _ = ask(nginx, f"/mdq/entities/{name}")
        assert ask(nginx, f"/mdq/entities/{name}", If_None_Match=headers["ETag"])[0] == 304
        assert headers["Last-Modified"] == "Mon, 01 Jun 2026 12:00:00 GMT"
    assert ask(nginx, "/mdq/entities")[2].count(b"<md:EntityDescriptor") == 2
    assert ask(nginx, "/mdq/certificate.pem")[2].startswith(b"-----BEGIN CERTIFICATE-----")
    for missing in ("https%3A%2F%2Fother.example", "https%3A%2F%2Fsp.example%2F", "..%2Fmanifest.json", ""):
        assert ask(nginx, f"/mdq/entities/{missing}")[0] == 404
    assert ask(nginx, "/manifest.json")[0] == 404
