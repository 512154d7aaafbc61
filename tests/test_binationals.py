"""People and things of two countries, as an engine is asked for them."""

from __future__ import annotations

import pytest
from newsroom import found

from mt.edits import Edited
from mt.names.binationals import plainly


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Le Franco-Algérien Paul Prune", "Le Franco-Algerian Paul Prune"),
        ("Deux Franco-Israéliennes, des Belgo-Marocains", "Deux Franco-Israelis, des Belgian-Moroccans"),
        ("une romancière franco‑iranienne", "une romancière Franco-Iranian"),
        ("Les Franco-Libanais", "Les Franco-Lebanese"),
    ],
)
def test_two_countries(text: str, after: str) -> None:
    assert Edited(text, plainly(text)).after == after


@pytest.mark.parametrize(
    "text",
    [
        "l'amitié franco-allemande",
        "le conflit israélo-palestinien",
        "un turco-prune",
        "la franco-maçonnerie",
        "Franco a ri",
    ],
)
def test_what_stays(text: str) -> None:
    assert plainly(text) == ()


def test_they_are_no_names_of_their_own() -> None:
    assert found("Le Franco-Algérien Paul Prune rit.") == [("Paul Prune", "Paul Prune")]
