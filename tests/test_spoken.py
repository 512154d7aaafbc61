"""French as people say it: what an engine is asked where they leave out "ne", and what is left alone."""

from __future__ import annotations

import pytest

import mt
from mt import pipeline
from mt.config import Config
from mt.document import Segment
from mt.edits import Edited
from mt.phrasing.spoken import plainly


def said(text: str) -> str:
    return Edited(text, plainly(text)).after


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Y'a plus de farine.", "Il n'y a plus de farine."),
        ("« Y a plus d’argent », dit-il.", "« Il n'y a plus d’argent », dit-il."),
        ("Le soir, y'avait plus personne.", "Le soir, il n'y avait plus personne."),
        ("On peut plus dormir.", "On ne peut plus dormir."),
        ("Ceux qui peuvent plus payer partent.", "Ceux qui ne peuvent plus payer partent."),
        ("J’veux plus le voir", "Je ne veux plus le voir"),
        ("Je sais plus où aller.", "Je ne sais plus où aller."),
        ("J'ai plus le temps, t'as plus le droit.", "Je n'ai plus le temps, tu n'as plus le droit."),
        ("Nous avons plus aucun espoir.", "Nous n'avons plus aucun espoir."),
        ("C'est plus possible.", "Ce n'est plus possible."),
        ("Je crois qu'elle est plus là.", "Je crois qu'elle n'est plus là."),
        ("Ça marche plus, dit le garagiste.", "Ça ne marche plus, dit le garagiste."),
        ("Je dors plus depuis un mois.", "Je ne dors plus depuis un mois."),
        ("Faut pas rêver, mais faut essayer.", "Il ne faut pas rêver, mais il faut essayer."),
        ("Faudrait que ça change.", "Il faudrait que ça change."),
        ("Touche pas à mon arbre !", "Ne touche pas à mon arbre !"),
        ("Le slogan : « Oubliez pas les jeunes. »", "Le slogan : « N'oubliez pas les jeunes. »"),
        ("T'inquiète pas, dit-elle.", "Ne t'inquiète pas, dit-elle."),
    ],
)
def test_what_is_left_out_is_put_back(text: str, expected: str) -> None:
    assert said(text) == expected
    assert said(expected) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Y a plus grave. Y a plus de vingt ans de cela, y a plus d'une heure.",
        "Y a plus de touristes que l'an dernier. Il y a plus de pain ici.",
        "On peut plus facilement partir. On veut plus cher.",
        "J'ai plus l'impression de jouer. J'ai plus d'amis que lui.",
        "C'est plus simple. C'est plus possible que jamais. Elle est plus belle.",
        "Ça va plus vite. On travaille plus, on gagne plus.",
        "Il ne vous sera plus possible de partir. On n'a plus le choix.",
        "Une voie qui est plus possible est ouverte.",
        "Ils ont plus le droit que nous. Elles sont plus là pour rire que pour jouer.",
        "C'est pas facile, je sais pas, il a rien dit.",  # engines understand these
        "Il faut partir. Faut-il rester ? Peu s'en faut. Comme il faut.",
        "Il touche pas mal d'argent. Marie pas contente.",
    ],
)
def test_what_may_be_more_stays(text: str) -> None:
    assert said(text) == text


def test_it_is_what_the_engine_is_asked_and_the_setting_decides() -> None:
    segment = Segment("1", "On peut plus dormir.")
    assert [change.text for change in pipeline.for_engine(Config())(segment, {})] == ["On ne "]
    assert pipeline.for_engine(Config(press=False))(segment, {}) == []


def test_the_embedded_model_says_no_more() -> None:
    (segment,) = mt.translate("C'est plus possible, dit une voisine.").segments
    assert segment.source == "C'est plus possible, dit une voisine."
    assert "no longer" in segment.target
