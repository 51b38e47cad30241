"""The octets that an XML signature speaks about: Canonical XML 1.0, inclusive and exclusive.

lxml canonicalises whole documents rightly, and subtrees in exclusive form. In inclusive form it writes a
spurious xmlns="" from the second level of a subtree that uses a default namespace (seen in 5.4.0,
6.0.2 and 6.1.3). So a subtree is first made a document of its own: written out, with the namespaces of
its ancestors, and read back.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass

from lxml import etree

INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
_XML = "{http://www.w3.org/XML/1998/namespace}"


@dataclass(frozen=True, slots=True)
class Method:
    """One of the four algorithms; `prefixes` is the PrefixList of the exclusive ones."""

    exclusive: bool = False
    comments: bool = False
    prefixes: tuple[str, ...] = ()


METHODS = {
    INCLUSIVE: Method(),
    INCLUSIVE + "#WithComments": Method(comments=True),
    EXCLUSIVE: Method(exclusive=True),
    EXCLUSIVE + "WithComments": Method(exclusive=True, comments=True),
}


def subtree(element: etree._Element, method: Method) -> bytes:
    """The octets of an element that is part of a document, say SignedInfo."""
    return octets_of(detached(element, method), method, comments=method.comments)


def without_signature(signature: etree._Element, method: Method, *, whole_document: bool) -> bytes:
    """The octets of the signature's parent with that signature cut out (the enveloped-signature transform).

    Comments never count: XMLDSig 1.1 §4.4.3.3 takes them out of the node set of "" and "#id" before any
    canonicalisation, also before one whose name ends in WithComments. `whole_document` is for the
    reference "", whose node set holds the processing instructions around the root too.
    """
    parent = signature.getparent()
    assert parent is not None
    position = parent.index(signature)
    apart = detached(parent, method)
    cut_out(apart[position])
    octets = octets_of(apart, method, comments=False)
    return with_surroundings(parent, octets) if whole_document else octets


def detached(element: etree._Element, method: Method) -> etree._Element:
    """A copy of the element as the root of a document, with all that it inherits."""
    parent = element.getparent()
    if parent is None:
        return copy.deepcopy(element)
    # Not anybody's document: the octets were written by ourselves on the same line.
    apart = etree.fromstring(etree.tostring(element, with_tail=False), _parser())  # noqa: TID251 — it was just written
    if not method.exclusive:
        # Inclusive C14N §2.4: an apex element takes over the xml: attributes of its ancestors.
        for ancestor in element.iterancestors():
            for name, value in ancestor.attrib.items():
                if str(name).startswith(_XML) and name not in apart.attrib:
                    apart.set(name, value)
    return apart


def cut_out(element: etree._Element) -> None:
    """Take an element out of its parent; the text behind it stays."""
    parent, before, behind = element.getparent(), element.getprevious(), element.tail or ""
    assert parent is not None
    parent.remove(element)
    if before is None:
        parent.text = (parent.text or "") + behind
    else:
        before.tail = (before.tail or "") + behind


def octets_of(root: etree._Element, method: Method, *, comments: bool) -> bytes:
    """The octets of the root of a document. Of a part of one, use `subtree`: see above."""
    return etree.tostring(
        root,
        method="c14n",
        exclusive=method.exclusive,
        with_comments=comments,
        inclusive_ns_prefixes=list(method.prefixes) or None,
        with_tail=False,
    )


def with_surroundings(root: etree._Element, octets: bytes) -> bytes:
    """Processing instructions before and behind the root, each on a line of its own (C14N §2.3)."""
    before = [_instruction(node) for node in root.itersiblings(etree.PI, preceding=True)]
    behind = [_instruction(node) for node in root.itersiblings(etree.PI)]
    return b"\n".join([*reversed(before), octets, *behind])


def _instruction(node: etree._Element) -> bytes:
    text = f" {node.text}" if node.text else ""
    return f"<?{node.target}{text}?>".replace("\r", "&#xD;").encode()  # type: ignore[attr-defined]  # a PI


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, strip_cdata=False)
