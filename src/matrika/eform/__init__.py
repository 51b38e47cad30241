"""What an applicant signs: an application as an electronic form document (guide §4.1/8).

The same application gives the same bytes, which are shown, signed, stored and printed.

    document(application) -> FormDocument       document.py
    form_of(kind) -> Form                       forms.py: identifiers, schemas, presentations
    as_text(content), as_html(content)          presentation.py

The documents inside messages are small and never signed: messages.py.
"""

from matrika.eform.document import FormDocument, NotAForm, document
from matrika.eform.forms import ALL, Form, form_of
from matrika.eform.presentation import as_html, as_text

__all__ = ["ALL", "Form", "FormDocument", "NotAForm", "as_html", "as_text", "document", "form_of"]
