"""What is wrong with the address of an endpoint: shared by the rules R-3.2.7 and R-3.2.8."""

from __future__ import annotations

from collections.abc import Iterator

from samllint.entity import Endpoint
from samllint.rule import Defect
from samllint.text import LONGEST_SHOWN, Text, same, shown
from samllint.url import NotAnAddress, UrlFault, parse, secured

FAULTS = {
    UrlFault.NOT_HTTPS: Text(sk="nezačína https://", en="does not start with https://"),
    UrlFault.BLANK: Text(
        sk="obsahuje medzeru, zalomenie riadka alebo neviditeľný znak",
        en="contains a blank, a line break or an invisible character",
    ),
    UrlFault.SCHEME_TWICE: Text(sk="má https:// na začiatku dvakrát", en="begins with https:// twice"),
    UrlFault.USER_INFO: Text(
        sk="obsahuje meno používateľa (znak @ pred názvom servera)",
        en="contains user information (an @ before the host)",
    ),
    UrlFault.NO_HOST: Text(sk="neobsahuje názov servera", en="has no host"),
    UrlFault.BAD_HOST: Text(
        sk="obsahuje názov servera, ktorý nemôže existovať", en="has a host name that cannot exist"
    ),
    UrlFault.BAD_PORT: Text(
        sk="obsahuje port, ktorý nie je číslo od 1 do 65535",
        en="has a port that is not a number from 1 to 65535",
    ),
}


def defects(endpoint: Endpoint, element: str, attribute: str, url: str) -> Iterator[Defect]:
    """The defect of one address, if it has one. `element` and `attribute` name it in the sentence."""
    try:
        parse(url)
    except NotAnAddress as wrong:
        fault, meant = FAULTS[wrong.fault], secured(url)
        example = meant if meant and len(meant) <= LONGEST_SHOWN else "https://sp.example/saml"
        yield Defect(
            where=endpoint.attribute(attribute),
            found=shown(url),
            expected=same("https://sp.example/…"),
            message=Text(
                sk=f"{attribute} v elemente {element} je „{shown(url)}“: adresa {fault.sk}.",
                en=f"{attribute} of {element} is “{shown(url)}”: the address {fault.en}.",
            ),
            remedy=Text(
                sk=f'Uveďte úplnú adresu služby, napríklad {attribute}="{example}".',
                en=f'Give the full address of the service, for example {attribute}="{example}".',
            ),
        )
