"""One fact about how the register fares, judged by limits that stand beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from samllint.text import Text


class State(StrEnum):
    """Said in words and by a sign, never by colour alone."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


STATES: dict[State, Text] = {
    State.GREEN: Text("v poriadku", "in order"),
    State.AMBER: Text("treba sa pozrieť", "needs a look"),
    State.RED: Text("porucha", "failure"),
}
_ORDER = list(State)

Figures = dict[str, int | str | None]  # for machines: whole numbers, texts, ISO 8601 instants, None


@dataclass(frozen=True, slots=True)
class Fact:
    """What was found, and how it is judged."""

    name: str  # stable; monitoring systems match on it
    title: Text
    state: State
    words: Text
    figures: Figures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Limits:
    """From which age on something is amber, and red."""

    amber: timedelta
    red: timedelta

    def judge(self, age: timedelta | None) -> State:
        if age is None or age < self.amber:
            return State.GREEN
        return State.AMBER if age < self.red else State.RED


def worst(states: list[State]) -> State:
    return max(states, key=_ORDER.index, default=State.GREEN)


def age(since: datetime | None, at: datetime) -> timedelta | None:
    """How long ago; never less than nothing, since clocks of several machines differ."""
    return None if since is None else max(at - since, timedelta(0))


def seconds(value: timedelta | None) -> int | None:
    return None if value is None else int(value.total_seconds())


def span(value: timedelta) -> Text:
    """The two largest units, in an abbreviation that needs no declension: "2 d 3 h", "5 min"."""
    minutes, rest = divmod(int(value.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [(days, "d", "d"), (hours, "h", "h"), (minutes, "min", "min"), (rest, "s", "s")]
    first = next((index for index, (count, *_) in enumerate(parts) if count), len(parts) - 1)
    shown = [part for part in parts[first : first + 2] if part[0]] or [parts[-1]]
    return Text(
        " ".join(f"{count} {sk}" for count, sk, _ in shown),
        " ".join(f"{count} {en}" for count, _, en in shown),
    )
