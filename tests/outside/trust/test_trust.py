"""What a signing certificate is worth: path, status of the service, qualification (R-5.1)."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from matrika.core.verdict import Indication, SignatureKind, SubIndication
from matrika.core.verdict.trust_words import Reason
from matrika.demo import authority, der, evidence, trusted_list
from matrika.demo.authority import EXPIRED, Role
from matrika.demo.trusted_list import CA_QC, GRANTED, WITHDRAWN, Entry
from matrika.outside.signatures.judgement import Revocation
from matrika.outside.signatures.trust import Trust
from tests.outside.signatures.trusting import DAY, HOUR, answer, crl, judged, trust, undecided
from tests.pki import AT, certificate

QUALIFIER = "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/"


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        (Role.PERSON, SignatureKind.QES),
        (Role.PERSON_RSA, SignatureKind.QES),
        (Role.SEAL, SignatureKind.QSEAL),
        (Role.PERSON_WITHOUT_DEVICE, SignatureKind.RECOGNISED_AUTHORISATION),
        (Role.UNQUALIFIED, SignatureKind.NOT_ACCEPTED),
    ],
)
def test_it_tells_the_kinds_of_authorisation_apart(role, kind):
    verdict = judged(role)
    assert verdict.indication is Indication.TOTAL_PASSED
    assert verdict.kind is kind


def test_it_names_the_organisation_of_a_seal():
    verdict = judged(Role.SEAL)
    assert verdict.signatory is not None
    assert verdict.signatory.ico == "99999994"


def test_it_gives_the_way_up_to_the_listed_service():
    assert judged(Role.PERSON).chain == (authority.holder(Role.PERSON).der, authority.issuer().der)


def test_it_trusts_nobody_beyond_the_lists():
    expected = undecided(SubIndication.NO_CERTIFICATE_CHAIN_FOUND, Reason.NO_SERVICE)
    others = [authority.unlisted_issuer().der, authority.root().der]
    assert answer(judged(Role.STRANGER, others=others)) == expected


def test_it_trusts_no_certificate_that_only_bears_the_name_of_a_listed_service():
    issuer = authority.issuer().certificate
    forged = certificate(issuer=issuer.subject, ca=False)
    assert answer(judged(forged)) == undecided(SubIndication.NO_CERTIFICATE_CHAIN_FOUND, Reason.NO_SERVICE)


def test_it_waits_for_a_list_when_there_is_none():
    expected = undecided(SubIndication.TRY_LATER, Reason.NO_TRUSTED_LIST)
    assert answer(judged(Role.PERSON, by=Trust([]))) == expected


def test_it_finds_a_service_through_an_authority_in_between():
    root_is_listed = trust([Entry(authority.root(), CA_QC)])
    assert judged(Role.PERSON, by=root_is_listed).indication is Indication.INDETERMINATE
    # Who issued the authority in between must say that it was not revoked either.
    verdict = judged(Role.PERSON, by=root_is_listed, others=[authority.issuer().der])
    assert answer(verdict) == undecided(SubIndication.TRY_LATER, Reason.REVOCATION_UNKNOWN)
    assert len(verdict.chain) == 3


def test_it_asks_for_a_newer_list_when_the_one_it_rests_on_is_stale():
    expected = undecided(SubIndication.TRY_LATER, Reason.TRUSTED_LIST_STALE)
    stale = trust(issued_at=AT - trusted_list.LIFETIME - DAY)
    assert answer(judged(Role.PERSON, by=stale)) == expected
    assert (
        judged(Role.PERSON, by=trust(issued_at=AT - trusted_list.LIFETIME)).indication
        is Indication.TOTAL_PASSED
    )


def withdrawn(since: datetime) -> Trust:
    return trust([Entry(authority.issuer(), CA_QC).withdrawn(since)])


def test_it_does_not_count_a_service_withdrawn_before_the_signature():
    expected = undecided(SubIndication.NO_CERTIFICATE_CHAIN_FOUND, Reason.SERVICE_NOT_GRANTED)
    assert answer(judged(Role.PERSON, by=withdrawn(AT - DAY))) == expected
    assert answer(judged(Role.PERSON, by=withdrawn(AT - DAY), proven_at=AT - HOUR)) == expected


def test_it_counts_a_service_withdrawn_after_the_signature_was_proven():
    assert judged(Role.PERSON, by=withdrawn(AT - DAY), proven_at=AT - 2 * DAY).kind is SignatureKind.QES


def test_it_takes_no_certificate_as_qualified_that_was_issued_before_its_service_was():
    later = Entry(
        authority.issuer(), CA_QC, ((GRANTED, authority.ISSUED + DAY), (WITHDRAWN, authority.BEGAN))
    )
    verdict = judged(Role.PERSON, by=trust([later]))
    assert verdict.kind is SignatureKind.NOT_ACCEPTED
    assert verdict.reasons == (Reason.CERTIFICATE_NOT_QUALIFIED,)


def test_it_knows_the_statuses_of_before_eidas_only_for_that_time():
    accredited = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/accredited"
    entry = Entry(authority.issuer(), CA_QC, ((accredited, authority.BEGAN),))
    assert judged(Role.PERSON, by=trust([entry])).reasons == (Reason.SERVICE_NOT_GRANTED,)


def test_it_takes_a_service_for_websites_for_no_signature():
    entry = Entry(authority.issuer(), CA_QC, purposes=("ForWebSiteAuthentication",))
    assert judged(Role.PERSON, by=trust([entry])).kind is SignatureKind.NOT_ACCEPTED


def qualified_by_list(qualifier: str, criteria: str) -> Trust:
    extension = (
        '<Extension Critical="true"><ecc:Qualifications><ecc:QualificationElement>'
        f'<ecc:Qualifiers><ecc:Qualifier uri="{QUALIFIER}{qualifier}"/></ecc:Qualifiers>{criteria}'
        "</ecc:QualificationElement></ecc:Qualifications></Extension>"
    )
    return trust([Entry(authority.issuer(), CA_QC, extensions=extension)])


SIGNING = (
    '<ecc:CriteriaList assert="all"><ecc:KeyUsage><ecc:KeyUsageBit name="nonRepudiation">true'
    "</ecc:KeyUsageBit></ecc:KeyUsage></ecc:CriteriaList>"
)
POLICY = (
    '<ecc:CriteriaList assert="all"><ecc:PolicySet><ecc:PolicyIdentifier><xades:Identifier>urn:oid:1.2.3.4'
    "</xades:Identifier></ecc:PolicyIdentifier></ecc:PolicySet></ecc:CriteriaList>"
)
UNKNOWN = '<ecc:CriteriaList assert="all"><ecc:PhaseOfMoon/></ecc:CriteriaList>'


@pytest.mark.parametrize(
    ("role", "qualifier", "criteria", "kind"),
    [
        (Role.PERSON_WITHOUT_DEVICE, "QCWithQSCD", SIGNING, SignatureKind.QES),
        (Role.PERSON_WITHOUT_DEVICE, "QCWithQSCD", POLICY, SignatureKind.RECOGNISED_AUTHORISATION),
        (Role.PERSON_WITHOUT_DEVICE, "QCWithQSCD", UNKNOWN, SignatureKind.RECOGNISED_AUTHORISATION),
        (Role.PERSON, "QCNoQSCD", SIGNING, SignatureKind.RECOGNISED_AUTHORISATION),
        (Role.PERSON, "QCNoQSCD", UNKNOWN, SignatureKind.RECOGNISED_AUTHORISATION),
        (Role.PERSON, "QCQSCDStatusAsInCert", SIGNING, SignatureKind.QES),
        (Role.PERSON_WITHOUT_DEVICE, "QCQSCDStatusAsInCert", SIGNING, SignatureKind.RECOGNISED_AUTHORISATION),
        (Role.PERSON, "QCForESeal", SIGNING, SignatureKind.QSEAL),
        (Role.SEAL, "QCForESig", SIGNING, SignatureKind.QES),
        (Role.PERSON, "QCForWSA", SIGNING, SignatureKind.NOT_ACCEPTED),
        (Role.PERSON, "NotQualified", SIGNING, SignatureKind.NOT_ACCEPTED),
        (Role.PERSON, "NotQualified", POLICY, SignatureKind.QES),
        (Role.UNQUALIFIED, "QCStatement", SIGNING, SignatureKind.RECOGNISED_AUTHORISATION),
    ],
)
def test_it_believes_the_list_before_the_certificate(role, qualifier, criteria, kind):
    assert judged(role, by=qualified_by_list(qualifier, criteria)).kind is kind


def extended(extension: str) -> Trust:
    text = f'<Extension Critical="true">{extension}</Extension>'
    return trust([Entry(authority.issuer(), CA_QC, extensions=text)])


def test_it_counts_a_service_that_somebody_else_took_over():
    """The Slovak list marks it critical at services that NASES runs now (SNCA3)."""
    assert judged(Role.PERSON, by=extended("<tslx:TakenOverBy/>")).kind is SignatureKind.QES


def test_it_does_not_count_a_service_with_a_critical_extension_that_it_does_not_know():
    assert judged(Role.PERSON, by=extended("<Unheard/>")).reasons == (Reason.SERVICE_NOT_GRANTED,)


def test_it_does_not_count_a_certificate_that_has_expired():
    expected = undecided(SubIndication.OUT_OF_BOUNDS_NO_POE, Reason.CERTIFICATE_EXPIRED)
    assert answer(judged(Role.EXPIRED)) == expected


def test_it_counts_an_expired_certificate_when_the_signature_is_proven_to_be_older():
    data = crl(at=EXPIRED - DAY)
    assert judged(Role.EXPIRED, proven_at=EXPIRED - DAY, revocation=data).kind is SignatureKind.QES


def test_it_does_not_count_a_signature_older_than_its_certificate():
    verdict = judged(Role.PERSON, proven_at=authority.ISSUED - DAY)
    assert verdict.reasons == (Reason.CERTIFICATE_NOT_YET_VALID,)


@pytest.mark.parametrize(
    ("listed", "between", "kind"),
    [
        (None, None, SignatureKind.QES),
        (1, 0, SignatureKind.QES),
        (0, 0, SignatureKind.NOT_ACCEPTED),
        (0, None, SignatureKind.NOT_ACCEPTED),
    ],
)
def test_it_follows_no_path_longer_than_an_authority_allows(listed, between, kind):
    """RFC 5280 §4.2.1.9, of the listed authority as of those below it."""
    service = authority.certificate_of("Listed CA", None, is_ca=True, path_length=listed)
    below = authority.certificate_of("CA below", service, is_ca=True, path_length=between)
    qualified = der.qc_statements(der.QC_COMPLIANCE, der.QC_SSCD, der.qc_type(der.QC_TYPE_ESIGN))
    signer = authority.certificate_of("Signer", below, extensions=((qualified, False),))
    lists = tuple(evidence.crl(at=AT - HOUR, by=one) for one in (service, below))
    by = trust([Entry(service, CA_QC)])
    verdict = judged(signer.der, by=by, others=(below.der,), revocation=Revocation(crls=lists))
    assert verdict.kind is kind
    if kind is SignatureKind.NOT_ACCEPTED:
        assert verdict.reasons == (Reason.NO_SERVICE,)


def test_it_takes_no_authority_for_a_signatory():
    verdict = judged(authority.issuer().der, by=trust([Entry(authority.root(), CA_QC)]))
    assert answer(verdict) == undecided(
        SubIndication.CHAIN_CONSTRAINTS_FAILURE, Reason.CERTIFICATE_NOT_FOR_SIGNING
    )


@pytest.mark.parametrize(
    "purpose",
    [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.OCSP_SIGNING],
)
def test_it_takes_no_key_of_a_service_for_a_signatory(purpose):
    qualified = der.qc_statements(der.QC_COMPLIANCE, der.QC_SSCD, der.qc_type(der.QC_TYPE_ESIGN))
    extensions = ((qualified, False), (x509.ExtendedKeyUsage([purpose]), True))
    by = authority.certificate_of(
        f"service {purpose.dotted_string}", authority.issuer(), extensions=extensions
    )
    assert judged(by.der).reasons == (Reason.CERTIFICATE_NOT_FOR_SIGNING,)


@pytest.mark.parametrize("data", [b"", b"0", b"\x30\x82\xff\xff", b"\x30\x80" * 500])
def test_it_reports_bytes_that_are_no_certificate(data):
    assert judged(data).reasons == (Reason.CERTIFICATE_UNREADABLE,)


def test_it_passes_no_certificate_of_which_a_signed_byte_was_changed():
    whole, by = authority.holder(Role.PERSON).der, trust()
    head = 4  # of the outer SEQUENCE; what follows the signed part only says how it was signed
    for place in range(head + len(authority.holder(Role.PERSON).certificate.tbs_certificate_bytes)):
        changed = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        assert judged(changed, by=by).kind is SignatureKind.NOT_ACCEPTED, place


def test_it_can_be_carried_to_another_process():
    carried = pickle.loads(pickle.dumps(trust()))
    assert judged(Role.PERSON, by=carried).kind is SignatureKind.QES
    assert carried.states[0].territory == authority.DEMO_TERRITORY
    assert carried.states[0].issued_at == datetime(2026, 5, 31, 10, tzinfo=UTC)
