"""What is said of verifiers: those beyond our house, several that do not agree, one that did not end."""

from __future__ import annotations

from enum import StrEnum

from samllint.text import Text


class Reason(StrEnum):
    VERIFIER_UNREACHABLE = "verifier-unreachable"
    VERIFIER_ANSWER = "verifier-answer"
    VERIFIER_SAYS_SO = "verifier-says-so"
    VERIFIERS_DISAGREE = "verifiers-disagree"
    VERIFICATION_UNFINISHED = "verification-unfinished"


WORDS: dict[Reason, Text] = {
    Reason.VERIFIER_UNREACHABLE: Text(
        sk="Overovacia služba neodpovedala; skúsime to znova.",
        en="The verification service did not answer; we shall try again.",
    ),
    Reason.VERIFIER_ANSWER: Text(
        sk="Odpovedi overovacej služby sa nedá rozumieť.",
        en="The answer of the verification service cannot be understood.",
    ),
    Reason.VERIFIER_SAYS_SO: Text(
        sk="Overovacia služba podpis neuznala; jej dôvod je v podrobnostiach.",
        en="The verification service did not accept the signature; its reason is in the details.",
    ),
    Reason.VERIFIERS_DISAGREE: Text(
        sk="Dve overenia dali rôzny výsledok; rozhodne človek.",
        en="Two verifications came to different results; a person will decide.",
    ),
    Reason.VERIFICATION_UNFINISHED: Text(
        sk="Overenie súboru sa nedokončilo: zlyhalo, alebo by vyžadovalo priveľa času či pamäte. "
        "Zopakujeme ho; ak sa nedokončí ani potom, rozhodne človek.",
        en="Verifying the file did not end: it failed, or would have taken too much time or memory. "
        "It is repeated; if it does not end then either, a person will decide.",
    ),
}
