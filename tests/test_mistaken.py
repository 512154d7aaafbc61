"""English that is wrong by rule, put right where the French has what it stands for."""

from __future__ import annotations

import re

import pytest

import mt
from mt import typography
from mt.phrasing import mistaken


@pytest.mark.parametrize(
    ("source", "raw", "expected"),
    [
        ("Il a marqué un but.", "He marked a goal.", "He scored a goal."),
        ("Il a marqué deux essais.", "He marked two tries.", "He scored two tries."),
        ("Il a marqué la fin.", "He marked the end.", "He marked the end."),
        (
            "à la 71e minute, la 12e et la 3e",
            "the 71th minute, the 12nd and the 3th",
            "The 71st minute, the 12th and the 3rd",
        ),
        ("la tête de série n° 4", "the head of series 4", "the No. 4 seed"),
        ("trois passes décisives", "three decisive passes", "three assists"),
        ("L'OM a gagné.", "The OM won.", "OM won."),
        ("L'entraîneur de l'OM", "The OM coach", "The OM coach"),
        ("la première manche", "the first manche", "the first set"),
        ("le tunnel sous la Manche", "the Channel tunnel", "the Channel tunnel"),
        ("L'arbitrage du match", "The arbitration of the match", "The refereeing of the match"),
        ("Le tribunal d'arbitrage du club", "The club's arbitration court", "The club's arbitration court"),
        ("la déléguée syndicale", "the trade union delegate", "the union representative"),
        ("L'étape du peloton", "The peloton's step", "The peloton's stage"),
        ("Une étape vers la paix", "A step towards peace", "A step towards peace"),
        (
            "Fille d'un berger, elle écrit.",
            "A girl of a shepherd, she writes.",
            "The daughter of a shepherd, she writes.",
        ),
    ],
)
def test_put_right(source: str, raw: str, expected: str) -> None:
    after, edits, _ = typography.set_english(raw, "straight", source)
    assert after.lower() == expected.lower()
    assert typography.undo(after, edits) == raw


def test_every_rule_has_its_name_and_is_right_itself() -> None:
    for rule in mistaken._rules():
        assert rule.name
        assert re.search(r"\\\d", rule.right) or not rule.english.search(rule.right), rule


def test_it_is_an_edit_on_record() -> None:
    (segment,) = mt.translate("Il a marqué un but.", engine="echo").segments
    assert not [edit for edit in segment.edits if edit.rule == "a goal is scored"]  # what is no English is left alone
