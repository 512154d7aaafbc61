"""What French writes short, as the engine is given it; the reader's text and the figures stay."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mt import translate
from mt.edits import Edited
from mt.phrasing.abbreviations import written_out


def written(text: str) -> str:
    return Edited(text, written_out(text)).after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("1.194 euros, 1.250.000 F et 12.500.", "1 194 euros, 1 250 000 F et 12 500."),
        ("payé 70 M€ en janvier", "payé 70 millions d'euros en janvier"),
        ("perdu 3,2 Md€.", "perdu 3,2 milliards d'euros."),
        ("un déficit de 150 Mds€", "un déficit de 150 milliards d'euros"),
        ("1 € et 0,5 M€", "1 euro et 0,5 million d'euros"),
        ("12 €, 15$ ou 5 £", "12 euros, 15 dollars ou 5 livres sterling"),
        ("3 M$ et 5 k€", "3 millions de dollars et 5 mille euros"),
        ("loué 900 €/mois", "loué 900 euros par mois"),
        ("70 millions €, en € constants", "70 millions d'euros, en euros constants"),
        ("1 200 000 €", "1 200 000 euros"),
        ("1,5 M de clients, 3 M d'habitants", "1,5 million de clients, 3 millions d'habitants"),
        ("à 18h42 et à 9 h 30", "à 18:42 et à 9:30"),
        ("à 4 min 24 s, en 2 h 04 min 12 s", "à 4 minutes 24 secondes, en 2 heures 04 minutes 12 secondes"),
        ("3min20, 1 h 5 mn, à 1 min d'ici, 14 s.", "3 minutes 20, 1 heure 5 minutes, à 1 minute d'ici, 14 secondes."),
        ("au T2 2025, au T4 2024", "au Q2 2025, au Q4 2024"),
        ("L'O.N.U. et la C.G.T., dit l'O.N.U.", "L'ONU et la CGT, dit l'ONU."),
        ("Me Chloé Arnoux plaide pour Me. Dupont.", "Chloé Arnoux plaide pour Dupont."),
        ("vers 21 h, à partir de 8h", "vers 21:00, à partir de 8:00"),
        ("de 9 h-12 h et 14h – 18h", "de 9:00-12:00 et 14:00 – 18:00"),
        ("Il fait – 4 °C, puis − 2,5 °C.", "Il fait -4 °C, puis -2,5 °C."),
        ("la 9e journée, la 19e", "la 9th journée, la 19e"),
        ("L'ex-patronne, son ex‑mari, l'ex-URSS", "L'ancien patronne, son ancien mari, l'ex-URSS"),
        (
            "François, mort le 21 avril à 88 ans, vota à 18 ans",
            "François, mort le 21 avril à l'âge de 88 ans, vota à 18 ans",
        ),
        ("À neuf mois des élections, à 3 jours du vote", "Neuf mois avant les élections, 3 jours avant le vote"),
        (
            "à deux semaines de l’élection, à dix jours de la fin",
            "deux semaines avant l'élection, dix jours avant la fin",
        ),
        ("Au XIVe siècle, des XVe et XVIe siècles", "Au 14e siècle, des 15e et 16e siècles"),
        (
            "au IXe siècle, au Ier siècle, le XVIIIe arrondissement",
            "au 9th siècle, au 1er siècle, le 18e arrondissement",
        ),
        ("Mes Chloé Arnoux et Paul Dupont plaident.", "Chloé Arnoux et Paul Dupont plaident."),
        ("Le film dure 2 h 38, un vol de 1h56", "Le film dure 2 heures et 38 minutes, un vol de 1 heure et 56 minutes"),
        ("fini en moins de 2 h 09, à 17 h 09", "fini en moins de 2 heures et 09 minutes, à 17:09"),
        ("Après 3 h 20 de débats, après 15 h 20", "Après 3 heures et 20 minutes de débats, après 15:20"),
        ("1 h 20 de retard, le vol de 10 h 40", "1 heure et 20 minutes de retard, le vol de 10:40"),
        ("de 20 à 25 euros, 1 à 2 €", "de 20 euros à 25 euros, 1 euro à 2 euros"),
        ("entre 70 et 75 dollars, entre 5 et 6 M$", "entre 70 dollars et 75 dollars, entre 5 et 6 millions de dollars"),
        ("recule de 3 %, à 25,40 euros", "recule de 3 % pour atteindre 25,40 euros"),
        ("en hausse de 4 % à 3,2 milliards d'euros", "en hausse de 4 % pour atteindre 3,2 milliards d'euros"),
        ("Diop a marqué à la 55e, puis à la 78e.", "Diop a marqué à la 55e minute, puis à la 78e minute."),
        ("48 h de garde à vue, 3h de retard", "48 heures de garde à vue, 3 heures de retard"),
    ],
)
def test_abbreviations_are_written_out(text, after):
    assert written(text) == after
    assert not written_out(after)


@pytest.mark.parametrize(
    "text",
    [
        "le M5S",
        "Louis XIVe du nom, la Ve République, Benoît XVI et son siècle",
        "condamné à six mois de prison, à trois jours de marche, à deux heures du matin",
        "Ils sont ex-aequo. Il est mort à Nice après 88 ans de vie.",
        "les années 80 s'ouvrent, 1970s, 12 mines",
        "12 et 15 euros, de 3 % à 5 %, de 3 à 5 millions d'euros, de 10 à 12 personnes",
        "Il finit à la 55e place. Il a marqué à la 55e minute. Malgré ses buts, Metz pointe à la 12e.",
        "la version 3.141, 1.1942, 192.168.100.200, 0.194",
        "un T2 de 45 m²",
        "un T3 2000 m²",
        "la ligne T3 2025",
        "M. Macron",
        "24h/24",
        "A4 M",
        "h",
        "un $ fort",
        "5 MW",
        "25h61",
        "10 hectares",
        "HK$",
    ],
)
def test_what_is_no_abbreviation_stays(text):
    assert written_out(text) == []


WORDS = ("à ", "mort ", " ans", " jours du ", " mois des ", "ex-mari ", "9e ", "Me ", "T", "° ")


@given(
    st.lists(st.sampled_from([*"0123456789 ,.€$£kMdhs/m:à", " M€", "12 h", "Mds€", " min", " s ", *WORDS])).map("".join)
)
def test_figures_stay_and_nothing_overlaps(text):
    after = written(text)
    assert re.sub(r"\D", "", re.sub(r"(?<=\d):00", "", after)) == re.sub(r"\D", "", re.sub(r"(?<=\d):00", "", text))


def test_the_reader_s_text_is_not_touched_and_amounts_come_out_whole():
    document = translate("Le club a payé 70 M€ en janvier, à 18h42.", beam=1)
    (segment,) = document.segments
    assert segment.source == "Le club a payé 70 M€ en janvier, à 18h42."
    assert "70 million" in segment.target
    assert "6:42 p.m." in segment.target
    assert not [flag for flag in segment.flags if flag.kind in ("numbers-differ", "unknown-characters")]
