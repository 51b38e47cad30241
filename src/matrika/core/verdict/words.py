"""Why a signature was or was not accepted: every reason code with its sentence for people (R-5.1, R-5.4)."""

from __future__ import annotations

from enum import StrEnum

from matrika.core.verdict import pdf_words, trust_words, verifier_words
from samllint.text import Text


class Reason(StrEnum):
    """A code in `Verdict.reasons` or `SignatureVerdict.reasons`."""

    # the file as a whole
    KIND_UNKNOWN = "kind-unknown"
    NOT_SIGNED = "not-signed"
    TOO_LARGE = "too-large"
    TOO_MUCH_WORK = "too-much-work"
    ZIP_BROKEN = "zip-broken"
    ZIP_SURPLUS_DATA = "zip-surplus-data"
    ZIP_OVERLAP = "zip-overlap"
    ZIP_BOMB = "zip-bomb"
    ZIP_TOO_MANY_ENTRIES = "zip-too-many-entries"
    ZIP_ENCRYPTED = "zip-encrypted"
    ZIP_METHOD = "zip-method"
    ZIP_NAME = "zip-name"
    ZIP_LINK = "zip-link"
    ZIP_DUPLICATE_NAME = "zip-duplicate-name"
    ZIP_CONTRADICTORY = "zip-contradictory"
    MIMETYPE_MISSING = "mimetype-missing"
    MIMETYPE_PLACE = "mimetype-place"
    MIMETYPE_VALUE = "mimetype-value"
    MANIFEST_MISSING = "manifest-missing"
    MANIFEST_BROKEN = "manifest-broken"
    MANIFEST_MISMATCH = "manifest-mismatch"
    MEDIA_TYPE_MISMATCH = "media-type-mismatch"
    OPEN_DOCUMENT = "open-document"
    SEVERAL_DATA_FILES = "several-data-files"
    NO_DATA_FILE = "no-data-file"
    META_INF_UNKNOWN = "meta-inf-unknown"
    ASIC_MANIFEST_BROKEN = "asic-manifest-broken"
    XML_BROKEN = "xml-broken"
    XML_DOCTYPE = "xml-doctype"
    XML_TOO_COMPLEX = "xml-too-complex"
    # the form that was to be signed
    FORM_ABSENT = "form-absent"
    FORM_DIFFERS = "form-differs"
    FORM_SCHEMA_DIFFERS = "form-schema-differs"
    FORM_NOT_ALONE = "form-not-alone"
    # one signature
    STRUCTURE = "structure"
    ID_NOT_UNIQUE = "id-not-unique"
    REFERENCE_MISPLACED = "reference-misplaced"
    REFERENCE_NOT_FOUND = "reference-not-found"
    OBJECT_NOT_COVERED = "object-not-covered"
    FILE_NOT_COVERED = "file-not-covered"
    DATA_CHANGED = "data-changed"
    SIGNATURE_BROKEN = "signature-broken"
    ALGORITHM_WEAK = "algorithm-weak"
    ALGORITHM_UNKNOWN = "algorithm-unknown"
    TRANSFORM_UNKNOWN = "transform-unknown"
    KEY_SHORT = "key-short"
    SIGNED_PROPERTIES = "signed-properties"
    NO_SIGNING_CERTIFICATE = "no-signing-certificate"
    SIGNING_CERTIFICATE_DIFFERS = "signing-certificate-differs"
    POLICY_UNKNOWN = "policy-unknown"
    TIME_STAMP_BROKEN = "time-stamp-broken"
    ARCHIVE_TIME_STAMP_UNREAD = "archive-time-stamp-unread"


# How verifying says that there was nothing to verify.
NO_SIGNATURE = frozenset({Reason.NOT_SIGNED.value, Reason.KIND_UNKNOWN.value})

