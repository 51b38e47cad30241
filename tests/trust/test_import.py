"""Importing what verification rests on: whose it is, and never older than what is there (R-5.1)."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from matrika.core.events import EventKind
from matrika.demo import authority, evidence, trusted_list
from matrika.register.models import Event, TrustedListSnapshot
from matrika.trust import overview
from matrika.trust.import_list import import_list
from matrika.trust.import_revocation import import_revocation
from matrika.trust.load import load
from matrika.trust.refused import Refused
from tests.outside.signatures.trusting import DAY, HOUR
from tests.pki import AT

pytestmark = pytest.mark.django_db
PIN = authority.list_operator().der
WHO = {"actor": "administrator:test", "source": "list.xml"}


@pytest.fixture(autouse=True)
def _demo_mode(settings):
    settings.DEMO = True


def a_list(**differently) -> bytes:
    return trusted_list.trusted_list(**{"issued_at": AT - DAY, **differently})


def imported(content: bytes | None = None, *, signers=(PIN,), at=AT):
    return import_list(content or a_list(), signers=signers, at=at, **WHO)


def test_it_keeps_a_list_that_its_operator_signed():
    kept = imported(a_list(sequence_number=7))
    assert kept is not None
    assert (kept.territory, kept.sequence_number, bytes(kept.signer)) == (authority.DEMO_TERRITORY, 7, PIN)
    assert kept.next_update == AT - DAY + trusted_list.LIFETIME


def test_it_tells_the_history_of_an_import():
    kept = imported()
    assert kept is not None
    event = Event.objects.get(kind=EventKind.TRUSTED_LIST_IMPORTED.value)
    assert event.actor == WHO["actor"]
    assert event.data["sha256"] == kept.sha256


def test_it_takes_the_same_list_once():
    content = a_list()
    imported(content)
    assert imported(content) is None
    assert TrustedListSnapshot.objects.count() == 1


@pytest.mark.parametrize(
    "older",
    [
        {"sequence_number": 4},
        {"sequence_number": 5, "issued_at": AT - HOUR},
        {"sequence_number": 6, "issued_at": AT - 2 * DAY},
    ],
    ids=["lower-number", "same-number", "issued-before"],
)
def test_it_never_goes_back(older):
    imported(a_list(sequence_number=5))
    with pytest.raises(Refused, match="not newer"):
        imported(a_list(**older))
    assert TrustedListSnapshot.objects.count() == 1


def test_it_takes_the_next_list_from_whoever_signed_the_last():
    imported(a_list(sequence_number=1))
    assert imported(a_list(sequence_number=2), signers=()) is not None
    with pytest.raises(Refused, match="none of the certificates"):
        imported(a_list(sequence_number=3, by=authority.issuer()), signers=())


def test_it_takes_no_list_that_nobody_vouches_for():
    with pytest.raises(Refused, match="nothing says who may sign"):
        imported(signers=())


def list_of_lists(*pointers: str, **differently) -> bytes:
    return a_list(
        territory="EU", entries=[], pointers="".join(pointers), kind="EUlistofthelists", **differently
    )


def test_it_takes_a_list_from_whom_the_list_of_lists_names():
    imported(list_of_lists(trusted_list.pointer("SK", authority.issuer())))
    with pytest.raises(Refused, match="none of the certificates"):
        imported(a_list(territory="SK"), signers=())
    assert imported(a_list(territory="SK", by=authority.issuer()), signers=()) is not None


def test_it_takes_no_national_list_for_the_list_of_lists():
    with pytest.raises(Refused, match="list of lists"):
        imported(a_list(territory="EU"))


def test_it_refuses_the_demos_list_outside_demo_mode(settings):
    settings.DEMO = False
    with pytest.raises(Refused, match="demo mode"):
        imported()


def test_it_refuses_a_list_from_the_future():
    with pytest.raises(Refused, match="yet to come"):
        imported(a_list(issued_at=AT + HOUR))


def test_it_refuses_a_changed_list():
    with pytest.raises(Refused, match="changed"):
        imported(a_list().replace(b"granted", b"Granted"))


@pytest.mark.parametrize("table", ["register_trustedlistsnapshot", "register_revocationsnapshot"])
def test_it_lets_nobody_change_or_delete_what_was_imported(table):
    imported()
    import_revocation(evidence.crl(at=AT - HOUR), at=AT, **WHO)
    for statement in (f"UPDATE {table} SET source = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_it_names_the_lists_it_rests_on_as_of_that_moment():
    imported(a_list(sequence_number=1))
    imported(a_list(sequence_number=2), at=AT + HOUR)
    assert [state.sequence_number for state in load(at=AT).states] == [1]
    assert [state.sequence_number for state in load(at=AT + HOUR).states] == [2]


def test_it_parses_a_list_once_in_a_process(django_assert_num_queries):
    imported()
    load(at=AT)
    with django_assert_num_queries(3):
        again = load(at=AT)
    assert again is load(at=AT + HOUR)


def test_it_counts_what_is_granted_and_how_fresh_it_is():
    imported()
    (row,) = overview.lists(at=AT)
    assert (row.authorities, row.time_stamping, row.is_stale, row.is_ending) == (1, 1, False, False)
    end = AT - DAY + trusted_list.LIFETIME
    assert overview.lists(at=end - DAY)[0].is_ending
    assert overview.lists(at=end + DAY)[0].is_stale
