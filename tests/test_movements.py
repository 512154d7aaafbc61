"""How far figures rise and fall: what an engine is asked, and what is put right in its English."""

from __future__ import annotations

import pytest

import mt
from mt import typography
from mt.edits import Edited
from mt.phrasing import movements


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L'action gagne 2,1 % à 14 euros.", "L'action augmente de 2,1 % à 14 euros."),
        ("Le titre s’est adjugé près de 3 % lundi.", "Le titre a augmenté de près de 3 % lundi."),
        ("L'or a cédé 1,2 %.", "L'or a reculé de 1,2 %."),
        ("Le taux se tendait de 3 points de base.", "Le taux augmentait de 3 points de base."),
        ("Il recule de 4 points de base à 3,41 %.", "Il recule de 4 points de base pour atteindre 3,41 %."),
        ("Il baisse de 0,2 %, à 7.800 points.", "Il baisse de 0,2 % pour atteindre 7.800 points."),
        ("La région en compte deux fois moins.", "La région en compte moitié moins."),
        # what is somebody's, and what is no price
        (
            "Le fonds a pris 12 % du capital et 5 % dans la filiale.",
            "Le fonds a pris 12 % du capital et 5 % dans la filiale.",
        ),
        ("La famille cède 51 % à un rival.", "La famille cède 51 % à un rival."),
        ("Elle a cédé 5 % à Norvane.", "Elle a cédé 5 % à Norvane."),
        ("Le titre cède 5 % à Paris.", "Le titre recule de 5 % à Paris."),
        ("Le site prend 8 % sur chaque vente.", "Le site prend 8 % sur chaque vente."),
        ("Les femmes gagnent 15 % de moins.", "Les femmes gagnent 15 % de moins."),
        ("Il a laissé 10 % à sa femme.", "Il a laissé 10 % à sa femme."),
        ("Le livret rend 3 % par an.", "Le livret rend 3 % par an."),
        ("Elle a gagné 3 points au classement.", "Elle a gagné 3 points au classement."),
        ("Le taux passe de 3 % à 5 %.", "Le taux passe de 3 % à 5 %."),
        ("Il prend trois fois moins de place.", "Il prend trois fois moins de place."),
    ],
)
def test_put_plainly(text: str, expected: str) -> None:
    assert Edited(text, movements.plainly(text)).after == expected


@pytest.mark.parametrize(
    ("source", "raw", "target"),
    [
        ("Il recule de 4 points à 3,41 %.", "It fell from 4 points to 3.41%.", "It fell by 4 points to 3.41%."),
        ("Il peut chuter de 25 à 30 %.", "It may fall from 25% to 30%.", "It may fall by 25% to 30%."),
        ("Elle a ouvert en baisse de 0,4 %.", "It opened by 0.4%.", "It opened down 0.4%."),
        ("Un gain, en hausse de 23 %", "A profit, increasing by 23%", "A profit, up 23%"),
        ("L'euro gagnait 0,2 %.", "The euro won 0.2%.", "The euro gained 0.2%."),
        ("Wall Street a fini en hausse lundi.", "Wall Street ended on Monday.", "Wall Street ended higher on Monday."),
        (
            "La Bourse a clôturé en nette baisse.",
            "The exchange closed up falling sharply.",
            "The exchange closed sharply lower.",
        ),
        ("Le Dax termine en ordre dispersé.", "The Dax ends in dispersed order.", "The Dax ends mixed."),
        ("Ils sont deux fois moins nombreux.", "They are twice as many.", "They are half as many."),
        ("deux fois moins que la moyenne", "half less than the average", "half the average"),
        ("deux fois moins de lits qu'ici", "half as many beds than here", "half as many beds as here"),
        # a range that is one, what is double, what is won
        ("Le taux passe de 4 % à 5 %.", "The rate rises from 4% to 5%.", "The rate rises from 4% to 5%."),
        ("passé de 5 % en 1970 à 60 %", "from 5% in 1970 to 60%", "from 5% in 1970 to 60%"),
        ("La part augmente de 25 à 30 %.", "The share rises from 25 to 30%.", "The share rises from 25 to 30%."),
        ("Le taux passe de 3 % à 2,4 %.", "The rate rises from 3% to 2.4%.", "The rate falls from 3% to 2.4%."),
        ("Il passe de 3,125 % à 3,2 %.", "It rises from 3.125% to 3.2%.", "It rises from 3.125% to 3.2%."),
        ("Ils sont deux fois plus nombreux.", "They are twice as many.", "They are twice as many."),
        ("Le parti a obtenu 12 %.", "The party won 12%.", "The party won 12%."),
        ("Le match a fini en hausse.", "The match ended on Monday.", "The match ended on Monday."),
    ],
)
def test_put_right(source: str, raw: str, target: str) -> None:
    english, edits, _ = typography.set_english(raw, "curly", source)
    assert english == target
    assert typography.undo(english, edits) == raw


def test_the_embedded_model_says_them_in_english() -> None:
    text = "La région compte deux fois moins de médecins. Le taux a reculé de 12 points de base, à 2,9 %."
    first, second = mt.translate(text).segments
    assert "half as many doctors" in first.target
    assert "by 12 basis points to 2.9%" in second.target
