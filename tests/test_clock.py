"""Times of day as the engine is given them, and hours that are none."""

from __future__ import annotations

import pytest

from mt import translate
from mt.edits import Edited
from mt.phrasing.clock import corrected, twelve_hour


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("La séance reprend à 14 heures.", "La séance reprend à 2 p.m."),
        ("Ouvert dès 5h, fermé vers 19 h 30", "Ouvert dès 5 a.m., fermé aux environs de 7:30 p.m."),
        ("« On a fermé à 20 heures », dit-elle.", "« On a fermé à 8 p.m. », dit-elle."),
        ("RÉUNION À 21 HEURES", "RÉUNION À 9 p.m."),
        ("invitée du 20 heures de TF1", "invitée du 8 p.m. news de TF1"),
        ("peu avant 3 heures, jusqu'à 23 heures", "peu avant 3 a.m., jusqu'à 11 p.m."),
        ("de 9 heures à 19 heures, entre 22 h et 6 h", "de 9 a.m. à 7 p.m., entre 10 p.m. et 6 a.m."),
        ("de 9 h à midi, de midi à 14 h", "de 9 a.m. à 12 noon, de 12 noon à 2 p.m."),
        ("à 10 heures, 12 heures et 14 heures", "à 10 a.m., 12 noon et 2 p.m."),
        ("à 0 h 30, à 12h, à 0 heure", "à 12:30 a.m., à midi, à minuit"),
        ("vers minuit et demi, vers midi et quart", "aux environs de 12:30 a.m., aux environs de 12:15 p.m."),
        ("Vers midi, le feu prit", "Aux environs de midi, le feu prit"),
        ("à sept heures du matin, à huit heures du soir", "à 7 a.m., à 8 p.m."),
        ("à quinze heures, à dix heures et demie", "à 3 p.m., à 10:30"),
        (
            "hier soir vers 8 heures, samedi soir vers 2 heures",
            "hier soir aux environs de 8 p.m., samedi soir aux environs de 2 a.m.",
        ),
        ("à minuit (22 heures GMT), 18 heures locales", "à minuit (22:00 GMT), 6 p.m. locales"),
        ("à 9 heures moins le quart, samedi 20 h 45", "à 8:45 a.m., samedi 8:45 p.m."),
    ],
)
def test_times_of_day_are_said_as_english_has_them(text, after):
    assert Edited(text, twelve_hour(text)).after == after


@pytest.mark.parametrize(
    "text",
    [
        "pendant 2 heures, en 2 heures, après 3 heures de route, après 2 heures",
        "à 2 heures de Paris, à 24 heures du scrutin, à 3 h 30 de Lyon, à 2 heures d'intervalle",
        "les 24 heures du Mans, 24 heures sur 24, 24h/24, 35 heures, à 48 heures",
        "limitée à 8 heures par jour, réduit à 3 heures, passer de 8 heures à 6 heures",
        "condamné à 20 heures de travail, entre 2 et 3 heures, il y a 3 heures",
        "L'attente est de 2 heures à 3 heures, un vol de 9 heures à 10 heures, durer entre 2 heures et 4 heures",
        "ils dînent à huit heures, à midi et à minuit, entre midi et deux",
        "Midi libre, l'après-midi et demi, une mi-temps, 2h04min",
    ],
)
def test_what_may_be_a_stretch_of_time_stays(text):
    assert twelve_hour(text) == []


def test_its_full_stops_are_put_right_where_the_source_has_a_time():
    raw = "From 9 a.m to 8 p.m.. It was p.m, then."
    after = Edited(raw, [change for _, change in corrected(raw, "De 9 heures à 20 heures.")]).after
    assert after == "From 9 a.m. to 8 p.m. It was p.m, then."
    assert not list(corrected(raw, "Toute la nuit."))


def test_the_translation_has_them_and_no_flag():
    text = "Il ouvre à 6 heures et ferme à 19 h 30. À quinze heures, tout était fini. Le feu a pris vers midi et demi."
    first, second, third = translate(text, beam=1).segments
    assert ("6 a.m." in first.target, first.target.endswith("7:30 p.m.")) == (True, True)
    assert ("3 p.m." in second.target, "12:30 p.m." in third.target) == (True, True)
    assert not [flag for one in (first, second, third) for flag in one.flags if flag.code == "numbers-differ"]
