"""The rules agree with a second reading of the guide, over every knob alone and many at once."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import samllint
from samllint.report import Outcome, Report
from tests import pki
from tests.metadata import BINDINGS
from tests.rules.cases import document
from tests.samllint import oracle

CERTIFICATE_KNOBS: dict[str, list[Any]] = {
    "cn": [
        "ico-12345678_10001",
        "ico-123456789012",
        "ico-1234567",
        "ICO-12345678",
        "sp.example",
        "ico-12345678_123",
    ],
    "subject": [[["C=SK"], ["CN=ico-12345678"]], [["CN=ico-12345678", "O=Obec"]], [], [["O=ico-12345678"]]],
    "days": [1, 29, 30, 365, 731, 732, 3650],
    "ca": [True, False],
    "hash": ["sha1", "sha224", "sha384", "sha512", "md5"],
    "pss": [True],
    "key": [
        {"number": 1},
        {"number": 2},
        {"number": 3},
        {"number": 1, "bits": 1024},
        {"number": 1, "bits": 4096},
        {"number": 1, "bits": 2047},
        {"number": 1, "exponent": 3},
        "dsa",
        "ed25519",
    ],
    "written": [
        "one line",
        "spaced",
        "empty",
        "pem",
        "two",
        "trailing bytes",
        "url-safe",
        "double",
        "comment",
        "cdata",
        "private key",
        "cut",
        "garbage",
        "public key",
    ],
}
ENDPOINTS = [
    "http://sp.example/x",
    "HTTPS://sp.example/x",
    "https://",
    "https:///x",
    "https://a@b/x",
    "/x",
    "",
]
ENDPOINTS += [
    "https://sp.example:8443/x",
    "https://sp.example:x/",
    "https://[::1]/",
    "https://[::g]/",
    "https://a b/",
]
ENTITY_IDS = [
    "https://sp.example/",
    "https://sp.example/a",
    "http://sp.example",
    "https://SP.example",
    "urn:x",
]
ENTITY_IDS += [
    "https://sp.example:8443",
    "https://sp.example:0",
    "https://sp.example:",
    "https://a_b.example",
    "",
]
ENTITY_IDS += [
    "https://127.0.0.1:3001",
    "https://[::1]",
    "https://u@sp.example",
    "https://sp.example?x",
    "https://",
]
ENTITY_IDS += [
    "https://sp.example#",
    "https://-sp.example",
    "https://sp..example",
    " https://sp.example",
    "https://é",
]
FORMATS = [
    "",
    oracle.TRANSIENT,
    f" {oracle.TRANSIENT}\n",
    "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
]
BINDING_NAMES = ["HTTP-POST", "HTTP-Redirect", "HTTP-Artifact", "SOAP", "PAOS", "http-post", "HTTP-POST "]
IDP = f'<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">\
<md:SingleSignOnService Binding="{BINDINGS}HTTP-POST" Location="https://idp.example/"/></md:IDPSSODescriptor>'
ATTRIBUTES = '<md:AttributeConsumingService index="0"><md:ServiceName xml:lang="sk">x</md:ServiceName>\
<md:RequestedAttribute Name="a"/></md:AttributeConsumingService>'
KEY_NAME = "<md:KeyDescriptor><ds:KeyInfo><ds:KeyName>x</ds:KeyName></ds:KeyInfo></md:KeyDescriptor>"

# Changes to the document: (argument of sp_metadata, its values).
METADATA_KNOBS: dict[str, list[Any]] = {
    "without": ["KeyDescriptor", "SingleLogoutService", "AssertionConsumerService", "SPSSODescriptor", "use"],
    "entity_id": ENTITY_IDS,
    "after_roles": [IDP],
    "after_consumers": [ATTRIBUTES],
    "after_logouts": [f"<md:NameIDFormat>{value}</md:NameIDFormat>" for value in FORMATS],
    "after_keys": [KEY_NAME, KEY_NAME.replace("<md:KeyDescriptor", '<md:KeyDescriptor use="signing"')],
}
REPLACEMENTS: dict[str, list[str]] = {
    ' Location="https://sp.example/slo"': [f' Location="{url}"' for url in ENDPOINTS],
    "https://sp.example/slo/response": ENDPOINTS,
    "https://sp.example/acs": ENDPOINTS,
    BINDINGS + "HTTP-Redirect": [BINDINGS + name for name in BINDING_NAMES],
    BINDINGS + "HTTP-POST": [BINDINGS + name for name in BINDING_NAMES],
    ' use="signing"': ["", ' use="encryption"'],
    ' use="encryption"': ["", ' use="signing"'],
}


def recipes() -> st.SearchStrategy[dict[str, Any]]:
    """A few knobs turned at once, each of certificate, document and text."""
    certificate = st.dictionaries(st.sampled_from(sorted(CERTIFICATE_KNOBS)), st.integers(0, 99), max_size=3)
    metadata = st.dictionaries(st.sampled_from(sorted(METADATA_KNOBS)), st.integers(0, 99), max_size=2)
    replace = st.dictionaries(st.sampled_from(sorted(REPLACEMENTS)), st.integers(0, 99), max_size=2)
    return st.builds(recipe, certificate, certificate, metadata, replace)


def recipe(
    signing: dict[str, int], encryption: dict[str, int], metadata: dict[str, int], replace: dict[str, int]
) -> dict[str, Any]:
    def chosen(knobs: dict[str, list[Any]], turned: dict[str, int]) -> dict[str, Any]:
        return {name: knobs[name][at % len(knobs[name])] for name, at in turned.items()}

    return {
        "certificate": {
            "signing": possible(chosen(CERTIFICATE_KNOBS, signing)),
            "encryption": possible(chosen(CERTIFICATE_KNOBS, encryption)),
        },
        "metadata": chosen(METADATA_KNOBS, metadata),
        "text": chosen(REPLACEMENTS, replace),
    }


def possible(knobs: dict[str, Any]) -> dict[str, Any]:
    """Without what no library can sign."""
    if knobs.get("pss") and (knobs.get("hash") in ("sha1", "md5") or knobs.get("key") in ("dsa", "ed25519")):
        del knobs["pss"]
    if knobs.get("key") == {"number": 1, "bits": 1024}:
        knobs.pop("pss", None)
    return knobs


def made(recipe: dict[str, Any]) -> bytes:
    text = document({"certificate": recipe["certificate"], "metadata": recipe["metadata"]}).decode()
    for old, new in recipe["text"].items():
        text = text.replace(old, new)  # what was left out before cannot be replaced
    return text.encode()


def paragraphs(report: Report) -> dict[str, bool]:
    """Paragraph → kept, as the rules say; without those that some rule could not look at."""
    said: dict[str, set[Outcome]] = {}
    for result in report.results:
        for clause in result.clauses:
            said.setdefault(clause, set()).add(result.outcome)
    return {
        clause: Outcome.FAILED not in outcomes
        for clause, outcomes in said.items()
        if Outcome.FAILED in outcomes or Outcome.BLOCKED not in outcomes
    }


def disagreements(recipe: dict[str, Any]) -> dict[str, tuple[bool, bool]]:
    """Paragraph → (what the rules say, what the oracle says), where both speak and differ."""
    data = made(recipe)
    rules, second = paragraphs(samllint.check(data, at=pki.AT)), oracle.verdicts(data)
    return {
        clause: (rules[clause], second[clause])
        for clause in second
        if clause in rules and rules[clause] != second[clause]
    }


def single_turns() -> list[Any]:
    """Every value of every knob, alone."""
    turns = []
    for name, values in CERTIFICATE_KNOBS.items():
        for at, value in enumerate(values):
            turns.append(pytest.param(recipe({name: at}, {}, {}, {}), id=f"signing {name} {value}"))
    for name, values in METADATA_KNOBS.items():
        for at, value in enumerate(values):
            turns.append(pytest.param(recipe({}, {}, {name: at}, {}), id=f"{name} {value}"))
    for old, values in REPLACEMENTS.items():
        for at, value in enumerate(values):
            turns.append(pytest.param(recipe({}, {}, {}, {old: at}), id=f"{old} is {value}"))
    return turns


@pytest.mark.parametrize("recipe", single_turns())
def test_it_agrees_about_one_difference(recipe: dict[str, Any]) -> None:
    assert disagreements(recipe) == {}


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(recipes())
def test_it_agrees_about_several_differences_at_once(recipe: dict[str, Any]) -> None:
    assert disagreements(recipe) == {}
