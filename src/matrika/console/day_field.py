"""A day as staff type it: 05.03.2026, or as a browser's calendar and a program write it, 2026-03-05."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

NOT_A_DAY = _("Uveďte dátum v tvare dd.mm.rrrr, napríklad 05.03.2026.")


def day(label: Any, help_text: Any = "", *, required: Any = None) -> forms.DateField:
    """`required` is the sentence for an empty one, None = may be empty."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required is not None,
        input_formats=["%d.%m.%Y", "%Y-%m-%d"],
        widget=forms.DateInput(
            format="%d.%m.%Y", attrs={"placeholder": _("dd.mm.rrrr"), "inputmode": "numeric"}
        ),
        error_messages={"invalid": NOT_A_DAY, "required": required or ""},
    )
