"""The tree of a trusted list → values (ETSI TS 119 612 v2.3.1 §5)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime

from lxml import etree

from matrika.core.verdict import TrustedListState
from matrika.outside.signatures.lists import qualifications
from matrika.outside.signatures.lists.document import TSL, BadList, parse
from matrika.outside.signatures.lists.trusted_list import (
    LIST_OF_LISTS,
    Period,
    Pointer,
    Service,
    TrustedList,
)

_ADDITIONAL = "{http://uri.etsi.org/02231/v2/additionaltypes#}"
_XML_LIST = "application/vnd.etsi.tsl+xml"
_SERVICE_INFORMATION = "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/"
# Says that another provider took the service over. It changes nobody's status; in the Slovak list it stands,
# marked critical, at services that NASES runs now.
_HARMLESS_EXTENSIONS = frozenset({_ADDITIONAL + "TakenOverBy", TSL + "ExpiredCertsRevocationInfo"})


def read(data: bytes) -> TrustedList:
    """The list that the bytes hold. Whether anybody signed it is not asked here. Raises BadList."""
    root = parse(data)
    scheme = _child(root, "SchemeInformation")
    next_update = _text(scheme, "NextUpdate/" + TSL + "dateTime")
    return TrustedList(
        state=TrustedListState(
            territory=_needed(scheme, "SchemeTerritory"),
            sequence_number=_number(_needed(scheme, "TSLSequenceNumber")),
            issued_at=instant(_needed(scheme, "ListIssueDateTime")),
            next_update=instant(next_update) if next_update else None,
            sha256=hashlib.sha256(data).hexdigest(),
        ),
        operator=_name(scheme.find(TSL + "SchemeOperatorName")),
        is_list_of_lists=_text(scheme, "TSLType") == LIST_OF_LISTS,
        services=tuple(_services(root)),
        pointers=tuple(_pointers(scheme)),
    )


def instant(text: str) -> datetime:
    """An xs:dateTime in UTC; one without a zone is taken as UTC. Raises BadList."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise BadList(
            sk=f"{text[:40]!r} nie je dátum a čas.", en=f"{text[:40]!r} is no date and time"
        ) from error
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _services(root: etree._Element) -> Iterator[Service]:
    for provider in root.iterfind(f"{TSL}TrustServiceProviderList/{TSL}TrustServiceProvider"):
        provider_name = _name(provider.find(f"{TSL}TSPInformation/{TSL}TSPName"))
        for service in provider.iterfind(f"{TSL}TSPServices/{TSL}TSPService"):
            yield _service(service, provider_name)


def _service(element: etree._Element, provider: str) -> Service:
    information = _child(element, "ServiceInformation")
    history = element.iterfind(f"{TSL}ServiceHistory/{TSL}ServiceHistoryInstance")
    return Service(
        provider=provider,
        name=_name(information.find(TSL + "ServiceName")),
        certificates=_certificates(information),
        periods=_periods([information, *history]),
    )


def _periods(entries: list[etree._Element]) -> tuple[Period, ...]:
    """The entries as periods, newest first: each ends when the next newer one begins."""
    begun = sorted(
        ((instant(_needed(entry, "StatusStartingTime")), entry) for entry in entries),
        key=lambda pair: pair[0],
        reverse=True,
    )
    ends = [None, *(since for since, _ in begun)]
    return tuple(_period(entry, since, until) for (since, entry), until in zip(begun, ends, strict=False))


def _period(entry: etree._Element, since: datetime, until: datetime | None) -> Period:
    extensions = entry.findall(f"{TSL}ServiceInformationExtensions/{TSL}Extension")
    is_understood = not any(map(_is_unknown_and_critical, extensions))
    return Period(
        since=since,
        until=until,
        service_type=_needed(entry, "ServiceTypeIdentifier"),
        # What must be understood and is not makes the entry worth nothing.
        status=_needed(entry, "ServiceStatus") if is_understood else "",
        purposes=frozenset(_purposes(extensions)),
        qualifications=tuple(one for extension in extensions for one in qualifications.read(extension)),
    )


def _is_unknown_and_critical(extension: etree._Element) -> bool:
    known = {*_HARMLESS_EXTENSIONS, TSL + "AdditionalServiceInformation", qualifications.QUALIFICATIONS}
    return extension.get("Critical") in ("true", "1") and any(child.tag not in known for child in extension)


def _purposes(extensions: list[etree._Element]) -> Iterator[str]:
    for extension in extensions:
        for uri in extension.iterfind(f"{TSL}AdditionalServiceInformation/{TSL}URI"):
            text = (uri.text or "").strip()
            if text.startswith(_SERVICE_INFORMATION):
                yield text.removeprefix(_SERVICE_INFORMATION)


def _pointers(scheme: etree._Element) -> Iterator[Pointer]:
    for element in scheme.iterfind(f"{TSL}PointersToOtherTSL/{TSL}OtherTSLPointer"):
        media_types = [node.text for node in element.iter(_ADDITIONAL + "MimeType")]
        territories = [(node.text or "").strip() for node in element.iter(TSL + "SchemeTerritory")]
        if territories and (not media_types or _XML_LIST in media_types):
            yield Pointer(territories[0], _text(element, "TSLLocation"), _certificates(element))


def _certificates(element: etree._Element) -> tuple[bytes, ...]:
    """The certificates of a digital identity, each once, in the order of the list."""
    found = (_decoded(node.text or "") for node in element.iter(TSL + "X509Certificate"))
    return tuple(dict.fromkeys(found))


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except ValueError as error:
        raise BadList(
            sk="Certifikát v zozname nie je v Base64.", en="a certificate in the list is not Base64"
        ) from error


def _name(element: etree._Element | None) -> str:
    """The English name, or the first one."""
    names = [] if element is None else element.findall(TSL + "Name")
    english = [name for name in names if name.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"]
    return next((" ".join((name.text or "").split()) for name in [*english, *names]), "")


def _child(element: etree._Element, name: str) -> etree._Element:
    child = element.find(TSL + name)
    if child is None:
        raise BadList(sk=f"V zozname chýba {name}.", en=f"the list has no {name}")
    return child


def _text(element: etree._Element, path: str) -> str:
    return (element.findtext(TSL + path) or "").strip()


def _needed(element: etree._Element, path: str) -> str:
    text = _text(element, path)
    if not text:
        raise BadList(sk=f"V zozname chýba {path}.", en=f"the list has no {path}")
    return text


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise BadList(sk=f"{text[:40]!r} nie je poradové číslo.", en=f"{text[:40]!r} is no sequence number")
    return int(text)
