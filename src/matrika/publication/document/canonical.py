"""A provider's metadata as filed → the form in which they are published, made once a version.

The form is exclusive C14N without comments (comments are no part of what a signature covers, so a
published one could be changed by anybody on the way). A provider's own signatures and IDs go: they
could not survive inside our document. Registration information is ours. Nothing else is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from matrika.publication.document.namespaces import DS, MD, MDRPI
from matrika.publication.document.unique import own_identifiers
from samllint.document import parse_tree
from samllint.unreadable import Unreadable

# C14N repeats namespace declarations; a megabyte made for the purpose would become a hundred.
MAX_BYTES = 4 * 1024 * 1024

# The aggregate's root takes one of these prefixes; see publication.aggregate.
RESERVED_PREFIX = re.compile(rb' xmlns:(reg\d+)="')
_PREFIX_IN_CONTENT = re.compile(r"([A-Za-z_][\w.-]*):")


class NotPublishable(Exception):
    """The metadata cannot be published; the sentence says why, for staff."""


@dataclass(frozen=True, slots=True)
class Registration:
    """What mdrpi:RegistrationInfo tells: who registered the provider, and when."""

    authority: str
    instant: datetime


@dataclass(frozen=True, slots=True)
class PublishedForm:
    canonical: bytes
    inclusive_prefixes: str  # the PrefixList to canonicalise with: "" or "xs xsi"
    reserved_prefixes: str  # declared prefixes that the aggregate's root must not take


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an entity's own document says besides: mdrpi:PublicationInfo, and how long it may be used."""

    reference_id: str  # the root's ID, for the signature
    publisher: str
    created_at: datetime
    valid_until: datetime
    cache_duration: str  # xs:duration


def published_form(content: bytes, *, registration: Registration, valid_until: datetime) -> PublishedForm:
    """The entity without ID and cacheDuration, valid until its certificates run out.

    Raises NotPublishable when the bytes are no EntityDescriptor that can be read safely.
    """
    root = _read(content, "registered metadata")
    if root.tag != f"{{{MD}}}EntityDescriptor" or not root.get("entityID"):
        raise NotPublishable(f"the registered metadata are no EntityDescriptor with an entityID: {root.tag}")
    if (
        next(root.iterdescendants(f"{{{MD}}}EntityDescriptor", f"{{{MD}}}EntitiesDescriptor"), None)
        is not None
    ):
        # Some consumers take every EntityDescriptor of a document for an entity, wherever it stands.
        raise NotPublishable("another entity is hidden inside the registered metadata")
    _drop_signatures(root)
    own_identifiers(root)
    root.set("validUntil", instant_text(valid_until))
    root.attrib.pop("cacheDuration", "")
    _register(root, registration)
    prefixes = _prefixes_in_content(root)
    try:
        canonical = canonical_bytes(root, sorted(prefixes))
    except etree.C14NError as error:  # a namespace that is a relative URI (C14N 1.0 §1.3)
        raise NotPublishable(f"the registered metadata have no canonical form: {error}") from error
    if len(canonical) > MAX_BYTES:
        raise NotPublishable(f"the canonical form has {len(canonical)} bytes, more than {MAX_BYTES}")
    reserved = {prefix.decode() for prefix in RESERVED_PREFIX.findall(canonical)}
    return PublishedForm(canonical, " ".join(sorted(prefixes)), " ".join(sorted(reserved)))


def stamp(form: PublishedForm, stamped: Stamp) -> bytes:
    """The same entity, again canonical, with what a signed document of its own carries.

    Raises NotPublishable.
    """
    root = _read(form.canonical, "canonical form")
    root.set("ID", stamped.reference_id)
    root.set("validUntil", instant_text(stamped.valid_until))
    root.set("cacheDuration", stamped.cache_duration)
    info = etree.Element(f"{{{MDRPI}}}PublicationInfo", nsmap={"mdrpi": MDRPI})
    info.set("publisher", stamped.publisher)
    info.set("creationInstant", instant_text(stamped.created_at))
    extensions = root.find(f"{{{MD}}}Extensions")
    assert extensions is not None, "published_form has seen to the registration information"
    extensions.insert(0, info)
    return canonical_bytes(root, form.inclusive_prefixes.split())


def canonical_bytes(element: etree._Element, prefixes: Iterable[str] = ()) -> bytes:
    """Exclusive C14N 1.0 without comments; `prefixes` is the InclusiveNamespaces PrefixList."""
    return etree.tostring(
        element,
        method="c14n",
        exclusive=True,
        with_comments=False,
        with_tail=False,
        inclusive_ns_prefixes=list(prefixes),
    )


def instant_text(instant: datetime) -> str:
    """xs:dateTime in UTC, in whole seconds."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def take_out(element: etree._Element) -> None:
    """Take the element out and keep the text behind it, which lxml would take along."""
    parent, before = element.getparent(), element.getprevious()
    assert parent is not None
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _read(content: bytes, name: str) -> etree._Element:
    try:
        return parse_tree(content)
    except Unreadable as error:
        raise NotPublishable(f"the {name} cannot be read: {error}") from error


def _drop_signatures(root: etree._Element) -> None:
    """The root's signature and its roles': changed surroundings would leave them broken."""
    for holder in (root, *root.iterchildren(f"{{{MD}}}*")):
        if str(holder.tag).endswith("Descriptor"):
            for signature in holder.findall(f"{{{DS}}}Signature"):
                take_out(signature)


def _register(root: etree._Element, registration: Registration) -> None:
    """Say who registered it. Who publishes it is said at the root of each document only (mdrpi §2.2)."""
    extensions = root.find(f"{{{MD}}}Extensions")
    if extensions is None:
        extensions = etree.Element(f"{{{MD}}}Extensions")
        root.insert(0, extensions)
    for name in ("RegistrationInfo", "PublicationInfo", "PublicationPath"):
        for claimed in extensions.findall(f"{{{MDRPI}}}{name}"):
            take_out(claimed)
    info = etree.Element(f"{{{MDRPI}}}RegistrationInfo", nsmap={"mdrpi": MDRPI})
    info.set("registrationAuthority", registration.authority)
    info.set("registrationInstant", instant_text(registration.instant))
    extensions.insert(0, info)


def _prefixes_in_content(root: etree._Element) -> set[str]:
    """Prefixes that stand in values, such as xsi:type="xs:string".

    Exclusive C14N sees only the names of elements and attributes and would drop their declarations;
    named in a PrefixList, they stay (Exclusive XML Canonicalization §2.1). One too many does no harm.
    """
    found: set[str] = set()
    for element in root.iter("{*}*"):
        values = (*element.attrib.values(), element.text or "", *(child.tail or "" for child in element))
        for value in values:
            if ":" in value:
                declared = element.nsmap
                found.update(p for p in _PREFIX_IN_CONTENT.findall(value) if p in declared)
    return found
