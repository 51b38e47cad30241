"""The demo's trusted list: ETSI TS 119 612, signed by the demo's list operator."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape

from lxml import etree

from matrika.demo import authority
from matrika.demo.authority import DEMO_TERRITORY, ORGANISATION, Holder
from samllint import canonical

GRANTED = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted"
WITHDRAWN = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/withdrawn"
CA_QC = "http://uri.etsi.org/TrstSvc/Svctype/CA/QC"
QTST = "http://uri.etsi.org/TrstSvc/Svctype/TSA/QTST"
LIFETIME = timedelta(days=180)  # the longest that TS 119 612 §5.3.15 allows
_EXTENSION = "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/"
_EXCLUSIVE = canonical.EXCLUSIVE
_NAMESPACES = (
    'xmlns="http://uri.etsi.org/02231/v2#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" '
    'xmlns:ecc="http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#" '
    'xmlns:tslx="http://uri.etsi.org/02231/v2/additionaltypes#" '
    'xmlns:xades="http://uri.etsi.org/01903/v1.3.2#"'
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A service for the list. `statuses`: newest first, each (status, since)."""

    holder: Holder
    service_type: str
    statuses: tuple[tuple[str, datetime], ...] = ((GRANTED, authority.BEGAN),)
    purposes: tuple[str, ...] = ("ForeSignatures", "ForeSeals")
    extensions: str = ""  # further <Extension> elements, as XML

    def withdrawn(self, since: datetime) -> Entry:
        """The same service, its status withdrawn at that moment."""
        statuses = ((WITHDRAWN, since), *self.statuses)
        return Entry(self.holder, self.service_type, statuses, self.purposes, self.extensions)


def services() -> tuple[Entry, ...]:
    """The demo's qualified authority and time-stamping unit, both granted."""
    return (
        Entry(authority.issuer(), CA_QC),
        Entry(authority.time_stamping_unit(), QTST, purposes=()),
    )


def trusted_list(
    *,
    issued_at: datetime,
    entries: Sequence[Entry] | None = None,
    sequence_number: int = 1,
    territory: str = DEMO_TERRITORY,
    lifetime: timedelta = LIFETIME,
    by: Holder | None = None,
    pointers: str = "",
    kind: str = "EUgeneric",
) -> bytes:
    """A signed list. `pointers`: <OtherTSLPointer> elements, for a list of lists."""
    chosen = services() if entries is None else entries
    providers = (
        f"<TrustServiceProviderList><TrustServiceProvider><TSPInformation>{_name('TSPName', ORGANISATION)}"
        f"</TSPInformation><TSPServices>{''.join(map(_service, chosen))}</TSPServices></TrustServiceProvider>"
        "</TrustServiceProviderList>"
    )
    body = (
        f'<TrustServiceStatusList {_NAMESPACES} TSLTag="http://uri.etsi.org/19612/TSLTag" Id="list">'
        f"<SchemeInformation><TSLVersionIdentifier>5</TSLVersionIdentifier>"
        f"<TSLSequenceNumber>{sequence_number}</TSLSequenceNumber>"
        f"<TSLType>http://uri.etsi.org/TrstSvc/TrustedList/TSLType/{kind}</TSLType>"
        f"{_name('SchemeOperatorName', ORGANISATION)}<SchemeTerritory>{escape(territory)}</SchemeTerritory>"
        f"<PointersToOtherTSL>{pointers}</PointersToOtherTSL>"
        f"<ListIssueDateTime>{_moment(issued_at)}</ListIssueDateTime>"
        f"<NextUpdate><dateTime>{_moment(issued_at + lifetime)}</dateTime></NextUpdate></SchemeInformation>"
        f"{providers if chosen else ''}%s</TrustServiceStatusList>"
    )
    return _signed(body, by or authority.list_operator(), issued_at)


def pointer(territory: str, signer: Holder) -> str:
    """What a list of lists says of the list of a territory."""
    return (
        "<OtherTSLPointer><ServiceDigitalIdentities><ServiceDigitalIdentity>"
        f"{_certificate(signer)}</ServiceDigitalIdentity></ServiceDigitalIdentities>"
        f"<TSLLocation>https://lists.demo.example/{territory}.xml</TSLLocation><AdditionalInformation>"
        f"<OtherInformation><SchemeTerritory>{territory}</SchemeTerritory></OtherInformation><OtherInformation>"
        "<tslx:MimeType>application/vnd.etsi.tsl+xml</tslx:MimeType></OtherInformation></AdditionalInformation>"
        "</OtherTSLPointer>"
    )


