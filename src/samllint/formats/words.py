"""The words of the text formats in both languages, and how a paragraph of the guide is cited."""

from __future__ import annotations

from samllint.report import Outcome, Severity
from samllint.text import Text

GUIDE = "NASES SP 1.2"

SEVERITY = {
    Severity.ERROR: Text(sk="chyba", en="error"),
    Severity.WARNING: Text(sk="upozornenie", en="warning"),
    Severity.NOTICE: Text(sk="poznámka", en="notice"),
}
OUTCOME = {
    Outcome.PASSED: Text(sk="splnené", en="passed"),
    Outcome.FAILED: Text(sk="nesplnené", en="failed"),
    Outcome.NOT_APPLICABLE: Text(sk="netýka sa", en="not applicable"),
    Outcome.NOT_BINDING: Text(sk="nezaväzuje", en="not binding"),
    Outcome.WAIVED: Text(sk="výnimka", en="waived"),
    Outcome.BLOCKED: Text(sk="nedalo sa overiť", en="blocked"),
    Outcome.CRASHED: Text(sk="pokazilo sa", en="crashed"),
}
FOUND = Text(sk="nájdené", en="found")
EXPECTED = Text(sk="má byť", en="expected")
REMEDY = Text(sk="náprava", en="to mend")
OWN_RULE = Text(sk="nad rámec návodu", en="beyond the guide")
ACCEPTABLE = Text(sk="v poriadku", en="in order")
REFUSED = Text(sk="neprijateľné", en="not acceptable")
RULES = Text(sk="pravidlá", en="rules")
FINDINGS = Text(sk="nálezy", en="findings")
MORE = Text(
    sk="… ďalšie nálezy tohto pravidla: {count} (všetky: --format json)",
    en="… {count} more of this rule (all of them: --format json)",
)


def citation(clauses: tuple[str, ...]) -> Text:
    """`("3.2.8",)` → “NASES SP 1.2 §3.2(8)”; the product's own rules say so."""
    if not clauses:
        return OWN_RULE
    cited = f"{GUIDE} " + ", ".join(_paragraph(clause) for clause in clauses)
    return Text(sk=cited, en=cited)


def _paragraph(clause: str) -> str:
    chapter, _, item = clause.rpartition(".")
    return f"§{chapter}({item})" if "." in chapter else f"§{clause}"
