"""Any metadata, and their published form read anew: what is missing, what is other, and nothing else.

Both documents are read into plain tuples by `seen`; what publication is to change, and only that, is
changed on those of the filed one by `expected`, without any of publication's own code.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from matrika.publication.document.namespaces import DS, MD, MDRPI
from tests.metadata import sp_metadata
from tests.publication.making import form

ENTITY_ID = "https://sp.example"
XML = "{http://www.w3.org/XML/1998/namespace}"
OWN_IDS = "_" + hashlib.sha256(ENTITY_ID.encode()).hexdigest()[:16] + "-"
UNTIL = "2026-06-08T12:00:00Z"
SIGNATURE = f'<ds:Signature xmlns:ds="{DS}"><ds:SignedInfo/></ds:Signature>'
DECLARED = 'xmlns:a="urn:a" xmlns:b="urn:b" xmlns:reg0="urn:c"'
EXTENSIONS = f"{{{MD}}}Extensions"
REGISTRATION = (
    f"{{{MDRPI}}}RegistrationInfo",
    {"registrationAuthority": "https://register.example", "registrationInstant": "2026-06-01T12:00:00Z"},
)


class Seen(NamedTuple):
    """An element, or with a tag that begins with "?" an instruction."""

    tag: str
    attributes: dict[str, str]
    namespaces: dict[str, str]  # of the prefixes that stand in its values
    content: list[Any]  # texts and Seen, in their order


def seen(element: Any) -> Seen:
    content: list[Any] = []
    add(content, element.text)
    for child in element:
        if child.tag is etree.PI:
            content.append(Seen(f"?{child.target}", {}, {}, [child.text or ""]))
        elif child.tag is not etree.Comment:
            content.append(seen(child))
        add(content, child.tail)
    values = [*element.attrib.values(), *(each for each in content if isinstance(each, str))]
    prefixes = {prefix for value in values for prefix in re.findall(r"([A-Za-z]\w*):", value)}
    namespaces = {p: element.nsmap[p] for p in prefixes if p in element.nsmap}
    return Seen(element.tag, dict(element.attrib), namespaces, content)


def add(content: list[Any], text: str | None) -> None:
    """Text on both sides of a comment, or of what was taken out, is one text."""
    if text and content and isinstance(content[-1], str):
        content[-1] += text
    elif text:
        content.append(text)


def expected(root: Seen) -> Seen:
    unsigned = without_signatures(root, deep=1)
    attributes = {
        name: value for name, value in root.attributes.items() if name not in ("ID", "cacheDuration")
    }
    return renamed(
        unsigned._replace(attributes=attributes | {"validUntil": UNTIL}, content=extended(unsigned))
    )


def without_signatures(element: Seen, *, deep: int) -> Seen:
    """Those of the document and of its roles; what is signed elsewhere is none of ours."""
    content: list[Any] = []
    for each in element.content:
        if isinstance(each, str):
            add(content, each)
        elif each.tag != f"{{{DS}}}Signature":
            is_role = deep and each.tag.endswith("Descriptor")
            content.append(without_signatures(each, deep=deep - 1) if is_role else each)
    return element._replace(content=content)


def extended(root: Seen) -> list[Any]:
    """With a place for the registration information, before everything else."""
    if any(isinstance(each, Seen) and each.tag == EXTENSIONS for each in root.content):
        return root.content
    first = 1 if isinstance(root.content[0], str) else 0
    return [*root.content[:first], Seen(EXTENSIONS, {}, {}, []), *root.content[first:]]


def unregistered(root: Seen) -> Seen:
    """Without the registration information, which must be the first extension."""
    content = list(root.content)
    place = next(n for n, each in enumerate(content) if isinstance(each, Seen) and each.tag == EXTENSIONS)
    first = next(each for each in content[place].content if isinstance(each, Seen))
    assert first == Seen(*REGISTRATION, {}, [])
    inner: list[Any] = []
    for each in content[place].content:
        if isinstance(each, str):
            add(inner, each)
        elif each is not first:
            inner.append(each)
    content[place] = content[place]._replace(content=inner)
    return root._replace(content=content)


def renamed(element: Seen) -> Seen:
    attributes = dict(element.attributes)
    for name in (f"{XML}id", "Id"):
        if name in attributes:
            attributes[name] = OWN_IDS + attributes[name]
    if attributes.get("URI") == "#k":
        attributes["URI"] = f"#{OWN_IDS}k"
    content = [each if isinstance(each, str) else renamed(each) for each in element.content]
    return element._replace(attributes=attributes, content=content)


LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co"), include_characters="\t\n")
TEXT = st.text(LETTERS, max_size=12) | st.sampled_from(
    ["a:x", " b:y c:z ", "reg0:t", "  \n ", "]]>", "&<>\"'"]
)
NAMES = st.sampled_from(["a:x", "b:y", "reg0:z", "x", 'q xmlns="urn:d"', 'a:w xmlns:a="urn:other"'])
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["k", "ID", "a:k", "b:k", "reg0:k", "xml:lang", "xml:space"]), TEXT, max_size=3
)
AROUND = (
    TEXT.map(escape)
    | TEXT.map(lambda text: f"<![CDATA[{text.replace(']]>', '')}]]>")
    | TEXT.map(lambda text: f"<!--{text.replace('-', '')}-->")
    | TEXT.map(lambda text: f"<?target {text.replace('?>', '').strip()}?>")
)


def element(content: st.SearchStrategy[list[str]]) -> st.SearchStrategy[str]:
    def written(name: str, attributes: dict[str, str], inner: list[str]) -> str:
        said = {**attributes}
        for name_of in ("xml:lang", "xml:space"):
            if name_of in said:
                said[name_of] = {"xml:lang": "sk", "xml:space": "preserve"}[name_of]
        given = "".join(f" {key}={quoteattr(value, {chr(10): '&#10;'})}" for key, value in said.items())
        return f"<{name}{given}>{''.join(inner)}</{name.split()[0]}>"

    return st.builds(written, NAMES, ATTRIBUTES, content)


EXTENSION = st.recursive(AROUND, lambda inner: element(st.lists(inner, max_size=3)), max_leaves=8)
LANGUAGES = "".join(
    f'<md:{name} xml:lang="{language}">{language}</md:{name}>'
    for name in ("OrganizationName", "OrganizationDisplayName", "OrganizationURL")
    for language in ("sk", "en")
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    extensions=st.none() | st.lists(EXTENSION, max_size=4),
    is_signed=st.booleans(),
    roles_are_signed=st.booleans(),
    has_key_id=st.booleans(),
    organization=st.sampled_from(["", f"<md:Organization>\n{LANGUAGES} </md:Organization>"]),
    remark=st.sampled_from(["", "<!-- r -->", "<?p i?>"]),
)
def test_it_loses_a_providers_signature_and_comments_and_nothing_else(
    extensions: list[str] | None,
    is_signed: bool,
    roles_are_signed: bool,
    has_key_id: bool,
    organization: str,
    remark: str,
) -> None:
    inner = "" if extensions is None else f"<md:Extensions>{''.join(extensions)}</md:Extensions>"
    content = sp_metadata(
        entity_id=ENTITY_ID,
        root_attributes=f'{DECLARED} ID="r" cacheDuration="PT1H" xml:lang="sk"',
        before_roles=remark + (SIGNATURE if is_signed else "") + inner,
        role_attributes='ID="s" errorURL="https://sp.example/a:b"',
        before_keys=remark + (SIGNATURE if roles_are_signed else ""),
        after_roles=organization,
    )
    if has_key_id:
        content = content.replace(b"<ds:KeyInfo>", b'<ds:KeyInfo Id="k"><ds:RetrievalMethod URI="#k"/>', 1)
    before = expected(seen(etree.fromstring(content)))
    role = next(each for each in before.content if isinstance(each, Seen) and "SPSSO" in each.tag)
    del role.attributes["ID"]
    after = seen(etree.fromstring(form(content).canonical))
    assert unregistered(after) == before


@pytest.mark.parametrize("outside", ["<?xml-stylesheet href='a'?>", "<!-- a -->"])
def test_it_publishes_the_entity_and_not_what_stands_around_it(outside: str) -> None:
    declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
    around = sp_metadata(declaration=declaration + outside) + outside.encode()
    assert form(around) == form(sp_metadata())
