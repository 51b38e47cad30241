"""A really started web process on the test's database."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
from pathlib import Path
from time import monotonic

from django.db import connection

from tests.doors.processes import ROOT, _address

PATIENCE = 60  # seconds; reached only when the test fails


class Server:
    """`granian` as in production, with two threads. The key it names is not there and must not appear."""

    def __init__(self, folder: Path, **more: str) -> None:
        self.key_file = folder / "web" / "key.pem"
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("MATRIKA_")},
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "DJANGO_SETTINGS_MODULE": "tests.mdq.server_settings",
            "MATRIKA_SIGNING_KEY_FILE": str(self.key_file),
            "MATRIKA_VAR": str(folder),
            **more,
        }
        if connection.vendor == "postgresql":
            environment["MATRIKA_DATABASE"] = _address(connection.settings_dict)
        else:
            environment["MATRIKA_TEST_FILE"] = str(connection.settings_dict["NAME"])
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--blocking-threads", "2"]
        command += ["--port", str(self.port), "--no-ws", "--log-level", "warning", "matrika.wsgi:application"]
        self.process = subprocess.Popen(command, env=environment, cwd=ROOT)

    def __enter__(self) -> Server:
        started = monotonic()
        while monotonic() - started < PATIENCE:
            assert self.process.poll() is None, "the server has ended by itself"
            try:
                self.get("/mdq/")
            except OSError:
                continue
            return self
        raise AssertionError("the server does not answer")

    def __exit__(self, *raised: object) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)

    def get(self, path: str, *, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
        """The answer, read whole into `.content`; the path is sent as written."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            client.request(method, path, headers={name.replace("_", "-"): v for name, v in headers.items()})
            response = client.getresponse()
            response.content = response.read()
        finally:
            client.close()
        return response

    def status(self, path: str) -> int:
        return self.get(path).status


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
