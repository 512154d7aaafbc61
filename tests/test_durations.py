"""How long something takes, in English."""

from __future__ import annotations

import pytest

import mt
from mt import typography


@pytest.mark.parametrize(
    ("source", "raw", "target"),
    [
        ("Il dure 2 h 38.", "It lasts 2:38 minutes.", "It lasts 2 hours 38 minutes."),
        ("Il dure 1h56.", "It lasts 1:56 minutes.", "It lasts 1 hour 56 minutes."),
        ("une réunion de 2 h 15", "a meeting of 2.15 minutes", "a meeting of 2 hours 15 minutes"),
        ("en 2 heures 9 minutes", "in 2:00 and 9 minutes", "in 2 hours and 9 minutes"),
        ("à 14 h 38", "at 14:38", "at 14:38"),  # when, not how long
        ("un tour en 2:38 minutes", "a lap in 2:38 minutes", "a lap in 2:38 minutes"),
        ("4 min 24", "4:24 minutes", "4:24 minutes"),
    ],
)
def test_put_right(source: str, raw: str, target: str) -> None:
    english, edits, _ = typography.set_english(raw, "curly", source)
    assert english == target
    assert typography.undo(english, edits) == raw


def test_a_time_that_lasts_is_no_time_of_day() -> None:
    (segment,) = mt.translate("Le concert commence à 20 h 30 et dure 2 h 15.").segments
    assert "8:30 p.m." in segment.target
    assert "2 hours" in segment.target
