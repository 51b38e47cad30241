"""The ratios as one picture: bars to the right are better than what stands beside, to the left worse."""

from __future__ import annotations

from html import escape
from math import log10

from compared.rows import Part, Row, number

WIDTH, LEFT, RIGHT, LINE = 1000, 470, 60, 22
BETTER, WORSE, INK, PALE = "#1d5aa6", "#b8560f", "#222222", "#d4d4d4"


def svg(parts: dict[str, Part]) -> str:
    rows = [row for part in parts.values() for row in part.rows]
    reach = max((abs(log10(row.advantage)) for row in rows), default=1.0) or 1.0
    height = LINE * (len(rows) + 2)
    middle, unit = _scale(rows, reach)
    body = [
        _grid(middle, unit, height, rows),
        *(_bar(row, at, middle, unit) for at, row in enumerate(rows, 1)),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
        f' font-family="sans-serif" font-size="12" fill="{INK}">\n'
        "<title>How many times better, or worse, than what stands beside each (powers of ten)</title>\n"
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>\n' + "\n".join(body) + "\n</svg>\n"
    )


def _scale(rows: list[Row], reach: float) -> tuple[float, float]:
    """Where 1 stands, and how long a power of ten is."""
    worst = max((-log10(row.advantage) for row in rows), default=0.0)
    worst, best = max(worst, 0.3), max(max((log10(row.advantage) for row in rows), default=0.0), 0.3)
    unit = (WIDTH - LEFT - RIGHT) / (worst + best)
    return LEFT + worst * unit, unit


def _grid(middle: float, unit: float, height: int, rows: list[Row]) -> str:
    lines = []
    for power in range(-6, 7):
        x = middle + power * unit
        if LEFT <= x <= WIDTH - RIGHT:
            lines.append(
                f'<path d="M{x:.1f} {LINE}V{height - LINE}" stroke="{INK if power == 0 else PALE}"/>'
                f'<text x="{x:.1f}" y="{height - 6}" text-anchor="middle">{_power(power)}</text>'
            )
    return "\n".join(lines)


def _power(power: int) -> str:
    return f"{10**power:,} ×" if power >= 0 else f"1/{10**-power:,}"


def _bar(row: Row, at: int, middle: float, unit: float) -> str:
    y, end = at * LINE, middle + log10(row.advantage) * unit
    left, width = min(middle, end), max(abs(end - middle), 1.0)
    what = escape(f"{row.what} – {row.beside}")
    said = row.advantage if row.advantage >= 1 else 1 / row.advantage
    return (
        f'<text x="{LEFT - 8}" y="{y + 14}" text-anchor="end" font-size="11">{what}</text>'
        f'<rect x="{left:.1f}" y="{y + 3}" width="{width:.1f}" height="{LINE - 8}"'
        f' fill="{BETTER if row.advantage >= 1 else WORSE}"/>'
        f'<text x="{max(end, middle) + 4:.1f}" y="{y + 14}">{number(said)} ×</text>'
    )
