"""The words of verdicts, for everybody who is not a cryptographer."""

from __future__ import annotations

from matrika.core.verdict import Indication, SignatureKind, SignatureVerdict, words
from samllint.text import Text

INDICATIONS: dict[Indication, Text] = {
    Indication.TOTAL_PASSED: Text("Podpis je platný", "The signature is valid"),
    Indication.INDETERMINATE: Text("Podpis sa zatiaľ nedá overiť", "The signature cannot be decided yet"),
    Indication.TOTAL_FAILED: Text("Podpis je neplatný", "The signature is not valid"),
}

KINDS: dict[SignatureKind, Text] = {
    SignatureKind.QES: Text(
        "kvalifikovaný elektronický podpis (KEP)", "qualified electronic signature (KEP)"
    ),
    SignatureKind.QSEAL: Text("kvalifikovaná elektronická pečať (KEPe)", "qualified electronic seal (KEPe)"),
    SignatureKind.RECOGNISED_AUTHORISATION: Text("uznaný spôsob autorizácie", "recognised authorisation"),
    SignatureKind.NOT_ACCEPTED: Text(
        "iný podpis, ktorý žiadosť neautorizuje", "another signature, which does not authorise a filing"
    ),
}


def reason(code: str) -> Text:
    """The sentence of a reason in a verdict. Raises ValueError for a code that never was one."""
    return words.sentence(code)


def headline(signature: SignatureVerdict) -> Text:
    """One signature in one line: whether it is valid and, when it is, what it is worth."""
    said = INDICATIONS[signature.indication]
    if signature.indication is not Indication.TOTAL_PASSED:
        return said
    kind = KINDS[signature.kind]
    return Text(f"{said.sk}: {kind.sk}", f"{said.en}: {kind.en}")
