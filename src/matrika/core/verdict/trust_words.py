"""Why a certificate or a time stamp was or was not trusted: codes and their sentences (R-5.1).

The codes about containers and signatures stand in `core.verdict.words`.
"""

from __future__ import annotations

from enum import StrEnum

from samllint.text import Text


class Reason(StrEnum):
    """A code in `SignatureVerdict.reasons` that speaks of trust."""

    # the signing certificate
    CERTIFICATE_UNREADABLE = "certificate-unreadable"
    CERTIFICATE_NOT_YET_VALID = "certificate-not-yet-valid"
    CERTIFICATE_EXPIRED = "certificate-expired"
    CERTIFICATE_NOT_FOR_SIGNING = "certificate-not-for-signing"
    CERTIFICATE_KEY_WEAK = "certificate-key-weak"
    CERTIFICATE_NOT_QUALIFIED = "certificate-not-qualified"
    CERTIFICATE_PURPOSE_UNKNOWN = "certificate-purpose-unknown"
    CERTIFICATE_WITHOUT_DEVICE = "certificate-without-device"
    # its issuer
    NO_SERVICE = "no-service"
    SERVICE_NOT_GRANTED = "service-not-granted"
    NO_TRUSTED_LIST = "no-trusted-list"
    TRUSTED_LIST_STALE = "trusted-list-stale"
    # was it revoked?
    REVOKED = "revoked"
    REVOKED_WITHOUT_PROOF = "revoked-without-proof"
    REVOKED_AFTERWARDS = "revoked-afterwards"
    ON_HOLD = "on-hold"
    REVOCATION_UNKNOWN = "revocation-unknown"
    # time stamps
    TIME_STAMP_UNREADABLE = "time-stamp-unreadable"
    TIME_STAMP_OF_OTHER_DATA = "time-stamp-of-other-data"
    TIME_STAMP_NOT_SIGNED = "time-stamp-not-signed"
    TIME_STAMP_ALGORITHM_WEAK = "time-stamp-algorithm-weak"
    TIME_STAMP_CERTIFICATE = "time-stamp-certificate"
    TIME_STAMP_NO_SERVICE = "time-stamp-no-service"
    TIME_STAMP_REVOKED = "time-stamp-revoked"
    TIME_STAMP_IN_THE_FUTURE = "time-stamp-in-the-future"
    TIME_STAMP_ORDER = "time-stamp-order"


