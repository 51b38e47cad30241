"""Every address says whom it is for; it runs at each landing, so that no door is left ajar by oversight."""

from __future__ import annotations

import pytest

from matrika.pages import access
from matrika.pages.access import Undeclared, Who
from matrika.pages.protection.routes import Route, routes
from tests.doors.access.world import PARAMETERS, WITH_KEYS, kind_of_key

ALL = routes()


@pytest.mark.parametrize("route", WITH_KEYS, ids=lambda route: route.name)
def test_it_has_a_strangers_key_for_every_address_that_takes_one(route: Route) -> None:
    unknown = set(route.parameters) - PARAMETERS - {"pk"}
    assert not unknown, (
        f"The route {route.name} takes {sorted(unknown)}: add to tests/doors/access/world.py an object that"
        " the address can name, and its parameter to PARAMETERS, so that strangers are tried on it."
    )
    assert "pk" not in route.parameters or kind_of_key(route), (
        f"The route {route.name} takes the key of an object of an unknown kind: add its beginning to KEYS in"
        " tests/doors/access/world.py, so that strangers are tried on it."
    )


@pytest.mark.parametrize("route", ALL, ids=lambda route: route.name)
def test_it_says_whom_every_route_is_for(route: Route) -> None:
    assert route.who in Who  # raises Undeclared, whose sentence says what to do


def test_it_names_no_route_that_is_not_there() -> None:
    """A stale name would open whatever is called so next."""
    named = access.PUBLIC | access.SECRETS | access.OWN_ACCOUNT
    optional = {name for name in named if name.startswith(("mfa_", "account_"))}  # as the library is set up
    assert sorted(named - optional - {route.name for route in ALL}) == []


def test_it_says_clearly_what_a_new_route_lacks() -> None:
    with pytest.raises(Undeclared, match="'portal:novy' does not say whom it is for"):
        access.for_whom("portal:novy", lambda request: None)


def test_it_keeps_the_console_for_staff() -> None:
    staff = {Who.STAFF, Who.REVIEWER, Who.SUPERVISOR, Who.AUDITOR}
    assert [route.name for route in ALL if route.path.startswith("konzola/") and route.who not in staff] == []
    assert [route.name for route in ALL if route.who in staff and not route.path.startswith("konzola/")] == []
