"""Words and addresses in templates, which are remembered from page to page."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch, get_script_prefix, set_script_prefix
from django.utils import translation


def rendered(text: str, **values: object) -> str:
    return Template(f"{{% load i18n %}}{text}").render(Context(values))


WORDS = Template('{% load i18n %}{% translate "Odhlásiť sa" %}')


def test_it_says_the_same_words_in_whichever_language_the_page_speaks() -> None:
    said = []
    for language in ("sk", "en", "sk", "en"):
        with translation.override(language):
            said.append(WORDS.render(Context()))
    assert said[:2] == said[2:] == ["Odhlásiť sa", "Log out"]


def test_it_keeps_words_under_a_name() -> None:
    named = Template('{% load i18n %}{% translate "Odhlásiť sa" as words %}[{{ words }}]')
    with translation.override("en"):
        assert [named.render(Context()) for _ in range(2)] == ["[Log out]"] * 2


def test_it_translates_what_a_variable_says_each_time() -> None:
    varying = Template("{% load i18n %}{% translate words %}")
    with translation.override("en"):
        said = [varying.render(Context({"words": one})) for one in ("Odhlásiť sa", "Prihlásiť sa")]
    assert said == ["Log out", "Log in"]


def test_it_translates_what_a_filter_changes_each_time() -> None:
    filtered = Template('{% load i18n %}{% translate "Odhlásiť sa"|add:more %}')
    assert [filtered.render(Context({"more": one})) for one in "ab"] == ["Odhlásiť saa", "Odhlásiť sab"]


def test_it_escapes_words_as_the_template_wants_it() -> None:
    said = '{% translate "a &lt; b" %}|{% autoescape off %}{% translate "a &lt; b" %}{% endautoescape %}'
    assert rendered(said) == "a &lt; b|a &lt; b"  # literals of templates are mark-up


def test_it_makes_each_address_of_what_fills_it_in() -> None:
    one = Template("{% url 'portal:filing' number %}")
    made = [one.render(Context({"number": number})) for number in ("2026-000001", "2026-000002", "a&b")]
    assert made == ["/ziadosti/2026-000001/", "/ziadosti/2026-000002/", "/ziadosti/a&amp;b/"]


def test_it_makes_addresses_below_the_path_that_the_server_was_given() -> None:
    home, before = Template("{% url 'portal:services' %}"), get_script_prefix()
    try:
        made = []
        for prefix in ("/", "/matrika/", "/"):
            set_script_prefix(prefix)
            made.append(home.render(Context()))
    finally:
        set_script_prefix(before)
    assert made == ["/sluzby/", "/matrika/sluzby/", "/sluzby/"]


def test_it_makes_an_address_of_names_and_keeps_one_under_a_name() -> None:
    assert rendered("{% url 'portal:filing' number='1' %}") == "/ziadosti/1/"
    assert rendered("{% url 'portal:filing' '1' as one %}[{{ one }}]") == "[/ziadosti/1/]"
    assert rendered("{% url 'portal:no-such' as one %}[{{ one }}]") == "[]"


def test_it_refuses_an_address_that_is_not_there_each_time() -> None:
    nowhere = Template("{% url 'portal:no-such' %}")
    for _ in range(2):
        with pytest.raises(NoReverseMatch):
            nowhere.render(Context())
