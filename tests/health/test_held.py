"""A shrunken aggregate waits for a person: staff and monitoring see that, and what to type."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from matrika.core.people import Role
from matrika.health.facts import Fact, State
from matrika.health.look import look
from matrika.publication import policy
from matrika.publication.aggregate.publish import publish_aggregate
from matrika.publication.models import Alarm
from matrika.register.models import ServiceProvider
from tests import people
from tests.publication.making import NOW, signer
from tests.publication.registering import cancelled, keys, publish_all, registered

__all__ = ["keys"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]
COMMAND = "matrika publish --confirm-shrink"
TOKEN = "t" * 40


def shrunken(settings, at: datetime) -> None:
    """Five of six providers are gone."""
    settings.PUBLICATION_SHRINK_MINIMUM = 3
    names = [f"https://sp{number}.example" for number in range(6)]
    for name in names:
        registered(name, at=at)
    publish_all(at=at)
    for name in names[1:]:
        cancelled(ServiceProvider.objects.get(entity_id=name), at=at)
    publish_all(at=at + timedelta(seconds=40))


def held(at: datetime) -> Fact:
    return next(fact for fact in look(at=at).facts if fact.name == "aggregate-held")


def test_it_says_what_waits_and_what_to_type_until_somebody_confirms(settings) -> None:
    assert held(NOW).state is State.GREEN
    shrunken(settings, NOW)
    later = NOW + timedelta(minutes=1)
    Alarm.objects.create(kind="late", sentence="an alarm that began before", since=NOW)
    fact = held(later)
    assert (fact.state, fact.figures) == (State.AMBER, {"entities": 1, "command": COMMAND})
    assert "from 6 to 1 entities" in fact.words.en
    assert "z 6 na 1" in fact.words.sk
    assert fact.words.en.endswith(COMMAND)
    assert fact.words.sk.endswith(COMMAND)
    assert publish_aggregate(policy.current(), signer(), at=later, confirmed_by="person:1 Zita")
    assert (held(later).state, held(later).figures["command"]) == (State.GREEN, None)


def test_it_shows_that_to_staff_and_to_monitoring(client: Client, settings) -> None:
    settings.MONITORING_TOKEN = TOKEN
    shrunken(settings, timezone.now() - timedelta(minutes=1))
    client.force_login(people.person("anton", "Anton", "Audítor", Role.AUDITOR))
    assert COMMAND in client.get("/konzola/zdravie/").content.decode()
    answer = client.get("/zdravie/stav.json", headers={"Authorization": f"Bearer {TOKEN}"})
    told = {fact["name"]: fact for fact in json.loads(answer.content)["facts"]}
    assert (told["aggregate-held"]["state"], told["aggregate-held"]["figures"]["command"]) == (
        "amber",
        COMMAND,
    )
