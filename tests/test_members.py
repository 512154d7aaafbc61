"""Members of parliament as the engine is given them, and their parties in its English."""

from __future__ import annotations

import pytest

from mt.edits import Edited
from mt.phrasing.members import corrected, plainly


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("La députée Awa Cissé et deux députés parlent.", "La MP Awa Cissé et deux MPs parlent."),
        ("Les députés du RN, le député LR Luc Morel", "Les MPs RN, le MP LR Luc Morel"),
        ("des députés insoumis, une députée macroniste", "des MPs LFI, une MP pro-Macron"),
        ("Le député-maire de Brest, une députée écologiste", "Le MP et maire de Brest, une MP Green"),
        (
            "la première ministre danoise, la vice-première ministre",
            "la Première ministre danoise, la vice-première ministre",
        ),
    ],
)
def test_members_are_put_plainly(text, after):
    assert Edited(text, plainly(text)).after == after


@pytest.mark.parametrize(
    "text",
    [
        "Les députés européens, une eurodéputée, le vice-député",
        "Les députés ont applaudi au Parlement européen.",
        "La Chambre des députés, le Congrès des députés",
        "les députés du Rassemblement national, le député de La France insoumise",
    ],
)
def test_others_stay(text):
    assert plainly(text) == []


def test_a_party_goes_before_mp():
    raw = "The MP LR Luc Morel and the MPs RN. The MP Luc Morel."
    changes = [change for _, change in corrected(raw, "Le député LR Luc Morel et les députés RN.")]
    assert Edited(raw, changes).after == "The LR MP Luc Morel and the RN MPs. The MP Luc Morel."
    assert not list(corrected(raw, "Les élus."))


@pytest.mark.parametrize(
    ("raw", "source", "after"),
    [
        ("Senator LR Luc Morel spoke.", "Le sénateur LR Luc Morel a parlé.", "LR Senator Luc Morel spoke."),
        ("The mayor PS Luc Morel spoke.", "Le maire PS Luc Morel a parlé.", "The PS mayor Luc Morel spoke."),
        ("The mayor PS spoke.", "Le maire PS a parlé.", "The mayor PS spoke."),
        ("The mayor PP Luc Morel spoke.", "Le maire Luc Morel a parlé.", "The mayor PP Luc Morel spoke."),
    ],
)
def test_a_party_goes_before_others_with_their_names(raw, source, after):
    assert Edited(raw, [change for _, change in corrected(raw, source)]).after == after
