"""What is said of verifiers beyond our house, and of several that do not agree: codes and sentences."""

from __future__ import annotations

from enum import StrEnum

from samllint.text import Text


class Reason(StrEnum):
    VERIFIER_UNREACHABLE = "verifier-unreachable"
    VERIFIER_ANSWER = "verifier-answer"
    VERIFIER_SAYS_SO = "verifier-says-so"
    VERIFIERS_DISAGREE = "verifiers-disagree"


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
}
