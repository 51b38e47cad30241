"""The signed container that an applicant brings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from matrika.core.filing import Application, Attachment
from matrika.eform import FormDocument
from matrika.outside.signatures.asic import container, form
from matrika.outside.signatures.refused import Refused
from matrika.pages.filetypes import content_type, safe_name
from matrika.portal import drafts
from matrika.portal.forms.fields import smaller_than

ASIC = "application/vnd.etsi.asic-e+zip"


class SignedForm(forms.Form):
    """Says at once what a glance shows to be wrong; whether the signature is valid the worker finds out."""

    container = forms.FileField(
        label=_("Podpísaný kontajner (.asice)"),
        help_text=_("Súbor, ktorý vytvoril podpisový program z dokumentu tejto žiadosti."),
        error_messages={
            "required": _("Vyberte podpísaný kontajner."),
            "empty": _("Súbor je prázdny. Vyberte podpísaný kontajner."),
        },
        widget=forms.FileInput(attrs={"accept": ".asice,.sce"}),
    )

    def __init__(self, *args: Any, document: FormDocument, **options: Any) -> None:
        super().__init__(*args, **options)
        self.document = document

    def clean_container(self) -> Attachment:
        file: UploadedFile[bytes] = self.cleaned_data["container"]
        smaller_than(drafts.MAX_SIZE[drafts.ATTACHMENTS], file)
        content = file.read()
        if content_type(content) != ASIC:
            raise ValidationError(
                _("Toto nie je podpísaný kontajner ASiC-E. Podpísaný súbor má príponu .asice.")
            )
        if not _holds(content, self.document.content):
            raise ValidationError(
                _(
                    "V kontajneri nie je dokument tejto žiadosti, alebo v ňom nie je sám. Podpíšte iba"
                    " dokument, ktorý ste si tu prevzali; ak ste žiadosť medzitým zmenili, prevezmite a"
                    " podpíšte ho znova."
                )
            )
        return Attachment(safe_name(file.name or "ziadost.asice"), ASIC, content)

    def completed(self, application: Application) -> Application:
        """The application with its container. Only for a valid form."""
        return replace(application, signed=self.cleaned_data["container"])


def _holds(content: bytes, document: bytes) -> bool:
    """Whether the container holds the document and nothing else, by the measure of the later verification.

    A signing program may have wrapped the form anew; what verifies must not be turned away here.
    """
    try:
        found = container.read(content)
        if len(found.data_files) != 1:  # before their XML is read: a glance costs one document at most
            return False
        form.require_only(found, document)
    except Refused:
        return False
    return True
