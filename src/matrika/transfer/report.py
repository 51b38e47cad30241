"""The report of an examination, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from matrika.transfer.examine import Examination


def text(found: Examination) -> str:
    """Lines of English, the faults last: they are what one scrolls for."""
    return "\n".join(_lines(found)) + "\n"


def as_json(found: Examination) -> str:
    """Fields: docs/transfer.md."""
    shown = {
        "format": "matrika-import/1",
        "rows": found.rows,
        "providers": found.providers,
        "new_providers": found.new_providers,
        "new_versions": found.new_versions,
        "ended_versions": found.ended_versions,
        "new_organisations": len(found.organisations),
        "waivers": dict(sorted(found.waived.items())),
        "entries_with_waivers": [
            {
                "entity_id": plan.history.entity_id,
                "version": version.entry.number,
                "waivers": {waiver.rule_id: waiver.reason for waiver in version.waivers},
            }
            for plan in found.plans
            for version in plan.versions
            if version.waivers
        ],
        "remarks": [_printable(remark) for remark in found.remarks],
        "faults": [
            {"file": _printable(fault.file), "line": fault.line, "sentence": _printable(fault.sentence)}
            for fault in found.faults
        ],
    }
    return json.dumps(shown, ensure_ascii=False, indent=2) + "\n"


def _lines(found: Examination) -> Iterator[str]:
    yield f"{found.rows} rows, {found.providers} providers that could be understood"
    yield (
        f"to be entered: {found.new_providers} providers, {found.new_versions} versions,"
        f" {found.ended_versions} ends, {len(found.organisations)} organisations"
    )
    if found.waived:
        yield "waivers to be recorded:"
        yield from (f"  {count:6}  {rule_id}" for rule_id, count in sorted(found.waived.items()))
    if found.remarks:
        yield "different in the register, which keeps its own:"
        yield from (f"  {_printable(remark)}" for remark in found.remarks)
    if found.faults:
        yield "faults:"
        yield from (f"  {_printable(str(fault))}" for fault in found.faults)


def _printable(text: str) -> str:
    """Names come from a folder that somebody else made: none may forge a line, or write to a terminal."""
    return "".join(one if one.isprintable() else repr(one)[1:-1] for one in text)
