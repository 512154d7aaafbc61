"""Numbers in words that the engine is given in figures, and those that stay."""

from __future__ import annotations

import pytest

from mt import translate
from mt.edits import Edited
from mt.phrasing.counting import corrected, figures


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Soixante-deux élus, vingt et une communes", "62 élus, 21 communes"),
        ("seize ans, quatre-vingt-dix-sept kilos", "16 ans, 97 kilos"),
        ("cent un chiens, cent vingt ouvriers, deux cent trente-trois", "101 chiens, 120 ouvriers, 233"),
        ("mille deux cents emplois, cent vingt mille habitants", "1 200 emplois, 120 000 habitants"),
        ("en mille neuf cent quatre-vingt-quatre", "en 1984"),
        ("trois cent vingt millions d'euros, soixante-quinze milliards", "320 millions d'euros, 75 milliards"),
        ("le vingt et unième siècle, la quatre-vingtième minute", "le 21e siècle, la 80e minute"),
        ("le soixante-quinzième anniversaire, le douzième", "le 75e anniversaire, le 12e"),
        ("Dix-neuf corps, et dix-neuf autres ; trente-six voix", "19 corps, et dix-neuf autres ; 36 voix"),
        ("les années trente, les années quatre-vingt-dix", "les années 1930, les années 1990"),
    ],
)
def test_numbers_that_an_engine_mixes_up_become_figures(text, after):
    assert Edited(text, figures(text)).after == after


@pytest.mark.parametrize(
    "text",
    [
        "vingt-deux joueurs, cinquante-trois voix, soixante-dix ans, quatre-vingts ans",
        "deux cents ans, trois cent cinquante, deux cent mille, trois mille postes",
        "cinq cents millions, un million et demi, cent pour cent",
        "Les mille et une nuits, soixante-huitard, à six milles de la côte, 62 élus",
        "un vingtième du budget, deux vingtièmes, le dixième jour",
    ],
)
def test_what_it_knows_stays(text):
    assert figures(text) == []


def test_the_translation_has_the_number_and_no_flag():
    (segment,) = translate("Au moins soixante-deux personnes et seize enfants vivent ici.", beam=1).segments
    assert "62 people" in segment.target
    assert "16 children" in segment.target
    assert not [flag for flag in segment.flags if flag.code == "numbers-differ"]


@pytest.mark.parametrize(
    ("source", "raw", "target"),
    [
        ("Dix-neuf corps flottent.", "19 bodies are floating.", "Nineteen bodies are floating."),
        ("« Soixante-douze ans », dit-il.", "“72 years,” he says.", "“Seventy-two years,” he says."),
        ("Dix-neuf mai 1968, un dimanche.", "19 May 1968, a Sunday.", "19 May 1968, a Sunday."),
        ("Quatre-vingt-un élus votent.", "81 members vote.", "Eighty-one members vote."),
        ("Quatre-vingt-onze élus votent.", "91 members vote.", "Ninety-one members vote."),
        ("19 corps flottent.", "19 bodies are floating.", "19 bodies are floating."),
        ("Il y a dix-neuf corps.", "19 bodies are there.", "19 bodies are there."),
        ("Dix-neuf heures trente.", "19:30.", "19:30."),
    ],
)
def test_a_sentence_begins_with_words_as_its_source_does(source, raw, target):
    assert Edited(raw, [change for _, change in corrected(raw, source)]).after == target
