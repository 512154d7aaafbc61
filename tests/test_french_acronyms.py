"""Acronyms of the French press: what an engine is asked, and what is put right in its English."""

from __future__ import annotations

import pytest
from newsroom import found

from mt.edits import Edited
from mt.phrasing.french_acronyms import corrected, plainly


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("La PMA est remboursée.", "La procréation médicalement assistée est remboursée."),
        ("Les TPE et les MST", "Les très petites entreprises et les maladies sexuellement transmissibles"),
        ("Une TPE, deux OQTF", "Une très petite entreprise, deux obligations de quitter le territoire français"),
        ("Les TPE-PME du BTP", "Les petites entreprises du secteur du bâtiment"),
        ("sous OQTF", "sous obligation de quitter le territoire français"),
        ("Le QG du parti, un ovni, des ovnis", "Le quartier général du parti, un UFO, des UFOs"),
        ("Un SDF est mort.", "Un homeless man est mort."),
    ],
)
def test_what_an_engine_is_asked(text: str, after: str) -> None:
    assert Edited(text, plainly(text)).after == after


@pytest.mark.parametrize(
    "text",
    [
        "Les énergies renouvelables (EnR)",  # explained
        "Les TPE (très petites entreprises)",
        "Le dossier PMA, une procédure OQTF",  # names of things
        "Le groupe QG-Conseil, le prix MST-2",
        "Le qi de la marmotte, la pma",
    ],
)
def test_what_stays(text: str) -> None:
    assert plainly(text) == ()


@pytest.mark.parametrize(
    ("raw", "source", "after"),
    [
        ("The gestation for others is banned.", "La GPA est interdite.", "Surrogacy is banned."),
        ("born by gestation for others", "né par GPA", "born by surrogacy"),
        ("Pension houses close.", "Des Ehpad ferment.", "Retirement homes close."),
        ("He lives in a pension house.", "Il vit en maison de retraite.", "He lives in a retirement home."),
        ("He lives in a pension house.", "Il vit en pension.", "He lives in a pension house."),
    ],
)
def test_what_is_put_right(raw: str, source: str, after: str) -> None:
    assert Edited(raw, [change for _, change in corrected(raw, source)]).after == after


def test_what_is_said_in_words_is_no_name() -> None:
    assert found("Les TPE souffrent, la SNCF aussi.") == [("SNCF", "SNCF")]
