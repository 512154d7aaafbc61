"""Ages as the engine is given them, and other years."""

from __future__ import annotations

import pytest

from mt.edits import Edited
from mt.phrasing.ages import plainly


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Deux enfants âgés de 9 et 6 ans dorment.", "Deux enfants aged 9 et 6 dorment."),
        ("âgées de 30, 28 et de 5 ans", "aged 30, 28 et 5"),
        ("Âgée de 62 ans, elle dirige le club.", "Aged 62, elle dirige le club."),
        ("Il a obtenu son bac à 16 ans.", "Il a obtenu son bac à l'âge de 16 ans."),
        ("A 91 ans, il peint. À 35 ans, elle part.", "À l'âge de 91 ans, il peint. À l'âge de 35 ans, elle part."),
        (
            "Née le 4 mai à Hayange, elle grandit. Né à Dakar, il part.",
            "Born le 4 mai à Hayange, elle grandit. Born à Dakar, il part.",
        ),
        ("« Nés à Lille, nous y vivons. »", "« Born à Lille, nous y vivons. »"),
    ],
)
def test_ages_are_put_plainly(text, after):
    assert Edited(text, plainly(text)).after == after


@pytest.mark.parametrize(
    "text",
    [
        "condamné à 10 ans de prison, puis à 12 ans",
        "Le taux à 10 ans monte, celui à 30 ans aussi.",
        "Le départ à la retraite à 64 ans, l'âge porté à 65 ans, interdit à 16 ans",
        "À 2 ans de la présidentielle, à 10 ans du centenaire",
        "des jeunes de 18 à 25 ans, jusqu'à 100 ans, âgés de 25 à 40 ans",
        "Elle est née à Nice. Le Né de Saintonge, M. Né",
        "un homme âgé de 45 ans, âgé de 3 ans, la victime, il a 16 ans",
    ],
)
def test_other_years_stay(text):
    assert plainly(text) == []
