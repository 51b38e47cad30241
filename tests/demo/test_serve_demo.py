"""`./dev run` as a person uses it: really started, looked at, and stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SECONDS = 60  # how long a start may take on a busy machine


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("MATRIKA_", "DJANGO_"))}
        process = subprocess.Popen(
            [sys.executable, "-m", "matrika", "serve_demo", *arguments],
            env={**environment, "PYTHONPATH": "src", "MATRIKA_VAR": str(tmp_path)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def output_until(process: subprocess.Popen[str], word: str) -> str:
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if word in line:
            return "".join(lines)
    raise AssertionError("it ended before it said " + word + ":\n" + "".join(lines))


def descendants(pid: int) -> set[int]:
    """The processes below it, as /proc has them."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended while we looked
        parents[int(stat.parent.name)] = int(fields[1])
    found = {pid}
    while grown := {child for child, parent in parents.items() if parent in found} - found:
        found |= grown
    return found - {pid}


def alive(pids: set[int]) -> set[int]:
    return {pid for pid in pids if Path(f"/proc/{pid}").exists()}


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_starts_answers_and_stops_without_leaving_a_process(start, stop):
    port = free_port()
    process = start("--port", port)
    said = output_until(process, "Ctrl-C")
    assert f"http://127.0.0.1:{port}" in said
    assert "alzbeta" in said
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=SECONDS) as answer:
        assert answer.status == 200

    below = descendants(process.pid)
    assert len(below) >= 2
    process.send_signal(stop)
    said, _ = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, said
    assert said.endswith("Stopped.\n")
    assert not alive(below)


def test_it_stops_when_a_child_dies_and_says_so(start):
    process = start("--port", free_port())
    output_until(process, "Ctrl-C")
    below = descendants(process.pid)
    os.kill(max(below), signal.SIGKILL)  # the worker was started last
    said, _ = process.communicate(timeout=SECONDS)
    assert process.returncode == 1
    assert "the worker stopped by itself" in said
    assert not alive(below)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent died")
def test_it_leaves_no_process_behind_when_it_is_killed_outright(start):
    process = start("--port", free_port())
    output_until(process, "Ctrl-C")
    below = descendants(process.pid)
    process.kill()
    process.wait()
    deadline = time.monotonic() + SECONDS
    while alive(below) and time.monotonic() < deadline:
        os.sched_yield()
    assert not alive(below)


def test_it_says_which_port_is_taken(start):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said, _ = start("--port", str(port)).communicate(timeout=SECONDS)
    assert f"port {port} is taken" in said
    assert f"--port {port + 1}" in said
