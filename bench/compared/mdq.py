"""One provider asked for over and over, on loopback: ours, nginx with the same bytes as a file, and pyFF."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from compared.peers import program
from compared.rows import Row

ENTITIES = 200
SECONDS, CONNECTIONS = 5, 16
RATE = re.compile(r"Requests/sec:\s*([\d.]+)")
WRONG = re.compile(r"Non-2xx or 3xx responses: (\d+)")
ENTITY = "https://sp7.example"
_NGINX = """daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 256; }}
http {{ access_log off; default_type application/samlmetadata+xml; open_file_cache max=1000;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; root {folder}/static; keepalive_requests 1000000; }} }}
"""


def measure(peers: Path) -> list[Row]:
    wrk = program("wrk", "wrk")
    with tempfile.TemporaryDirectory(prefix="matrika-bench-") as name:
        folder = Path(name)
        environment = _fill(folder)
        path = f"/mdq/entities/{quote(ENTITY, safe='')}"
        with _ours(environment) as address:
            document = urllib.request.urlopen(address + path).read()
            ours = _rate(wrk, address + path)
        (folder / "static").mkdir(mode=0o755)
        (folder / "static" / "entity").write_bytes(document)
        folder.chmod(0o755)
        with _nginx(folder) as address:
            nginx = _rate(wrk, f"{address}/entity")
        with _pyff(folder, peers) as address:
            pyff = _rate(wrk, f"{address}/entities/{quote(ENTITY, safe='')}")
    what = f"one provider ({len(document) / 1000:.1f} kB), one process"
    return [
        Row(what, ours, "nginx, the same bytes as a file", nginx, "/s", "half of nginx"),
        Row(what, ours, "pyFF", pyff, "/s"),
    ]


def _fill(folder: Path) -> dict[str, str]:
    """A register of its own with published providers, made by `aggregate` in another process."""
    environment = {
        **os.environ,
        "MATRIKA_VAR": str(folder),
        "MATRIKA_SECRET_KEY": "bench",
        "DJANGO_SETTINGS_MODULE": "matrika.settings",
        "PYTHONPATH": os.pathsep.join(sys.path[:3]),
    }
    made = (
        "import aggregate, django; django.setup();"
        "from django.core.management import call_command; call_command('migrate', verbosity=0);"
        "from matrika.publication.publish import publish_next; from datetime import *;"
        "aggregate.AT = datetime.now(UTC).replace(microsecond=0);"
        f"aggregate.register({ENTITIES}); [None for _ in iter(lambda: publish_next(at=aggregate.AT), False)]"
    )
    subprocess.run([sys.executable, "-c", made], env=environment, check=True)
    return environment


@contextmanager
def _ours(environment: Mapping[str, str]) -> Iterator[str]:
    port = _free_port()
    options = ["--interface", "wsgi", "--blocking-threads", "2", "--no-ws", "--log-level", "warning"]
    command = [sys.executable, "-m", "granian", *options, "--port", str(port), "matrika.wsgi:application"]
    with _running(command, f"http://127.0.0.1:{port}", "/mdq/certificate.pem", environment) as address:
        yield address


@contextmanager
def _nginx(folder: Path) -> Iterator[str]:
    port = _free_port()
    (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, port=port))
    command = [program("nginx", "nginx"), "-c", str(folder / "nginx.conf"), "-p", str(folder)]
    with _running(command, f"http://127.0.0.1:{port}", "/entity", os.environ) as address:
        yield address


@contextmanager
def _pyff(folder: Path, peers: Path) -> Iterator[str]:
    """pyFF's own MDQ service over the same entities; it signs each answer, and keeps none."""
    port = _free_port()
    pipeline = folder / "mdq.fd"
    pipeline.write_text(
        f"- when update:\n    - load:\n        - {folder}/in\n- when request:\n    - select\n    - pipe:\n"
        "        - when accept application/samlmetadata+xml application/xml:\n            - first\n"
        f"            - finalize:\n                cacheDuration: PT10M\n                validUntil: P7D\n"
        f"            - sign:\n                key: {folder}/keys/publication-key.pem\n"
        f"                cert: {folder}/publication-certificate.pem\n"
        "            - emit application/samlmetadata+xml\n            - break\n"
    )
    (folder / "in").mkdir()
    _write_entities(folder)
    environment = {**os.environ, "PYFF_PIPELINE": str(pipeline), "PYFF_UPDATE_FREQUENCY": "3600"}
    environment["PYFF_LOCAL_COPY_DIR"] = str(folder / "backup")
    command = [
        str(peers / "gunicorn"), "--workers", "1", "--bind", f"127.0.0.1:{port}", "--log-level", "error",
        "--preload", "pyff.wsgi:app",
    ]  # fmt: skip
    with _running(
        command, f"http://127.0.0.1:{port}", f"/entities/{quote(ENTITY, safe='')}", environment
    ) as address:
        yield address


def _write_entities(folder: Path) -> None:
    code = (
        "import sys, django, pathlib; django.setup();"
        "from matrika.publication.models import EntityForm;"
        "[pathlib.Path(sys.argv[1], f'{sha}.xml').write_bytes(bytes(xml))"
        " for sha, xml in EntityForm.objects.values_list('sha256', 'canonical')]"
    )
    environment = {**os.environ, "MATRIKA_VAR": str(folder), "MATRIKA_SECRET_KEY": "bench"}
    environment |= {"DJANGO_SETTINGS_MODULE": "matrika.settings", "PYTHONPATH": os.pathsep.join(sys.path[:3])}
    subprocess.run([sys.executable, "-c", code, folder / "in"], env=environment, check=True)


@contextmanager
def _running(command: list[str], address: str, path: str, environment: Mapping[str, str]) -> Iterator[str]:
    """The server, once it answers with what is asked for."""
    process = subprocess.Popen(command, env=dict(environment), stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 120
        while not _answers(address + path):
            if process.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"{command[0]} does not serve {path}")
            time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def _answers(url: str) -> bool:
    request = urllib.request.Request(url, headers={"Accept": "application/samlmetadata+xml, */*;q=0.1"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return bool(answer.read())
    except (OSError, urllib.error.URLError):
        return False


def _rate(wrk: str, url: str) -> float:
    """Requests a second that were answered with 200. Exits when others were."""
    command = [wrk, "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--timeout", "10s"]
    header = ["-H", "Accept: application/samlmetadata+xml"]
    said = subprocess.run([*command, *header, url], capture_output=True, text=True, check=True).stdout
    if WRONG.search(said):
        sys.exit(f"not every answer was 200:\n{said}")
    found = RATE.search(said)
    assert found is not None, said
    return float(found[1])


def _free_port() -> int:
    from tests.browser.site import free_port

    return free_port()
