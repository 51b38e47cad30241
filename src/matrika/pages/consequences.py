"""What a filing changes, in sentences: from when, and what the identity provider sees until and since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from matrika.core.days import to_the_minute, to_the_second
from matrika.core.filing import Kind
from matrika.core.labels import REASONS
from matrika.filings.consequences import Beginning, Consequences
from matrika.pages.differences import ShownDifference, cut
from samllint.text import Text


@dataclass(frozen=True, slots=True)
class Told:
    """Consequences as a page shows them."""

    consequences: Consequences
    title: Text
    when: Text
    sentences: tuple[Text, ...]
    warning: Warned | None
    difference: ShownDifference
    ended_title: Text
    begun_title: Text


@dataclass(frozen=True, slots=True)
class Warned:
    """That log-ins may be interrupted, or may have been."""

    short: Text
    why: Text


WILL, DID, WOULD = (
    Text("Čo sa zmení", "What will change"),
    Text("Čo sa zmenilo", "What changed"),
    Text("Čo by sa zmenilo", "What would have changed"),
)
ENDED_TITLES = {
    WILL: Text("Certifikáty, ktoré končia", "Certificates that end"),
    DID: Text("Certifikáty, ktoré skončili", "Certificates that ended"),
    WOULD: Text("Certifikáty, ktoré by skončili", "Certificates that would have ended"),
}
BEGUN_TITLES = {
    WILL: Text("Certifikáty, ktoré pribúdajú", "Certificates that begin"),
    DID: Text("Certifikáty, ktoré pribudli", "Certificates that began"),
    WOULD: Text("Certifikáty, ktoré by pribudli", "Certificates that would have begun"),
}
AT_ONCE = Text("ihneď po schválení", "as soon as it is approved")
NOTHING_LOST = Text(
    "Nič sa nevymaže; žiadosťou o zmenu údajov ho možno znova aktivovať.",
    "Nothing is deleted; a change of data can bring it back.",
)
# A filing that came to nothing says so before it says what it would have done.
CAME_TO_NOTHING = Text("Žiadosť v registri nič nezmenila.", "The filing changed nothing in the register.")
INTERRUPTION = Text("Prihlasovanie sa môže prerušiť.", "Logging in may be interrupted.")
WAS_INTERRUPTION = Text("Prihlasovanie sa mohlo prerušiť.", "Logging in may have been interrupted.")
WAS_NO_OVERLAP = Text(
    "Predchádzajúce a nové metadáta nemali spoločný žiaden certifikát na podpisovanie. Čo vaša služba"
    " podpísala novým kľúčom skôr alebo predchádzajúcim neskôr, to poskytovateľ identity neoveril.",
    "The previous and the new metadata had no certificate for signing in common. What your service signed"
    " with the new key earlier, or with the previous one later, the identity provider could not verify.",
)
NO_OVERLAP = Text(
    "Doterajšie a nové metadáta nemajú spoločný žiaden certifikát na podpisovanie. Čo vaša služba podpíše"
    " novým kľúčom skôr alebo doterajším neskôr, to poskytovateľ identity neoverí. Prihlasovanie bez"
    " prerušenia zabezpečíte tak, že do metadát vložíte oba certifikáty na podpisovanie, doterajší aj"
    " nový; keď služba podpisuje novým, doterajší vynecháte ďalšou zmenou.",
    "The present and the new metadata have no certificate for signing in common. What your service signs"
    " with the new key earlier, or with the present one later, the identity provider cannot verify. To"
    " keep log-ins working, put both certificates for signing into the metadata, the present and the new"
    " one; when the service signs with the new one, leave the present one out by another change.",
)


def told(found: Consequences) -> Told:
    ends, begins = found.certificates_ended, found.certificates_begun
    title = DID if found.is_in_effect else WOULD if found.came_to_nothing else WILL
    return Told(
        consequences=found,
        title=title,
        when=when(found.beginning),
        sentences=tuple(sentences(found)),
        warning=_warning(found),
        difference=cut(found.difference, ended=ends, begun=begins),
        ended_title=ENDED_TITLES[title],
        begun_title=BEGUN_TITLES[title],
    )


def _warning(found: Consequences) -> Warned | None:
    if found.came_to_nothing or not found.lacks_overlap:
        return None
    if found.is_in_effect:
        return Warned(WAS_INTERRUPTION, WAS_NO_OVERLAP)
    return Warned(INTERRUPTION, NO_OVERLAP)


def when(beginning: Beginning) -> Text:
    """From when the filing holds: "najskôr 03.03.2027 00:00", "od 03.03.2027 00:00", "ihneď po schválení"."""
    if beginning.at is None:
        return AT_ONCE
    at = moment(beginning.at)
    if beginning.is_settled:
        return Text(f"od {at}", f"from {at}")
    return Text(
        f"najskôr od {at}; ak bude schválená neskôr, ihneď po schválení",
        f"from {at} at the earliest; if it is approved later, as soon as it is approved",
    )


def sentences(told: Consequences) -> Iterator[Text]:
    """What the identity provider sees until then, and what from then on."""
    if told.came_to_nothing:
        yield CAME_TO_NOTHING
    elif told.is_in_effect:
        yield from _done(told)
    elif told.kind is Kind.REGISTRATION:
        yield _registration(told.beginning)
    elif told.standing is None:
        return
    elif told.kind is Kind.CANCELLATION:
        yield from _cancellation(told)
    elif told.returns:
        yield _return(told)
    else:
        yield _replacement(told)
        yield from _ends(told)


def moment(at: datetime) -> str:
    """To the minute in Europe/Bratislava, to the second where seconds matter: 03.03.2027 00:00."""
    return to_the_second(at) if at.second else to_the_minute(at)


def _limits(beginning: Beginning) -> tuple[Text, Text]:
    """The same instant as an end and as a beginning."""
    if beginning.at is None:
        return Text("Do schválenia", "Until it is approved"), Text("Po schválení", "Once approved,")
    at = moment(beginning.at)
    return Text(f"Do {at}", f"Until {at}"), Text(f"Od {at}", f"From {at}")


def _registration(beginning: Beginning) -> Text:
    until, since = _limits(beginning)
    return Text(
        f"{until.sk} poskytovateľ identity o tomto poskytovateľovi služieb nevie. {since.sk} vidí tieto"
        " metadáta.",
        f"{until.en} the identity provider does not know this service provider. {since.en} it sees these"
        " metadata.",
    )


def _cancellation(told: Consequences) -> Iterator[Text]:
    until, since = _limits(told.beginning)
    if told.standing is not None and told.standing.is_active:
        yield Text(
            f"{until.sk} vidí poskytovateľ identity doterajšie metadáta. {since.sk} tohto poskytovateľa"
            " služieb nevidí a prihlasovanie cez neho prestane fungovať.",
            f"{until.en} the identity provider sees the present metadata. {since.en} it no longer sees"
            " this service provider, and logging in through it stops working.",
        )
    yield Text(
        "Platné certifikáty budú od toho okamihu „Zrušený“.",
        "Valid certificates are “Withdrawn” from then on.",
    )
    yield NOTHING_LOST


def _return(told: Consequences) -> Text:
    assert told.standing is not None
    reason, (_, since) = REASONS[told.standing.reason], _limits(told.beginning)
    return Text(
        f"Poskytovateľ služieb je teraz deaktivovaný a poskytovateľ identity ho nevidí. ({reason.sk})"
        f" {since.sk} ho zmena vráti: poskytovateľ identity ho znova uvidí, s novými metadátami."
        " Porovnané s naposledy zaregistrovanou verziou:",
        f"The service provider is inactive now, and the identity provider does not see it. ({reason.en})"
        f" {since.en} the change brings it back: the identity provider sees it again, with the new metadata."
        " Compared with the version registered last:",
    )


def _replacement(told: Consequences) -> Text:
    until, since = _limits(told.beginning)
    if told.seen_until is None:
        return Text(
            f"{until.sk} vidí poskytovateľ identity doterajšie metadáta. {since.sk} iba nové.",
            f"{until.en} the identity provider sees the present metadata. {since.en} only the new ones.",
        )
    gap = moment(told.seen_until)
    return Text(
        f"Do {gap} vidí poskytovateľ identity doterajšie metadáta. Vtedy ich certifikáty exspirujú a"
        f" poskytovateľ služieb je deaktivovaný. {since.sk} uvidí poskytovateľ identity nové metadáta."
        " Skorší dátum zmeny by prerušeniu zabránil.",
        f"Until {gap} the identity provider sees the present metadata. Then their certificates expire and"
        f" the service provider is inactive. {since.en} the identity provider sees the new metadata. An"
        " earlier day of the change would avoid the interruption.",
    )


def _ends(told: Consequences) -> Iterator[Text]:
    """R-4.2: the old certificates end when the new metadata begin; one that is in both goes on."""
    if told.difference is None:
        return
    if not told.certificates_ended:
        yield Text("Všetky doterajšie certifikáty zostávajú.", "All present certificates remain.")
    elif told.difference.certificates_kept:
        yield Text(
            "Doterajšie certifikáty, ktoré v nových metadátach nie sú, sa v tom okamihu skončia.",
            "Present certificates that are not in the new metadata end at that instant.",
        )
    else:
        yield Text(
            "Doterajšie certifikáty sa v tom okamihu skončia.",
            "The present certificates end at that instant.",
        )


def _done(told: Consequences) -> Iterator[Text]:
    assert told.beginning.at is not None
    at = moment(told.beginning.at)
    if told.kind is Kind.CANCELLATION:
        yield Text(
            f"Od {at} poskytovateľ identity tohto poskytovateľa služieb podľa tejto žiadosti nevidí.",
            f"From {at}, by this filing, the identity provider does not see this service provider.",
        )
    elif told.compared is None:
        yield Text(
            f"Metadáta platia od {at}; predtým žiadne neboli.", f"In force from {at}; there were none before."
        )
    elif told.returns:
        yield Text(
            f"Poskytovateľ služieb bol deaktivovaný; zmena ho {at} vrátila. Porovnanie je s verziou"
            f" {told.compared.number}.",
            f"The service provider was inactive; the change brought it back at {at}. Compared with version"
            f" {told.compared.number}.",
        )
    else:
        yield Text(
            f"Zmena nahradila verziu {told.compared.number} metadát {at}.",
            f"The change replaced version {told.compared.number} of the metadata at {at}.",
        )
