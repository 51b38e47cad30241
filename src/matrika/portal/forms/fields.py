"""Form fields of the guide's kind: days as dd.mm.rrrr, help behind an "i", several files."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import EmailValidator, RegexValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from matrika.core.attachments import is_accepted
from matrika.core.filing import NOT_IN_XML
from matrika.core.people import EMAIL
from matrika.pages import filetypes

DAY_FORMATS = ["%d.%m.%Y", "%d. %m. %Y"]
NO_SUCH_DAY = _("Taký deň v kalendári nie je.")
NOT_A_DAY = _("Napíšte deň v tvare dd.mm.rrrr, napríklad 01.03.2027.")


class DayField(forms.DateField):
    """A day as people here write it (R-4.10)."""

    def __init__(self, **options: Any) -> None:
        attributes = {"class": "govuk-input m-short", "placeholder": _("dd.mm.rrrr"), "autocomplete": "off"}
        super().__init__(
            input_formats=DAY_FORMATS,
            widget=forms.TextInput(attrs=attributes),
            error_messages={"invalid": NOT_A_DAY, "required": _("Zadajte dátum v tvare dd.mm.rrrr.")},
            **options,
        )

    def to_python(self, value: Any) -> Any:
        try:
            day = super().to_python(value)
        except ValidationError:
            if re.fullmatch(r"\d{1,2}\. ?\d{1,2}\. ?\d{4}", str(value).strip()):
                raise ValidationError(NO_SUCH_DAY) from None
            raise
        if day is not None and day.year < 1900:
            raise ValidationError(NOT_A_DAY)
        return day


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


NOT_AN_ADDRESS = _("Zadajte jednu e-mailovú adresu v tvare meno@organizacia.sk.")
MOST_FILES = 12
TOO_MANY_FILES = _("Príloh môže byť najviac %(most)s. Spojte ich do menšieho počtu súborov.")


def few_enough(files: int) -> None:
    """Raises ValidationError for more than MOST_FILES."""
    if files > MOST_FILES:
        raise ValidationError(TOO_MANY_FILES, params={"most": MOST_FILES})


ACCEPTED_KINDS = _(
    "PDF, podpísaný kontajner ASiC-E alebo ASiC-S, podpísané XML alebo P7M, obrázok PNG alebo JPEG"
)


class AttachmentsField(forms.FileField):
    """At most MOST_FILES files of the accepted kinds, each of at most `limit` bytes; the value is a list."""

    widget = ManyFilesInput

    def __init__(self, *, limit: int, why: Any = "", **options: Any) -> None:
        """`why` stands before the accepted kinds in the field's help."""
        self.limit = limit
        told = format_lazy("{} {}: {}.", why, _("Najviac 12 súborov po 10 MB"), ACCEPTED_KINDS)
        super().__init__(required=False, help_text=told, **options)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        files = data if isinstance(data, list | tuple) else [data]
        few_enough(len(files))
        chosen = [super(AttachmentsField, self).clean(file) for file in files if file]
        return [of_an_accepted_kind(smaller_than(self.limit, file)) for file in chosen]


NOT_ACCEPTED = _("Súbor %(name)s nemôže byť prílohou: podľa obsahu je to %(found)s. Prijíma sa: %(kinds)s.")
FOUND = {
    filetypes.ZIP: _("archív ZIP bez označenia ASiC (tak vyzerá aj dokument Office)"),
    filetypes.UNKNOWN: _("iný druh súboru"),
}


def of_an_accepted_kind(file: UploadedFile[bytes]) -> UploadedFile[bytes]:
    """The file. Raises ValidationError when its content is of another kind (decision 0021)."""
    file.seek(0)  # the draft may have read it
    found = filetypes.content_type(file.read())
    file.seek(0)
    if not is_accepted(found):
        told = {"name": file.name, "found": FOUND[found], "kinds": ACCEPTED_KINDS}
        raise ValidationError(NOT_ACCEPTED, params=told)
    return file


def explained(field: forms.Field, more: Any) -> forms.Field:
    """The field with the help that the figures show behind an "i" (R-4.10)."""
    field.more = more  # type: ignore[attr-defined]  # our own, for the template
    return field


def whole(pattern: Any, message: Any) -> RegexValidator:
    return RegexValidator(rf"\A(?:{pattern.pattern})\Z", message)


def one_address(typed: str) -> None:
    """Raises ValidationError for what the state's forms refuse, or no letter can be sent to."""
    whole(EMAIL, NOT_AN_ADDRESS)(typed)
    EmailValidator(NOT_AN_ADDRESS)(typed)


def require_visible(typed: str) -> None:
    """Raises ValidationError for a sign that is not seen: it would go unseen into letters and printouts.

    Line breaks, control signs, signs that turn the direction of writing, and what was no text.
    """
    for letter in typed:
        is_blank = unicodedata.category(letter) == "Zs"  # also the one that does not break
        if letter == "\N{REPLACEMENT CHARACTER}" or not (letter.isprintable() or is_blank):
            message = _("Text obsahuje neviditeľný znak %(code)s. Napíšte ho znova, bez neho.")
            raise ValidationError(message, params={"code": f"U+{ord(letter):04X}"})


def require_writable(typed: str) -> None:
    """Raises ValidationError for a control sign that the form's document cannot hold."""
    if found := NOT_IN_XML.search(typed):
        message = _("Text obsahuje riadiaci znak %(code)s. Napíšte ho znova, bez neho.")
        raise ValidationError(message, params={"code": f"U+{ord(found[0]):04X}"})


def text(label: Any, *, required: Any = None, css: str = "govuk-input", **options: Any) -> forms.CharField:
    """A line of text; `required` is the sentence for an empty one, None = may be empty."""
    attributes = {"class": css, **options.pop("attributes", {})}
    messages = {"required": required} if required else {}
    messages["max_length"] = _("Text je pridlhý: má %(show_value)s znakov, najviac môže mať %(limit_value)s.")
    return forms.CharField(
        label=label,
        required=required is not None,
        widget=forms.TextInput(attrs=attributes),
        error_messages=messages,
        validators=[require_visible, *options.pop("validators", ())],
        **options,
    )


def smaller_than(limit: int, file: UploadedFile[bytes]) -> UploadedFile[bytes]:
    """The file. Raises ValidationError when it is larger than `limit` bytes."""
    if (file.size or 0) > limit:
        message = _("Súbor %(name)s je priveľký; najviac môže mať %(limit)s MB.")
        raise ValidationError(message, params={"name": file.name, "limit": limit // (1024 * 1024)})
    return file
