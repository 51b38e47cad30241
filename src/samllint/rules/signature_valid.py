"""R-3.2.2."""

from __future__ import annotations

from collections.abc import Iterator

from samllint import signature
from samllint.context import Circumstances
from samllint.entity import EntityDescriptor
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.signature_kinds import InvalidSignature, Kind
from samllint.text import Text

_EXPECTED = Text(
    sk='platný podpis kľúčom z KeyDescriptor use="signing", alebo nijaký podpis',
    en='a valid signature by a key of KeyDescriptor use="signing", or no signature',
)
# Without --id-attr xmlsec1 finds no element by its ID and fails for every reference but "".
VERIFY = (
    "xmlsec1 --verify --pubkey-cert-pem signing.pem"
    " --id-attr:ID EntityDescriptor --id-attr:ID SPSSODescriptor sp.xml"
)
_SIGN_AGAIN = Text(
    sk="Podpíšte dokument znova a potom ho už nemeňte, alebo element Signature odstráňte: podpis nie je"
    f" povinný. Overenie: {VERIFY}",
    en="Sign the document again and do not change it afterwards, or remove the Signature element: a"
    f" signature is not compulsory. To verify: {VERIFY}",
)
# What is wrong, in one sentence; {} is the found value.
_SAYS: dict[Kind, tuple[str, str]] = {
    Kind.SEVERAL: (
        "V dokumente sú viaceré podpisy ({}); smie byť jeden.",
        "The document has several signatures ({}); there may be one.",
    ),
    Kind.MISPLACED: (
        "Podpis nestojí priamo v elemente EntityDescriptor ani SPSSODescriptor.",
        "The signature stands directly in neither EntityDescriptor nor SPSSODescriptor.",
    ),
    Kind.MALFORMED: (
        "Element {} podpisu nemá predpísaný obsah.",
        "The signature's element {} does not hold what it must.",
    ),
    Kind.SEVERAL_REFERENCES: (
        "Podpis má viac elementov Reference; smie mať jeden.",
        "The signature has several Reference elements; it may have one.",
    ),
    Kind.REFERENCE: (
        "Podpis sa vzťahuje na „{}“, nie na element, v ktorom stojí.",
        "The signature refers to “{}”, not to the element it stands in.",
    ),
    Kind.ID_NOT_UNIQUE: (
        "Identifikátor „{}“, na ktorý sa podpis vzťahuje, nie je v dokumente jediný.",
        "The identifier “{}”, to which the signature refers, is not the only one in the document.",
    ),
    Kind.TRANSFORM: (
        "Transformácie podpisu ({}) nie sú povolené: smie byť enveloped-signature a jedna kanonikalizácia.",
        "The signature's transforms ({}) are not allowed: enveloped-signature and one canonicalisation are.",
    ),
    Kind.CANONICALISATION: (
        "Kanonikalizácia „{}“ nie je povolená; smie byť Canonical XML 1.0 alebo Exclusive XML C14N 1.0.",
        "Canonicalisation “{}” is not allowed; Canonical XML 1.0 and Exclusive XML C14N 1.0 are.",
    ),
    Kind.NO_CANONICAL_FORM: (
        "Podpísaný dokument nemá kanonický tvar: obsahuje menný priestor s relatívnou adresou.",
        "The signed document has no canonical form: it holds a namespace with a relative address.",
    ),
    Kind.DIGEST_METHOD: (
        "Odtlačok „{}“ nie je povolený; smie byť SHA-256, SHA-384 alebo SHA-512.",
        "Digest “{}” is not allowed; SHA-256, SHA-384 and SHA-512 are.",
    ),
    Kind.SIGNATURE_METHOD: (
        "Podpisový algoritmus „{}“ nie je povolený; smie byť RSA-SHA256 alebo RSA-SHA512.",
        "Signature algorithm “{}” is not allowed; RSA-SHA256 and RSA-SHA512 are.",
    ),
    Kind.NO_SIGNING_KEY: (
        "Dokument je podpísaný, ale nijaký KeyDescriptor na podpisovanie nemá čitateľný certifikát.",
        "The document is signed, but no KeyDescriptor for signing has a readable certificate.",
    ),
    Kind.FOREIGN_KEY: (
        "Podpis je vytvorený certifikátom z KeyInfo, ktorý nie je v nijakom KeyDescriptor „signing“.",
        "The signature was made with the certificate in KeyInfo, which is in no “signing” KeyDescriptor.",
    ),
    Kind.ENCRYPTION_KEY: (
        "Podpis je vytvorený kľúčom, ktorý je v metadátach určený len na šifrovanie.",
        "The signature was made with a key that the metadata sets aside for encryption.",
    ),
    Kind.REFORMATTED: (
        "Dokument bol po podpísaní preformátovaný (medzery, zariadkovania); tým sa podpis zneplatnil.",
        "The document was reformatted after signing (blanks, line breaks), which made the signature invalid.",
    ),
    Kind.CHANGED: (
        "Dokument sa po podpísaní zmenil (stačí aj zmena formátovania): odtlačok nesedí.",
        "The document was changed after signing (formatting is enough): the digest does not match.",
    ),
    Kind.NOT_VERIFIED: (
        "Podpis nevytvoril nijaký kľúč, ktorý je v KeyDescriptor „signing“.",
        "The signature was made by no key that stands in a “signing” KeyDescriptor.",
    ),
}


def is_signed(md: EntityDescriptor, circumstances: Circumstances) -> bool:
    return bool(md.signatures)


@rule(
    id="signature-valid",
    clauses=("3.2.2",),
    severity=Severity.ERROR,
    title=Text(
        sk="Ak sú metadáta podpísané, podpis je platný a patrí ku KeyDescriptor „signing“",
        en="If the metadata is signed, the signature is valid and by a “signing” KeyDescriptor’s key",
    ),
    quote=(
        "V prípade SAML metadát obsahujúcich podpis musí byť tento podpis platný. Podpis musí byť vytvorený"
        " s certifikátom, ktorý je v uvedený v metadátach v elemente KeyDescriptor pre „signing“."
        " Upozorňujeme, že podpis v metadátach sa zneplatní, ak po jeho vytvorení zmeníte formátovanie alebo"
        " obsah metadát."
    ),
    why=Text(
        sk="Podpis spája obsah s kľúčom. Neplatný znamená, že metadáta niekto zmenil – hoci aj editor.",
        en="A signature ties content to a key. An invalid one means that somebody, or an editor, changed it.",
    ),
    needs=Needs.SP_ROLE,
    applies=is_signed,
    good="xmlsec1 --sign --privkey-pem signing.key --id-attr:ID EntityDescriptor --output sp.xml template.xml"
    "   (the last step)",
    bad="xmllint --format sp.xml > sp2.xml   (after signing)",
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    try:
        signature.verify(md)
    except InvalidSignature as error:
        sk, en = _SAYS[error.kind]
        yield Defect(
            where=error.where,
            found=error.detail or error.kind.value,
            expected=_EXPECTED,
            message=Text(sk=sk.format(error.detail), en=en.format(error.detail)),
            remedy=_SIGN_AGAIN,
        )