def _service(entry: Entry) -> str:
    newest, *older = entry.statuses
    history = "".join(
        f"<ServiceHistoryInstance>{_status(entry, *one)}</ServiceHistoryInstance>" for one in older
    )
    return (
        f"<TSPService><ServiceInformation>{_status(entry, *newest)}</ServiceInformation>"
        f"<ServiceHistory>{history}</ServiceHistory></TSPService>"
    )


def _status(entry: Entry, status: str, since: datetime) -> str:
    purposes = "".join(
        f'<Extension Critical="true"><AdditionalServiceInformation><URI>{_EXTENSION}{purpose}</URI>'
        "</AdditionalServiceInformation></Extension>"
        for purpose in entry.purposes
    )
    return (
        f"<ServiceTypeIdentifier>{entry.service_type}</ServiceTypeIdentifier>"
        f"{_name('ServiceName', entry.holder.certificate.subject.rfc4514_string())}"
        f"<ServiceDigitalIdentity>{_certificate(entry.holder)}</ServiceDigitalIdentity>"
        f"<ServiceStatus>{status}</ServiceStatus><StatusStartingTime>{_moment(since)}</StatusStartingTime>"
        f"<ServiceInformationExtensions>{purposes}{entry.extensions}</ServiceInformationExtensions>"
    )


def _certificate(holder: Holder) -> str:
    return f"<DigitalId><X509Certificate>{_text(holder.der)}</X509Certificate></DigitalId>"


def _signed(body: str, signer: Holder, at: datetime) -> bytes:
    digest = hashlib.sha256(signer.der).digest()
    properties = (
        '<xades:QualifyingProperties Target="#sig"><xades:SignedProperties Id="properties">'
        f"<xades:SignedSignatureProperties><xades:SigningTime>{_moment(at)}</xades:SigningTime>"
        "<xades:SigningCertificateV2><xades:Cert><xades:CertDigest>"
        '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
        f"<ds:DigestValue>{_text(digest)}</ds:DigestValue></xades:CertDigest></xades:Cert>"
        "</xades:SigningCertificateV2></xades:SignedSignatureProperties></xades:SignedProperties>"
        "</xades:QualifyingProperties>"
    )
    signature = (
        f'<ds:Signature Id="sig">%s<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{_text(signer.der)}'
        f"</ds:X509Certificate></ds:X509Data></ds:KeyInfo><ds:Object>{properties}</ds:Object></ds:Signature>"
    )
    whole = _octets(body % "")
    part = _octets(body % (signature % ""), "{http://uri.etsi.org/01903/v1.3.2#}SignedProperties")
    info = _signed_info(hashlib.sha256(whole).digest(), hashlib.sha256(part).digest())
    octets = _octets(body % (signature % info), "{http://www.w3.org/2000/09/xmldsig#}SignedInfo")
    value = f"<ds:SignatureValue>{_text(signer.sign_raw(octets))}</ds:SignatureValue>"
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + body % (signature % (info + value))).encode()


def _signed_info(whole: bytes, properties: bytes) -> str:
    canonical_form = f'<ds:Transform Algorithm="{_EXCLUSIVE}"/>'
    enveloped = '<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>'
    method = '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
    return (
        f'<ds:SignedInfo><ds:CanonicalizationMethod Algorithm="{_EXCLUSIVE}"/>'
        '<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"/>'
        f'<ds:Reference URI=""><ds:Transforms>{enveloped}{canonical_form}</ds:Transforms>{method}'
        f"<ds:DigestValue>{_text(whole)}</ds:DigestValue></ds:Reference>"
        '<ds:Reference Type="http://uri.etsi.org/01903#SignedProperties" URI="#properties">'
        f"<ds:Transforms>{canonical_form}</ds:Transforms>{method}"
        f"<ds:DigestValue>{_text(properties)}</ds:DigestValue></ds:Reference></ds:SignedInfo>"
    )


def _octets(xml: str, name: str | None = None) -> bytes:
    """Exclusive canonical form of the whole, or of the one element with that name."""
    root = etree.fromstring(xml.encode())  # noqa: TID251 - written by ourselves a moment ago
    element = root if name is None else next(root.iter(name))
    return canonical.subtree(element, canonical.Method(exclusive=True))


def _name(tag: str, text: str) -> str:
    return f'<{tag}><Name xml:lang="en">{escape(text)}</Name></{tag}>'


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
