"""Sentences that open with what somebody is: the article that the engine is given, and what it makes of them."""

from __future__ import annotations

import pytest

import mt
from mt.edits import Edited
from mt.phrasing import portraits


def asked(text: str) -> str:
    return Edited(text, portraits.articled(text)).after


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Veuve depuis 1997, elle vivait à Lyon.", "Une veuve"),
        ("Père de deux enfants, il vivait à Brest.", "Un père"),
        ("Père de deux enfants, Jean Morel vivait à Brest.", "Un père"),
        ("« Infirmière à Tours, elle a tout vu. »", "« Une infirmière"),
        ("Figure discrète du parti, il avait 82 ans.", "Une figure"),
        ("Ancien élève de l'ENA, il dirige la banque.", "Un ancien"),
        ("Jeune diplômée de Sciences Po, elle hésite.", "Une jeune"),
        ("Spécialiste du climat, il enseigne.", "Un spécialiste"),
        ("Spécialiste du climat, elle enseigne.", "Une spécialiste"),
        ("Maire de Nantes depuis 2014, elle se représente.", "La maire"),
        ("Fondateur du festival, à Brest, il le dirige.", "Le fondateur"),
        ("Autrice de six romans, elle vit ici.", "L'autrice"),
        ("Mariée à un médecin, elle vit à Nice.", "Une femme mariée"),
        ("Ecrivain à succès, il vit ici.", "Un ecrivain"),  # a capital may have lost its accent
    ],
)
def test_a_noun_gets_its_article(text: str, expected: str) -> None:
    assert asked(text).startswith(f"{expected} ")


@pytest.mark.parametrize(
    "text",
    [
        "Père de deux enfants, elle vivait à Brest.",  # it does not agree
        "Étudiant, il travaillait la nuit.",  # when he was one
        "Marié depuis trente ans, le couple vit à Rennes.",
        "Jeune et ambitieux, il vise haut.",
        "Grand de deux mètres, il joue.",
        "Célèbre pour ses romans, elle vit ici.",
        "Boulanger a déposé plainte, il dénonce une erreur.",  # a name
        "Père et fils, ils partent en mer.",
        "Un père de deux enfants, il vivait à Brest.",
        "Élu en 2017, il a promis des réformes.",
        "Avocat de la famille.",
        "Ministre du Travail, il a réuni les syndicats.",  # which engines say well
    ],
)
def test_others_stay(text: str) -> None:
    assert portraits.articled(text) == ()


def test_a_noun_that_the_engine_does_not_know_is_put_in_english() -> None:
    known = {"menuisier": ("carpenter", "le"), "auteur": ("writer", "le")}
    (put,) = portraits.articled("Menuisier à Lorient, il ne compte pas ses heures.", known)
    assert put.text == "Un carpenter"
    (put,) = portraits.articled("Auteur de six romans, il vit ici.", known)
    assert put.text == "Le writer"


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Père de deux enfants, il vivait à Brest.", "A father of two children"),
        ("Veuve depuis 1997, elle vivait à Lyon.", "A widow since 1997, she lived in Lyon."),
        ("Joint par téléphone, le maire n'a pas souhaité réagir.", "Contacted by telephone, the mayor"),
    ],
)
def test_the_embedded_model_says_who_they_are(source: str, target: str) -> None:
    (segment,) = mt.translate(source, beam=4).segments
    assert segment.source == source
    assert segment.target.startswith(target)
