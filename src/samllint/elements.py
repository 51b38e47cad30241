"""A parsed tree → EntityDescriptor: one walk, after which nobody sees the tree."""

from __future__ import annotations

from lxml import etree

from samllint import embedded
from samllint.certificate import CertificateFault, NotACertificate
from samllint.entity import (
    EmbeddedCertificate,
    Endpoint,
    EntityDescriptor,
    KeyDescriptor,
    SPSSODescriptor,
    Value,
    Where,
)

MD = "{urn:oasis:names:tc:SAML:2.0:metadata}"
DS = "{http://www.w3.org/2000/09/xmldsig#}"
ENTITY_DESCRIPTOR = MD + "EntityDescriptor"
SP, IDP, KEY_DESCRIPTOR = MD + "SPSSODescriptor", MD + "IDPSSODescriptor", MD + "KeyDescriptor"
SLO, ACS = MD + "SingleLogoutService", MD + "AssertionConsumerService"
ROLE, XSI_TYPE = MD + "RoleDescriptor", "{http://www.w3.org/2001/XMLSchema-instance}type"
SSO_TYPES = frozenset({"SPSSODescriptorType", "IDPSSODescriptorType"})
ATTRIBUTE_SERVICE, NAME_ID_FORMAT = MD + "AttributeConsumingService", MD + "NameIDFormat"
SIGNATURE, X509_CERTIFICATE = DS + "Signature", DS + "X509Certificate"


def entity(root: etree._Element, *, has_cdata: bool) -> EntityDescriptor:
    """The values of a document. `has_cdata`: whether a CDATA section may stand anywhere in it."""
    name_id_formats: list[Value] = []
    attribute_services: list[Where] = []
    signatures: list[Where] = []
    for element in root.iter(NAME_ID_FORMAT, ATTRIBUTE_SERVICE, SIGNATURE):
        if element.tag == NAME_ID_FORMAT:
            name_id_formats.append(Value(text_of(element), Where(element)))
        elif element.tag == SIGNATURE:
            signatures.append(Where(element))
        else:
            attribute_services.append(Where(element))
    roles = tuple(_sp(role, has_cdata) for role in root.iterchildren(SP))
    return EntityDescriptor(
        where=Where(root),
        root_name=str(root.tag),
        entity_id=root.get("entityID"),
        valid_until=root.get("validUntil"),
        sp_descriptors=roles,
        idp_descriptors=tuple(Where(role) for role in root.iterchildren(IDP)),
        name_id_formats=tuple(name_id_formats),
        attribute_consuming_services=tuple(attribute_services),
        signatures=tuple(signatures),
        readable_certificates=tuple(
            (each.where, each.certificate)
            for role in roles
            for key in role.key_descriptors
            for each in key.certificates
            if each.certificate is not None
        ),
        typed_roles=tuple(
            Value(role.get(XSI_TYPE, ""), Where(role, XSI_TYPE))
            for role in root.iterchildren(ROLE)
            if _is_sso_role(role)
        ),
    )


def _is_sso_role(role: etree._Element) -> bool:
    """Whether xsi:type makes the role what SPSSODescriptor or IDPSSODescriptor is: OpenSAML reads it so."""
    prefix, _, name = role.get(XSI_TYPE, "").strip().rpartition(":")
    return name in SSO_TYPES and role.nsmap.get(prefix or None) == MD[1:-1]


def text_of(element: etree._Element) -> str:
    """All text in the element, also behind comments: a comment must not cut a value short."""
    text = element.text or ""
    return text + "".join(child.tail or "" for child in element) if len(element) else text


def _sp(role: etree._Element, has_cdata: bool) -> SPSSODescriptor:
    keys: list[KeyDescriptor] = []
    logouts: list[Endpoint] = []
    consumers: list[Endpoint] = []
    for child in role.iterchildren(KEY_DESCRIPTOR, SLO, ACS):
        if child.tag == KEY_DESCRIPTOR:
            found = tuple(_embedded(each, has_cdata) for each in child.iter(X509_CERTIFICATE))
            keys.append(KeyDescriptor(Where(child), child.get("use"), found))
        else:
            (logouts if child.tag == SLO else consumers).append(_endpoint(child))
    return SPSSODescriptor(Where(role), tuple(keys), tuple(logouts), tuple(consumers), role.get("validUntil"))


def _endpoint(element: etree._Element) -> Endpoint:
    get = element.get
    return Endpoint(Where(element), get("Binding"), get("Location"), get("ResponseLocation"))


def _embedded(element: etree._Element, has_cdata: bool) -> EmbeddedCertificate:
    if len(element) or (has_cdata and b"<![CDATA[" in etree.tostring(element, with_tail=False)):
        return EmbeddedCertificate(Where(element), None, CertificateFault.MARKUP_INSIDE)
    try:
        return EmbeddedCertificate(Where(element), embedded.read(element.text), None)
    except NotACertificate as error:
        return EmbeddedCertificate(Where(element), None, error.fault)
