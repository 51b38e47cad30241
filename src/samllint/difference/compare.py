"""Two outlines → what differs: element by element, with an eye for endpoints and certificates."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator

from samllint import embedded
from samllint.certificate import NotACertificate
from samllint.difference.pairs import is_reordered, paired
from samllint.difference.values import CertificateInUse, Endpoint, EndpointChange, OtherChange
from samllint.distinguished_name import distinguished_name
from samllint.namespaces import shortened
from samllint.outline import Node

MD, DS = "{urn:oasis:names:tc:SAML:2.0:metadata}", "{http://www.w3.org/2000/09/xmldsig#}"
KEY_DESCRIPTOR, X509_CERTIFICATE = f"{MD}KeyDescriptor", f"{DS}X509Certificate"
SIGNATURE, SIGNATURE_VALUE = f"{DS}Signature", f"{DS}SignatureValue"
ORDER = "#order"  # the last step of a path: the order of an element's children
ENDPOINT = frozenset({"Binding", "Location", "ResponseLocation", "index", "isDefault"})

Change = EndpointChange | OtherChange
Alike = Callable[[Endpoint], Hashable]
ENDPOINTS_ALIKE: tuple[Alike, ...] = (
    lambda one: (one.service, one.binding, one.location),
    lambda one: (one.service, one.location),
    lambda one: (one.service, one.binding, one.index),
    lambda one: (one.service, one.binding),
)


def compare(old: Node, new: Node) -> Iterator[Change]:
    """Every change but those of certificates, which `certificates` knows; equal nodes give none."""
    path = shortened(old.name)
    if old.name != new.name:
        yield OtherChange(path, path, shortened(new.name))
    yield from _inside(old, new, path)


def certificates(root: Node) -> dict[tuple[str, str], CertificateInUse]:
    """Each certificate that can be read, once for each use, in document order."""
    found: dict[tuple[str, str], CertificateInUse] = {}
    for key in _descendants(root, KEY_DESCRIPTOR):
        use = key.get("use") or "both"
        for element in _descendants(key, X509_CERTIFICATE):
            certificate = _certificate(element, use)
            if certificate is not None:
                found.setdefault((use, certificate.fingerprint), certificate)
    return found


def _certificate(element: Node, use: str) -> CertificateInUse | None:
    try:
        read = embedded.read(element.text)
    except NotACertificate:
        return None
    return CertificateInUse(
        use, read.fingerprint, distinguished_name(read.subject), read.not_before, read.not_after
    )


def _inside(old: Node, new: Node, path: str) -> Iterator[Change]:
    yield from _attributes(old, new, path)
    if old.text != new.text:
        yield OtherChange(path, old.text or None, new.text or None)
    yield from _endpoints(old, new)
    for name, (olds, news) in _namesakes(old, new).items():
        yield from _siblings(olds, news, f"{path}/{shortened(name)}")
    if is_reordered(old.content, new.content):
        yield OtherChange(f"{path}/{ORDER}", "", "")


def _attributes(old: Node, new: Node, path: str) -> Iterator[Change]:
    before, after = dict(old.attributes), dict(new.attributes)
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            yield OtherChange(f"{path}/@{shortened(name)}", before.get(name), after.get(name))


def _endpoints(old: Node, new: Node) -> Iterator[EndpointChange]:
    olds, news = (
        tuple(_endpoint(child) for child in node.children if _is_endpoint(child)) for node in (old, new)
    )
    for before, after in paired(olds, news, ENDPOINTS_ALIKE):
        yield EndpointChange(before, after)


def _is_endpoint(node: Node) -> bool:
    return node.get("Binding") is not None and node.get("Location") is not None


def _endpoint(node: Node) -> Endpoint:
    return Endpoint(
        service=node.name.rpartition("}")[2],
        binding=node.get("Binding") or "",
        location=node.get("Location") or "",
        response_location=node.get("ResponseLocation"),
        index=node.get("index"),
        is_default=node.get("isDefault"),
        rest=(*(pair for pair in node.attributes if pair[0] not in ENDPOINT), *node.content),
    )


def _namesakes(old: Node, new: Node) -> dict[str, tuple[list[Node], list[Node]]]:
    """The old and the new children by name, without endpoints; grouped once, since there may be thousands."""
    found: dict[str, tuple[list[Node], list[Node]]] = {}
    for which, node in enumerate((old, new)):
        for child in node.children:
            if not _is_endpoint(child):
                found.setdefault(child.name, ([], []))[which].append(child)
    return found


def _siblings(olds: list[Node], news: list[Node], path: str) -> Iterator[Change]:
    if path.endswith("/md:KeyDescriptor"):
        for before, after in paired(olds, news, (_certificates_in, lambda node: node.attributes)):
            yield from _key_descriptor(before, after, path)
        return
    for before, after in paired(olds, news, (lambda node: node.attributes, lambda node: node.name)):
        yield from _element(before, after, path)


def _key_descriptor(before: Node | None, after: Node | None, path: str) -> Iterator[Change]:
    """Its certificates say themselves that they came or went; only what stands besides them is told here."""
    one = before or after
    assert one is not None
    if (before is None or after is None) and not _certificates_in(one):
        yield from _element(before, after, path)
        return
    bare = Node(one.name, tuple(pair for pair in one.attributes if pair[0] == "use"))
    yield from _inside(_without_certificates(before or bare), _without_certificates(after or bare), path)


def _certificates_in(key_descriptor: Node) -> Hashable:
    return tuple(certificates(Node("", (), (key_descriptor,))))


def _without_certificates(node: Node) -> Node:
    """The element without certificates that can be read, and without what holds nothing else."""
    content: list[Node | str] = []
    for piece in node.content:
        if isinstance(piece, str):
            content.append(piece)
        elif piece.name != X509_CERTIFICATE or _certificate(piece, "") is None:
            rest = _without_certificates(piece)
            if rest == piece or rest.attributes or rest.content:
                content.append(rest)
    return Node(node.name, node.attributes, tuple(content))


def _element(before: Node | None, after: Node | None, path: str) -> Iterator[Change]:
    one = before or after
    assert one is not None
    if one.name == SIGNATURE:
        yield OtherChange(path, _signature(before), _signature(after))
    elif before is not None and after is not None:
        yield from _inside(before, after, path)
    elif any(_is_endpoint(child) for child in one.children):
        # A role that came or went is told of by its endpoints too.
        yield OtherChange(path, before and path, after and path)
        yield from _endpoints(before or Node(one.name), after or Node(one.name))
    else:
        yield OtherChange(path, before and _said(before), after and _said(after))


def _signature(node: Node | None) -> str | None:
    """What tells two signatures apart, short enough to be shown."""
    if node is None:
        return None
    return next((value.text for value in _descendants(node, SIGNATURE_VALUE)), "") or "?"


def _said(node: Node) -> str:
    """All attribute values and texts of an element that came or went, in document order."""
    values = [value for _, value in node.attributes]
    for piece in node.content:
        values.append(_said(piece) if isinstance(piece, Node) else piece)
    return " ".join(value for value in values if value)


def _descendants(node: Node, name: str) -> Iterator[Node]:
    for child in node.children:
        if child.name == name:
            yield child
        else:
            yield from _descendants(child, name)
