"""Verification in a process of its own: whatever a container costs, it costs that process (R-5.1).

The process is told how much memory and how many seconds it may use before it reads a byte of the
container. It answers with JSON: what parsed hostile input is not trusted to hand over objects.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime

from matrika.core.verdict import Verdict
from matrika.core.verdict.record import from_record
from matrika.outside.signatures.trust import Trust

MEMORY = 1024 * 1024 * 1024  # bytes of address space, with the interpreter and its libraries
PROCESSOR_SECONDS = 30
WALL_SECONDS = 90  # on a machine with much else to do
INHERITED = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR")


class Unfinished(Exception):
    """The process ended without an answer; str() says how, for staff."""


@dataclass(frozen=True, slots=True)
class Question:
    """What `verify` is asked; see there."""

    content: bytes
    name: str
    expected: bytes | None
    trust: Trust
    at: datetime
    memory: int = MEMORY
    processor_seconds: int = PROCESSOR_SECONDS


def verify_apart(question: Question) -> Verdict:
    """`verify`, in a process that cannot take more than its share.

    Raises Unfinished when the process ran out of memory or time, or crashed.
    """
    command = [sys.executable, "-m", "matrika.outside.signatures.child"]
    # Nothing of this process's settings goes along: the other needs no key and no database.
    environment = {name: os.environ[name] for name in INHERITED if name in os.environ}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    try:
        ended = subprocess.run(
            command,
            input=pickle.dumps(question),
            capture_output=True,
            timeout=WALL_SECONDS,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unfinished(f"no answer within {WALL_SECONDS} s") from None
    if ended.returncode != 0:
        last = ended.stderr.decode(errors="replace").strip().rsplit("\n", 1)[-1]
        raise Unfinished(f"ended with {ended.returncode}: {last[:200]}")
    try:
        return from_record(json.loads(ended.stdout))
    except (KeyError, TypeError, ValueError) as problem:
        raise Unfinished(f"answered something else than a verdict: {problem}") from None
