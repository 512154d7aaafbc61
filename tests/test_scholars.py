"""Those whose trade ends in -logue."""

from __future__ import annotations

import pytest

from mt.edits import Edited
from mt.phrasing.scholars import corrected


@pytest.mark.parametrize(
    ("raw", "after"),
    [
        ("The virologue spoke to two primatologues.", "The virologist spoke to two primatologists."),
        ("Islamologue Marc Leroy, a gynécologue", "Islamologist Marc Leroy, a gynaecologist"),
        ("A politologue and an Egyptologue", "A political scientist and an Egyptologist"),
        ("The dialogue, the Catalogues and a monologue", "The dialogue, the Catalogues and a monologue"),
    ],
)
def test_words_in_logue_are_english(raw, after):
    assert Edited(raw, [change for _, change in corrected(raw, "Le virologue")]).after == after


def test_they_stay_where_the_source_has_none():
    assert not list(corrected("The virologue", "Le livre"))
