"""R-3.1.4. In metadata: strict Base64 of exactly one DER certificate; XML white space is allowed."""

from __future__ import annotations

from collections.abc import Iterator

from samllint.certificate import CertificateFault as Fault
from samllint.commands import certificate_as_base64
from samllint.context import Circumstances
from samllint.entity import EntityDescriptor
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.text import Text

FAULTS = {
    Fault.EMPTY: Text(sk="X509Certificate je prázdny.", en="X509Certificate is empty."),
    Fault.PEM_ARMOUR: Text(
        sk="V X509Certificate sú riadky -----BEGIN/END CERTIFICATE-----; patrí sem iba Base64 medzi nimi.",
        en=(
            "X509Certificate holds -----BEGIN/END CERTIFICATE----- lines; only the Base64 between"
            " belongs here."
        ),
    ),
    Fault.NOT_BASE64: Text(
        sk="Obsah X509Certificate nie je Base64: sú v ňom znaky, ktoré doň nepatria.",
        en="The content of X509Certificate is not Base64: it holds characters that do not belong there.",
    ),
    Fault.NO_PADDING: Text(
        sk="Base64 v X509Certificate sa nekončí výplňou (=).",
        en="The Base64 in X509Certificate lacks its padding (=) at the end.",
    ),
    Fault.URL_SAFE_ALPHABET: Text(
        sk="Base64 v X509Certificate používa abecedu pre URL (- a _ namiesto + a /).",
        en="The Base64 in X509Certificate uses the URL alphabet (- and _ instead of + and /).",
    ),
    Fault.TRAILING_BITS: Text(
        sk="Posledný znak Base64 v X509Certificate nesie bity navyše; zápis je porušený.",
        en="The last Base64 character in X509Certificate carries stray bits; the text is damaged.",
    ),
    Fault.DOUBLE_BASE64: Text(
        sk="Certifikát v X509Certificate je zakódovaný do Base64 dvakrát.",
        en="The certificate in X509Certificate is Base64-encoded twice.",
    ),
    Fault.MARKUP_INSIDE: Text(
        sk="V texte X509Certificate je ďalší element, komentár alebo sekcia CDATA.",
        en="Inside the text of X509Certificate there is an element, a comment or a CDATA section.",
    ),
    Fault.PRIVATE_KEY: Text(
        sk="V X509Certificate je súkromný kľúč! Považujte ho za prezradený a už ho nepoužívajte.",
        en="X509Certificate holds a private key! Consider it disclosed and stop using it.",
    ),
    Fault.TWO_CERTIFICATES: Text(
        sk="V jednom X509Certificate sú dva certifikáty alebo viac.",
        en="One X509Certificate holds two certificates or more.",
    ),
    Fault.TRAILING_BYTES: Text(
        sk="Za certifikátom v X509Certificate nasledujú ďalšie bajty.",
        en="Further bytes follow the certificate in X509Certificate.",
    ),
    Fault.PKCS7: Text(
        sk="V X509Certificate je balík PKCS#7 (.p7b), nie samotný certifikát.",
        en="X509Certificate holds a PKCS#7 bundle (.p7b), not the certificate itself.",
    ),
    Fault.NOT_DER: Text(
        sk="Obsah X509Certificate nie je v kódovaní DER alebo je neúplný.",
        en="The content of X509Certificate is not DER, or is cut short.",
    ),
    Fault.NOT_A_CERTIFICATE: Text(
        sk=(
            "Obsah X509Certificate nie je správne zapísaný certifikát X.509: je to niečo iné (napríklad"
            " žiadosť"
            " alebo verejný kľúč), alebo je v ňom chyba."
        ),
        en=(
            "The content of X509Certificate is no well-made X.509 certificate: it is something else (say, a"
            " request or a public key), or there is an error in it."
        ),
    ),
}

ONE_LINE = certificate_as_base64("certificate.pem")
REWRITE = Text(
    sk=f"Nahraďte obsah tým, čo vypíše príkaz: {ONE_LINE}",
    en=f"Replace the content with what this command prints: {ONE_LINE}",
)
REMEDIES = {
    Fault.PRIVATE_KEY: Text(
        sk=f"Vytvorte nový kľúč a certifikát; do metadát patrí iba to, čo vypíše príkaz: {ONE_LINE}",
        en=f"Make a new key and certificate; only what this command prints belongs here: {ONE_LINE}",
    ),
    Fault.TWO_CERTIFICATES: Text(
        sk=f"Pre každý certifikát použite vlastný KeyDescriptor a vložte, čo vypíše príkaz: {ONE_LINE}",
        en=f"Give each certificate a KeyDescriptor of its own, with what this command prints: {ONE_LINE}",
    ),
    Fault.PKCS7: Text(
        sk=(
            f"Najprv vyberte certifikát: openssl pkcs7 -in bundle.p7b -print_certs -out certificate.pem;"
            f" potom: {ONE_LINE}"
        ),
        en=(
            f"First take it out: openssl pkcs7 -in bundle.p7b -print_certs -out certificate.pem; then:"
            f" {ONE_LINE}"
        ),
    ),
}


def has_certificates(md: EntityDescriptor, circumstances: Circumstances) -> bool:
    return any(True for _ in md.embedded_certificates())


@rule(
    id="certificate-der",
    clauses=("3.1.4",),
    severity=Severity.ERROR,
    title=Text(
        sk="Každý X509Certificate obsahuje práve jeden certifikát X.509 v kódovaní DER",
        en="Each X509Certificate holds exactly one X.509 certificate in DER",
    ),
    quote="Formát certifikátu X.509 v kódovaní DER podľa ISO/IEC 8825-1 (obvyklá prípona súboru: „.cer“)",
    why=Text(
        sk="Certifikát, ktorý jeden program prečíta a iný nie, prihlasovanie pokazí až v prevádzke.",
        en="A certificate that one program can read and another cannot breaks the log-in in production.",
    ),
    needs=Needs.SP_ROLE,
    applies=has_certificates,
    good="<ds:X509Certificate>MIIC0TCCAbmgAwIBAgIIVKup…</ds:X509Certificate>",
    bad="<ds:X509Certificate>-----BEGIN CERTIFICATE-----\nMIIC0TCCAbmgAwIBAgIIVKup…",
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    for embedded in md.embedded_certificates():
        if embedded.fault is None:
            continue
        yield Defect(
            where=embedded.where,
            found=embedded.fault.value,
            expected=Text(
                sk="jeden certifikát: DER zapísaný v Base64 s výplňou",
                en="one certificate: DER written as Base64 with padding",
            ),
            message=FAULTS[embedded.fault],
            remedy=REMEDIES.get(embedded.fault, REWRITE),
        )
