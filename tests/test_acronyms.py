"""Acronyms that an article spells out, and whose they then are."""

from __future__ import annotations

import pytest
from newsroom import found

from mt.names import acronyms, authority


@pytest.mark.parametrize(
    ("short", "before", "expected"),
    [
        ("LNR", "Hier, la Ligue nationale de rugby ", "Ligue nationale de rugby"),
        ("BRI", "La Brigade de recherche et d'intervention ", "Brigade de recherche et d'intervention"),
        ("ANSÉ", "l'Agence nationale de sécurité élargie ", "Agence nationale de sécurité élargie"),
        ("CGT", "Les syndicats ont dit non ", ""),
        ("ONU", "Outre cela ", ""),
        ("SNCF", "Sa nièce. Chez Fernand ", ""),  # over a full stop
    ],
)
def test_the_words_an_acronym_is_made_of(short: str, before: str, expected: str) -> None:
    assert acronyms.long_form(short, before) == expected


def test_both_orders_are_read() -> None:
    told = acronyms.spelled_out(["La Ligue nationale de rugby (LNR).", "La BRI (Banque de réserve ivoirienne)."])
    assert told == {"lnr": ["Ligue nationale de rugby"], "bri": ["Banque de réserve ivoirienne"]}


@pytest.mark.parametrize(
    ("long", "same"),
    [
        ("Organisation mondiale de la propriété intellectuelle", True),
        ("Office mondial des poids internationaux", False),
    ],
)
def test_whose_a_long_form_is(long: str, same: bool) -> None:
    (entry,) = authority.load().lookup("OMPI")
    assert acronyms.is_of(long, entry.record) is same


def test_what_the_article_says_of_an_acronym_beats_the_list() -> None:
    assert found("La CPI se réunit.") == [("CPI", "ICC")]
    assert ("BRI", "BRI") in found("La BRI a arrêté un homme.", "La Brigade de recherche et d'intervention (BRI) agit.")
    assert ("OMPI", "WIPO") in found("L'Organisation mondiale de la propriété intellectuelle (OMPI) siège à Genève.")


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("La BRI a arrêté un homme.", "BRI"),
        ("L'ASE a placé l'enfant.", "ASE"),
        ("Les APL baissent.", "APL"),
        ("Le réseau de RTE est saturé.", "RTE"),
    ],
)
def test_an_acronym_of_france_is_not_a_foreign_bodys(text: str, short: str) -> None:
    assert found(text) == [(short, short)]


def test_a_foreign_body_is_meant_where_the_article_says_so() -> None:
    assert ("ASE", "ESA") in found("L'Agence spatiale européenne (ASE) tire.", "L'ASE est fière.")
