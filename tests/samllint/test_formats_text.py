"""Text: the line with a caret, the paragraph, what was found, how to mend it; safe to print."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samllint.formats import summary, words
from samllint.formats.documents import Checked, Unread
from samllint.formats.excerpt import Source, excerpt, visible
from samllint.formats.text import MAX_BLOCKS_A_RULE, Style, render
from samllint.report import Place
from tests.samllint import reports

ENGLISH = Style("en", 80, False)
DOCUMENT = b'<md:EntityDescriptor>\n  <md:SLO Location="http://sp.example/slo"/>\n'


def shown(*results: object, style: Style = ENGLISH) -> str:
    return render(Checked("sp.xml", reports.report(*results), DOCUMENT), style)


def test_it_shows_all_there_is_to_know_about_a_finding() -> None:
    finding = reports.finding(place=Place(2, 11, "/md:EntityDescriptor"))
    assert shown(reports.result("slo-location-https", finding)) == (
        "sp.xml:2:11  error  slo-location-https  NASES SP 1.2 §3.2(8)\n"
        "  The address is not safe (in English)\n"
        "     |\n"
        '    2|   <md:SLO Location="http://sp.example/slo"/>\n'
        "     |           ^\n"
        "  found:     http://sp.example/slo\n"
        "  expected:  https:// (in English)\n"
        "  to mend:   Mend the address (in English)\n"
        "\n"
        "sp.xml: not acceptable · error 1 · upvs@2024-01-08 · rules: failed 1\n"
    )


def test_it_speaks_slovak() -> None:
    said = shown(reports.result("slo-location-https", reports.finding()), style=Style("sk", 80, False))
    assert "chyba" in said
    assert "náprava:" in said
    assert "The address is not safe (po slovensky)" in said


def test_it_colours_only_when_asked() -> None:
    result = reports.result("slo-location-https", reports.finding())
    assert "\x1b" not in shown(result)
    assert "\x1b[1;31merror\x1b[0m" in shown(result, style=Style("en", 80, True))


def test_it_never_breaks_a_command_into_lines() -> None:
    command = reports.text("openssl req -x509 " + "-addext something " * 20)
    said = shown(reports.result("a", reports.finding("a", remedy=command)))
    assert f"{command.en}\n" in said


def test_it_stops_after_ten_blocks_of_one_rule() -> None:
    said = shown(reports.result("a", *[reports.finding("a")] * (MAX_BLOCKS_A_RULE + 90)))
    assert said.count("The address is not safe") == MAX_BLOCKS_A_RULE
    assert "90 more of this rule" in said


def test_it_says_which_rules_go_beyond_the_guide() -> None:
    assert words.citation(()).en == "beyond the guide"
    assert words.citation(("3.2.9", "3.2.11")).sk == "NASES SP 1.2 §3.2(9), §3.2(11)"


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        ("abc", 2, ("abc", " ^")),
        ("abc", 4, ("abc", "   ^")),
        ("\tabc", 2, ("    abc", "    ^")),
        ("你好abc", 3, ("你好abc", "    ^")),
        ("e\u0301abc", 3, ("e\u0301abc", " ^")),
        ("a\x1b[31mb", 2, ("a\ufffd[31mb", " ^")),
    ],
    ids=["plain", "end", "tab", "wide", "combining", "escape"],
)
def test_it_puts_the_caret_under_the_character(line: str, column: int, expected: tuple[str, str]) -> None:
    assert excerpt(line, column, width=60) == expected


def test_it_cuts_long_lines_around_the_caret() -> None:
    line = "x " * 200 + "HERE" + " y" * 200
    text, caret = excerpt(line, 401, width=60)
    assert text[caret.index("^") :].startswith("HERE")
    assert (len(text) <= 60, text[0], text[-1]) == (True, "…", "…")


def test_it_leaves_out_the_middle_of_long_base64() -> None:
    text, caret = excerpt("  <ds:X509Certificate>" + "MIIC" * 400 + "</ds:X509Certificate>", 3, width=90)
    assert text == "  <ds:X509Certificate>MIICMIICMIICMIIC…MIICMIICMIICMIIC</ds:X509Certificate>"
    assert caret == "  ^"


@given(st.text(max_size=400), st.integers(-5, 500), st.integers(40, 120))
def test_it_can_show_any_line(line: str, column: int, width: int) -> None:
    text, caret = excerpt(line, column, width=width)
    assert visible(text) == text
    assert len(caret) <= width + 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_it_finds_lines_in_every_encoding_that_is_read(encoding: str) -> None:
    source = Source("<a>\r\n  č\n\n</a>".encode(encoding))
    assert [source.line(number) for number in range(6)] == [None, "<a>", "  č", None, "</a>", None]


def test_it_counts_documents_and_rules() -> None:
    tally = summary.Tally()
    tally.add(Checked("a", reports.mixed_report(), b""))
    tally.add(Checked("b", reports.report(reports.result()), b""))
    tally.add(Unread("c", "there is no such file"))
    assert tally.render(ENGLISH) == (
        "\n"
        "documents: 3 · in order 1, not acceptable 1, unreadable 1\n"
        "  c: there is no such file\n"
        "\n"
        "  rule                   severity  documents  findings\n"
        "  crashing               error             1         1\n"
        "  slo-location-https     error             1         2\n"
        "  certificate-days-left  warning           1         1\n"
        "  further-bindings       notice            1         1\n"
    )
