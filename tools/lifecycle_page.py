"""docs/lifecycle.md and its picture, drawn from the table in `matrika.core.lifecycle`.

Nothing is placed by hand: the statuses of the way stand below one another in the order of the enumeration;
ends that several statuses lead to are columns at the right, with a dot for each act that leads there.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from matrika.core.labels import ACTS, STATUSES
from matrika.core.lifecycle import CLOSED, TRANSITIONS, Act, Status
from samllint.text import Text

ROW, BOX_HEIGHT = 100, 54
LEFT, BOX_WIDTH = 208, 300  # left of the boxes is room for the arcs that pass a status by
MIDDLE = LEFT + BOX_WIDTH // 2
FIRST_COLUMN, COLUMN, COLUMN_BOX = 580, 150, 130
MARGIN = 24
FORWARD, BACKWARD = MIDDLE - 116, MIDDLE + 64  # where arrows between neighbours run

INTO = {status: [key for key, after in TRANSITIONS.items() if after is status] for status in Status}
ENDS = [status for status in Status if status in CLOSED and len(INTO[status]) > 1]
WAY = [status for status in Status if status not in ENDS]

STYLE = """
text { font-family: "Segoe UI", "Helvetica Neue", Arial, sans-serif; font-size: 14px; fill: #0b0c0c }
.name { font-size: 16px; font-weight: 600; text-anchor: middle }
.en { fill: #505a5f; font-size: 13px }
.name.en { font-weight: 400 }
.left { text-anchor: end }
.small { font-size: 12px }
.open { fill: #eef4fb; stroke: #003078; stroke-width: 1.5 }
.new { fill: #fff; stroke: #505a5f; stroke-width: 1.5; stroke-dasharray: 5 4 }
.good { fill: #e3f4ea; stroke: #00703c; stroke-width: 2 }
.bad { fill: #fbecea; stroke: #942514; stroke-width: 1.5 }
.way { fill: none; stroke: #003078; stroke-width: 1.8; marker-end: url(#arrow) }
.end { fill: none; stroke: #b8a09d; stroke-width: 1.4 }
.dot { fill: #942514 }
""".strip()

ARROW = (
    '<marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">'
    '<path d="M0 0 10 5 0 10z" fill="#003078"/></marker>'
)
HEAD = """\
# The life of a filing

Generated from `src/matrika/core/lifecycle.py` by `tools/lifecycle_page.py`; not to be edited.

![Statuses of a filing, and the acts that lead from one to the next](pictures/lifecycle.svg)

Whatever is not in this table cannot happen: the doors answer 409, and nothing is stored. Each row that
happens is one event of the history. How long a filing waits before it lapses is
[set by the operator](operating.md#variables).

| in status | act | then |
| --- | --- | --- |
"""


def pages() -> dict[str, str]:
    """Path within docs/ → content."""
    rows = (
        f"| {_both(STATUSES[before])} | {_both(ACTS[act])} | {_both(STATUSES[after])} |\n"
        for (before, act), after in TRANSITIONS.items()
    )
    return {"lifecycle.md": HEAD + "".join(rows), "pictures/lifecycle.svg": picture()}


def _both(text: Text) -> str:
    return f"{text.sk}<br>*{text.en}*"


def picture() -> str:
    """The SVG."""
    width = FIRST_COLUMN + COLUMN * len(ENDS) + MARGIN
    height = 2 * MARGIN + ROW * len(WAY)
    parts = [*_columns(), *_arrows(), *(_box(status) for status in Status)]
    title = "Život žiadosti · The life of a filing"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
            f"<title>{title}</title>",
            f"<style>{STYLE}</style>",
            ARROW,
            f'<rect width="{width}" height="{height}" rx="10" fill="#fff"/>',
            *parts,
            "</svg>\n",
        ]
    )


def _top(status: Status) -> int:
    """The upper edge of its box; ends stand beside the last status of the way."""
    row = len(WAY) - 1 if status in ENDS else WAY.index(status)
    return MARGIN + ROW * row + (ROW - BOX_HEIGHT) // 2


def _centre(status: Status) -> int:
    return _top(status) + BOX_HEIGHT // 2


def _column(status: Status) -> int:
    return FIRST_COLUMN + COLUMN * ENDS.index(status) + 22


def _box(status: Status) -> str:
    end = status in ENDS
    left, width = (_column(status) - 22, COLUMN_BOX) if end else (LEFT, BOX_WIDTH)
    kind = "new" if status is Status.NEW else "bad" if end else "good" if status in CLOSED else "open"
    name, top, x = STATUSES[status], _top(status), left + width // 2
    return (
        f'<rect class="{kind}" x="{left}" y="{top}" width="{width}" height="{BOX_HEIGHT}" rx="8"/>'
        f'<text class="name" x="{x}" y="{top + 23}">{escape(name.sk)}</text>'
        f'<text class="name en" x="{x}" y="{top + 42}">{escape(name.en)}</text>'
    )


def _label(act: Act, x: int, y: int, kind: str = "") -> str:
    name = ACTS[act]
    return (
        f'<text class="{kind}" x="{x}" y="{y - 3}">{escape(name.sk)}</text>'
        f'<text class="en {kind}" x="{x}" y="{y + 13}">{escape(name.en)}</text>'
    )


def _arrows() -> Iterator[str]:
    """The acts that lead along the way, forward and back."""
    for (before, act), after in TRANSITIONS.items():
        if after in WAY:
            steps = WAY.index(after) - WAY.index(before)
            yield _between_neighbours(before, act, after) if abs(steps) == 1 else _past(before, act, after)


def _between_neighbours(before: Status, act: Act, after: Status) -> str:
    down = WAY.index(after) > WAY.index(before)
    x = FORWARD if down else BACKWARD
    start = _top(before) + (BOX_HEIGHT if down else 0)
    stop = _top(after) + (-1 if down else BOX_HEIGHT + 1)
    return f'<path class="way" d="M{x} {start}V{stop}"/>' + _label(act, x + 10, (start + stop) // 2)


def _past(before: Status, act: Act, after: Status) -> str:
    """An arc at the left side of what it passes by; arcs that meet at a status touch it at two heights."""
    start, stop = _centre(before) + 12, _centre(after) - 12
    x, radius = LEFT - 44, 16
    arc = (
        f"M{LEFT} {start}H{x + radius}Q{x} {start} {x} {start + radius}"
        f"V{stop - radius}Q{x} {stop} {x + radius} {stop}H{LEFT - 1}"
    )
    return f'<path class="way" d="{arc}"/>' + _label(act, x - 10, (start + stop) // 2, "left")


def _columns() -> Iterator[str]:
    """Each end's line downwards, each status' line across, and a dot where an act leads to the end."""
    for end in ENDS:
        first = min(_centre(before) for before, _ in INTO[end])
        yield f'<path class="end" d="M{_column(end)} {first}V{_top(end)}"/>'
    for status in WAY:
        leaving = [(act, after) for (before, act), after in TRANSITIONS.items() if before is status]
        reached = {after: act for act, after in leaving if after in ENDS}
        if reached:
            last = max(_column(end) for end in reached)
            yield f'<path class="end" d="M{LEFT + BOX_WIDTH} {_centre(status)}H{last}"/>'
        for end, act in reached.items():
            x, y = _column(end), _centre(status)
            yield f'<circle class="dot" cx="{x}" cy="{y}" r="5"/>'
            yield f'<text class="small" x="{x + 9}" y="{y - 6}">{escape(ACTS[act].sk)}</text>'
            yield f'<text class="small en" x="{x + 9}" y="{y + 15}">{escape(ACTS[act].en)}</text>'
