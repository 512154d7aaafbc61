"""Firms that are it and not he."""

from __future__ import annotations

import pytest

import mt


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Valméo a relevé ses marges. Son carnet de commandes atteint un record.", "Its order book"),
        ("Carrefour a cédé sa filiale italienne. Il compte verser un dividende.", "It "),
        ("Nexavia a été racheté par son concurrent allemand. Il emploie 400 personnes.", "It employs"),
    ],
)
def test_a_firm_is_it(text: str, said: str) -> None:
    target = " ".join(segment.target for segment in mt.translate(text).segments)
    assert said in target
    assert not {"He", "His", "his", "him"} & set(target.split())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Le PDG de Renault a présenté son plan. Il a promis de supprimer 3.000 postes.", "He promised"),
        ("Michelin est mort dimanche. Il avait 93 ans.", "He was"),
        ("Leclerc a gagné à Monaco. Il a remercié son équipe.", "He thanked his team"),
        ("La patronne de Valméo, Hélène Corvisart, a défendu son bilan. Son groupe a grandi.", "Her group"),
    ],
)
def test_who_leads_it_is_not(text: str, said: str) -> None:
    assert said in " ".join(segment.target for segment in mt.translate(text).segments)
