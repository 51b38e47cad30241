"""What was sent too late comes back into fields that one sees; what a button does is the page's to say."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser
HERE = "/tu/"
MESSAGE = '<div id="kept"><span data-filled hidden>Je späť.</span></div>'


def filled_in(visitor: Visitor, forms: str, **typed: list[str]) -> Page:
    """A page with these forms, and what was sent to "/tam/" when the log-in had ended."""
    script = visitor.open("/").locator("script[src*='matrika/matrika']").get_attribute("src")
    kept = json.dumps({"action": "/tam/", "typed": typed})
    body = f"""<main>{MESSAGE}{forms}</main>
<script id="typed-before" type="application/json">{kept}</script><script src="{script}" defer></script>"""
    visitor.page.route(
        f"**{HERE}", lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8")
    )
    return visitor.open(HERE)


def form(fields: str) -> str:
    return f'<form method="post" action="/tam/">{fields}</form>'


def test_it_gives_no_line_of_a_list_the_number_of_another(visitor: Visitor) -> None:
    lines = "".join(
        form(f'<input type="hidden" name="cislo" value="{one}"><button>Poslať</button>') for one in "12"
    )
    page = filled_in(visitor, lines, cislo=["2"])
    numbers = page.locator("[name=cislo]")
    assert [one.input_value() for one in numbers.all()] == ["1", "2"]
    assert page.get_by_text("Je späť.").is_hidden()


def test_it_lets_no_button_do_what_another_said(visitor: Visitor) -> None:
    buttons = '<button name="ako" value="ano">Áno</button><button name="ako" value="nie">Nie</button>'
    page = filled_in(visitor, form(f'<textarea name="text"></textarea>{buttons}'), text=["x"], ako=["nie"])
    assert [one.get_attribute("value") for one in page.locator("[name=ako]").all()] == ["ano", "nie"]
    assert page.locator("[name=text]").input_value() == "x"


def test_it_leaves_a_box_as_it_was(visitor: Visitor) -> None:
    boxes = "".join(f'<input type="checkbox" name="co" value="{one}" checked>' for one in "12")
    boxes += '<input type="checkbox" name="iba" checked>'
    more = '<input name="text"><input type="hidden" name="seen" value="8">'
    page = filled_in(visitor, form(boxes + more), co=["2"], text=["x"], seen=["7"])
    assert [box.is_checked() for box in page.locator("[type=checkbox]").all()] == [False, True, False]
    assert page.locator("[name=seen]").input_value() == "7"  # so that a change meanwhile is noticed
    assert page.get_by_text("Je späť.").is_visible()
