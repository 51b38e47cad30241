"""The bindings that the guide offers (3.2.6), by the short names used in sentences, and their absence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from samllint.entity import Endpoint, EntityDescriptor
from samllint.rule import Defect
from samllint.text import Text, shown

PREFIX = "urn:oasis:names:tc:SAML:2.0:bindings:"
LOGOUT = ("HTTP-Redirect", "HTTP-POST")
ASSERTION = ("HTTP-POST", "HTTP-Artifact", "HTTP-Redirect")


def is_offered(endpoint: Endpoint, offered: tuple[str, ...]) -> bool:
    prefix, name = (endpoint.binding or "")[: len(PREFIX)], (endpoint.binding or "")[len(PREFIX) :]
    return prefix == PREFIX and name in offered


def listed(endpoints: Iterable[Endpoint]) -> str:
    """The bindings of these endpoints as short as they can be said, each once, in order."""
    return ", ".join(dict.fromkeys((endpoint.binding or "").removeprefix(PREFIX) for endpoint in endpoints))


def without_offered(
    md: EntityDescriptor, element: str, services: Sequence[Endpoint], *, offered: Text, remedy: Text
) -> Defect:
    """That no service of this element has an offered binding, or that there is no service at all."""
    if not services:
        message = Text(sk=f"Chýba {element}.", en=f"{element} is missing.")
        return Defect(md.sp_descriptors[0].where, "", offered, message, remedy)
    found = shown(listed(services))
    message = Text(
        sk=f"{element} má len väzbu {found}; treba aspoň {offered.sk}.",
        en=f"{element} has only the binding {found}; at least {offered.en} is needed.",
    )
    return Defect(services[0].where, found, offered, message, remedy)
