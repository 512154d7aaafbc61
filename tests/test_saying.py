"""Verbs that a quotation is said with: what the engine is asked in their place."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mt
from mt import saying
from mt.edits import Edited


def plain(text: str) -> str:
    return Edited(text, saying.plainly(text)).after


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("« C'est une honte », souffle un proche.", "« C'est une honte », dit un proche."),
        ("« Nous gagnerons », lâche-t-il.", "« Nous gagnerons », dit-il."),
        ("« Nous gagnerons », jurent-elles.", "« Nous gagnerons », assurent-elles."),
        ("« Non », tonnent les syndicats.", "« Non », insistent les syndicats."),
        ("“On verra”, a ironisé le maire.", "“On verra”, a dit le maire."),
        ("« On verra », a-t-elle encore ironisé.", "« On verra », a-t-elle encore dit."),
        ("« Non », s’est indignée la maire.", "« Non », a dénoncé la maire."),
        ("« Non », s'est-elle indignée hier.", "« Non », a-t-elle dénoncé hier."),
        ("« Non », se sont-ils indignés.", "« Non », ont-ils dénoncé."),
        ("« Non », s'étaient indignés les élus.", "« Non », avaient dénoncé les élus."),
        ("« Prudence », met en garde le préfet.", "« Prudence », avertit le préfet."),
        ("« Il faut agir, martèle-t-il, sinon rien. »", "« Il faut agir, insiste-t-il, sinon rien. »"),
        ("« Il faut agir, s'agace-t-on ici, vite. »", "« Il faut agir, dénonce-t-on ici, vite. »"),
    ],
)
def test_a_verb_of_saying_is_put_plainly(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "La chanteuse, connue pour « Désenchantée », lance un album.",  # a title, no quotation
        "Il souffle sur les braises, lâche la bride et glisse.",
        "Le vent, souffle glacé, tombe.",
        "« Oui », lâchement.",
        "« Oui », dit-il.",
        "Le ministre s'est indigné mardi.",
        "Une nuance : « Oui », et non.",
    ],
)
def test_other_verbs_stay(text: str) -> None:
    assert saying.plainly(text) == ()


@given(st.text(st.sampled_from("«»\"”,- lsufe'ationégé"), max_size=60))
def test_changes_stand_in_order_and_apart(text: str) -> None:
    changes = saying.plainly(text)
    assert all(one.span.end <= other.span.start for one, other in pairwise(changes))


def test_the_translation_says_who_says_it_and_the_reader_keeps_his_verb() -> None:
    source = "« C'est une honte », fulmine le maire de Lyon."
    (segment,) = mt.translate(source).segments
    assert segment.source == source
    assert "mayor" in segment.target and "denounce" in segment.target
    (without,) = mt.translate(source, press=False).segments
    assert "denounce" not in without.target
