"""The form that takes a trusted list."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from matrika.outside.signatures.lists.document import MAX_BYTES


class TrustedListFile(forms.Form):
    """No signer is taken here: only lists that something imported before vouches for."""

    file = forms.FileField(
        label=_("Súbor so zoznamom"),
        widget=forms.FileInput,
        help_text=_(
            "XML podpísané tým, koho uvádza zoznam zoznamov alebo kto podpísal predchádzajúci zoznam."
        ),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if file.size is not None and file.size > MAX_BYTES:
            raise forms.ValidationError(_("Súbor je väčší, než býva dôveryhodný zoznam."))
        return file
