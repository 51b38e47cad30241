"""What lies on people's desks in a large register: filings that wait, letters, log-ins, one real provider.

Filed by the use cases once, then copied by the database; copies are rows only, as in `made_rows`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

WAITING, LETTERS, LOG_INS, PEOPLE = 600, 4_000, 20_000, 1_000

_FILING = """number, kind, status, subject_type, ico, ico_suffix, contact_name, contact_email,
    contact_phone, project, entity_id, effective_on, effective_at, metadata, metadata_sha256, note,
    authorisation, report, problems, filed_at, status_since, acting_for_id, filed_by_id, organisation_id,
    reference, form_document, form_sha256, names, power_of_attorney"""
ROWS = (
    f"""insert into filings_filing ({_FILING})
    select 'w-' || n, kind, (array['in-review', 'awaiting-authorisation', 'awaiting-paper', 'in-review',
    'awaiting-information', 'scheduled'])[1 + n %% 6], subject_type, '10000001', '', contact_name,
    'c' || n %% 40 || '@b.example', contact_phone, project, 'https://w' || n || '.example', effective_on,
    case when n %% 6 = 5 then now() + interval '10 days' end, metadata, metadata_sha256, note, authorisation,
    report, problems, filed_at - n * interval '1 minute', status_since - n * interval '1 minute',
    1, %(person)s, 1, reference, form_document, form_sha256, names, power_of_attorney
    from filings_filing, generate_series(1, {WAITING}) n where number = %(filing)s""",
    f"""insert into notices_notice (kind, filing_number, entity_id, subject, error_code, body, message_id,
    written_at) select 'acknowledgement', 'b-' || n, 'https://s' || n || '.example', 'Žiadosť bola prijatá',
    '', 'Text.', 'bench-' || n, now() - n * interval '1 minute' from generate_series(1, {LETTERS}) n""",
    """insert into notices_delivery (channel, email, due_at, token, attempts, last_error, delivered_at,
    organisation_id, notice_id, read_at)
    select 'mailbox', '', now(), '', 1, '', written_at, 1, id, case when id %% 3 = 0 then now() end
    from notices_notice where message_id like 'bench-%%'""",
    """insert into notices_delivery (channel, email, due_at, token, attempts, last_error, delivered_at,
    refused_at, notice_id)
    select 'email', 'x' || id || '@y.example', now(), '', 1,
    case when id %% 10 = 0 then '550 no such' else '' end,
    case when id %% 10 > 0 then written_at end, case when id %% 10 = 0 then written_at end, id
    from notices_notice where message_id like 'bench-%%'""",
    f"""insert into register_login (at, outcome, how, note, address, browser, session_key, issuer, name_id,
    session_index, ended_how, person_id)
    select now() - n * interval '1 minute', 'in', 'password+totp', '', '192.0.2.1', 'Firefox', 'k' || n, '',
    '', '', '', %(person)s from generate_series(1, {LOG_INS}) n""",
    f"""insert into register_person (password, is_superuser, username, first_name, last_name, email, is_staff,
    is_active, date_joined, role)
    select '', false, 'p' || n, 'Meno', 'Priezvisko' || n, 'p' || n || '@y.example', false, true, now(),
    'applicant' from generate_series(1, {PEOPLE}) n""",
)


@dataclass(frozen=True)
class Desk:
    """What there is of the organisation with one provider, whose agent is `tests.people.alzbeta`."""

    provider: int  # registered with real metadata
    filing: str  # number of one in review, with its report
    letter: int
    draft: Any


def furnish(person: int) -> Desk:
    """`person`, the agent of the first organisation, filed everything that waits."""
    from tests import applications, people
    from tests.doors.portal.forms import typed

    from matrika.core.filing import Kind
    from matrika.notices.models import Delivery
    from matrika.notices.write import write_next
    from matrika.portal.models import Draft

    begun = timezone.now().replace(microsecond=0) - timedelta(days=3)
    provider = applications.registered(_registration("https://sp.example", begun), at=begun)
    filing = applications.in_review(_registration("https://waits.example", begun), at=begun)
    while write_next(at=timezone.now()):
        pass
    draft = Draft.objects.create(
        person=people.alzbeta(),
        organisation=people.organisation(),
        kind=Kind.REGISTRATION.value,
        typed=typed(entity_id="https://new.example"),
        touched_at=begun,
    )
    with connection.cursor() as cursor:
        for statement in ROWS:
            cursor.execute(statement, {"person": person, "filing": filing.number})
        cursor.execute("VACUUM ANALYZE")
    letter = Delivery.objects.filter(channel="mailbox", organisation=people.organisation()).latest("pk")
    return Desk(provider.pk, filing.number, letter.pk, draft.pk)


def _registration(entity_id: str, at: datetime) -> Any:
    from tests import applications

    from matrika.core.days import day_of

    return applications.registration(entity_id=entity_id, effective_on=day_of(at) + timedelta(days=1))
