"""Many documents at a glance: how many are acceptable, and which rules fail most often."""

from __future__ import annotations

from collections import Counter

from samllint.formats import words
from samllint.formats.documents import Checked, Unread
from samllint.formats.excerpt import visible
from samllint.formats.text import Style
from samllint.report import Severity, Verdict
from samllint.text import Text

_DOCUMENTS = Text(sk="dokumenty", en="documents")
_UNREADABLE = Text(sk="nečitateľné", en="unreadable")
_RULE = Text(sk="pravidlo", en="rule")
_SEVERITY = Text(sk="závažnosť", en="severity")


class Tally:
    """Counts as the documents come; keeps no document."""

    def __init__(self) -> None:
        self._verdicts: Counter[Verdict] = Counter()
        self._unread: list[Unread] = []
        self._documents: Counter[tuple[Severity, str]] = Counter()
        self._findings: Counter[tuple[Severity, str]] = Counter()

    def add(self, entry: Checked | Unread) -> None:
        if isinstance(entry, Unread):
            self._unread.append(entry)
            return
        self._verdicts[entry.report.verdict] += 1
        for result in entry.report.results:
            if result.findings:
                key = (max(finding.severity for finding in result.findings), result.rule_id)
                self._documents[key] += 1
                self._findings[key] += len(result.findings)

    def render(self, style: Style) -> str:
        """A line of counts and a table of the rules that were not met; ends with a line break."""
        counts = [
            (words.ACCEPTABLE, self._verdicts[Verdict.PASSED]),
            (words.REFUSED, self._verdicts[Verdict.FAILED]),
            (_UNREADABLE, len(self._unread)),
        ]
        total = sum(count for _, count in counts)
        listed = ", ".join(f"{style.say(label)} {count}" for label, count in counts if count)
        lines = ["", style.painted(f"{style.say(_DOCUMENTS)}: {total} · {listed}", "1")]
        lines += [f"  {visible(unread.name)}: {visible(unread.reason)}" for unread in self._unread]
        return "\n".join(lines + self._table(style)) + "\n"

    def _table(self, style: Style) -> list[str]:
        if not self._documents:
            return []
        heads = [style.say(text) for text in (_RULE, _SEVERITY, _DOCUMENTS, words.FINDINGS)]
        rows = [
            [rule_id, style.say(words.SEVERITY[severity]), str(count), str(self._findings[severity, rule_id])]
            for (severity, rule_id), count in sorted(
                self._documents.items(), key=lambda item: (-item[0][0], -item[1], item[0][1])
            )
        ]
        widths = [max(len(row[column]) for row in [heads, *rows]) for column in range(4)]
        return ["", *(_row(row, widths) for row in [heads, *rows])]


def _row(cells: list[str], widths: list[int]) -> str:
    """Words stand to the left, numbers to the right."""
    words_, numbers = zip(cells[:2], widths[:2], strict=True), zip(cells[2:], widths[2:], strict=True)
    aligned = [
        *(cell.ljust(width) for cell, width in words_),
        *(cell.rjust(width) for cell, width in numbers),
    ]
    return "  " + "  ".join(aligned)
