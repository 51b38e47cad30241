"""What the three forms of the guide have in common: fields, labels, their order. `kinds` has each of them.

A form only parses: what may be filed is decided by `filings.submit`. The bytes of files come from the
draft, because a browser sends a chosen file once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from matrika.core.days import a_year_after
from matrika.core.filing import (
    ENTITY_ID_LENGTH,
    NOTE_LENGTH,
    Application,
    Attachment,
    Authorisation,
    Kind,
)
from matrika.core.labels import SUBJECT_TYPES
from matrika.core.people import (
    EMAIL_LENGTH,
    NAME_LENGTH,
    NUMBER,
    PHONE,
    PHONE_LENGTH,
    SUFFIX,
    Contact,
    Ico,
    SubjectType,
)
from matrika.pages.language import say
from matrika.portal import drafts, intake
from matrika.portal.forms.fields import (
    AttachmentsField,
    DayField,
    explained,
    few_enough,
    one_address,
    require_writable,
    smaller_than,
    text,
    whole,
)
from matrika.portal.forms.power import PowerField, require_attached

METADATA_MORE = _(
    "Celý obsah súboru SAML metadát v Base64 s výplňou (padding), napríklad PD94bWwgdmVyc2lvbj0iMS4wIj8+…"
    " Na príkazovom riadku: base64 -w0 sp.xml. Môžete vložiť aj samotné XML alebo vybrať súbor;"
    " register ho zakóduje za vás."
)


class FilingForm(forms.Form):
    """What the three forms share."""

    kind: ClassVar[Kind]
    day_label: ClassVar[Any]

    subject_type = forms.ChoiceField(
        label=_("Typ subjektu"),
        choices=lambda: [(kind.value, say(name)) for kind, name in SUBJECT_TYPES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Vyberte typ subjektu.")},
    )
    ico = text(
        _("IČO"),
        required=_("Zadajte IČO."),
        css="govuk-input m-short",
        attributes={"inputmode": "numeric", "autocomplete": "off"},
        validators=[whole(NUMBER, _("IČO má 8 alebo 12 číslic, bez medzier; napríklad 12345678."))],
    )
    ico_suffix = text(
        _("Suffix"),
        css="govuk-input m-short",
        help_text=_("Iba ak bol pridelený."),
        attributes={"inputmode": "numeric", "autocomplete": "off"},
        validators=[whole(SUFFIX, _("Suffix má 4 alebo 5 číslic; napríklad 10001."))],
    )
    contact_name = text(
        _("Meno a priezvisko"),
        required=_("Zadajte meno a priezvisko kontaktnej osoby."),
        max_length=NAME_LENGTH,
        attributes={"autocomplete": "name"},
    )
    contact_email = text(
        _("E-mail"),
        required=_("Zadajte e-mailovú adresu."),
        max_length=EMAIL_LENGTH,
        help_text=_(
            "Práve jedna adresa. Budú na ňu chodiť správy o žiadosti a o konci platnosti certifikátov."
        ),
        attributes={"autocomplete": "email", "inputmode": "email"},
        validators=[one_address],
    )
    contact_phone = explained(
        text(
            _("Telefón"),
            required=_("Zadajte telefónne číslo."),
            css="govuk-input m-middle",
            max_length=PHONE_LENGTH,
            attributes={"autocomplete": "tel", "inputmode": "tel"},
            validators=[
                whole(PHONE, _("Telefónne číslo má aspoň 9 číslic, medzier alebo znakov + ( ) / . -")),
            ],
        ),
        _("Číslo, na ktorom vás zastihne zodpovedný zamestnanec, napríklad +421 2 1234 5678."),
    )
    entity_id = explained(
        text(
            _("Identifikátor poskytovateľa služieb"),
            required=_("Zadajte identifikátor (EntityID)."),
            max_length=ENTITY_ID_LENGTH,
            attributes={"autocomplete": "off", "spellcheck": "false"},
        ),
        _("Hodnota EntityID z metadát, znak po znaku, napríklad https://sp.organizacia.sk."),
    )
    effective_on = explained(
        DayField(),
        _(
            "Deň, od ktorého to má platiť, napríklad 01.03.2027; najviac rok dopredu."
            " Platí od 00:00 toho dňa."
        ),
    )
    metadata = forms.FileField(
        label=_("Súbor s metadátami"),
        required=False,
        help_text=_("Súbor XML. Môžete ho sem aj presunúť myšou."),
        widget=forms.FileInput(attrs={"accept": ".xml,.txt,.b64,text/xml,application/xml"}),
    )
    metadata_text = explained(
        forms.CharField(
            required=False,
            strip=False,
            widget=forms.Textarea(
                attrs={
                    "class": "govuk-textarea m-code",
                    "rows": 8,
                    "spellcheck": "false",
                    "autocomplete": "off",
                }
            ),
        ),
        METADATA_MORE,
    )
    power_of_attorney = PowerField()
    attachments = AttachmentsField(
        label=_("Splnomocnenie v prípade podania žiadosti v mene inej osoby"),
        limit=drafts.MAX_SIZE[drafts.ATTACHMENTS],
        why=_("Ak nedisponujete oprávnením na prístup do elektronickej schránky danej osoby."),
    )
    note = forms.CharField(
        label=_("Poznámka"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"class": "govuk-textarea", "rows": 3}),
        validators=[require_writable],
    )
    paper = forms.BooleanField(
        label=_("Žiadosť nepodpisujem elektronicky; doručím ju listinne s úradne overeným podpisom"),
        required=False,
    )

    LAYOUT: ClassVar[tuple[tuple[Any, tuple[str, ...]], ...]] = (
        (_("Údaje o poskytovateľovi služieb"), ("subject_type", "ico", "ico_suffix")),
        (_("Kontaktné údaje"), ("contact_name", "contact_email", "contact_phone")),
        (_("Názov technického alebo programového prostriedku"), ("project",)),
        (
            _("Technické údaje poskytovateľa služieb"),
            ("entity_id", "effective_on", "metadata_text", "metadata"),
        ),
        (_("Povinné prílohy"), ("power_of_attorney", "attachments")),
        (_("Poznámka a podpis"), ("note", "paper")),
    )

    def __init__(
        self,
        *arguments: Any,
        stored: bytes | None = None,
        attached: int = 0,
        today: date,
        **options: Any,
    ) -> None:
        """`stored`: the draft's metadata file. `attached`: how many files it has. `today`: in Bratislava."""
        super().__init__(*arguments, **options)
        self.stored = stored
        self.attached = attached
        self.today = today
        self.fields["effective_on"].label = self.day_label
        if "metadata_text" in self.fields:
            # Mandatory, yet a file in its stead will do.
            self.fields["metadata_text"].starred = True  # type: ignore[attr-defined]  # our own, for the template

    def sections(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """The groups of the figure with the fields this form has."""
        for legend, names in self.LAYOUT:
            fields = [self[name] for name in names if name in self.fields]
            if fields:
                yield legend, fields

    def clean_effective_on(self) -> date | None:
        """R-4.9: past days and days more than a year ahead are refused on the form."""
        day: date | None = self.cleaned_data["effective_on"]
        if day is not None and day < self.today:
            raise ValidationError(_("Tento deň už uplynul. Zadajte dnešný alebo neskorší deň."))
        if day is not None and day > a_year_after(self.today):
            raise ValidationError(_("Tento deň je vzdialený viac ako rok. Zadajte skorší."))
        return day

    def clean_metadata_text(self) -> bytes:
        """The metadata's bytes, whichever way they were given."""
        typed: str = self.cleaned_data["metadata_text"]
        if typed.strip():
            return intake.from_text(typed)
        if self.stored is None:
            raise ValidationError(_("Vložte metadáta: Base64, samotné XML, alebo vyberte súbor."))
        if not self.stored.strip():
            raise ValidationError(_("Súbor s metadátami je prázdny. Vyberte iný."))
        return intake.from_file(self.stored)

    def clean_attachments(self) -> Any:
        """Those chosen now are among those the draft keeps."""
        few_enough(self.attached)
        require_attached(self.cleaned_data.get("power_of_attorney"), self.attached)
        return self.cleaned_data["attachments"]

    def clean_metadata(self) -> Any:
        """The file chosen just now, if any; from then on the draft keeps its bytes."""
        file = self.cleaned_data["metadata"]
        return file and smaller_than(drafts.MAX_SIZE[drafts.METADATA], file)

    def application(self, attachments: tuple[Attachment, ...], *, reference: str) -> Application:
        """What is filed. Only for a valid form. `reference` is the draft's own."""
        data = self.cleaned_data
        return Application(
            kind=self.kind,
            subject_type=SubjectType(data["subject_type"]),
            ico=Ico(data["ico"], data["ico_suffix"]),
            contact=Contact(data["contact_name"], data["contact_email"], data["contact_phone"]),
            entity_id=data["entity_id"],
            effective_on=data["effective_on"],
            metadata=data.get("metadata_text"),
            project=data.get("project", ""),
            note=data["note"],
            authorisation=Authorisation.PAPER if data["paper"] else Authorisation.NONE,
            power_of_attorney=data["power_of_attorney"],
            attachments=attachments,
            reference=reference,
        )
