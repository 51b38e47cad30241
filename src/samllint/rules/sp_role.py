"""R-3.2.12. The guide warns of what happens otherwise: a message about a missing SingleLogoutService."""

from __future__ import annotations

from collections.abc import Iterator

from samllint.context import Circumstances
from samllint.entity import EntityDescriptor, Value
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.text import Text, shown

# The identity provider's own files, production and FIX: what people download first and send back.
UPVS_IDENTITY_PROVIDERS = frozenset(
    {"https://prihlasenie.slovensko.sk/oam/fed", "https://prihlasenie.upvsfix.gov.sk/oam/fed"}
)
OWN_METADATA = Text(
    sk="Vyexportujte metadáta svojej služby (SP); začínajú sa SPSSODescriptor vnútri EntityDescriptor.",
    en="Export the metadata of your own service (SP): inside EntityDescriptor they have an SPSSODescriptor.",
)


@rule(
    id="sp-role",
    clauses=("3.2.12",),
    severity=Severity.ERROR,
    title=Text(
        sk="Metadáta opisujú poskytovateľa služieb: SPSSODescriptor áno, IDPSSODescriptor nie",
        en="The metadata describes a service provider: an SPSSODescriptor and no IDPSSODescriptor",
    ),
    quote=(
        "Metadáta musia obsahovať element SPSSODescriptor. Zároveň upozorňujeme, že element IDPSSODescriptor"
        " nie je určený pre metadáta poskytovateľa služieb ale pre metadáta IdP a preto sa v RAC nemôže"
        " používať."
    ),
    why=Text(
        sk="Register je zoznam poskytovateľov služieb; metadáta poskytovateľa identity doň nepatria.",
        en="The register lists service providers; an identity provider's metadata do not belong there.",
    ),
    needs=Needs.ENTITY,
    good='<EntityDescriptor entityID="https://sp.example"><SPSSODescriptor …>',
    bad='<EntityDescriptor entityID="https://idp.example"><IDPSSODescriptor …>',
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    for where in md.idp_descriptors:
        yield Defect(
            where=where,
            found="IDPSSODescriptor",
            expected=Text(sk="iba SPSSODescriptor", en="SPSSODescriptor only"),
            message=what_it_is(md),
            remedy=remedy(md),
        )
    for typed in md.typed_roles:
        yield hidden_role(typed)
    if not md.sp_descriptors and not md.idp_descriptors:
        yield Defect(
            where=md.where,
            found="",
            expected=Text(sk="SPSSODescriptor", en="SPSSODescriptor"),
            message=Text(
                sk="Chýba SPSSODescriptor, metadáta teda neopisujú poskytovateľa služieb.",
                en="SPSSODescriptor is missing, so the metadata describes no service provider.",
            ),
            remedy=OWN_METADATA,
        )


def hidden_role(typed: Value) -> Defect:
    """A role under another name would pass every rule that asks for it by its own."""
    name = shown(typed.text)
    return Defect(
        where=typed.where,
        found=name,
        expected=Text(sk="iba SPSSODescriptor", en="SPSSODescriptor only"),
        message=Text(
            sk=f"RoleDescriptor s xsi:type „{name}“ je taká rola pod iným menom.",
            en=f"The RoleDescriptor with xsi:type “{name}” is such a role under another name.",
        ),
        remedy=Text(
            sk="Rolu poskytovateľa služieb zapíšte ako SPSSODescriptor, každú inú vymažte.",
            en="Write a service provider's role as SPSSODescriptor, and delete any other.",
        ),
    )


def what_it_is(md: EntityDescriptor) -> Text:
    """What a document with an IDPSSODescriptor is, said plainly."""
    name = shown(md.entity_id or "")
    if md.entity_id in UPVS_IDENTITY_PROVIDERS:
        return Text(
            sk=f"Toto sú metadáta samotného poskytovateľa identity ÚPVS ({name}), nie vašej služby.",
            en=f"This is the metadata of ÚPVS's own identity provider ({name}), not of your service.",
        )
    if not md.sp_descriptors:
        return Text(
            sk="Toto sú metadáta poskytovateľa identity: majú IDPSSODescriptor a nemajú SPSSODescriptor.",
            en="This is identity-provider metadata: it has an IDPSSODescriptor and no SPSSODescriptor.",
        )
    return Text(
        sk=(
            "Metadáta obsahujú popri SPSSODescriptor aj IDPSSODescriptor, ktorý patrí poskytovateľovi"
            " identity."
        ),
        en="Beside the SPSSODescriptor there is an IDPSSODescriptor, which belongs to an identity provider.",
    )


def remedy(md: EntityDescriptor) -> Text:
    if md.sp_descriptors:
        return Text(
            sk="Vymažte celý element IDPSSODescriptor.", en="Delete the whole IDPSSODescriptor element."
        )
    return OWN_METADATA
