"""What an applicant gives a reviewer who asked for more."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from matrika.core.filing import Attachment
from matrika.pages.filetypes import content_type, named
from matrika.portal import drafts
from matrika.portal.forms.fields import AttachmentsField


class AnswerForm(forms.Form):
    """Words are mandatory; files as needed."""

    text = forms.CharField(
        label=_("Vaša odpoveď"),
        max_length=4000,
        error_messages={"required": _("Napíšte, čím žiadosť dopĺňate.")},
        widget=forms.Textarea(attrs={"class": "govuk-textarea", "rows": 5}),
    )
    attachments = AttachmentsField(label=_("Prílohy"), limit=drafts.MAX_SIZE[drafts.ATTACHMENTS])

    def stored_files(self) -> tuple[Attachment, ...]:
        """The files as the filing keeps them. Only for a valid form."""
        files = [(file.name or "", file.read()) for file in self.cleaned_data["attachments"]]
        return tuple(
            Attachment(named(name, content), content_type(content), content) for name, content in files
        )
