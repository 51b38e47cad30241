"""The guide's figures 15 to 18, word for word (R-8, R-8.1), and the product's own kinds (R-8.2)."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from matrika.core.filing import Kind
from matrika.notices import texts
from matrika.notices.texts import Ending, Reason

DUPLICATE = Reason(
    24010019, "Žiadosť bola odmietnutá z dôvodu duplicity. Rovnaká žiadosť už čaká na spracovanie."
)


def test_it_acknowledges_in_the_words_of_figure_15() -> None:
    message = texts.acknowledgement()
    assert message.subject == (
        "Potvrdenie prijatia žiadosti na spracovanie v Centrálnom registri autentifikačných certifikátov"
    )
    assert message.body == (
        "Dobrý deň,\n\n"
        "Vaša žiadosť bola prijatá na spracovanie. Žiadosť prešla automatizovanou kontrolou a bude"
        " vybavená k dátumu, ktorý ste zadali v elektronickej žiadosti.\n\n"
        "S pozdravom prevádzka portálu www.slovensko.sk"
    )
    assert message.error_code == ""


def test_it_tells_the_result_in_the_words_of_figure_16() -> None:
    message = texts.result(Kind.REGISTRATION, processed_at=datetime(2020, 10, 1, 15, 57, 53, tzinfo=UTC))
    assert message.subject == "Spracovanie požiadavky v registri autentifikačných certifikátov"
    assert message.body == (
        "Žiadosť o registráciu poskytovateľa služieb v module IAM bola úspešne spracovaná 01.10.2020 17:57."
    )


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (Kind.CHANGE, "Žiadosť o zmenu údajov poskytovateľa služieb v module IAM"),
        (Kind.CANCELLATION, "Žiadosť o zrušenie poskytovateľa služieb v module IAM"),
    ],
)
def test_it_names_the_form_as_the_guide_does(kind: Kind, name: str) -> None:
    result = texts.result(kind, processed_at=datetime(2020, 10, 1, 15, 57, tzinfo=UTC))
    error = texts.error_notice(kind, [DUPLICATE], attempted_at=datetime(2020, 10, 8, 6, 19, tzinfo=UTC))
    assert result.subject == "Spracovanie požiadavky v registri autentifikačných certifikátov"
    assert result.body == f"{name} bola úspešne spracovaná 01.10.2020 17:57."
    assert error.subject == "Spracovanie požiadavky v registri autentifikačných certifikátov - Chyba"
    assert (error.error_code, error.body) == (
        "24010019",
        f"{name} nebola spracovaná z dôvodu chyby:"
        " Žiadosť bola odmietnutá z dôvodu duplicity. Rovnaká žiadosť už čaká na spracovanie.\n"
        "Dátum a čas pokusu o spracovanie: 08.10.2020 08:19.",
    )


def test_it_tells_the_error_in_the_words_of_figure_17() -> None:
    message = texts.error_notice(
        Kind.REGISTRATION, [DUPLICATE], attempted_at=datetime(2020, 10, 8, 6, 19, 59, tzinfo=UTC)
    )
    assert message.subject == "Spracovanie požiadavky v registri autentifikačných certifikátov - Chyba"
    assert message.error_code == "24010019"
    assert message.body == (
        "Žiadosť o registráciu poskytovateľa služieb v module IAM nebola spracovaná z dôvodu chyby:"
        " Žiadosť bola odmietnutá z dôvodu duplicity. Rovnaká žiadosť už čaká na spracovanie.\n"
        "Dátum a čas pokusu o spracovanie: 08.10.2020 08:19."
    )


def test_it_puts_further_reasons_on_lines_of_their_own() -> None:
    message = texts.error_notice(
        Kind.REGISTRATION,
        [DUPLICATE, Reason(24010105, "IČO nesúhlasí.")],
        attempted_at=datetime(2020, 10, 8, 6, 19, tzinfo=UTC),
    )
    assert message.error_code == "24010019"
    assert message.body.split("\n")[1:] == [
        "Ďalšia chyba 24010105: IČO nesúhlasí.",
        "Dátum a čas pokusu o spracovanie: 08.10.2020 08:19.",
    ]


def test_it_passes_on_the_words_of_a_reviewer() -> None:
    message = texts.error_notice(
        Kind.REGISTRATION,
        [Reason(24010201, "Žiadosť zamietol zodpovedný zamestnanec.")],
        comment="Projekt nie je ukončený.\n",
        attempted_at=datetime(2020, 10, 8, 6, 19, tzinfo=UTC),
    )
    assert message.body.split("\n")[1:] == [
        "Vyjadrenie: Projekt nie je ukončený.",
        "Dátum a čas pokusu o spracovanie: 08.10.2020 08:19.",
    ]


def test_it_refuses_an_error_without_a_reason() -> None:
    with pytest.raises(ValueError, match="needs a reason"):
        texts.error_notice(Kind.CHANGE, [], attempted_at=datetime(2020, 10, 8, tzinfo=UTC))


def test_it_asks_for_more_information() -> None:
    message = texts.information_needed(
        Kind.REGISTRATION,
        filing_number="2026-000001",
        entity_id="https://alpha.example",
        question="  Doplňte splnomocnenie.\n",
    )
    assert message.subject == "Výzva na doplnenie žiadosti v registri autentifikačných certifikátov"
    assert message.body == (
        "Dobrý deň,\n\n"
        "Žiadosť o registráciu poskytovateľa služieb v module IAM č. 2026-000001 (https://alpha.example)"
        " si pred vybavením vyžaduje doplnenie:\n\n"
        "Doplňte splnomocnenie.\n\n"
        "Žiadosť doplňte na portáli registra, v detaile žiadosti.\n\n"
        "S pozdravom prevádzka portálu www.slovensko.sk"
    )


def test_it_says_that_a_filing_lapsed() -> None:
    message = texts.filing_lapsed(
        Kind.CHANGE,
        filing_number="2026-000001",
        entity_id="https://alpha.example",
        lapsed_at=datetime(2026, 11, 22, 11, 0, tzinfo=UTC),
    )
    assert message.subject == "Zánik žiadosti v registri autentifikačných certifikátov"
    assert message.body == (
        "Dobrý deň,\n\n"
        "Žiadosť o zmenu údajov poskytovateľa služieb v module IAM č. 2026-000001 (https://alpha.example)"
        " zanikla 22.11.2026 12:00, pretože v určenej lehote nebola autorizovaná alebo doplnená."
        " Ak o jej vybavenie stále žiadate, podajte novú žiadosť.\n\n"
        "S pozdravom prevádzka portálu www.slovensko.sk"
    )


def test_it_reminds_of_paper_that_has_not_come() -> None:
    message = texts.paper_reminder(
        Kind.CANCELLATION,
        filing_number="2026-000001",
        entity_id="https://alpha.example",
        lapses_at=datetime(2027, 1, 20, 11, 0, tzinfo=UTC),
    )
    assert message.subject == "Pripomenutie listinnej žiadosti v registri autentifikačných certifikátov"
    assert message.body == (
        "Dobrý deň,\n\n"
        "Žiadosť o zrušenie poskytovateľa služieb v module IAM č. 2026-000001 (https://alpha.example)"
        " čaká na doručenie listinnej žiadosti s úradne overeným podpisom.\n\n"
        "Ak nebude doručená do 20.01.2027 12:00, žiadosť zanikne. Tlačovú podobu na podpis a adresu nájdete"
        " na portáli registra, v detaile žiadosti.\n\n"
        "S pozdravom prevádzka portálu www.slovensko.sk"
    )


def test_it_says_that_a_provider_was_deactivated() -> None:
    message = texts.provider_deactivated(
        entity_id="https://alpha.example", since=datetime(2026, 11, 20, 12, 35, tzinfo=UTC)
    )
    assert message.subject == "Deaktivácia poskytovateľa služieb v registri autentifikačných certifikátov"
    assert message.body == (
        "Dobrý deň,\n\n"
        "Poskytovateľ služieb https://alpha.example bol deaktivovaný 20.11.2026 13:35"
        " v dôsledku expirácie certifikátu.\n\n"
        "Poskytovateľa služieb je možné opäť aktivovať pomocou formulára"
        " „Žiadosť o zmenu údajov poskytovateľa služieb v module IAM“.\n\n"
        "S pozdravom prevádzka portálu www.slovensko.sk"
    )


FIGURE_18 = Ending(
    entity_id="https://egovtest.nemsova.corageo.sk",
    days_left=7,
    not_after=datetime(2020, 11, 20, 12, 35, tzinfo=UTC),
    subject="CN=sp.esmns.upvsfix.ext.corageo.sk",
    fingerprint="9574F0627C775BEA4A0BECF734EF6D373F93FBF0EE2D0B4F16115498C6049684",
    form_address="https://schranka.upvsfixnew.gov.sk/FormConstructor/Default.aspx?IdService=180813",
)


def test_it_reminds_in_the_words_of_figure_18() -> None:
    message = texts.expiry_reminder(FIGURE_18)
    assert message.subject == (
        "Informácia o expirácii certifikátu poskytovateľa služieb (7 dní pred koncom platnosti)"
    )
    assert message.body == (
        "Certifikátu, ktorý máte priradený k poskytovateľovi služieb https://egovtest.nemsova.corageo.sk,"
        " končí platnosť o 7 dní (20.11.2020 13:35).\n\n"
        "Ak nemáte k poskytovateľovi služieb priradený iný certifikát s dlhšou platnosťou a chcete využívať"
        " prihlasovanie certifikátom bez prerušenia, požiadajte o zápis nového certifikátu k existujúcemu"
        " poskytovateľovi služieb pomocou formulára „Žiadosť o zmenu údajov poskytovateľa služieb“"
        " (https://schranka.upvsfixnew.gov.sk/FormConstructor/Default.aspx?IdService=180813).\n\n"
        "Subjekt certifikátu\n"
        "CN=sp.esmns.upvsfix.ext.corageo.sk\n\n"
        "Digitálny odtlačok certifikátu:\n"
        "9574F0627C775BEA4A0BECF734EF6D373F93FBF0EE2D0B4F16115498C6049684"
    )


@pytest.mark.parametrize(
    ("days", "before", "when"),
    [
        (30, "30 dní pred koncom platnosti", "končí platnosť o 30 dní ("),
        (21, "21 dní pred koncom platnosti", "končí platnosť o 21 dní ("),
        (14, "14 dní pred koncom platnosti", "končí platnosť o 14 dní ("),
        (5, "5 dní pred koncom platnosti", "končí platnosť o 5 dní ("),
        (4, "4 dni pred koncom platnosti", "končí platnosť o 4 dni ("),
        (2, "2 dni pred koncom platnosti", "končí platnosť o 2 dni ("),
        (1, "1 deň pred koncom platnosti", "končí platnosť o 1 deň ("),
        (0, "v deň konca platnosti", "končí platnosť dnes ("),
    ],
)
def test_it_counts_days_as_slovak_does(days: int, before: str, when: str) -> None:
    message = texts.expiry_reminder(replace(FIGURE_18, days_left=days))
    assert message.subject.endswith(f" ({before})")
    assert when in message.body


def test_it_adds_one_sentence_when_a_change_is_approved() -> None:
    """R-8.1: before the certificate is described, and the rest stays as in the figure."""
    plain = texts.expiry_reminder(FIGURE_18).body
    told = texts.expiry_reminder(replace(FIGURE_18, replaced_at=datetime(2020, 11, 14, 23, tzinfo=UTC))).body
    sentence = (
        "Schválená žiadosť o zmenu údajov nahradí tento certifikát 15.11.2020 00:00;"
        " nie je potrebné podávať ďalšiu.\n\n"
    )
    assert told == plain.replace("Subjekt certifikátu", f"{sentence}Subjekt certifikátu")


def test_it_says_on_the_last_day_that_the_certificate_ended() -> None:
    message = texts.expiry_reminder(replace(FIGURE_18, days_left=0, is_over=True))
    assert " skončila platnosť dnes (20.11.2020 13:35)." in message.body
