"""What an alarm says, in both languages: what is wrong, and what to do. docs/publication.md lists them."""

from __future__ import annotations

from datetime import datetime

from samllint.text import Text

CONFIRM = "matrika publish --confirm-shrink"


def never_published() -> Text:
    return Text(
        "ešte nikdy nebolo nič zverejnené: žiadny worker s kľúčom doteraz nebežal",
        "nothing was ever published: no worker with the key has run yet",
    )


def silent(seen: datetime | None) -> Text:
    since = _instant(seen) if seen else None
    sk = f"od {since.sk}" if since else "zatiaľ nikdy"
    en = f"since {since.en}" if since else "yet"
    return Text(
        f"žiadny worker s podpisovým kľúčom nehľadal prácu {sk}: beží niektorý a smie kľúč otvoriť?",
        f"no worker with the signing key has looked for work {en}: does one run, may it open the key?",
    )


def refused(why: str) -> Text:
    """`why` is the key store's own sentence, in English: it names files and commands."""
    return Text(
        f"podpisový kľúč sa nedá použiť, zverejňovanie stojí: {why}",
        f"the signing key cannot be used, publication stands still: {why}",
    )


def aggregate_ages(valid_until: datetime, at: datetime) -> Text:
    return _not_signed(Text("platnosť súboru všetkých", "the aggregate"), valid_until, at)


def document_ages(entity_id: str, valid_until: datetime, at: datetime) -> Text:
    what = Text(f"platnosť dokumentu {entity_id}", f"the document of {entity_id}")
    return _not_signed(what, valid_until, at)


def _not_signed(what: Text, valid_until: datetime, at: datetime) -> Text:
    ends = _ends(valid_until, at)
    return Text(
        f"{what.sk} {ends.sk} a nebol podpísaný znova", f"{what.en} {ends.en} and was not signed anew"
    )


def held(baseline: int, entities: int) -> Text:
    return Text(
        f"súbor všetkých by sa zmenšil z {baseline} na {entities} a čaká: zistite prečo, potom ho potvrďte "
        f"v konzole alebo príkazom {CONFIRM}",
        f"the aggregate would shrink from {baseline} to {entities} entities and waits: look why, then "
        f"confirm it in the console or with: {CONFIRM}",
    )


def aggregate_fails(why: str) -> Text:
    """`why` is the error's own sentence, in English."""
    return Text(
        f"súbor všetkých sa nedá vydať, podáva sa posledný dobrý: {why}",
        f"the aggregate cannot be made, the last good one is served: {why}",
    )


def failing(count: int, first: str) -> Text:
    return Text(
        f"dokumenty, ktoré sa nedajú zverejniť: {count}, prvý z nich má {first}; prečo, hovorí jeho história",
        f"{count} documents cannot be published, the first of them that of {first}: its history says why",
    )


def late(entity_id: str, due_at: datetime) -> Text:
    due = _instant(due_at)
    return Text(
        f"{entity_id} mal byť na rade už {due.sk}", f"{entity_id} should have been looked at {due.en}"
    )


def key_ends(ends_at: datetime, at: datetime) -> Text:
    ends = _ends(ends_at, at)
    return Text(
        f"platnosť certifikátu podpisového kľúča {ends.sk}: oznámte ďalší kľúč",
        f"the certificate of the signing key {ends.en}: announce the next key",
    )


def clock(recorded_at: datetime, at: datetime) -> Text:
    last, here = _instant(recorded_at), _instant(at)
    return Text(
        f"posledný zápis histórie je z {last.sk}, hodiny tohto stroja ukazujú {here.sk}: nastavte ich; čo "
        "bolo podpísané s časom napred, podpíše sa znova",
        f"the last event was recorded at {last.en}, and this machine's clock shows {here.en}: set it right; "
        "what was signed ahead of time is signed anew",
    )


def held_back_and_published(entity_id: str) -> Text:
    return Text(
        f"{entity_id} má zverejnenie pozastavené, a predsa je zverejnený",
        f"{entity_id} is held back and published all the same",
    )


def not_active_and_published(entity_id: str) -> Text:
    return Text(f"{entity_id} nie je aktívny, a je zverejnený", f"{entity_id} is not active and published")


def active_and_not_published(entity_id: str) -> Text:
    return Text(f"{entity_id} je aktívny, a nie je zverejnený", f"{entity_id} is active and not published")


def another_version(entity_id: str) -> Text:
    return Text(
        f"{entity_id} je zverejnený v inej verzii, než platí",
        f"{entity_id} is published in another version than the one in force",
    )


def _ends(instant: datetime, at: datetime) -> Text:
    when, over = _instant(instant), instant <= at
    return Text(
        f"{'skončila' if over else 'skončí'} {when.sk}", f"{'ended' if over else 'ends'} at {when.en}"
    )


def _instant(at: datetime) -> Text:
    """To the minute, in UTC, as the log writes it."""
    return Text(f"{at:%d.%m.%Y %H:%M} UTC", f"{at:%Y-%m-%d %H:%M} UTC")
