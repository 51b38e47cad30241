"""Staff need a second factor, always: it is asked for, set up, and fresh when something is decided."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.management import CommandError, call_command
from django.test import Client

from matrika.register.models import Event
from tests import applications, people
from tests.doors.login.conftest import by_password

APPROVE = {"approve-internal": "projekt je v poriadku"}


def code(secret: str = people.TOTP_SECRET) -> str:
    """What the telephone shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def logged_in_zita() -> Client:
    people.zita()
    client = by_password("zita")
    client.post("/ucet/2fa/authenticate/", {"code": code()})
    return client


def without_factor() -> Client:
    """Zita before she has set anything up, with her password given."""
    Authenticator.objects.filter(user=people.zita()).delete()
    return by_password("zita")


def test_it_lets_staff_in_after_password_and_code() -> None:
    people.zita()
    client = by_password("zita")
    assert client.get("/konzola/").status_code == 302  # the password alone opens nothing
    assert client.post("/ucet/2fa/authenticate/", {"code": code()}).status_code == 302
    assert client.get("/konzola/").status_code == 200


def test_it_refuses_a_wrong_code() -> None:
    people.zita()
    client = by_password("zita")
    wrong = f"{(int(code()) + 1) % 1_000_000:06}"
    assert "Nesprávny kód" in client.post("/ucet/2fa/authenticate/", {"code": wrong}).content.decode()
    assert client.get("/konzola/").status_code == 302


def test_it_takes_a_code_once() -> None:
    people.zita()
    by_password("zita").post("/ucet/2fa/authenticate/", {"code": code()})
    second = by_password("zita")
    second.post("/ucet/2fa/authenticate/", {"code": code()})
    assert second.get("/konzola/").status_code == 302


def test_it_asks_an_applicant_for_no_second_factor() -> None:
    people.alzbeta()
    assert by_password("alzbeta").get("/profil/").status_code == 200


def test_it_opens_nothing_to_staff_who_have_not_set_one_up() -> None:
    client = without_factor()
    number = applications.in_review().number
    for path in ("/", "/konzola/", f"/konzola/ziadosti/{number}/", "/kontrola/", "/ucet/password/change/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/ucet/2fa/"), path
    assert client.post(f"/konzola/ziadosti/{number}/schvalit/", APPROVE)["Location"] == "/ucet/2fa/"
    assert "Kým si ho nenastavíte" in client.get("/ucet/2fa/").content.decode()


def test_it_lets_staff_set_up_an_app_and_go_on_at_once() -> None:
    client = without_factor()
    page = client.get("/ucet/2fa/totp/activate/").content.decode()
    secret = re.search(r'id="tajomstvo">([A-Z2-7]+)<', page)
    assert secret is not None, page
    answer = client.post("/ucet/2fa/totp/activate/", {"code": code(secret[1])})
    assert answer["Location"] == "/ucet/2fa/recovery-codes/"
    assert client.get("/ucet/2fa/recovery-codes/").status_code == 200
    assert client.get("/konzola/").status_code == 200


def test_it_takes_a_recovery_code_once() -> None:
    client = without_factor()
    page = client.get("/ucet/2fa/totp/activate/").content.decode()
    secret = re.search(r'id="tajomstvo">([A-Z2-7]+)<', page)
    assert secret is not None
    client.post("/ucet/2fa/totp/activate/", {"code": code(secret[1])})
    page = client.get("/ucet/2fa/recovery-codes/").content.decode()
    spare = re.findall(r"\b[0-9]{8}\b", page)[0]
    for allowed in (200, 302):
        again = by_password("zita")
        again.post("/ucet/2fa/authenticate/", {"code": spare})
        assert again.get("/konzola/").status_code == allowed


def test_it_keeps_the_last_factor_of_staff(clock: time_machine.Traveller) -> None:
    client = logged_in_zita()
    clock.shift(timedelta(minutes=1))
    client.post("/ucet/2fa/reauthenticate/", {"code": code()})
    assert client.post("/ucet/2fa/totp/deactivate/").status_code == 200
    assert Authenticator.objects.filter(user=people.zita(), type="totp").exists()


