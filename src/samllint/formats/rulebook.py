"""Rules for reading at a terminal: the table of all, and everything about one."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from samllint import profiles
from samllint.base64fault import RULE_ID as FIELD_RULE
from samllint.formats import words
from samllint.formats.text import Style
from samllint.rule import Rule
from samllint.text import Text

_PAGE = Text(sk="stránka", en="page")
_WHY = Text(sk="Prečo", en="Why")
_QUOTE = Text(sk="Znenie návodu", en="The guide's words")
_GOOD = Text(sk="Dobre", en="Good")
_BAD = Text(sk="Zle", en="Bad")
_SINCE = Text(sk="od", en="since")
_HEADS = (
    Text(sk="pravidlo", en="rule"),
    Text(sk="návod", en="guide"),
    Text(sk="závažnosť", en="severity"),
    Text(sk="čo musí platiť", en="what must hold"),
)


def table(rules: Sequence[Rule], profile_id: str, style: Style) -> str:
    """One line a rule: id, paragraph, severity in the profile, title; ends with a line break."""
    profile = profiles.by_id(profile_id)
    rows = [[style.say(head) for head in _HEADS]]
    for rule in rules:
        severity = profile.severities.get(rule.id, rule.severity)
        clauses = ", ".join(rule.clauses) or "–"
        rows.append([rule.id, clauses, style.say(words.SEVERITY[severity]), style.say(rule.title)])
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]])
        for row in rows
    ]
    return "\n".join([style.painted(lines[0], "1"), *lines[1:]]) + "\n"


def explained(rule: Rule, style: Style) -> str:
    """All that is known about the rule; ends with a line break."""
    return "\n".join(_explained(rule, style)) + "\n"


def _explained(rule: Rule, style: Style) -> Iterator[str]:
    yield f"{style.painted(rule.id, '1')}  {style.say(words.citation(rule.clauses))}"
    yield from _paragraph(style.say(rule.title), style)
    yield ""
    for profile in profiles.every().values():
        severity = style.say(words.SEVERITY[profile.severities.get(rule.id, rule.severity)])
        since = profile.binding_since.get(rule.id)
        binding = f", {style.say(_SINCE)} {since.isoformat()}" if since else ""
        yield f"  {profile.name}: {severity}{binding}"
    yield from _section(_QUOTE, f"„{rule.quote}“" if rule.quote else "", style)
    yield from _section(_WHY, style.say(rule.why), style)
    yield from _example(_GOOD, rule.good, style)
    yield from _example(_BAD, rule.bad, style)
    if rule.id != FIELD_RULE:
        yield f"\n  {style.say(_PAGE)}: docs/rules/{rule.id}.md"


def _section(head: Text, body: str, style: Style) -> Iterator[str]:
    if body:
        yield f"\n  {style.painted(style.say(head), '1')}"
        yield from _paragraph(body, style)


def _example(head: Text, body: str, style: Style) -> Iterator[str]:
    """Examples keep their lines."""
    if body:
        yield f"\n  {style.painted(style.say(head), '1')}"
        yield from (f"    {line}" for line in body.splitlines())


def _paragraph(words_: str, style: Style) -> list[str]:
    return textwrap.wrap(
        words_, style.width, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False
    )
