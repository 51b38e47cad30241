"""A really started register with a database of its own, for a browser to visit."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds until the server must answer


class Site:
    """Seeds, lets the worker do what is due, and serves until `stop`."""

    def __init__(self, folder: Path, *, host: str = "127.0.0.1", port: int = 0, **variables: str) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.address = f"http://{host}:{self.port}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("MATRIKA_")},
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "DJANGO_SETTINGS_MODULE": "matrika.settings",
            "MATRIKA_DEMO": "1",
            "MATRIKA_VAR": str(folder),
            "MATRIKA_BASE_URL": self.address,
            # One machine visits as everybody, and faster than anybody.
            "MATRIKA_LIMITS": "check=0/m,draft=0/h,typing=0/m,filing=0/h,table=0/m",
            **variables,
        }
        self.run("-m", "tests.browser.seed", str(folder))
        self.work()
        self.server = subprocess.Popen(
            [
                *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"),
                *("--port", str(self.port), "--blocking-threads", "2", "--no-access-log"),
                "matrika.wsgi:application",
            ],
            env=self.environment,
            cwd=ROOT,
        )
        self._wait()

    def run(self, *arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], env=self.environment, cwd=ROOT, check=True)

    def work(self) -> None:
        """Let the worker do everything that is due."""
        self.run("-m", "matrika", "worker", "--once")

    def stop(self) -> None:
        self.server.terminate()
        try:
            self.server.wait(10)
        except subprocess.TimeoutExpired:
            self.server.kill()
            self.server.wait()

    def _wait(self) -> None:
        # As a proxy says it: where people come by https, whoever does not is sent there.
        asked = urllib.request.Request(f"{self.address}/pristupnost/", headers={"X-Forwarded-Proto": "https"})
        for _ in range(PATIENCE * 10):
            try:
                urllib.request.urlopen(asked, timeout=5).close()
            except OSError:  # refused, broken off, or too slow while the machine is busy
                time.sleep(0.1)
            else:
                return
        raise TimeoutError("the server did not answer")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