WORDS: dict[Reason, Text] = {
    Reason.KIND_UNKNOWN: Text(
        sk="Súbor nie je podpisový kontajner (ASiC), podpísané PDF ani iný podpis, ktorý vieme overiť.",
        en="The file is no signature container (ASiC), signed PDF or other signature that we can verify.",
    ),
    Reason.NOT_SIGNED: Text(
        sk="Súbor neobsahuje podpis ani pečať.", en="The file holds no signature and no seal."
    ),
    Reason.TOO_LARGE: Text(
        sk="Súbor alebo niektorá jeho časť je väčšia, než prijímame.",
        en="The file or a part of it is larger than what we accept.",
    ),
    Reason.TOO_MUCH_WORK: Text(
        sk="Overenie by vyžadovalo neprimerane veľa výpočtov; súbor má príliš veľa podpisov alebo odkazov.",
        en="Verifying would cost too much work; the file has too many signatures or references.",
    ),
    Reason.ZIP_BROKEN: Text(
        sk="Kontajner je poškodený archív ZIP.", en="The container is a damaged ZIP archive."
    ),
    Reason.ZIP_SURPLUS_DATA: Text(
        sk="Kontajner obsahuje údaje mimo svojich súborov (pred archívom, za ním alebo medzi súbormi).",
        en="The container holds data outside its files (before the archive, behind it or between the files).",
    ),
    Reason.ZIP_OVERLAP: Text(
        sk="Súbory v kontajneri sa navzájom prekrývajú.", en="Files inside the container overlap one another."
    ),
    Reason.ZIP_BOMB: Text(
        sk="Súbory v kontajneri sa rozbalia na neprimerane veľký objem.",
        en="The files inside the container unpack to an unreasonable size.",
    ),
    Reason.ZIP_TOO_MANY_ENTRIES: Text(
        sk="Kontajner obsahuje príliš veľa súborov.", en="The container holds too many files."
    ),
    Reason.ZIP_ENCRYPTED: Text(
        sk="Súbor v kontajneri je zašifrovaný.", en="A file inside the container is encrypted."
    ),
    Reason.ZIP_METHOD: Text(
        sk="Súbor v kontajneri je zbalený spôsobom, ktorý norma nepripúšťa.",
        en="A file inside the container is compressed by a method that is not supported.",
    ),
    Reason.ZIP_NAME: Text(
        sk="Názov súboru v kontajneri nie je prípustný.",
        en="The name of a file inside the container is not allowed.",
    ),
    Reason.ZIP_LINK: Text(
        sk="V kontajneri je namiesto súboru odkaz na iný súbor.",
        en="The container holds a link to another file in place of a file.",
    ),
    Reason.ZIP_DUPLICATE_NAME: Text(
        sk="Dva súbory v kontajneri majú rovnaký názov.",
        en="Two files inside the container have the same name.",
    ),
    Reason.ZIP_CONTRADICTORY: Text(
        sk="Údaje archívu o jednom súbore si protirečia.",
        en="What the archive says about one of its files contradicts itself.",
    ),
    Reason.MIMETYPE_MISSING: Text(
        sk="V kontajneri chýba súbor mimetype.", en="The container has no file named mimetype."
    ),
    Reason.MIMETYPE_PLACE: Text(
        sk="Súbor mimetype musí byť v kontajneri prvý a nezbalený.",
        en="The file mimetype must be the container's first and must not be compressed.",
    ),
    Reason.MIMETYPE_VALUE: Text(
        sk="Súbor mimetype neoznačuje kontajner ASiC.",
        en="The file mimetype does not name an ASiC container.",
    ),
    Reason.MANIFEST_MISSING: Text(
        sk="V kontajneri chýba zoznam súborov META-INF/manifest.xml.",
        en="The container has no list of its files, META-INF/manifest.xml.",
    ),
    Reason.MANIFEST_BROKEN: Text(
        sk="Zoznam súborov META-INF/manifest.xml sa nedá prečítať.",
        en="The list of files META-INF/manifest.xml cannot be read.",
    ),
    Reason.MANIFEST_MISMATCH: Text(
        sk="Zoznam META-INF/manifest.xml nezodpovedá súborom v kontajneri.",
        en="The list META-INF/manifest.xml does not agree with the files in the container.",
    ),
    Reason.MEDIA_TYPE_MISMATCH: Text(
        sk="Podpis a zoznam súborov uvádzajú pre ten istý súbor iný typ.",
        en="The signature and the list of files name different types for the same file.",
    ),
    Reason.OPEN_DOCUMENT: Text(
        sk="Súbor je dokument OpenDocument s vlastnými podpismi, ktoré neoverujeme; "
        "podpíšte PDF alebo kontajner ASiC-E.",
        en="The file is an OpenDocument document with signatures of its own, which we do not verify; "
        "sign a PDF or an ASiC-E container.",
    ),
    Reason.SEVERAL_DATA_FILES: Text(
        sk="Jednoduchý kontajner (ASiC-S) smie obsahovať jediný podpísaný súbor.",
        en="A simple container (ASiC-S) may hold one signed file only.",
    ),
    Reason.NO_DATA_FILE: Text(
        sk="V kontajneri nie je podpísaný súbor.", en="There is no signed file in the container."
    ),
    Reason.META_INF_UNKNOWN: Text(
        sk="V priečinku META-INF je súbor, ktorý nepoznáme; podpis sa naň nevzťahuje a nečítame ho.",
        en="The folder META-INF holds an unknown file; no signature covers it and we do not read it.",
    ),
    Reason.ASIC_MANIFEST_BROKEN: Text(
        sk="Zoznam podpísaných súborov (ASiCManifest) sa nedá prečítať.",
        en="The list of signed files (ASiCManifest) cannot be read.",
    ),
    Reason.XML_BROKEN: Text(
        sk="Súbor s podpisom nie je správne XML.", en="The file with the signature is not well-formed XML."
    ),
    Reason.XML_DOCTYPE: Text(
        sk="Súbor s podpisom obsahuje deklaráciu DOCTYPE; takú neprijímame.",
        en="The file with the signature has a DOCTYPE declaration, which we do not accept.",
    ),
    Reason.XML_TOO_COMPLEX: Text(
        sk="Súbor s podpisom je príliš veľký alebo príliš zložitý.",
        en="The file with the signature is too large or too complex.",
    ),
    Reason.FORM_ABSENT: Text(
        sk="Podpísaný nie je formulár tejto žiadosti, ale niečo iné.",
        en="What was signed is not the form of this filing but something else.",
    ),
    Reason.FORM_DIFFERS: Text(
        sk="Podpísaný formulár má iný obsah než táto žiadosť.",
        en="The signed form's content differs from that of this filing.",
    ),
    Reason.FORM_SCHEMA_DIFFERS: Text(
        sk="Podpísaný formulár sa odvoláva na inú schému alebo iné zobrazenie než formulár tejto žiadosti.",
        en="The signed form refers to another schema or presentation than the form of this filing.",
    ),
    Reason.FORM_NOT_ALONE: Text(
        sk="V kontajneri je okrem formulára tejto žiadosti aj iný súbor.",
        en="The container holds another file beside the form of this filing.",
    ),
    Reason.STRUCTURE: Text(
        sk="Podpis nemá predpísanú stavbu.", en="The signature is not built as its standard prescribes."
    ),
    Reason.ID_NOT_UNIQUE: Text(
        sk="Označenie (Id), na ktoré sa podpis odvoláva, nie je jedinečné.",
        en="An identifier (Id) that the signature refers to is not unique.",
    ),
    Reason.REFERENCE_MISPLACED: Text(
        sk="Podpis sa odvoláva na miesto, ktoré k nemu nepatrí.",
        en="The signature refers to a place that does not belong to it.",
    ),
    Reason.REFERENCE_NOT_FOUND: Text(
        sk="Niečo z toho, čo bolo podpísané, v súbore chýba.",
        en="Something that was signed is not in the file.",
    ),
    Reason.OBJECT_NOT_COVERED: Text(
        sk="V podpise je vložený obsah, na ktorý sa podpis nevzťahuje.",
        en="The signature carries content that it does not cover.",
    ),
    Reason.FILE_NOT_COVERED: Text(
        sk="Podpis sa nevzťahuje na všetky súbory v kontajneri.",
        en="The signature does not cover every file in the container.",
    ),
    Reason.DATA_CHANGED: Text(
        sk="Podpísaný obsah bol po podpísaní zmenený.", en="What was signed was changed after signing."
    ),
    Reason.SIGNATURE_BROKEN: Text(
        sk="Podpis nevytvoril kľúč uvedeného certifikátu, alebo bol podpis zmenený.",
        en="The signature was not made by the key of the named certificate, or it was changed.",
    ),
    Reason.ALGORITHM_WEAK: Text(
        sk="Podpis používa zastaraný algoritmus (napríklad SHA-1), ktorému sa už nedá veriť.",
        en="The signature uses an outdated algorithm (SHA-1, say) that can no longer be trusted.",
    ),
    Reason.ALGORITHM_UNKNOWN: Text(
        sk="Podpis používa algoritmus, ktorý nevieme overiť.",
        en="The signature uses an algorithm that we cannot verify.",
    ),
    Reason.TRANSFORM_UNKNOWN: Text(
        sk="Podpis upravuje podpísaný obsah spôsobom, ktorý nevieme overiť.",
        en="The signature transforms what it signs in a way that we cannot verify.",
    ),
    Reason.KEY_SHORT: Text(
        sk="Kľúč, ktorým sa podpisovalo, je príliš krátky.", en="The key that signed is too short."
    ),
    Reason.SIGNED_PROPERTIES: Text(
        sk="Podpis nezahŕňa práve jedny vlastné podpísané vlastnosti (XAdES SignedProperties).",
        en="The signature does not cover exactly one set of its own signed properties (XAdES).",
    ),
    Reason.NO_SIGNING_CERTIFICATE: Text(
        sk="V podpise nie je uvedený certifikát toho, kto podpísal.",
        en="The signature does not name the certificate of whoever signed.",
    ),
    Reason.SIGNING_CERTIFICATE_DIFFERS: Text(
        sk="Certifikát v podpise nie je ten, ktorý podpisujúci podpísal ako svoj.",
        en="The certificate in the signature is not the one that the signatory signed as their own.",
    ),
    Reason.POLICY_UNKNOWN: Text(
        sk="Podpis sa riadi podpisovou politikou, ktorú nepoznáme.",
        en="The signature follows a signature policy that we do not know.",
    ),
    Reason.ARCHIVE_TIME_STAMP_UNREAD: Text(
        sk="Podpis má archívnu časovú pečiatku, ktorú nevyhodnocujeme; možno dokazuje viac.",
        en="The signature has an archive time stamp, which we do not evaluate; it may prove more.",
    ),
    Reason.TIME_STAMP_BROKEN: Text(
        sk="Časová pečiatka nepatrí k tomuto podpisu alebo je poškodená.",
        en="The time stamp does not belong to this signature or is damaged.",
    ),
}


def sentence(code: str) -> Text:
    """The sentence of a stored reason code, whichever part of verifying gave it.

    Raises ValueError for a code that never was one.
    """
    if code not in _EVERY:
        raise ValueError(f"{code!r} is no reason")
    return _EVERY[code]


_EVERY: dict[str, Text] = (
    {code.value: text for code, text in WORDS.items()}
    | {code.value: text for code, text in trust_words.WORDS.items()}
    | {code.value: text for code, text in pdf_words.WORDS.items()}
    | {code.value: text for code, text in verifier_words.WORDS.items()}
)
