"""Documents with elements taken out, doubled, renamed, moved and filled with nonsense: nothing breaks,
and the rules and the second reading of the guide (oracle.py) still say the same."""

from __future__ import annotations

import copy
from collections.abc import Callable
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

import samllint
from samllint.report import Outcome
from tests import pki
from tests.metadata import sp_metadata
from tests.samllint import oracle
from tests.samllint.test_oracle import ATTRIBUTES, ENDPOINTS, ENTITY_IDS, IDP, paragraphs

WORDS = [
    *ENDPOINTS,
    *ENTITY_IDS,
    "signing",
    "encryption",
    "x" * 300,
    "\u202e",
    "2020-01-01T00:00:00Z",
    "AA==",
]
ROOT = "{urn:oasis:names:tc:SAML:2.0:metadata}EntityDescriptor"

Element = etree._Element


def take_out(element: Element, chance: Random) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def double(element: Element, chance: Random) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.insert(chance.randrange(len(parent) + 1), copy.deepcopy(element))


def move(element: Element, chance: Random) -> None:
    root = element.getroottree().getroot()
    target = chance.choice(list(root.iter("*")))
    if element is not root and element not in (target, *target.iterancestors()):
        target.append(element)


def rename(element: Element, chance: Random) -> None:
    element.tag = chance.choice(list(element.getroottree().getroot().iter("*"))).tag


def fill_attribute(element: Element, chance: Random) -> None:
    if element.attrib:
        element.set(chance.choice(sorted(element.attrib)), chance.choice(WORDS))


def drop_attribute(element: Element, chance: Random) -> None:
    if element.attrib:
        del element.attrib[chance.choice(sorted(element.attrib))]


def fill_text(element: Element, chance: Random) -> None:
    element.text = chance.choice(WORDS)


def put_comment(element: Element, chance: Random) -> None:
    element.insert(0, etree.Comment("c") if chance.random() < 0.5 else etree.ProcessingInstruction("p"))


CHANGES: list[Callable[[Element, Random], None]] = [take_out, double, move, rename]
CHANGES += [fill_attribute, drop_attribute, fill_text, put_comment]


def mutated(chance: Random) -> bytes:
    """Valid metadata after one to five changes at random places."""
    given = {"after_roles": IDP} if chance.random() < 0.3 else {"after_consumers": ATTRIBUTES}
    parser = etree.XMLParser(resolve_entities=False)
    root = etree.XML(sp_metadata(**given) if chance.random() < 0.6 else sp_metadata(), parser)
    for _ in range(chance.randint(1, 5)):
        chance.choice(CHANGES)(chance.choice(list(root.iter("*"))), chance)
    return etree.tostring(root)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.integers(0, 2**32))
def test_it_stands_by_its_verdict_on_mutated_documents(seed: int) -> None:
    data = mutated(Random(seed))
    report = samllint.check(data, at=pki.AT)
    assert report.count(Outcome.CRASHED) == 0
    if etree.XML(data, None).tag == ROOT:
        rules, second = paragraphs(report), oracle.verdicts(data)
        assert {clause: rules[clause] for clause in second if clause in rules} == {
            clause: second[clause] for clause in second if clause in rules
        }
