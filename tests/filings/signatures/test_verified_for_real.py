"""R-5.1 with nothing in place of anything: real containers, imported lists, a process of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from matrika.core.filing import Attachment, Authorisation
from matrika.core.verdict import Indication
from matrika.core.verdict.record import from_record
from matrika.demo import authority, evidence, xades
from matrika.demo.authority import Holder, Role
from matrika.demo.trusted import trust_the_demo
from matrika.demo.xades import File, Manner
from matrika.eform.forms import TEXT, form_of
from matrika.eform.published import XSD
from matrika.filings.models import Filing, Verification
from matrika.filings.signatures.decide import last_verdict
from matrika.filings.signatures.services import check_addresses
from matrika.filings.signatures.verify import verify_next
from matrika.filings.store import document_of
from matrika.outside.signatures.apart import Question, Unfinished, verify_apart
from matrika.outside.signatures.trust import Trust
from tests import people
from tests.applications import filed, registration
from tests.containers import MIMETYPE, asic

pytestmark = pytest.mark.django_db
XDC = "application/vnd.gov.sk.xmldatacontainer+xml; charset=UTF-8"


@pytest.fixture(autouse=True)
def _trusted(settings: Any) -> None:
    settings.DEMO = True
    trust_the_demo(at=people.NOW)


def signed_by(role: Role | Holder, *, ico: str = "12345678", document: bytes | None = None) -> Filing:
    """A filing in a container that somebody of the demo signed; over `document` where it is given."""
    application = registration(authorisation=Authorisation.SIGNATURE)
    form = document_of(application)
    assert form is not None
    if isinstance(role, Holder):
        by = role
    else:
        by = authority.holder(role, ico=ico) if role is Role.SEAL else authority.holder(role)
    manner = Manner(stamped_at=people.NOW, revocation=(("CRL", evidence.crl(at=people.NOW)),))
    file = File(form.file_name, document or form.content, XDC)
    content = xades.container([file], by=by, at=people.NOW, manner=manner)
    container = Attachment("ziadost.asice", MIMETYPE, content)
    return filed(registration(authorisation=Authorisation.SIGNATURE, signed=container))


def after_verifying(filing: Filing) -> Filing:
    assert verify_next(at=people.NOW)
    return Filing.objects.get(pk=filing.pk)


@pytest.mark.parametrize("role", [Role.PERSON, Role.PERSON_WITHOUT_DEVICE, Role.SEAL])
def test_it_authorises_what_a_qualified_certificate_signed(role: Role) -> None:
    filing = after_verifying(signed_by(role))
    found = last_verdict(filing)
    assert found is not None
    assert filing.status == "in-review", found.record
    assert [one.territory for one in from_record(found.record).trusted_lists] == [authority.DEMO_TERRITORY]


def test_it_authorises_a_form_whose_schemas_the_signing_program_brought_along() -> None:
    """Autogram does so when it is asked to (`embedUsedSchemas`); the filing named them by digest."""
    kind = registration().kind
    schema, text = form_of(kind).content(XSD), form_of(kind).content(TEXT)

    def embedding(changed: bytes) -> bytes:
        form = document_of(registration(authorisation=Authorisation.SIGNATURE))
        assert form is not None
        root = etree.fromstring(form.content)
        namespace = root.nsmap[root.prefix]
        root.remove(root[1])
        for name in ("Identifier", "Version"):
            del root[0].attrib[name]
        used = etree.SubElement(root, f"{{{namespace}}}UsedSchemasEmbedded")
        etree.SubElement(used, f"{{{namespace}}}UsedXSDEmbedded").append(etree.fromstring(schema))
        holder = etree.SubElement(used, f"{{{namespace}}}UsedPresentationSchemaEmbedded")
        holder.append(etree.fromstring(changed))
        return etree.tostring(root)

    assert after_verifying(signed_by(Role.PERSON, document=embedding(text))).status == "in-review"


def test_it_rejects_a_form_that_is_shown_by_another_schema_than_ours() -> None:
    kind = registration().kind
    form = document_of(registration(authorisation=Authorisation.SIGNATURE))
    assert form is not None
    digests = form_of(kind).digests
    other = form.content.replace(digests[TEXT].encode(), digests[XSD].encode())
    assert other != form.content
    assert after_verifying(signed_by(Role.PERSON, document=other)).status == "rejected"


def test_it_rejects_the_seal_of_another_organisation() -> None:
    filing = after_verifying(signed_by(Role.SEAL, ico="99999994"))
    assert [one["name"] for one in filing.problems] == ["seal-of-another"]


def test_it_rejects_a_signature_over_another_form() -> None:
    other = document_of(registration(authorisation=Authorisation.SIGNATURE, note="Iná žiadosť."))
    assert other is not None
    filing = after_verifying(signed_by(Role.PERSON, document=other.content))
    assert [one["name"] for one in filing.problems] == ["signature-invalid"]


def test_it_rejects_a_certificate_that_is_not_qualified() -> None:
    filing = after_verifying(signed_by(Role.UNQUALIFIED))
    assert [one["name"] for one in filing.problems] == ["signature-not-accepted"]


def test_it_stores_the_verdict_on_a_certificate_with_a_name_that_no_database_takes() -> None:
    by = authority.holder(Role.PERSON, given_name="Bo\0ris", surname="\N{RIGHT-TO-LEFT OVERRIDE}Vzorový")
    found = last_verdict(after_verifying(signed_by(by)))
    assert found is not None
    (signature,) = from_record(found.record).signatures
    assert signature.signatory is not None
    assert signature.signatory.given_name == "Bo\N{REPLACEMENT CHARACTER}ris"
    assert signature.signatory.surname == "\N{REPLACEMENT CHARACTER}Vzorový"


def test_it_leaves_a_certificate_undecided_that_no_trusted_list_knows() -> None:
    assert after_verifying(signed_by(Role.STRANGER)).status == "awaiting-authorisation"


def test_it_lets_a_filing_wait_when_another_verifier_wanted_does_not_answer(settings: Any) -> None:
    settings.AUTOGRAM_SERVICE_ADDRESS = "http://127.0.0.1:9"  # the port of discard, where nobody listens
    filing = after_verifying(signed_by(Role.PERSON))
    found = last_verdict(filing)
    assert found is not None
    assert filing.status == "awaiting-authorisation"
    assert "verifier-unreachable" in found.record["reasons"]


def test_it_refuses_to_start_with_a_verifier_that_is_sent_containers_in_the_clear(settings: Any) -> None:
    settings.DSS_ADDRESS = "http://dss.example"
    assert [error.id for error in check_addresses()] == ["filings.E001"]


def test_it_gives_up_on_a_file_that_needs_more_memory_than_it_may_have() -> None:
    question = Question(asic(a_txt=b"x"), "x.asice", None, Trust(()), people.NOW, memory=8 * 1024 * 1024)
    with pytest.raises(Unfinished):
        verify_apart(question)


def test_it_tries_again_when_the_process_that_verifies_was_killed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`kill -9`, or the kernel for want of memory: nothing was decided, and nothing is lost."""
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\nkill -9 $$\n")
    program.chmod(0o755)
    filing = signed_by(Role.PERSON)
    with monkeypatch.context() as killed:
        killed.setattr("matrika.outside.signatures.apart.sys.executable", str(program))
        with pytest.raises(Unfinished, match="ended with -9"):
            verify_apart(Question(b"", "", None, Trust(()), people.NOW))
        assert after_verifying(filing).status == "awaiting-authorisation"
    verification = Verification.objects.get()
    assert verification.due_at is not None
    assert verify_next(at=verification.due_at)
    assert Filing.objects.get(pk=filing.pk).status == "in-review"


def test_it_tells_the_process_that_verifies_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other process has no key, no database, and none of the settings that lead to them."""
    seen: dict[str, Any] = {}

    def run(command: list[str], **options: Any) -> Any:
        seen.update(options["env"])
        raise Unfinished("it never ran")

    monkeypatch.setattr("matrika.outside.signatures.apart.subprocess.run", run)
    with pytest.raises(Unfinished):
        verify_apart(Question(b"", "", None, Trust(()), people.NOW))
    assert not [name for name in seen if name.startswith(("MATRIKA", "DJANGO"))]


def test_it_verifies_a_file_without_signatures_in_the_other_process() -> None:
    verdict = verify_apart(Question(b"%PDF-1.7", "x.pdf", None, Trust(()), people.NOW))
    assert verdict.indication is not Indication.TOTAL_PASSED
