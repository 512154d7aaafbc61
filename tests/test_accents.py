"""Accents that an engine left out."""

from __future__ import annotations

import pytest

from mt import typography
from mt.edits import Edited
from mt.phrasing.accents import corrected


@pytest.mark.parametrize(
    ("raw", "source", "after"),
    [
        ("The mayor of Perols", "Le maire de Pérols", "The mayor of Pérols"),
        ("Perols, near Oleron", "Vers Pérols, près d'Oléron", "Pérols, near Oléron"),
        # a place that an adjective has become
        ("The port of Sete", "Le port sétois", "The port of Sète"),
        ("A Finistre family", "Une famille finistérienne", "A Finistère family"),
        ("A Besancon student", "Un lycéen bisontin", "A Besançon student"),
        # English, or an English form
        ("The Montreal team", "L'équipe de Montréal", "The Montreal team"),
        ("General Dubreuil", "le Général Dubreuil", "General Dubreuil"),
        ("the Elysee Palace", "le palais de l'Élysée", "the Elysee Palace"),
        # no name, or there already
        ("Parallelement to it", "Parallèlement à cela", "Parallelement to it"),
        ("Pérols and Perols", "De Pérols à Perols", "Pérols and Perols"),
        ("A Mexico-Americain", "Un Mexico-Américain", "A Mexico-Americain"),
        ("The sete of it", "Sa sète", "The sete of it"),
    ],
)
def test_accents(raw: str, source: str, after: str) -> None:
    assert Edited(raw, [change for _, change in corrected(raw, source)]).after == after


def test_each_is_an_edit_that_can_be_taken_back() -> None:
    raw, source = "A Cotes-d'Armor elected", "Une élue costarmoricaine"
    english, edits, _ = typography.set_english(raw, "curly", source)
    assert english == "A Côtes-d’Armor elected" and "a name's accents" in [edit.rule for edit in edits]
    assert typography.undo(english, edits) == raw
