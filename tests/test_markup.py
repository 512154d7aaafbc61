from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mt.edits import Edited
from mt.markup import unmarked

CASES = [
    ("md", "Un **bon** accord, *dit-on*.", "Un bon accord, dit-on."),
    ("md", "Lire [le texte](https://example.org/a_b) ici.", "Lire le texte ici."),
    ("md", "Le code `x_1` de _Paris_.", "Le code x_1 de Paris."),
    ("md", "nom_de_fichier et [sic]", "nom_de_fichier et [sic]"),
    ("md", "« C'est celui que nous pouvions\n> obtenir. »", "« C'est celui que nous pouvions obtenir. »"),
    ("txt", "Deux * trois\n  lignes", "Deux * trois lignes"),
    ("txt", "une\r\nligne", "une ligne"),
]


@pytest.mark.parametrize(("form", "text", "plain"), CASES)
def test_marks_go_and_words_stay(form, text, plain):
    assert Edited(text, unmarked(text, form)).after == plain


@given(st.text(alphabet="ab*_`[]()! \n>\r", max_size=40), st.sampled_from(["md", "txt"]))
def test_no_letter_is_lost_outside_addresses(text, form):
    after = Edited(text, unmarked(text, form)).after
    assert "\n" not in after
    if "(" not in text:
        assert [c for c in after if c in "ab"] == [c for c in text if c in "ab"]
