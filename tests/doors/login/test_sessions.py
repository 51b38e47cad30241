"""Sessions end by themselves and from elsewhere; who fails too often is not heard; all is written down."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from matrika.register import logins
from matrika.register.models import LogIn
from tests import people
from tests.doors.login.conftest import by_password

TOO_MANY = "Príliš veľa neúspešných pokusov o prihlásenie"


def test_it_ends_a_session_that_nobody_uses(clock: time_machine.Traveller) -> None:
    people.alzbeta()
    client = by_password("alzbeta")
    for _ in range(3):
        clock.shift(timedelta(minutes=29))
        assert client.get("/profil/").status_code == 200
    clock.shift(timedelta(minutes=31))
    assert client.get("/profil/").status_code == 302
    assert LogIn.objects.get().ended_how == "idle"


def test_it_ends_a_session_after_a_working_day_in_any_case(clock: time_machine.Traveller) -> None:
    people.alzbeta()
    client = by_password("alzbeta")
    for _ in range(25):
        clock.shift(timedelta(minutes=29))
        answer = client.get("/profil/")
    assert answer.status_code == 302
    assert LogIn.objects.get().ended_how == "limit"


def test_it_greets_a_person_by_name_not_by_the_name_they_log_in_with() -> None:
    people.alzbeta()
    page = by_password("alzbeta").get("/profil/").content.decode()
    assert "Úspešne ste sa prihlásili ako Alžbeta Agátová." in page


def test_it_gives_a_new_key_at_log_in() -> None:
    people.alzbeta()
    client = Client()
    client.get("/prihlasenie/relacie/")
    client.session["x"] = 1
    client.session.save()
    before = client.session.session_key
    by_password("alzbeta", client=client)
    assert client.session.session_key != before


def test_it_forgets_sessions_that_are_long_over_when_somebody_logs_in(clock: time_machine.Traveller) -> None:
    people.alzbeta(), people.boris()
    hers = by_password("alzbeta").session.session_key
    clock.shift(timedelta(days=2))
    soon_over = by_password("boris").session.session_key
    clock.shift(timedelta(days=2))
    last = by_password("boris").session.session_key
    assert set(Session.objects.values_list("pk", flat=True)) == {soon_over, last}
    assert hers not in {soon_over, last}


def test_it_ends_the_other_sessions_and_no_one_elses() -> None:
    people.alzbeta(), people.boris()
    here, there, his = by_password("alzbeta"), by_password("alzbeta"), by_password("boris")
    page = here.get("/prihlasenie/relacie/").content.decode()
    assert page.count("m-card") == 2
    assert "táto relácia" in page
    here.post("/prihlasenie/relacie/ukoncit-ostatne/")
    assert [one.get("/profil/").status_code for one in (here, there, his)] == [200, 302, 200]
    assert here.get("/prihlasenie/relacie/").content.decode().count("m-card") == 1


def test_it_leaves_no_session_behind_when_one_logs_out() -> None:
    people.alzbeta()
    client = by_password("alzbeta")
    key = client.session.session_key
    client.post("/ucet/logout/")
    assert not Session.objects.filter(session_key=key).exists()
    assert LogIn.objects.get().ended_how == "self"


def test_it_writes_down_who_came_in_and_who_failed() -> None:
    people.alzbeta()
    by_password("alzbeta", "wrong")
    by_password("alzbeta")
    by_password("nobody-is-called-so", "secret typed into the wrong field")
    rows = LogIn.objects.order_by("pk").values_list("person__username", "outcome", "how")
    assert list(rows) == [
        ("alzbeta", "refused", "password"),
        ("alzbeta", "in", "password"),
        (None, "refused", "password"),
    ]
    assert "nobody-is-called-so" not in str(list(LogIn.objects.values_list()))


def test_it_hears_nobody_who_failed_five_times(clock: time_machine.Traveller) -> None:
    """Nor does it say whether there is such a name."""
    people.alzbeta()
    pages = {}
    for name in ("alzbeta", "nobody"):
        for _ in range(5):
            by_password(name, "wrong")
        answer = Client().post("/ucet/login/", {"login": name, "password": people.PASSWORD})
        pages[name] = answer.content.decode().replace(name, "NAME")
    assert TOO_MANY in pages["alzbeta"]
    assert by_password("alzbeta").get("/profil/").status_code == 302  # with the right password
    assert LogIn.objects.filter(outcome="locked", person__username="alzbeta").exists()
    clock.shift(timedelta(minutes=6))
    assert by_password("alzbeta").get("/profil/").status_code == 200
    assert _bare(pages["alzbeta"]) == _bare(pages["nobody"])


def _bare(page: str) -> str:
    """Without the tokens, which are never the same."""
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)


def test_it_answers_a_wrong_password_and_an_unknown_name_alike() -> None:
    people.alzbeta()
    answers = [
        Client()
        .post("/ucet/login/", {"login": name, "password": "wrong"})
        .content.decode()
        .replace(name, "N")
        for name in ("alzbeta", "nobody")
    ]
    assert _bare(answers[0]) == _bare(answers[1])


def test_it_hears_no_address_that_failed_at_many_names() -> None:
    people.alzbeta()
    for number in range(30):
        by_password(f"name{number}", "wrong")
    answer = Client().post("/ucet/login/", {"login": "alzbeta", "password": people.PASSWORD})
    assert TOO_MANY in answer.content.decode()
    elsewhere = Client(REMOTE_ADDR="203.0.113.7")
    assert by_password("alzbeta", client=elsewhere).get("/profil/").status_code == 200


def test_it_forgets_log_ins_after_a_year(clock: time_machine.Traveller) -> None:
    people.alzbeta()
    by_password("alzbeta")
    clock.shift(logins.KEPT_FOR + timedelta(days=1))
    by_password("alzbeta")
    assert LogIn.objects.count() == 1


def test_it_shows_log_ins_to_staff_alone(client: Client) -> None:
    people.alzbeta()
    by_password("alzbeta", "wrong")
    client.force_login(people.zita())
    page = client.get("/konzola/prihlasenia/").content.decode()
    assert "Alžbeta Agátová" in page
    assert "odmietnuté" in page
    assert client.get("/konzola/prihlasenia/", {"q": "boris"}).content.decode().count("Agátová") == 0
    client.force_login(people.cyril())
    assert client.get("/konzola/prihlasenia/").status_code == 404
