"""Idioms in all their forms, each with the same form of what is put for it."""

from __future__ import annotations

import pytest

from mt.phrasing.conjugation import forms


@pytest.mark.parametrize(
    ("idiom", "plain", "form", "expected"),
    [
        ("baisser pavillon", "abandonner", "baissaient pavillon", "abandonnaient"),
        ("baisser pavillon", "abandonner", "baissé pavillon", "abandonné"),
        ("baisser pavillon", "abandonner", "baisse pas pavillon", "abandonne pas"),
        ("prendre le large", "s'éloigner", "prenait le large", "s'éloignait"),
        ("prendre le large", "s'éloigner", "a pris le large", "s'est éloigné"),
        ("se casser les dents", "échouer", "s'étaient cassé les dents", "avaient échoué"),
        ("se casser les dents", "échouer", "je me suis cassé les dents", "j'ai échoué"),
        ("tomber des nues", "être très surpris", "est tombée des nues", "a été très surpris"),
        ("faire école", "être imité", "fait école", "est imité"),
        ("faire école", "être imité", "ont fait école", "ont été imité"),  # "fait" alone is what he does
        ("sortir le grand jeu", "jouer magnifiquement", "sorti le grand jeu", "joué magnifiquement"),
        ("lever le pied", "ralentir", "lèvera le pied", "ralentira"),
        ("jeter l'éponge", "abandonner", "jettent l'éponge", "abandonnent"),
        ("faire ses armes", "apprendre son métier", "fasse ses armes", "apprenne son métier"),
        ("faire bloc", "être uni(s)", "fait bloc", "est uni"),
        ("faire bloc", "être uni(s)", "feront bloc", "seront unis"),
        ("faire figure de", "être considéré(s) comme", "faisons figure de", "sommes considérés comme"),
        ("revoir sa copie", "modifier son projet", "revoient leur copie", "modifient leur projet"),
        ("revoir sa copie", "modifier son projet", "revu leur copie", "modifié leur projet"),
        ("retenir son souffle", "attendre avec inquiétude", "retiennent leur souffle", "attendent avec inquiétude"),
        ("s'emparer de", "se saisir de", "se sont emparées de", "se sont saisies de"),
        (
            "repasser dans le vert",
            "être de nouveau rentable(s)",
            "est repassée dans le vert",
            "a été de nouveau rentable",
        ),
    ],
)
def test_every_form(idiom: str, plain: str, form: str, expected: str) -> None:
    found: dict[str, str] = {}
    for text, put in forms(idiom, plain):
        found.setdefault(text, put)
    assert found[form] == expected


def test_a_participle_that_is_the_present_is_put_only_behind_its_verb() -> None:
    assert dict(forms("faire école", "être imité")).get("fait école") == "est imité"


def test_no_infinitive() -> None:
    with pytest.raises(ValueError, match="pavillon"):
        list(forms("pavillon", "abandonner"))
