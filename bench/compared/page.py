"""docs/performance.md and its picture, from what was measured and kept in docs/performance.json."""

from __future__ import annotations

from compared import picture
from compared.rows import Part, Row, load

TITLES = {
    "check": "Checking metadata",
    "mdq": "Serving metadata",
    "aggregate": "The aggregate",
    "worker": "The worker, as the register grows",
    "pages": "Pages, twenty people at once",
    "start": "Start of the command line",
}
_HEAD = """# Performance, beside others and beside the limit

<!-- Written by ./dev docs from performance.json, which ./dev bench writes. -->

`./dev bench` measures all of this again, each figure in the same run as the one beside it: what counts are
the ratios. Peers are installed by name into an environment of their own; nothing here is a requirement of the
register. A machine that does other work meanwhile makes every figure worse, ours and theirs, and not always
in the same measure: the load is given with each table. Explanations and older figures:
[measurements](measurements.md).

![Ratios to the peers and to the limits](pictures/performance.svg)
"""


def text(parts: dict[str, Part]) -> str:
    sections = [_section(TITLES[name], part) for name, part in parts.items()]
    return "\n".join([_HEAD, *sections])


def pages() -> dict[str, str]:
    """What `./dev docs` writes."""
    measured = load()
    parts = {name: measured[name] for name in TITLES if name in measured}
    return {"performance.md": text(parts), "pictures/performance.svg": picture.svg(parts)}


def _section(title: str, part: Part) -> str:
    lines = [f"| {' | '.join(_cells(row))} |" for row in part.rows]
    return "\n".join(
        [
            f"## {title}",
            "",
            f"{part.day}, {part.machine}; load of the machine {part.load:.1f}.",
            "",
            "| what | ours | beside | theirs | ratio | aim |",
            "|---|---|---|---|---|---|",
            *lines,
            "",
        ]
    )


def _cells(row: Row) -> tuple[str, ...]:
    return row.what, row.ours_text, row.beside, row.theirs_text, _ratio(row), row.aim


def _ratio(row: Row) -> str:
    return f"**{row.ratio_text}**" if row.advantage >= 1 else row.ratio_text
