"""A million providers within minutes: rows that PostgreSQL makes, without metadata and without a chain.

What the look-ups read is there and differs from provider to provider: names, keys, fingerprints, dates. The
digests of events are numbers only, so there is nothing for `matrika verify`.
"""

from __future__ import annotations

from django.db import connection

from matrika.register import ledger

BEGAN = "timestamptz '2026-11-22 12:00:00+00'"
# Over two years, so that no two providers end at once.
ENDS = f"{BEGAN} + interval '400 days' + (n %% 700) * interval '1 day' + n * interval '1 microsecond'"
BIG = 10_000  # providers of the first organisation, when there are that many
EACH = 100  # providers of any other organisation

# Each takes the keys from `first` to `last`; the key of a provider is that of its version and filing.
ROWS = (
    f"""insert into register_organisation (id, ico, ico_suffix, name, folded_name, subject_type, source)
    select n, (10000000 + n)::text, '', 'Úrad ' || n, 'urad ' || n, 'OVM', 'by-hand'
    from generate_series(%(first)s::bigint, %(last)s) n where n = 1 or n %% {EACH} = 0""",
    f"""insert into register_serviceprovider (id, entity_id, owner_id, registered_at)
    select n, 'https://s' || n || '.example', case when n <= {BIG} then 1 else n - n %% {EACH} end,
    {BEGAN} + n * interval '1 second' from generate_series(%(first)s::bigint, %(last)s) n""",
    f"""insert into register_metadataversion (id, provider_id, number, filing_number, content, sha256,
    contact_name, contact_email, contact_phone, effective_from, recorded_at)
    select n, n, 1, 'b-' || n, '', md5(n::text) || md5((-n)::text), 'A', 'a@b.example', '+421900000000',
    {BEGAN}, {BEGAN} from generate_series(%(first)s::bigint, %(last)s) n""",
    f"""insert into register_certificateentry (version_id, use, position, der, fingerprint,
    serial_number, subject, key_digest, not_before, not_after)
    select n, use, position, '', upper(md5(n || use) || md5(use || n)), upper(md5(n || use)),
    'CN=ico-' || n, upper(md5(use || n) || md5(n || use)), {BEGAN}, {ENDS}
    from generate_series(%(first)s::bigint, %(last)s) n,
    (values ('signing', 0), ('encryption', 1)) uses (use, position)""",
    f"""insert into register_pendingexpiry (version_id, due_at)
    select n, {ENDS} from generate_series(%(first)s::bigint, %(last)s) n""",
    f"""insert into filings_filing (id, number, kind, status, organisation_id, filed_by_id, names,
    subject_type, ico, ico_suffix, contact_name, contact_email, contact_phone, project, entity_id,
    effective_at, metadata_sha256, note, authorisation, power_of_attorney, reference,
    form_sha256, problems,
    filed_at, status_since)
    select n, 'b-' || n, 'registration', 'in-effect', case when n <= {BIG} then 1 else n - n %% {EACH} end,
    %(person)s, '{{}}', 'OVM', (10000000 + n)::text, '', 'A', 'a@b.example', '+421900000000', '',
    'https://s' || n || '.example', {BEGAN}, md5(n::text) || md5((-n)::text), '', 'paper', 'none', '', '',
    '[]', {BEGAN}, {BEGAN} from generate_series(%(first)s::bigint, %(last)s) n""",
    f"""insert into register_event (number, kind, recorded_at, effective_at, actor, provider_id,
    filing_number, data, previous_digest, digest)
    select %(behind)s + 2 * n - 1 + entered, case entered when 0 then 'filing-accepted'
    else 'provider-registered' end, {BEGAN}, {BEGAN}, 'worker', case entered when 1 then n end, 'b-' || n,
    jsonb_build_object('entity_id', 'https://s' || n || '.example') || case entered when 0 then '{{}}'
    else jsonb_build_object('version', 1, 'certificates',
    jsonb_build_array(upper(md5(n || 'signing') || md5('signing' || n)))) end, '', 'd' || 2 * n + entered
    from generate_series(%(first)s::bigint, %(last)s) n, (values (0), (1)) events (entered)""",
    f"""insert into publication_publishedentity (provider_id, entity_id_sha1, version_id, etag, published_at,
    expires_at, valid_until, signed, signed_gzip)
    select n, md5(n::text) || left(md5((-n)::text), 8), n, md5(n::text), now(), {ENDS},
    date_trunc('second', now()) + interval '6 days' + n * interval '1 millisecond', '', ''
    from generate_series(%(first)s::bigint, %(last)s) n""",
    """insert into register_ledgerhead (id, number, digest) select 1, max(number), 'd' from register_event
    on conflict (id) do update set number = excluded.number""",
)
KEYS = ("register_organisation", "register_serviceprovider", "register_metadataversion", "filings_filing")


def grow(first: int, last: int, *, person: int) -> None:
    """The providers with these numbers, their filings all made by `person`."""
    behind = ledger.head().number - 2 * (first - 1)  # the events that were there before any of ours
    values = {"first": first, "last": last, "person": person, "behind": behind}
    with connection.cursor() as cursor:
        for statement in ROWS:
            cursor.execute(statement, values)
        for table in KEYS:
            cursor.execute(f"select setval(pg_get_serial_sequence('{table}', 'id'), %s)", [last])
        cursor.execute("VACUUM ANALYZE")
