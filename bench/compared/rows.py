"""What a comparison gives, kept in docs/performance.json so that the page can be written anew from it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "docs" / "performance.json"


@dataclass(frozen=True)
class Row:
    """One figure of ours beside another one, measured in the same run."""

    what: str
    ours: float
    beside: str  # who or what the other figure is of
    theirs: float
    unit: str  # "µs", "ms", "s", "/s", "MB"
    aim: str = ""  # what was set as a target, "" for none

    @property
    def more_is_better(self) -> bool:
        return self.unit.startswith("/")

    @property
    def advantage(self) -> float:
        """Above 1, ours is that many times better; below, worse."""
        return self.ours / self.theirs if self.more_is_better else self.theirs / self.ours

    @property
    def ratio_text(self) -> str:
        """In the words of a comparison: 12 × less, 3 × more."""
        factor = self.ours / self.theirs
        word = "more" if factor >= 1 else "less"
        return f"{number(max(factor, 1 / factor))} × {word}"

    @property
    def ours_text(self) -> str:
        return f"{number(self.ours)} {self.unit}"

    @property
    def theirs_text(self) -> str:
        return f"{number(self.theirs)} {self.unit}"


@dataclass(frozen=True)
class Part:
    """One comparison: its rows, and how the machine was."""

    rows: tuple[Row, ...]
    day: str
    load: float
    machine: str


def number(value: float) -> str:
    """Three digits are all that a measurement is worth."""
    if value >= 100:
        return f"{round(value, 2 - len(str(int(value))) + 1):,.0f}"
    return f"{value:.3g}"


def load() -> dict[str, Part]:
    if not FILE.exists():
        return {}
    stored = json.loads(FILE.read_text(encoding="utf-8"))
    return {
        name: Part(**{**part, "rows": tuple(Row(**row) for row in part["rows"])})
        for name, part in stored.items()
    }


def save(parts: dict[str, Part]) -> None:
    stored = {name: asdict(part) for name, part in parts.items()}
    FILE.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
