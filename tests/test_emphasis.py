"""Pronouns that set somebody against others give way to "pour sa part"; others stay."""

from __future__ import annotations

import pytest

from mt.edits import Edited
from mt.phrasing import emphasis


@pytest.mark.parametrize(
    ("french", "put"),
    [
        ("Le maire, lui, a refusé.", "Le maire, pour sa part, a refusé."),
        ("La CGT, elle, n'a pas signé.", "La CGT, pour sa part, n'a pas signé."),
        ("Les usagers, eux, attendent.", "Les usagers, pour leur part, attendent."),
        ("Les élues, elles, s'abstiennent.", "Les élues, pour leur part, s'abstiennent."),
        # what is something else
        ("Selon elle, lui, il ment.", "Selon elle, lui, il ment."),
        ("Lui, en revanche, se tait.", "Lui, en revanche, se tait."),
        ("Il pense à son fils, elle, à sa mère.", "Il pense à son fils, elle, à sa mère."),
        ("Ils étaient trois : Paul, lui, et Anne.", "Ils étaient trois : Paul, lui, et Anne."),
    ],
)
def test_who_is_set_against_others(french: str, put: str) -> None:
    assert Edited(french, list(emphasis.plainly(french))).after == put
