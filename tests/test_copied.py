"""English that was put into a sentence and came out of it as it went in: put right, on record."""

from __future__ import annotations

import pytest

import mt
from mt import models, typography
from mt.phrasing import copied, words
from mt.training import lexicon


@pytest.mark.parametrize(
    ("raw", "source", "expected"),
    [
        ("The room back was empty.", "L'arrière-boutique était vide.", "The back room was empty."),
        ("Planner town is a trade.", "Urbaniste est un métier.", "Town planner is a trade."),
        ("The denial Holocaust is a crime.", "Le négationnisme est un crime.", "The Holocaust denial is a crime."),
        ("She marrys an Italian.", "Elle épouse un Italien.", "She marries an Italian."),
        ("The Townhall is new.", "La mairie est neuve.", "The town hall is new."),
        (
            "Townhalls close, says the city-hall.",
            "Des mairies ferment, dit la mairie.",
            "Town halls close, says the city hall.",
        ),
        (
            "Heart-attack or not, the cleaning-lady left.",
            "Infarctus ou non.",
            "Heart attack or not, the cleaning lady left.",
        ),
        ("Three deputys resigned.", "Trois adjoints ont démissionné.", "Three deputies resigned."),
        ("On May 3th, he was stabed.", "Le 3 mai, il a été poignardé.", "On May 3rd, he was stabbed."),
    ],
)
def test_copied_english_is_put_right(raw: str, source: str, expected: str) -> None:
    said, edits, _ = typography.set_english(raw, "curly", source)
    assert said == expected
    assert typography.undo(said, edits) == raw


@pytest.mark.parametrize(
    ("raw", "source"),
    [
        ("They sent the room back.", "Ils ont rendu la chambre."),  # nothing was put
        ("The back room was empty.", "L'arrière-boutique était vide."),
        ("In the room, back then, nobody sat.", "L'arrière-boutique était vide."),
        ("The room back-door was open.", "L'arrière-boutique était vide."),
        ("Miss Marrys is here.", "Mlle Marrys est là."),  # a name
    ],
)
def test_the_rest_stays(raw: str, source: str) -> None:
    assert not list(copied.corrected(raw, source))


def test_what_is_turned_is_what_the_embedded_model_is_given() -> None:
    """Every noun is put so for each of its forms, and is turned into English that the candidates accept."""
    known = words.load(models.find("fr-en").folder / models.WORDS)
    right = {
        form: [english, *"".join(others).split("|")] for form, _, english, *others in lexicon.listed(lexicon.WORDS)
    }
    for put, form in [(put, form) for put, forms in copied.listed()[0].items() for form in forms]:
        first, second = put.split()
        assert known[form][0] == put
        assert f"{second} {first}" in right[form]


def test_the_embedded_model_s_english_is_in_order() -> None:
    (segment,) = mt.translate("L'urbaniste a présenté son projet mardi.", beam=4).segments
    assert "town planner" in segment.target
