"""What the house tests read: the files that are in the repository, and the syntax of its modules."""

from __future__ import annotations

import ast
import functools
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = {
    ".py",
    ".md",
    ".txt",
    ".in",
    ".toml",
    ".html",
    ".css",
    ".js",
    ".po",
    ".json",
    ".cfg",
    ".yml",
    ".yaml",
    "",
}


@functools.cache
def tracked() -> tuple[Path, ...]:
    """Every file of the repository, new ones included, as git sees them."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(ROOT / name for name in sorted(names.split("\0")) if name and (ROOT / name).is_file())


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def texts() -> Iterator[tuple[str, str]]:
    """Path and content of everything that people write or read as text."""
    for path in tracked():
        if path.suffix in TEXT:
            yield relative(path), path.read_text(encoding="utf-8", errors="replace")


def modules(*folders: str) -> list[Path]:
    """Python modules below these folders; migrations are written by a machine and left out."""
    return [
        path
        for path in tracked()
        if path.suffix == ".py" and "migrations" not in path.parts and relative(path).startswith(folders)
    ]


@functools.cache
def syntax(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
