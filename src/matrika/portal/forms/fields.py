"""Form fields of the guide's kind: days as dd.mm.rrrr, help behind an "i", several files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

DAY_FORMATS = ["%d.%m.%Y", "%d. %m. %Y"]
NOT_A_DAY = _("Napíšte deň v tvare dd.mm.rrrr, napríklad 01.03.2027.")


class DayField(forms.DateField):
    """A day as people here write it (R-4.10)."""

    def __init__(self, **options: Any) -> None:
        attributes = {"class": "govuk-input m-short", "placeholder": "dd.mm.rrrr", "autocomplete": "off"}
        super().__init__(
            input_formats=DAY_FORMATS,
            widget=forms.TextInput(attrs=attributes),
            error_messages={"invalid": NOT_A_DAY, "required": _("Zadajte dátum v tvare dd.mm.rrrr.")},
            **options,
        )

    def to_python(self, value: Any) -> Any:
        day = super().to_python(value)
        if day is not None and day.year < 1900:
            raise ValidationError(NOT_A_DAY)
        return day


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files, each of at most `limit` bytes; the cleaned value is a list."""

    widget = ManyFilesInput

    def __init__(self, *, limit: int, **options: Any) -> None:
        self.limit = limit
        super().__init__(required=False, **options)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        files = data if isinstance(data, list | tuple) else [data]
        return [smaller_than(self.limit, super(ManyFilesField, self).clean(file)) for file in files if file]


def explained(field: forms.Field, more: Any) -> forms.Field:
    """The field with the help that the figures show behind an "i" (R-4.10)."""
    field.more = more  # type: ignore[attr-defined]
    return field


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
        **options,
    )


def smaller_than(limit: int, file: UploadedFile[bytes]) -> UploadedFile[bytes]:
    """The file. Raises ValidationError when it is larger than `limit` bytes."""
    if (file.size or 0) > limit:
        message = _("Súbor %(name)s je priveľký; najviac môže mať %(limit)s MB.")
        raise ValidationError(message, params={"name": file.name, "limit": limit // (1024 * 1024)})
    return file
