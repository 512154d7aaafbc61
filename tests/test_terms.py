"""Terms of the business pages."""

from __future__ import annotations

import pytest

import mt
from mt import typography


@pytest.mark.parametrize(
    ("source", "raw", "target"),
    [
        ("71 points de base", "71 basic points", "71 basis points"),
        ("Le carnet de commandes est plein.", "The command book is full.", "The order book is full."),
        ("Le titre chute en Bourse.", "The title falls in the stock market.", "The share falls on the stock market."),
        ("L’action a perdu 3 %.", "Action lost 3%.", "The share lost 3%."),
        ("un acompte sur dividende", "a deposit on dividend", "an interim dividend"),
        ("+2 % en glissement annuel", "+2% in annual slide", "+2% year on year"),
        ("Les urgences de l'hôpital", "The hospital’s emergencies", "The hospital’s emergency departments"),
        ("le ministre de l'Industrie dit", "The minister of the Industria says", "The Minister of Industry says"),
        ("Les obligations à dix ans baissent.", "Ten-year obligations fall.", "Ten-year bonds fall."),
        ("Les soldes commencent.", "The promotions begin.", "The sales begin."),
        # nothing tells that it is one
        ("le titre de champion, 3 %", "the title of champion, 3%", "the title of champion, 3%"),
        ("L'action du gouvernement a chuté de 3 %.", "The action fell by 3%.", "The action fell by 3%."),
        ("Il a des obligations envers elle.", "He has obligations to her.", "He has obligations to her."),
        ("les auteurs de l'attaque, une étude", "the perpetrators, a study", "the perpetrators, a study"),
        ("Les pompiers quittent les urgences.", "The emergency services leave.", "The emergency services leave."),
        ("Il suit des cours à l'école.", "He takes courses at school.", "He takes courses at school."),
    ],
)  # fmt: skip
def test_put_right(source: str, raw: str, target: str) -> None:
    english, edits, _ = typography.set_english(raw, "curly", source)
    assert english == target
    assert typography.undo(english, edits) == raw


def test_every_edit_has_its_rule() -> None:
    (segment,) = mt.translate("La marge a progressé de 120 points de base.").segments
    assert "120 basis points" in segment.target
    assert "a term of the business pages" in {edit.rule for edit in segment.edits}
