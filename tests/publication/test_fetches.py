"""Whether the identity provider has loaded a version is told from what it fetched, and from nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from matrika.publication import fetches
from matrika.publication.fetches import Fetched, Seen, loading, record
from matrika.publication.models import AggregateFetch, PublicationState, PublishedEntity
from matrika.register.models import ServiceProvider
from tests.metadata import sp_metadata
from tests.publication.making import NOW
from tests.publication.registering import cancelled, changed, publish_all, registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]
HOUR = timedelta(hours=1)


@pytest.fixture
def provider() -> ServiceProvider:
    found = registered()
    publish_all(at=NOW)
    return found


def fetch(what: Fetched, *, hours: int) -> None:
    record({what: Seen(NOW + hours * HOUR, NOW + hours * HOUR)})


def entity(provider: ServiceProvider) -> Fetched:
    return Fetched(version=PublishedEntity.objects.get(provider=provider).version_id)


def aggregate() -> Fetched:
    published = PublicationState.objects.get(pk=1).aggregate
    assert published is not None
    return Fetched(counter=published.counter)


def change(provider: ServiceProvider, *, hours: int) -> None:
    moved = {"https://sp.example/acs": f"https://sp.example/acs-{hours}"}
    content = sp_metadata(entity_id="https://sp.example", replace=moved)
    changed(provider, content, at=NOW + hours * HOUR)
    publish_all(at=NOW + hours * HOUR)


def told(provider: ServiceProvider) -> tuple[int | None, ...]:
    """Version published · hours until it was loaded · version and hours of the last fetch, an aggregate."""
    found = loading(provider)
    loaded, last, aggregate_at = (
        None if at is None else int((at - NOW) / HOUR)
        for at in (found.loaded_at, found.last_at, found.aggregate_at)
    )
    return found.version, loaded, found.last_version, last, aggregate_at


def test_it_has_loaded_nothing_before_it_fetched(provider: ServiceProvider) -> None:
    assert told(provider) == (1, None, None, None, None)
    assert loading(provider).published_at == NOW


def test_it_tells_the_first_and_the_last_fetch_of_the_entity(provider: ServiceProvider) -> None:
    for hours in (1, 2, 3):
        fetch(entity(provider), hours=hours)
    assert told(provider) == (1, 1, 1, 3, None)


def test_it_counts_the_aggregate_that_had_the_entity(provider: ServiceProvider) -> None:
    fetch(aggregate(), hours=2)
    assert told(provider) == (1, 2, None, None, 2)
    fetch(entity(provider), hours=1)
    assert told(provider) == (1, 1, 1, 1, 2)


def test_it_says_not_yet_after_a_change_until_the_new_version_is_fetched(provider: ServiceProvider) -> None:
    before = entity(provider), aggregate()
    for what in before:
        fetch(what, hours=1)
    change(provider, hours=2)
    assert told(provider) == (2, None, 1, 1, 1)
    for what in before:
        fetch(what, hours=3)  # another process still has the old one for a second
    assert told(provider) == (2, None, 1, 3, 3)
    fetch(aggregate(), hours=4)
    assert told(provider) == (2, 4, 1, 3, 4)


def test_it_takes_a_version_of_the_same_bytes_for_loaded_when_it_is_asked_for_again(
    provider: ServiceProvider,
) -> None:
    content = provider.versions.get().content
    fetch(aggregate(), hours=1)
    changed(provider, bytes(content), at=NOW + 2 * HOUR)  # the contact, say, is another
    publish_all(at=NOW + 2 * HOUR)
    assert told(provider) == (2, None, None, None, 1)
    fetch(aggregate(), hours=3)
    assert told(provider) == (2, 3, None, None, 3)


def test_it_does_not_count_an_aggregate_from_before_the_provider(provider: ServiceProvider) -> None:
    early = aggregate()
    later = registered("https://later.example", sp_metadata(entity_id="https://later.example"))
    publish_all(at=NOW + HOUR)
    fetch(early, hours=2)
    assert told(later) == (1, None, None, None, 2)


def test_it_remembers_what_was_fetched_of_a_cancelled_provider(provider: ServiceProvider) -> None:
    registered("https://other.example", sp_metadata(entity_id="https://other.example"))
    publish_all(at=NOW + HOUR)
    fetch(entity(provider), hours=1)
    cancelled(provider, at=NOW + 2 * HOUR)
    publish_all(at=NOW + 2 * HOUR)
    fetch(aggregate(), hours=3)
    assert told(provider) == (None, None, 1, 1, 3)


def test_it_keeps_a_bounded_number_of_aggregates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetches, "KEPT_AGGREGATES", 3)
    for number in range(1, 8):
        fetch(Fetched(counter=number), hours=number)
    assert sorted(AggregateFetch.objects.values_list("counter", flat=True)) == [5, 6, 7]


def test_it_looks_in_a_number_of_queries_that_no_history_raises(
    provider: ServiceProvider, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for hours in (1, 3, 5):
        fetch(entity(provider), hours=hours)
        fetch(aggregate(), hours=hours)
        change(provider, hours=hours + 1)
    with django_assert_num_queries(4):
        assert loading(provider).version == 4


def test_it_writes_many_in_a_few_statements(
    provider: ServiceProvider, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    batch = {Fetched(counter=number): Seen(NOW, NOW) for number in range(1, 301)}
    with django_assert_max_num_queries(8):
        record({**batch, entity(provider): Seen(NOW, NOW)})
