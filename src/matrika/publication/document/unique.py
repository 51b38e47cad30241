"""What may stand once in a document only, and so must not be alike in two entities of the aggregate.

An xs:ID is unique in a document. One provider must not make the aggregate invalid for everybody by having
one that another has, be it by chance or by copying.
"""

from __future__ import annotations

import hashlib

from lxml import etree

from matrika.publication.document.namespaces import DS, MD, SAML, XENC, XS

_IDENTIFIERS = {MD: ("ID",), SAML: ("ID",), DS: ("Id",), XENC: ("Id",)}
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"

# The types of XML Schema by which a value reaches beyond its entity, and those that have the same values.
_BOUND = {"ID": "NCName", "IDREF": "NCName", "IDREFS": "NMTOKENS"}


def own_identifiers(root: etree._Element) -> None:
    """Give the entity identifiers that no other one has.

    IDs of metadata elements served the signatures that are gone. Others may be referred to, so they are
    renamed, together with the references. A value that only says it is an identifier is somebody's value:
    it stays, and says it is a name.
    """
    distinct = "_" + hashlib.sha256(root.get("entityID", "").encode()).hexdigest()[:16] + "-"
    renamed = set()
    for element in root.iter("{*}*"):
        if etree.QName(element).namespace == MD:
            element.attrib.pop("ID", "")
        namespace, local = _stated_type(element)
        if namespace == XS and local in _BOUND:
            prefix = element.get(_XSI_TYPE, "").strip().removesuffix(local)
            element.set(_XSI_TYPE, prefix + _BOUND[local])
        for name in _identifying(element, namespace):
            old = element.get(name, "").strip()  # xs:ID passes over white space around it
            element.set(name, distinct + old)
            renamed.add(f"#{old}")
    if renamed:
        for element in root.iter("{*}*"):
            if (reference := element.get("URI")) in renamed:
                element.set("URI", f"#{distinct}{reference[1:]}")


def _stated_type(element: etree._Element) -> tuple[str, str]:
    """Namespace and name in xsi:type; "" for what is not there."""
    prefix, colon, local = element.get(_XSI_TYPE, "").strip().rpartition(":")
    namespace = element.nsmap.get(prefix if colon else None) if local else None
    return namespace or "", local


def _identifying(element: etree._Element, of_type: str) -> list[str]:
    """The element's attributes that the schemas of SAML, XML signatures and XML itself declare as xs:ID.

    An element of any name has the attributes of a type by saying xsi:type; `of_type` is the namespace of
    that. What other vocabularies call ID is theirs, and stays.
    """
    own = etree.QName(element).namespace or ""
    names = {_XML_ID, *_IDENTIFIERS.get(own, ()), *_IDENTIFIERS.get(of_type, ())}
    return [str(name) for name in element.attrib if name in names]
