"""The conditional of hearsay: told from a real one, put so that an engine understands, reported in English."""

from __future__ import annotations

import pytest

import mt
from mt.edits import Edited
from mt.phrasing import hearsay


@pytest.mark.parametrize(
    ("french", "put"),
    [
        ("Le suspect aurait tenté de fuir.", "Le suspect a apparemment tenté de fuir."),
        ("Deux hommes auraient déjà vendu la voiture.", "Deux hommes ont apparemment déjà vendu la voiture."),
        ("Il se serait suicidé mardi.", "Il s'est apparemment suicidé mardi."),
        ("Ils se seraient rencontrés à Nice.", "Ils se sont apparemment rencontrés à Nice."),
        ("La victime, qui aurait été frappée, est là.", "La victime, qui a apparemment été frappée, est là."),
        ("Il aurait été légèrement blessé.", "Il a apparemment été légèrement blessé."),
        ("Il n'aurait pas vu le piéton.", "Il n'a apparemment pas vu le piéton."),
        ("L'acteur serait mort lundi.", "L'acteur est apparemment mort lundi."),
        ("Selon lui, Paris l'aurait promis.", "Selon lui, Paris l'a apparemment promis."),
    ],
)
def test_what_others_have_said_is_put_so(french: str, put: str) -> None:
    assert Edited(french, list(hearsay.plainly(french))).after == put


@pytest.mark.parametrize(
    "french",
    [
        "Sans lui, elle aurait perdu.",
        "S'il avait plu, le club aurait gagné.",
        "Le maire aurait dû partir.",
        "Cela aurait permis de gagner du temps.",
        "Le texte serait soumis au vote.",
        "Le match aurait lieu mardi.",
        "« Il aurait menti », dit-elle.",
        "Il a dit qu'il aurait fini mardi.",
        "Qui aurait tiré ?",
        "On aurait entendu une mouche voler.",
        "Un véritable ami m'aurait aidé.",
        "Il aurait apparemment dormi.",
        "Avec davantage d'études, elle aurait trouvé un emploi.",
        "Quelques années plus tôt, un tel geste aurait condamné le candidat.",
        "Tout le monde ignore la façon dont la cour aurait jugé l'affaire.",
    ],
)
def test_a_real_conditional_stays(french: str) -> None:
    assert not list(hearsay.plainly(french))


def test_it_is_reported_in_english_as_an_edit_on_record() -> None:
    (segment,) = mt.translate("Le suspect aurait tenté de fuir.", beam=1).segments
    assert "reportedly tried" in segment.target
    assert [edit.after for edit in segment.edits if edit.rule == hearsay.RULE] == ["reportedly"]
    assert not list(hearsay.corrected("He apparently left.", "Il est apparemment parti."))
