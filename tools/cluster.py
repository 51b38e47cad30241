"""A private PostgreSQL: made in a temporary folder, reached by a Unix socket only, gone afterwards."""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

# Nothing here outlives the tests, so nothing needs to reach the disk.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "timezone": "UTC",
}
START_SECONDS = 30.0
PR_SET_PDEATHSIG = 1


class ClusterFailed(Exception):
    """PostgreSQL could not be started; the message holds its own words."""


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """Start PostgreSQL from the folder `programs`; yield its postgresql:// address; stop and remove it.

    Raises ClusterFailed when it does not come up within START_SECONDS.
    """
    # /tmp and a short name: the path of a Unix socket may have 107 bytes at most.
    folder = Path(tempfile.mkdtemp(prefix="matrika-pg-", dir="/tmp"))
    user = owner_of_cluster()
    try:
        if user:
            shutil.chown(folder, user)
        initialise(programs, folder, user)
        server = start(programs, folder, user)
        try:
            wait_until_it_answers(server, folder)
            yield f"postgresql://matrika@{quote(str(folder), safe='')}/matrika"
        finally:
            stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def owner_of_cluster() -> str | None:
    """PostgreSQL refuses to run as root; Debian's package brings a user for it."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def initialise(programs: Path, folder: Path, user: str | None) -> None:
    command = [programs / "initdb", "--pgdata", folder / "data", "--username=matrika", "--auth=trust"]
    command += ["--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"]
    done = subprocess.run(command, user=user, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise ClusterFailed(done.stdout + done.stderr)


def start(programs: Path, folder: Path, user: str | None) -> subprocess.Popen[bytes]:
    settings = {**SETTINGS, "unix_socket_directories": str(folder)}
    command = [programs / "postgres", "-D", folder / "data"]
    command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    # A session of its own: Ctrl-C reaches the tests, and the server only after them. Should this
    # process be killed outright, the kernel stops the server.
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            command,
            user=user,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=stop_with_parent,
        )


def stop_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def wait_until_it_answers(server: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    log = folder / "log"
    while b"ready to accept connections" not in log.read_bytes():
        if server.poll() is not None or time.monotonic() > deadline:
            raise ClusterFailed(log.read_text(errors="replace"))
        time.sleep(0.02)


def stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)  # "fast shutdown": connections are cut, not waited for
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
