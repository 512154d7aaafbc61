"""Headlines that begin without an article: what the engine is asked, and what the reader gets."""

from __future__ import annotations

import pytest

import mt
from mt import typography
from mt.edits import Edited
from mt.phrasing import headlines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Meurtre à Lyon", "Le meurtre à Lyon"),
        ("Assassinat d'un élu : un suspect arrêté", "L'assassinat d'un élu : un suspect arrêté"),
        ("Canicule : dix départements en alerte", "La canicule : dix départements en alerte"),
        ("Violences policières : un rapport", "Les violences policières : un rapport"),
        ("Emeutes en ville", "Les emeutes en ville"),  # a capital may have lost its accent
        ("MEURTRE À LYON", "LE MEURTRE À LYON"),
        ("Cessez-le-feu à Gaza", "Le cessez-le-feu à Gaza"),
        ("Tempête Benjamin : deux morts", "La tempête Benjamin : deux morts"),
        ("Mort de l'acteur", "La mort de l'acteur"),
        ("Fin d’une époque", "La fin d’une époque"),
    ],
)
def test_the_article_is_given_back(text: str, expected: str) -> None:
    assert Edited(text, headlines.articled(text)).after == expected


@pytest.mark.parametrize(
    "text",
    [
        "Mort en 1990, il laisse un fils.",
        "Fin juin, il part.",
        "Faute de moyens, il renonce.",
        "Grâce à elle, il vit.",
        "Meurtre",
        "Le meurtre à Lyon",
        "Meurtre Lyon",
        "Mort Benjamin",
        "",
    ],
)
def test_other_beginnings_stay(text: str) -> None:
    assert headlines.articled(text) == ()


def test_english_headlines_have_none_either() -> None:
    said, edits, edited = typography.set_english("The murder in Lyon: a man arrested", "curly", "Meurtre à Lyon : un")
    assert said == "Murder in Lyon: a man arrested"
    assert typography.undo(said, edits) == edited.before == "The murder in Lyon: a man arrested"
    assert typography.set_english("The murder", "curly", "Le meurtre")[0] == "The murder"


def test_the_embedded_model_knows_a_headline_s_noun() -> None:
    first, second = mt.translate("Meurtre de Lola : le procès s'ouvre\n\nINCENDIE À LYON : DEUX MORTS").segments
    assert first.target.startswith("Murder of Lola")
    assert second.target.startswith("FIRE IN LYON")
