"""`./dev docs`: the generated documentation. Nobody edits it; `./dev check` fails when it is stale.

./dev docs           write what has changed, remove pages of rules that are gone
./dev docs --check   change nothing; name what is stale and exit with 1

A generated document is a function that gives its files: path within docs/ → content. Add one to
DOCUMENTS, and the folder it owns whole (where nothing written by hand may stand) to OWNED.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
sys.path[:0] = [str(ROOT / "src"), str(ROOT), str(ROOT / "bench")]

import access_page  # noqa: E402 — needs the path
import errors_page  # noqa: E402 — needs the path
import lifecycle_page  # noqa: E402 — needs the path
import requirements_page  # noqa: E402 — needs the path
import rule_pages  # noqa: E402 — needs the path
from compared import page as performance_page  # noqa: E402 — needs the path

DOCUMENTS: tuple[Callable[[], Mapping[str, str]], ...] = (
    rule_pages.pages,
    lambda: {"access.md": access_page.text()},
    lambda: {"errors.md": errors_page.text()},
    lambda: {"requirements.md": requirements_page.text()},
    lifecycle_page.pages,
    performance_page.pages,
)
OWNED = ("rules",)


def main() -> int:
    wanted = {DOCS / path: content for document in DOCUMENTS for path, content in document().items()}
    stale = [
        path for path, content in wanted.items() if not path.exists() or path.read_text("utf-8") != content
    ]
    gone = [
        path
        for folder in OWNED
        for path in (DOCS / folder).rglob("*")
        if path.is_file() and path not in wanted
    ]
    if "--check" in sys.argv[1:]:
        for path in [*stale, *gone]:
            print(f"stale: {path.relative_to(ROOT)}")
        return 1 if stale or gone else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path], "utf-8")
    for path in gone:
        path.unlink()
    print(f"{len(wanted)} pages: {len(stale)} written anew, {len(gone)} removed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
