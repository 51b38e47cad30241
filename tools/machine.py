"""Programs the tests need beside Python: found, or installed where that is ours to do."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Program:
    """A program, the Debian package that brings it, and what cannot be tested without it."""

    name: str
    package: str
    needed_for: str
    folders: tuple[str, ...] = ()

    def path(self) -> Path | None:
        """Where the program is, or None. Debian keeps PostgreSQL's server programs off the path."""
        if found := shutil.which(self.name):
            return Path(found)
        candidates = [path for folder in self.folders for path in Path("/").glob(f"{folder}/{self.name}")]
        return max(candidates, default=None)


XMLSEC = Program("xmlsec1", "xmlsec1", "agreement of our signatures with xmlsec1")
CHROMIUM = Program("chromium", "chromium", "the journeys in a browser")
INITDB = Program(
    "initdb", "postgresql", "everything on PostgreSQL", ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin")
)
PROGRAMS = (XMLSEC, CHROMIUM, INITDB)


def missing_programs() -> list[Program]:
    """The programs that are still missing after an attempt to install them.

    Installing is tried only as root with apt-get at hand, as in a container or on a CI machine;
    nobody's own machine is changed.
    """
    missing = [program for program in PROGRAMS if program.path() is None]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        apt_install([program.package for program in missing])
    return [program for program in missing if program.path() is None]


def apt_install(packages: list[str]) -> None:
    print(f"installing {', '.join(packages)} with apt-get …", flush=True)
    quiet = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run(
            [*quiet, *command],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if done.returncode:
            print(done.stdout)
