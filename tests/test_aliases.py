"""Who is called otherwise; titles that the English press says otherwise."""

from __future__ import annotations

import pytest

from mt.edits import Edited
from mt.phrasing import aliases


@pytest.mark.parametrize(
    ("text", "put"),
    [
        ("Ion Lupescu, dit « Nelu », a filmé.", "Ion Lupescu, alias « Nelu », a filmé."),
        ("Amélie Torres, dite « la Louve », dirige.", "Amélie Torres, alias « la Louve », dirige."),
        ("Karim B., dit « Kiki », est parti.", "Karim B., alias « Kiki », est parti."),
        ("Anura Dissanayake, dit AKD, a gagné.", "Anura Dissanayake, connu sous le nom de AKD, a gagné."),
        ("Rien ne va avec Poutine, dit Macron, mais il ira.", None),
        ("Il viendra à Paris, dit « Le Monde ».", None),
        ("Tout va bien, dit « Nelu », mon voisin.", None),
        ("Il part, dit Marie Durand, de Lyon.", None),
        ("Lin Wei-te, dit Albert Lin, a gagné.", "Lin Wei-te, connu sous le nom de Albert Lin, a gagné."),
        ("Israël, dit Netanyahou, a raison.", None),
        ("La Corse, dit LFI, est une île.", None),
        ("Le maire, Paul Durand, dit « comprendre », mais refuse.", None),
        ("Le maire, Paul Durand, dit « non ».", None),
        ("Le maire, Paul Durand, dit « Non », et part.", None),
    ],
)
def test_who_is_called_so_says_nothing(text, put):
    assert Edited(text, aliases.plainly(text)).after == (put or text)


def test_the_english_says_known_as():
    source, raw = "Ion Lupescu, dit « Nelu », a filmé.", "Ion Lupescu, alias “Nelu”, filmed."
    changes = [change for _, change in aliases.corrected(raw, source)]
    assert Edited(raw, changes).after == "Ion Lupescu, known as “Nelu”, filmed."
    assert not list(aliases.corrected(raw, "Ion Lupescu, alias « Nelu », a filmé."))
