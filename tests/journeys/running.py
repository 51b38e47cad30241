"""The whole register as `./dev run` starts it, and people who use it over HTTP."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import requests

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds; reached only when the test fails
T = TypeVar("T")


def eventually(look: Callable[[], T | None]) -> T:
    """What `look` finds, as soon as it finds something.

    Raises AssertionError when PATIENCE runs out.
    """
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = look()
        if found is not None:
            return found
        threading.Event().wait(0.1)
    raise AssertionError(f"{look.__name__} found nothing within {PATIENCE} s")


@contextmanager
def running_register(folder: Path, *, database: str = "", **more: str) -> Iterator[str]:
    """Web and worker as real processes over a fresh demo; its address."""
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MATRIKA_")}
    environment |= {"PYTHONPATH": str(ROOT / "src"), "MATRIKA_VAR": str(folder), "MATRIKA_DEMO": "1"}
    environment |= {"DJANGO_SETTINGS_MODULE": "matrika.settings", "MATRIKA_DATABASE": database, **more}
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "matrika", "serve_demo", "--port", str(port)],
            env=environment,
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        address = f"http://127.0.0.1:{port}"

        def answers() -> str | None:
            assert process.poll() is None, (folder / "output").read_text()
            return address if "Matrika runs on" in (folder / "output").read_text() else None

        yield eventually(answers)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)


class Visitor:
    """Somebody with a browser that keeps cookies and sends the forms' tokens."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.session = requests.Session()
        self.page = self.session.get(f"{address}/ucet/login/", timeout=PATIENCE)

    @classmethod
    def logged_in_as(cls, username: str, address: str, password: str) -> Visitor:
        visitor = cls(address)
        visitor.post(visitor.page.url, login=username, password=password)
        if code := re.search(r'id="ukazkovy-kod">([0-9]{6})<', visitor.page.text):  # of staff
            visitor.post("/ucet/2fa/authenticate/", code=code[1])
        assert "Odhlásiť" in visitor.page.text, visitor.page.text
        return visitor

    def get(self, path: str) -> requests.Response:
        self.page = self.session.get(self.address + path, timeout=PATIENCE)
        assert self.page.ok, (self.page.status_code, self.page.text)
        return self.page

    def post(self, url: str, **typed: str) -> requests.Response:
        """Send a form of the page in view; `url` is absolute or a path."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.page.text)
        assert token is not None, self.page.text
        url = url if url.startswith("http") else self.address + url
        data = {"csrfmiddlewaretoken": token[1], **typed}
        self.page = self.session.post(url, data=data, headers={"Referer": url}, timeout=PATIENCE)
        assert self.page.ok, (self.page.status_code, self.page.text)
        return self.page


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
