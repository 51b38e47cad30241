"""A difference in sentences, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

from samllint.bindings import PREFIX
from samllint.difference.values import (
    CertificateInUse,
    ChangeKind,
    Difference,
    Endpoint,
    EndpointChange,
    OtherChange,
)
from samllint.text import LONGEST_SHOWN, Text, moment, same, shown

SAME_BYTES = Text(sk="Dokumenty sú bajt po bajte rovnaké.", en="The documents are the same, byte for byte.")
ONLY_REWRITTEN = Text(
    sk="Zmenila sa iba forma zápisu (medzery, predpony, poznámky); význam je rovnaký.",
    en="Only the form of writing changed (spaces, prefixes, comments); the meaning is the same.",
)
SOMETHING_ELSE = Text(
    sk="V metadátach sa zmenilo ešte niečo iné.", en="Something else in the metadata changed."
)
USES = {
    "signing": Text(sk="na podpisovanie", en="for signing"),
    "encryption": Text(sk="na šifrovanie", en="for encryption"),
    "both": Text(sk="na podpisovanie aj šifrovanie", en="for signing and encryption"),
}
LABELS = {
    "md:NameIDFormat": Text(sk="formát identifikátora (NameIDFormat)", en="NameIDFormat"),
    "md:Organization": Text(sk="údaje o organizácii (Organization)", en="Organization"),
    "md:ContactPerson": Text(sk="kontaktná osoba (ContactPerson)", en="ContactPerson"),
    "md:Extensions": Text(sk="rozšírenia (Extensions)", en="Extensions"),
    "@entityID": Text(sk="identifikátor poskytovateľa služieb (entityID)", en="entityID"),
    "@validUntil": Text(sk="koniec platnosti metadát (validUntil)", en="validUntil"),
    "@cacheDuration": Text(sk="ako dlho sa metadáta môžu pamätať (cacheDuration)", en="cacheDuration"),
    "@AuthnRequestsSigned": Text(
        sk="či poskytovateľ podpisuje žiadosti o prihlásenie (AuthnRequestsSigned)", en="AuthnRequestsSigned"
    ),
    "@WantAssertionsSigned": Text(
        sk="či poskytovateľ vyžaduje podpísané asercie (WantAssertionsSigned)", en="WantAssertionsSigned"
    ),
}
_SIGNATURE = {
    ChangeKind.ADDED: Text(sk="Pridané: podpis metadát.", en="Added: the signature of the metadata."),
    ChangeKind.REMOVED: Text(sk="Odobraté: podpis metadát.", en="Removed: the signature of the metadata."),
    ChangeKind.CHANGED: Text(sk="Zmenené: podpis metadát.", en="Changed: the signature of the metadata."),
}
_BEGINNINGS = {
    ChangeKind.ADDED: Text(sk="Pridané", en="Added"),
    ChangeKind.REMOVED: Text(sk="Odobraté", en="Removed"),
    ChangeKind.CHANGED: Text(sk="Zmenené", en="Changed"),
}


def sentences(difference: Difference) -> Iterator[Text]:
    """Everything that differs, endpoints and certificates first; one sentence where nothing does."""
    if not difference.is_rewritten:
        yield SAME_BYTES
    elif difference.has_same_meaning:
        yield ONLY_REWRITTEN
    yield from map(endpoint_sentence, difference.endpoints)
    yield from (certificate_sentence(one, ends=True) for one in difference.certificates_ended)
    yield from (certificate_sentence(one, ends=False) for one in difference.certificates_begun)
    yield from map(other_sentence, difference.others)


def endpoint_sentence(change: EndpointChange) -> Text:
    begin = _BEGINNINGS[change.kind]
    if change.before is None or change.after is None:
        one = endpoint_words(_one(change))
        return Text(sk=f"{begin.sk}: {one.sk}.", en=f"{begin.en}: {one.en}.")
    before, after = endpoint_words(change.before), endpoint_words(change.after)
    if before == after:
        return Text(
            sk=f"{begin.sk}: niečo iné pri {before.sk}.",
            en=f"{begin.en}: something else about {before.en}.",
        )
    return Text(sk=f"{begin.sk}: {before.sk} → {after.sk}.", en=f"{begin.en}: {before.en} → {after.en}.")


def endpoint_words(endpoint: Endpoint) -> Text:
    """AssertionConsumerService HTTP-POST https://sp.example/acs (index 0, predvolená)."""
    binding = shown(endpoint.binding.removeprefix(PREFIX))
    name = f"{shown(endpoint.service)} {binding} {shown(endpoint.location)}"
    sk, en = [], []
    if endpoint.response_location is not None:
        sk.append(f"odpovede na {shown(endpoint.response_location)}")
        en.append(f"responses to {shown(endpoint.response_location)}")
    if endpoint.index is not None:
        sk.append(f"index {shown(endpoint.index)}")
        en.append(f"index {shown(endpoint.index)}")
    if endpoint.is_default is not None:
        sk.append("predvolená" if endpoint.is_default == "true" else "nie je predvolená")
        en.append("the default" if endpoint.is_default == "true" else "not the default")
    return Text(sk=_with(name, sk), en=_with(name, en))


def certificate_sentence(certificate: CertificateInUse, *, ends: bool) -> Text:
    use, since, until = (
        USES.get(certificate.use),
        moment(certificate.not_before),
        moment(certificate.not_after),
    )
    sk_use, en_use = (use.sk, use.en) if use else (f"use={shown(certificate.use)}",) * 2
    sk, en = ("Odobraté", "Removed") if ends else ("Pridané", "Added")
    facts = f"{shown(certificate.subject)}, SHA-256 {certificate.fingerprint}"
    return Text(
        sk=f"{sk}: certifikát {sk_use}: {facts}, platný od {since.sk} do {until.sk}.",
        en=f"{en}: certificate {en_use}: {facts}, valid from {since.en} to {until.en}.",
    )


def other_sentence(change: OtherChange) -> Text:
    path, _, last = change.path.rpartition("/")
    if last == "#else":
        return SOMETHING_ELSE
    if last == "#order":
        where = _path(path).en
        return Text(
            sk=f"Zmenené: poradie prvkov v {where}.", en=f"Changed: the order of elements in {where}."
        )
    if last == "ds:Signature":
        return _SIGNATURE[change.kind]
    begin, what = _BEGINNINGS[change.kind], _label(change.path)
    if change.before is None or change.after is None:
        value = shown(change.after or change.before or "")
        return Text(sk=f"{begin.sk}: {what.sk}: „{value}“.", en=f"{begin.en}: {what.en}: “{value}”.")
    before, after = shown(change.before), shown(change.after)
    return Text(
        sk=f"{begin.sk}: {what.sk} z „{before}“ na „{after}“.",
        en=f"{begin.en}: {what.en} from “{before}” to “{after}”.",
    )


def _label(path: str) -> Text:
    """The name people know for the last step, beside it the path itself where it says more."""
    known = LABELS.get(path.rpartition("/")[2])
    if known is None:
        return _path(path)
    return known


def _path(path: str) -> Text:
    """Its end says where; names may be as long as a document."""
    return same(shown(path if len(path) <= LONGEST_SHOWN else f"…{path[1 - LONGEST_SHOWN :]}"))


def _one(change: EndpointChange) -> Endpoint:
    one = change.after or change.before
    assert one is not None
    return one


def _with(name: str, more: list[str]) -> str:
    return f"{name} ({', '.join(more)})" if more else name
