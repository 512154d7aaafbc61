"""Newspapers whose article a preposition has taken in, and their names in an engine's English."""

from __future__ import annotations

import pytest

from mt.edits import Edited
from mt.phrasing.newspapers import corrected, plainly


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("C'est faux, a-t-il dit au Parisien.", "C'est faux, a-t-il dit à Le Parisien."),
        (
            "Elle s'est confiée au Monde. Un entretien aux Échos",
            "Elle s'est confiée à Le Monde. Un entretien à Les Échos",
        ),
        (
            "Selon une enquête du Point, la rédaction du Temps",
            "Selon une enquête de Le Point, la rédaction de Le Temps",
        ),
        ("a déclaré l'avocat de la famille au Figaro", "a déclaré l'avocat de la famille à Le Figaro"),
        ("Dans une tribune au Monde, dans une tribune, ils", "Dans une op-ed à Le Monde, dans une op-ed, ils"),
        ("Signez la tribune publiée hier dans Libération", "Signez la op-ed publiée hier dans Libération"),
    ],
)
def test_the_article_is_given_back_to_the_name(text, after):
    assert Edited(text, plainly(text)).after == after


@pytest.mark.parametrize(
    "text",
    [
        "un champion du Monde",
        "le directeur de la Coupe du Monde",
        "dit au monde entier",
        "Il va au Monde. Du Point au Soir",
    ],
)
def test_other_words_stay(text):
    assert plainly(text) == []


@pytest.mark.parametrize(
    ("raw", "source", "after"),
    [
        ("He told the Cross.", "Il l'a dit à La Croix.", "He told La Croix."),
        ("He told Le Paris.", "Il l'a dit au Parisien.", "He told Le Parisien."),
        ("He told the World Cup.", "Le Monde suit la Coupe du Monde.", "He told the World Cup."),
        ("The Cross opens.", "La Croix du Sud ouvre.", "The Cross opens."),
        ("The Cross opens.", "La croix ouvre.", "The Cross opens."),
        ("It is late (the Paris).", "Il est tard (Le Parisien).", "It is late (Le Parisien)."),
        (
            "An article in Paris on Tuesday",
            "Un article paru dans Le Parisien mardi",
            "An article in Le Parisien on Tuesday",
        ),
        ("In Paris, said in Paris", "À Paris, selon Le Parisien", "In Paris, said in Paris"),
        ("Parisian: “No”", "Le Parisien : « Non »", "Le Parisien: “No”"),
        ("Liberation reveals it.", "Libération révèle cela.", "Libération reveals it."),
        ("It is late (Liberation).", "Il est tard (Libération).", "It is late (Libération)."),
        # these are no newspapers
        ("The Parisian won.", "Le Parisien a gagné.", "The Parisian won."),
        ("Liberation of a hostage", "Libération d'un otage", "Liberation of a hostage"),
        ("Since the Liberation", "Depuis la Libération", "Since the Liberation"),
    ],
)
def test_a_name_is_put_right(raw, source, after):
    assert Edited(raw, [change for _, change in corrected(raw, source)]).after == after
