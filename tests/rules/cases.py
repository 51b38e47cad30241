"""A case file → a document, the circumstances of its judgement, and what must come out."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from string import Template
from typing import Any

from samllint.context import Context
from samllint.report import Finding, Outcome
from tests import pki, signing
from tests.metadata import sp_metadata
from tests.rules.certificates import certificate, content_of

FOLDER = Path(__file__).parent
KNOWN_KEYS = {"at", "profile", "certificate", "metadata", "context", "finding", "also", "xml", "bytes"}
KNOWN_KEYS |= {"outcome", "fails", "signature"}


@dataclass(frozen=True)
class Case:
    """One file of tests/rules."""

    path: Path
    document: bytes
    at: datetime
    profile: str
    context: Context
    outcome: Outcome
    findings: tuple[dict[str, Any], ...]
    others: frozenset[str] = field(default_factory=frozenset)  # other rules that fail

    @property
    def rule_id(self) -> str:
        return self.path.parent.name.replace("_", "-")


def read(path: Path) -> Case:
    """Raises AssertionError for a key that means nothing, so that a slip cannot weaken a case."""
    recipe = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(recipe) <= KNOWN_KEYS, f"{path}: unknown {set(recipe) - KNOWN_KEYS}"
    is_ok = path.name.startswith("ok-")
    return Case(
        path=path,
        document=document(recipe),
        at=recipe.get("at", pki.AT),
        profile=recipe.get("profile", "upvs"),
        context=context(recipe),
        outcome=Outcome(recipe.get("outcome", "passed" if is_ok else "failed")),
        findings=tuple(recipe.get("finding", ())),
        others=frozenset(recipe.get("fails", recipe.get("also", ()))),
    )


def certificates(recipe: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The knobs of each certificate, by name; `signing` and `encryption` are always there."""
    given = {"signing": {}, "encryption": {}} | recipe.get("certificate", {})
    return {name: each if isinstance(each, list) else [each] for name, each in given.items()}


def document(recipe: dict[str, Any]) -> bytes:
    knobs = certificates(recipe)
    contents = {name: [content_of(name, each) for each in many] for name, many in knobs.items()}
    if "xml" in recipe:
        first = {name: many[0] for name, many in contents.items()}
        return rewritten(Template(recipe["xml"]).substitute(first), recipe.get("bytes", {}))
    # sp_metadata takes DER; a certificate that is written in some other way is put there afterwards.
    metadata = dict(recipe.get("metadata", {}))
    if "signature" in recipe:
        metadata["before_roles"] = signing.template(**recipe["signature"].get("template", {}))
    marks = {name: tuple(f"{name}-{n}".encode() for n in range(len(many))) for name, many in contents.items()}
    text = sp_metadata(
        **{"signing": marks["signing"], "encryption": marks["encryption"], **metadata}
    ).decode()
    for name, many in contents.items():
        for mark, content in zip(marks[name], many, strict=True):
            text = text.replace(pki.base64_of(mark), content)
    return rewritten(signed(text, recipe.get("signature")), recipe.get("bytes", {}))


def signed(text: str, how: dict[str, Any] | None) -> str:
    """The document with its Signature filled in by key `key_number`; `replace` tampers with it afterwards."""
    if how is None:
        return text
    if how.get("compact"):
        text = re.sub(r">\s+<", "><", text)
    text = signing.by_hand(text.encode(), key_number=how.get("key_number", 1)).decode()
    for old, new in how.get("replace", {}).items():
        assert old in text, f"{old!r} does not occur"
        text = text.replace(old, new)
    return text


def rewritten(text: str, how: dict[str, Any]) -> bytes:
    """The document's bytes: `before` and `after` are put around it, `repeat` times `filler` at the end."""
    text = how.get("before", "") + text + how.get("after", "") + how.get("filler", "") * how.get("repeat", 0)
    return text.encode(how.get("encoding", "utf-8"))


def context(recipe: dict[str, Any]) -> Context:
    """`fingerprints_elsewhere` names certificates of the recipe."""
    given = dict(recipe.get("context", {}))
    for name in ("registered_entity_ids", "fingerprints_elsewhere"):
        if name in given:
            given[name] = frozenset(given[name])
    if "fingerprints_elsewhere" in given:
        knobs = certificates(recipe)
        given["fingerprints_elsewhere"] = frozenset(
            fingerprint(certificate(name, knobs[name][0])) for name in given["fingerprints_elsewhere"]
        )
    return Context(**given)


def fingerprint(der: bytes) -> str:
    return hashlib.sha256(der).hexdigest().upper()


def differences(case: Case, expected: dict[str, Any], finding: Finding) -> list[str]:
    """Where a finding is not as its [[finding]] says."""
    found = {
        "found": finding.found == expected.get("found"),
        "severity": finding.severity.label == expected.get("severity"),
        "expected": expected.get("expected") in (finding.expected.sk, finding.expected.en),
        "sk": expected.get("sk", "") in finding.message.sk,
        "en": expected.get("en", "") in finding.message.en,
        "remedy": expected.get("remedy", "") in finding.remedy.en,
        "line": finding.place is not None and finding.place.line == expected.get("line"),
        "at": text_at(case.document, finding).startswith(expected.get("at", "")),
    }
    assert set(expected) <= set(found), f"unknown {set(expected) - set(found)}"
    return [name for name in expected if not found[name]]


def text_at(data: bytes, finding: Finding) -> str:
    """What stands in the document where the finding points."""
    if finding.place is None:
        return ""
    lines = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace").split(
        "\n"
    )
    return lines[finding.place.line - 1][finding.place.column - 1 :]
