"""What staff find by typing: providers, owners and certificates, each by an index (a million cost as one).

An entityID or a name is found by its beginning, everything else by the whole: no index that both
databases have finds the middle of a text.
"""

from __future__ import annotations

import re
from typing import TypeVar

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Left, Lower

from matrika.core.people import NUMBER
from matrika.register.models import CertificateEntry, Organisation, Person, ServiceProvider
from matrika.register.models.provider import INDEXED_LENGTH

MOST = 200  # of a kind; who finds more has typed too little
MOST_OWNERS = 50
LABEL = re.compile(r"^[^=]*(?:fingerprint|serial)[^=]*=", re.IGNORECASE)  # as openssl writes before the value
SEPARATORS = re.compile(r"[\s:.-]")
HEX = re.compile(r"(?:0x)?([0-9A-F]+)", re.IGNORECASE)
LAST_CHARACTER = chr(0x10FFFF)

Row = TypeVar("Row", ServiceProvider, Organisation)


def providers(text: str) -> list[int]:
    """Keys of the providers whose entityID, owner's name begins so, or whose owner has this IČO.

    At most MOST + 1: one more says that there are others.
    """
    found: dict[int, None] = {}
    for beginning in entity_ids(text):
        rows = _begins(ServiceProvider.objects.all(), "entity_id", beginning.lower())
        found |= dict.fromkeys(rows.values_list("pk", flat=True)[: MOST + 1])
    owned = ServiceProvider.objects.filter(owner__in=_owners(text))
    found |= dict.fromkeys(owned.values_list("pk", flat=True)[: MOST + 1])
    return list(found)[: MOST + 1]


def entity_ids(text: str) -> tuple[str, ...]:
    """The text as an entityID, with the scheme that people leave out."""
    return (text,) if "://" in text else (text, f"https://{text}")


def certificates(text: str) -> QuerySet[CertificateEntry]:
    """Entries with this SHA-256 fingerprint, serial number or subject, newest first; at most MOST + 1."""
    wanted = Q(pk__in=())
    for serial in _numbers(text):
        if len(serial) == 64:
            wanted |= Q(fingerprint=serial)
        bare = serial.lstrip("0") or "0"
        wanted |= Q(serial_beginning=bare[:INDEXED_LENGTH], serial_number=bare)
    for subject in (text, f"CN={text}"):
        wanted |= Q(subject_beginning=subject[:INDEXED_LENGTH], subject=subject)
    entries = CertificateEntry.objects.annotate(
        serial_beginning=Left("serial_number", INDEXED_LENGTH),
        subject_beginning=Left("subject", INDEXED_LENGTH),
    )
    light = entries.select_related("version__provider__owner").defer("der", "version__content")
    return light.filter(wanted).order_by("-pk")[: MOST + 1]


def begins(column: str, text: str) -> Q:
    """The condition that a column begins so, in the form for which each database uses its index."""
    if connection.vendor == "postgresql":
        return Q(**{f"{column}__startswith": text})
    return Q(**{f"{column}__gte": text, f"{column}__lt": text + LAST_CHARACTER})


def people(text: str) -> QuerySet[Person]:
    """By the beginning of the user name or of the last name; with two words, the first name as well."""
    first, _, last = text.rpartition(" ")
    wanted = begins("username", text)
    for name in {last, last[:1].upper() + last[1:].lower()}:
        named = begins("last_name", name)
        wanted |= named & begins("first_name", first[:1].upper() + first[1:]) if first else named
    return Person.objects.filter(wanted).order_by("last_name", "first_name", "pk")[: MOST + 1]


def _owners(text: str) -> list[int]:
    number, _, suffix = text.partition("_")
    if NUMBER.fullmatch(number):
        of_number = Organisation.objects.filter(ico=number)
        of_number = of_number.filter(ico_suffix=suffix) if suffix else of_number
        return list(of_number.values_list("pk", flat=True)[:MOST_OWNERS])
    found: dict[int, None] = {}
    # SQLite makes small only what ASCII has: of "Štátny" the first letter stays as it is.
    for name in {text.lower(), text[:1].upper() + text[1:].lower()}:
        rows = _begins(Organisation.objects.all(), "name", name)
        found |= dict.fromkeys(rows.values_list("pk", flat=True)[:MOST_OWNERS])
    return list(found)[:MOST_OWNERS]


def _numbers(text: str) -> list[str]:
    """The text read as a hexadecimal and as a decimal number, in upper-case hex digits."""
    bare = SEPARATORS.sub("", LABEL.sub("", text))
    found = []
    if match := HEX.fullmatch(bare):
        found.append(match[1].upper())
    if bare.isascii() and bare.isdigit() and len(bare) <= INDEXED_LENGTH:
        found.append(f"{int(bare):X}")
    return found


def _begins(rows: QuerySet[Row], column: str, beginning: str) -> QuerySet[Row]:
    """Rows whose column begins so, in small letters. Each database uses its index for another condition."""
    rows = rows.annotate(lower=Lower(column))
    if connection.vendor == "postgresql":
        return rows.filter(lower__startswith=beginning)
    return rows.filter(lower__gte=beginning, lower__lt=beginning + LAST_CHARACTER)
