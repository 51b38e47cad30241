"""Why a signed PDF was or was not accepted, beyond what is true of every signature: codes and sentences."""

from __future__ import annotations

from enum import StrEnum

from samllint.text import Text


class Reason(StrEnum):
    PDF_UNREADABLE = "pdf-unreadable"
    PDF_ENCRYPTED = "pdf-encrypted"
    PDF_TOO_LARGE = "pdf-too-large"
    PDF_NOT_COVERED = "pdf-not-covered"
    PDF_CHANGED = "pdf-changed"
    PDF_FILLED = "pdf-filled"


WORDS: dict[Reason, Text] = {
    Reason.PDF_UNREADABLE: Text(
        sk="Podpisy v dokumente PDF sa nedajú prečítať.",
        en="The signatures of the PDF document cannot be read.",
    ),
    Reason.PDF_ENCRYPTED: Text(
        sk="Dokument PDF je zašifrovaný alebo chránený heslom.",
        en="The PDF document is encrypted or protected by a password.",
    ),
    Reason.PDF_TOO_LARGE: Text(
        sk="Dokument PDF sa rozbalí na neprimerane veľký objem alebo má príliš veľa častí.",
        en="The PDF document unpacks to an unreasonable size or has too many parts.",
    ),
    Reason.PDF_NOT_COVERED: Text(
        sk="Podpis sa nevzťahuje na celý dokument PDF.",
        en="The signature does not cover the whole PDF document.",
    ),
    Reason.PDF_CHANGED: Text(
        sk="Do dokumentu PDF sa po podpise doplnilo niečo, čo podpis nepripúšťa.",
        en="Something was added to the PDF document after the signature that it does not allow.",
    ),
    Reason.PDF_FILLED: Text(
        sk="Po tomto podpise niekto vyplnil polia formulára a až potom sa podpísal ďalší; posúdi to človek.",
        en="After this signature somebody filled in fields of the form before another one signed; "
        "a person decides.",
    ),
}