WORDS: dict[Reason, Text] = {
    Reason.CERTIFICATE_UNREADABLE: Text(
        sk="Podpisový certifikát sa nedá prečítať.", en="The signing certificate cannot be read."
    ),
    Reason.CERTIFICATE_NOT_YET_VALID: Text(
        sk="Podpísané bolo skôr, než začala platnosť certifikátu.",
        en="It was signed before the certificate became valid.",
    ),
    Reason.CERTIFICATE_EXPIRED: Text(
        sk="Platnosť certifikátu sa skončila a nič nedokazuje, že sa podpísalo skôr.",
        en="The certificate has expired, and nothing proves that it was signed before.",
    ),
    Reason.CERTIFICATE_NOT_FOR_SIGNING: Text(
        sk="Certifikát nie je určený na podpisovanie.", en="The certificate is not meant for signing."
    ),
    Reason.CERTIFICATE_KEY_WEAK: Text(
        sk="Kľúč certifikátu alebo podpis jeho vydavateľa je príliš slabý.",
        en="The certificate's key, or its issuer's signature, is too weak.",
    ),
    Reason.CERTIFICATE_NOT_QUALIFIED: Text(
        sk="Certifikát nebol v čase podpisu kvalifikovaný.",
        en="The certificate was not qualified at the time of signing.",
    ),
    Reason.CERTIFICATE_PURPOSE_UNKNOWN: Text(
        sk="Certifikát nie je ani pre elektronický podpis, ani pre elektronickú pečať.",
        en="The certificate is neither for electronic signatures nor for electronic seals.",
    ),
    Reason.CERTIFICATE_WITHOUT_DEVICE: Text(
        sk="Kľúč certifikátu nie je v kvalifikovanom zariadení (QSCD).",
        en="The certificate's key is not on a qualified device (QSCD).",
    ),
    Reason.NO_SERVICE: Text(
        sk="Certifikát nevydala žiadna služba z dôveryhodných zoznamov, ktoré máme.",
        en="No service of the trusted lists that we have issued the certificate.",
    ),
    Reason.SERVICE_NOT_GRANTED: Text(
        sk="Služba, ktorá certifikát vydala, nemala v rozhodnom čase udelený kvalifikovaný štatút.",
        en="The service that issued the certificate had no qualified status granted at that time.",
    ),
    Reason.NO_TRUSTED_LIST: Text(
        sk="Zatiaľ nemáme žiadny dôveryhodný zoznam; podpis overíme, keď bude.",
        en="There is no trusted list yet; the signature will be verified when there is one.",
    ),
    Reason.TRUSTED_LIST_STALE: Text(
        sk="Dôveryhodný zoznam, o ktorý sa overenie opiera, už mal byť nahradený novším.",
        en="The trusted list that the verification rests on should have been replaced by a newer one.",
    ),
    Reason.REVOKED: Text(
        sk="Certifikát bol zrušený skôr, než sa podpísalo.",
        en="The certificate was revoked before it was signed.",
    ),
    Reason.REVOKED_WITHOUT_PROOF: Text(
        sk="Certifikát bol zrušený a nič nedokazuje, že sa podpísalo skôr.",
        en="The certificate was revoked, and nothing proves that it was signed before.",
    ),
    Reason.REVOKED_AFTERWARDS: Text(
        sk="Certifikát bol zrušený až po podpise; podpisu to neprekáža.",
        en="The certificate was revoked after the signature, which does not harm it.",
    ),
    Reason.ON_HOLD: Text(
        sk="Platnosť certifikátu bola v rozhodnom čase pozastavená.",
        en="The certificate was on hold at that time.",
    ),
    Reason.REVOCATION_UNKNOWN: Text(
        sk="Nemáme údaje o tom, či bol certifikát zrušený; skúsime to znova.",
        en="We have no data on whether the certificate was revoked; we shall try again.",
    ),
    Reason.TIME_STAMP_UNREADABLE: Text(
        sk="Časová pečiatka sa nedá prečítať.", en="The time stamp cannot be read."
    ),
    Reason.TIME_STAMP_OF_OTHER_DATA: Text(
        sk="Časová pečiatka je k niečomu inému.", en="The time stamp is over something else."
    ),
    Reason.TIME_STAMP_NOT_SIGNED: Text(
        sk="Podpis časovej pečiatky nie je platný.", en="The time stamp's own signature is not valid."
    ),
    Reason.TIME_STAMP_ALGORITHM_WEAK: Text(
        sk="Časová pečiatka používa zastaraný algoritmus.", en="The time stamp uses an outdated algorithm."
    ),
    Reason.TIME_STAMP_CERTIFICATE: Text(
        sk="Certifikát časovej pečiatky nie je výhradne pre časové pečiatky alebo v jej čase neplatil.",
        en="The time stamp's certificate is not for time stamps alone, or was not valid at its time.",
    ),
    Reason.TIME_STAMP_NO_SERVICE: Text(
        sk="Časovú pečiatku nevydala žiadna služba z dôveryhodných zoznamov, ktoré máme.",
        en="No service of the trusted lists that we have made the time stamp.",
    ),
    Reason.TIME_STAMP_REVOKED: Text(
        sk="Certifikát časovej pečiatky bol zrušený.", en="The time stamp's certificate was revoked."
    ),
    Reason.TIME_STAMP_IN_THE_FUTURE: Text(
        sk="Časová pečiatka uvádza čas, ktorý ešte nenastal.",
        en="The time stamp states a time that has not come yet.",
    ),
    Reason.TIME_STAMP_ORDER: Text(
        sk="Poradie časových pečiatok a času podpisu si odporuje.",
        en="The order of the time stamps and the signing time contradict each other.",
    ),
}
