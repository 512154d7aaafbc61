"""Players before their names; what is something else stays."""

from __future__ import annotations

import pytest

from mt.edits import Edited
from mt.phrasing import players


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le milieu Ilyes Haddad est libre.", "Le midfielder Ilyes Haddad est libre."),
        ("Leur pilier Cyril Baille souffre.", "Leur prop-forward Cyril Baille souffre."),
        ("L'arrière anglais Freddie Steward marque.", "Le full-back anglais Freddie Steward marque."),
        ("Le gardien Robin Risser plonge.", "Le goalkeeper Robin Risser plonge."),
        ("Le gardien du musée a vu le milieu parisien.", "Le gardien du musée a vu le milieu parisien."),
        ("Le gardien Paul Martin vit dans la loge.", "Le gardien Paul Martin vit dans la loge."),
        ("Le pilier Nord du pont", "Le pilier Nord du pont"),
        ("Au milieu Paul Martin attendait.", "Au milieu Paul Martin attendait."),
        ("Le gardien des Sceaux-Nord", "Le gardien des Sceaux-Nord"),
        ("Le milieu\u00a0offensif Ilyes Haddad sort.", "Le midfielder Ilyes Haddad sort."),
        ("Le demi d’ouverture Ilyes Haddad sort.", "Le fly-half Ilyes Haddad sort."),
        ("Le gardien Jean Martin, de la prison d'Aix", "Le gardien Jean Martin, de la prison d'Aix"),
    ],
)
def test_before_a_name(text: str, expected: str) -> None:
    assert Edited(text, list(players.plainly(text))).after == expected
