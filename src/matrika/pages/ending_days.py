"""The calendar of an organisation: the days on which its certificates end, for programs of people."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse

from matrika.core.days import day_of, to_the_minute, to_the_second
from matrika.core.filing import Kind
from matrika.core.reminders import THRESHOLDS
from matrika.filings.consequences import replacements
from matrika.filings.models import Filing
from matrika.pages import icalendar
from matrika.pages.icalendar import Day
from matrika.pages.labels import USES
from matrika.register import endings
from matrika.register.models import CertificateEntry, Organisation
from samllint.text import Language, Text


def path(token: str) -> str:
    return reverse("portal:calendar", args=(token,))


def calendar(organisation: Organisation, *, language: Language) -> bytes:
    """One event for each certificate in force, with alarms unless an approved change replaces it in time."""
    name = Text("Koniec platnosti certifikátov – {}", "Certificates that end – {}").to(language)
    return b"".join(
        icalendar.calendar(name.format(organisation.name), _days(organisation, language), language=language)
    )


def _days(organisation: Organisation, language: Language) -> Iterator[Day]:
    for batch in endings.batches(endings.in_force(organisation)):
        replacing = replacements(batch)
        for entry in batch:
            yield _day(entry, replacing.get(entry.pk), language)


def _day(entry: CertificateEntry, filing: Filing | None, language: Language) -> Day:
    provider = entry.version.provider
    form = reverse("portal:form-for-provider", kwargs={"pk": provider.pk, "kind": Kind.CHANGE})
    address = f"{settings.BASE_URL}{form}"
    return Day(
        # The same certificate in a later version is the same event, and so it keeps its place.
        uid=f"{provider.pk}-{entry.fingerprint.lower()}-{entry.use}@{settings.BASE_URL.split('//')[-1]}",
        day=day_of(entry.not_after),
        written_at=entry.version.recorded_at,
        summary=_summary(entry, filing).to(language),
        description=_description(entry, filing, address).to(language),
        address=address,
        alarms=() if filing else THRESHOLDS,
    )


def _summary(entry: CertificateEntry, filing: Filing | None) -> Text:
    use, entity_id = USES[entry.use], entry.version.provider.entity_id
    if filing:
        return Text(
            f"Končí certifikát na {use.sk}, bude nahradený: {entity_id}",
            f"A certificate for {use.en} ends and will be replaced: {entity_id}",
        )
    return Text(f"Končí certifikát na {use.sk}: {entity_id}", f"A certificate for {use.en} ends: {entity_id}")


def _description(entry: CertificateEntry, filing: Filing | None, address: str) -> Text:
    ends = to_the_second(entry.not_after)
    if filing and filing.effective_at:
        when = to_the_minute(filing.effective_at)
        then = Text(
            f"Schválená žiadosť {filing.number} ho nahradí {when}; ďalšia nie je potrebná.",
            f"The approved filing {filing.number} replaces it on {when}; no other is needed.",
        )
    else:
        then = Text(
            f"O zápis nového certifikátu požiadajte žiadosťou o zmenu údajov:\n{address}",
            f"File a change of data to enter a new certificate:\n{address}",
        )
    facts = (entry.subject, entry.fingerprint)
    return Text(
        "\n".join((f"Platnosť do: {ends} (Europe/Bratislava)", *facts, "", then.sk)),
        "\n".join((f"Valid until: {ends} (Europe/Bratislava)", *facts, "", then.en)),
    )