def test_it_offers_staff_no_end_of_their_last_factor() -> None:
    """The page behind that button could only refuse."""
    client = logged_in_zita()
    page = client.get("/ucet/2fa/").content.decode()
    assert "/ucet/2fa/totp/deactivate/" not in page
    assert "zrušiť ju možno, až keď pridáte prístupový kľúč" in page
    Authenticator.objects.create(
        user=people.zita(), type=Authenticator.Type.WEBAUTHN, data={"name": "kľúč", "credential": {}}
    )
    assert "/ucet/2fa/totp/deactivate/" in client.get("/ucet/2fa/").content.decode()


def test_it_lets_an_administrator_reset_a_factor_that_was_lost() -> None:
    client = logged_in_zita()
    call_command("reset_second_factor", "zita", stdout=StringIO())
    assert client.get("/konzola/").status_code == 302  # her sessions have ended
    assert by_password("zita").get("/konzola/")["Location"] == "/ucet/2fa/"
    assert Event.objects.filter(kind="second-factor-reset").exists()
    with pytest.raises(CommandError, match="no person nobody"):
        call_command("reset_second_factor", "nobody")


def test_it_decides_nothing_when_the_factor_is_stale_and_loses_nothing(clock: time_machine.Traveller) -> None:
    client, filing = logged_in_zita(), applications.in_review()
    clock.shift(timedelta(minutes=16))
    answer = client.post(f"/konzola/ziadosti/{filing.number}/schvalit/", APPROVE)
    assert answer["Location"].startswith("/ucet/2fa/reauthenticate/?next=")
    filing.refresh_from_db()
    assert filing.status == "in-review"
    path = f"/konzola/ziadosti/{filing.number}/schvalit/"
    client.post("/ucet/2fa/reauthenticate/", {"code": code(), "next": path})
    filing.refresh_from_db()
    assert filing.status == "scheduled"
    assert "projekt je v poriadku" in client.get(f"/konzola/ziadosti/{filing.number}/").content.decode()


def test_it_reads_on_when_the_factor_is_stale(clock: time_machine.Traveller) -> None:
    client = logged_in_zita()
    clock.shift(timedelta(minutes=16))
    assert client.get("/konzola/").status_code == 200


def test_it_confirms_no_act_of_staff_by_password(clock: time_machine.Traveller) -> None:
    client = logged_in_zita()
    clock.shift(timedelta(minutes=16))
    answer = client.get("/ucet/reauthenticate/")
    assert answer["Location"].startswith("/ucet/2fa/reauthenticate/")


def test_it_keeps_no_password_while_the_factor_is_asked_for(clock: time_machine.Traveller) -> None:
    people.dusan()
    client = by_password("dusan")
    client.post("/ucet/2fa/authenticate/", {"code": code()})
    clock.shift(timedelta(minutes=16))
    typed = {"username": "nova", "first_name": "N", "last_name": "N", "role": "reviewer"}
    client.post("/konzola/evidencia/osoby/nova/", {**typed, "password": "correct-horse-battery"})
    assert "correct-horse" not in str(dict(client.session))


def test_it_shows_no_code_outside_the_demo(settings: Any) -> None:
    people.zita()
    page = by_password("zita").get("/ucet/2fa/authenticate/").content.decode()
    assert "ukazkovy-kod" not in page
    assert code() not in page
    settings.DEMO = True
    page = by_password("zita").get("/ucet/2fa/authenticate/").content.decode()
    assert f'id="ukazkovy-kod">{code()}<' in page


def test_it_asks_staff_of_the_demo_for_the_factor_too(settings: Any, client: Client) -> None:
    settings.DEMO = True
    people.zita()
    answer = client.post("/ukazka/prihlasit/", {"username": "zita"})
    assert answer["Location"] == "/ucet/2fa/authenticate/"
    assert client.get("/konzola/").status_code == 302
