"""One provider asked for over and over, on loopback: ours, the server we run in with a callable that does
nothing, nginx with the same bytes as a file, and pyFF.

Each is asked in turns, and the best turn of each counts: a busy machine makes some turns worse, none better.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from compared import busy
from compared.peers import program
from compared.rows import Row

ENTITIES = 200
SECONDS, CONNECTIONS, TURNS = 2, 16, 6
RATE = re.compile(r"Requests/sec:\s*([\d.]+)")
REQUESTS = re.compile(r"(\d+) requests in")
WRONG = re.compile(r"Non-2xx or 3xx responses: (\d+)")
ENTITY = "https://sp7.example"
_OF_SERVER = ("server", "date", "connection")  # headers that the server adds to every answer
_NGINX = """daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 256; }}
http {{ access_log off; default_type application/samlmetadata+xml; open_file_cache max=1000;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; root {folder}/static; keepalive_requests 1000000; }} }}
"""


class Running(NamedTuple):
    """A server that answers."""

    address: str
    pid: int


class Asked(NamedTuple):
    """What came of asking for some seconds."""

    rate: float  # requests a second
    requests: int


def measure(peers: Path) -> list[Row]:
    wrk = program("wrk", "wrk")
    with tempfile.TemporaryDirectory(prefix="matrika-bench-") as name:
        folder = Path(name)
        environment = _fill(folder)
        path = f"/mdq/entities/{quote(ENTITY, safe='')}"
        with ExitStack() as running:
            ours = running.enter_context(_granian(environment, "matrika.wsgi"))
            document = _keep_answer(folder, ours.address + path)
            bare = environment | {"BENCH_ANSWER": str(folder / "static" / "entity")}
            servers = {
                "ours": (ours, path),
                "bare": (running.enter_context(_granian(bare, "compared.bare")), path),
                "nginx": (running.enter_context(_nginx(folder)), "/entity"),
            }
            rates, costs = _in_turns(wrk, servers)
        with _pyff(folder, peers) as server:
            pyff = _asked(wrk, f"{server.address}/entities/{quote(ENTITY, safe='')}").rate
    what = f"one provider ({len(document) / 1000:.1f} kB), one process"
    cost = "the same, processor time a request"
    file, nothing = "nginx, the same bytes as a file", "the server itself, a bare callable"
    return [
        Row(what, rates["ours"], file, rates["nginx"], "/s", "half of nginx"),
        Row(what, rates["ours"], nothing, rates["bare"], "/s"),
        Row(what, rates["ours"], "pyFF", pyff, "/s"),
        Row(cost, costs["ours"], file, costs["nginx"], "µs"),
        Row(cost, costs["ours"], nothing, costs["bare"], "µs"),
    ]


def _in_turns(
    wrk: str, servers: Mapping[str, tuple[Running, str]]
) -> tuple[dict[str, float], dict[str, float]]:
    """The best rate of each, and the least processor time a request in microseconds."""
    rates, costs = dict.fromkeys(servers, 0.0), dict.fromkeys(servers, float("inf"))
    for _ in range(TURNS):
        for name, (server, path) in servers.items():
            before = busy.seconds(server.pid)
            asked = _asked(wrk, server.address + path)
            rates[name] = max(rates[name], asked.rate)
            costs[name] = min(costs[name], (busy.seconds(server.pid) - before) * 1e6 / asked.requests)
    return rates, costs


def _keep_answer(folder: Path, address: str) -> bytes:
    """Our answer as files, for whoever is to give the same."""
    with urllib.request.urlopen(address) as answer:
        document: bytes = answer.read()
        headers = [(name, value) for name, value in answer.getheaders() if name not in _OF_SERVER]
    (folder / "static").mkdir(mode=0o755)
    (folder / "static" / "entity").write_bytes(document)
    (folder / "static" / "entity.json").write_text(json.dumps(headers))
    folder.chmod(0o755)
    return document


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
def _granian(environment: Mapping[str, str], module: str) -> Iterator[Running]:
    port = _free_port()
    options = ["--interface", "wsgi", "--blocking-threads", "2", "--no-ws", "--log-level", "warning"]
    command = [sys.executable, "-m", "granian", *options, "--port", str(port), f"{module}:application"]
    with _running(command, f"http://127.0.0.1:{port}", "/mdq/certificate.pem", environment) as server:
        yield server


@contextmanager
def _nginx(folder: Path) -> Iterator[Running]:
    port = _free_port()
    (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, port=port))
    command = [program("nginx", "nginx"), "-c", str(folder / "nginx.conf"), "-p", str(folder)]
    with _running(command, f"http://127.0.0.1:{port}", "/entity", os.environ) as server:
        yield server


@contextmanager
def _pyff(folder: Path, peers: Path) -> Iterator[Running]:
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
    ) as server:
        yield server


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
def _running(
    command: list[str], address: str, path: str, environment: Mapping[str, str]
) -> Iterator[Running]:
    """The server, once it answers with what is asked for."""
    process = subprocess.Popen(command, env=dict(environment), stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 120
        while not _answers(address + path):
            if process.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"{command[0]} does not serve {path}")
            time.sleep(0.2)
        yield Running(address, process.pid)
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


def _asked(wrk: str, url: str) -> Asked:
    """Ask as fast as it goes. Exits when an answer was not 200."""
    command = [wrk, "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--timeout", "10s"]
    header = ["-H", "Accept: application/samlmetadata+xml"]
    said = subprocess.run([*command, *header, url], capture_output=True, text=True, check=True).stdout
    if WRONG.search(said):
        sys.exit(f"not every answer was 200:\n{said}")
    rate, requests = RATE.search(said), REQUESTS.search(said)
    assert rate is not None, said
    assert requests is not None, said
    return Asked(float(rate[1]), int(requests[1]))


def _free_port() -> int:
    from tests.browser.site import free_port

    return free_port()
