"""R-3.2.3, first half. Several certificates for one use are welcome: that is how keys roll over."""

from __future__ import annotations

from collections.abc import Iterator

from samllint.commands import certificate_as_base64
from samllint.context import Circumstances
from samllint.entity import EntityDescriptor, KeyDescriptor
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.text import Text

USES = {
    "signing": Text(sk="podpisovanie", en="signing"),
    "encryption": Text(sk="šifrovanie", en="encryption"),
}


@rule(
    id="signing-and-encryption-keys",
    clauses=("3.2.3",),
    severity=Severity.ERROR,
    title=Text(
        sk="Metadáta obsahujú certifikát na podpisovanie a certifikát na šifrovanie",
        en="The metadata holds a certificate for signing and one for encryption",
    ),
    quote="SAML metadáta musia obsahovať certifikát pre podpisovanie (signing) a šifrovanie (encryption).",
    why=Text(
        sk="Prvým modul IAM overuje podpis vašich správ, druhým pre vás šifruje odpovede.",
        en=(
            "With the first the IAM module verifies your messages, with the second it encrypts answers"
            " for you."
        ),
    ),
    needs=Needs.SP_ROLE,
    good='<KeyDescriptor use="signing">…</KeyDescriptor>\n<KeyDescriptor use="encryption">…</KeyDescriptor>',
    bad="<KeyDescriptor>…</KeyDescriptor>",
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    # A KeyDescriptor that only names its key, or holds the bare key value, brings no certificate.
    with_certificate = [key for key in md.key_descriptors() if key.certificates]
    without_use = [key for key in with_certificate if key.use is None]
    for key in without_use:
        yield use_is_missing(key)
    if without_use:
        return  # it stands for either use, so nothing can be said to be missing
    for use in USES:
        if not any(key.use == use for key in with_certificate):
            yield certificate_is_missing(md, use)


def use_is_missing(key: KeyDescriptor) -> Defect:
    return Defect(
        where=key.where,
        found="<KeyDescriptor>",
        expected=Text(
            sk='use="signing" alebo use="encryption"',
            en='use="signing" or use="encryption"',
        ),
        message=Text(
            sk=(
                "KeyDescriptor nemá atribút use, takže platí pre podpisovanie aj šifrovanie; na každé"
                " musí byť"
                " iný certifikát."
            ),
            en=(
                "KeyDescriptor has no use attribute, so it stands for both signing and encryption; each must"
                " have a certificate of its own."
            ),
        ),
        remedy=Text(
            sk='Doplňte use="signing" a pridajte druhý KeyDescriptor s use="encryption" a iným certifikátom.',
            en='Add use="signing", and a second KeyDescriptor with use="encryption" and another certificate.',
        ),
    )


def certificate_is_missing(md: EntityDescriptor, use: str) -> Defect:
    element = f'<KeyDescriptor use="{use}">'
    command = certificate_as_base64(f"{use}.pem")
    return Defect(
        where=md.sp_descriptors[0].where,
        found="",
        expected=Text(sk=f"{element} s certifikátom", en=f"{element} with a certificate"),
        message=Text(
            sk=f'Chýba certifikát na {USES[use].sk}: nijaký KeyDescriptor s use="{use}" ho neobsahuje.',
            en=f'There is no certificate for {USES[use].en}: no KeyDescriptor with use="{use}" holds one.',
        ),
        remedy=Text(
            sk=f"Doplňte {element} s elementom X509Certificate; jeho obsah vypíše príkaz: {command}",
            en=f"Add {element} with an X509Certificate; this command prints its content: {command}",
        ),
    )
