"""Verbs that a quotation is said with: what the engine is asked in their place."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mt
from mt.edits import Edited
from mt.phrasing import saying


def plain(text: str) -> str:
    return Edited(text, saying.plainly(text)).after


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("« C'est une honte », souffle un proche.", "« C'est une honte », déclare un proche."),
        ("« Nous gagnerons », lâche-t-il.", "« Nous gagnerons », dit-il."),
        ("« Nous gagnerons », jurent-elles.", "« Nous gagnerons », disent-elles."),
        ("« Non », tonnent les syndicats.", "« Non », disent les syndicats."),
        ("“On verra”, a ironisé le maire.", "“On verra”, a dit le maire."),
        ("« On verra », a-t-elle encore ironisé.", "« On verra », a-t-elle encore dit."),
        ("« Non », s’est indignée la maire.", "« Non », a protesté la maire."),
        ("« Non », s'est-elle indignée hier.", "« Non », a-t-elle protesté hier."),
        ("« Non », se sont-ils indignés.", "« Non », ont-ils protesté."),
        ("« Non », s'étaient indignés les élus.", "« Non », avaient protesté les élus."),
        ("« Prudence », met en garde le préfet.", "« Prudence », avertit le préfet."),
        ("« Il faut agir, martèle-t-il, sinon rien. »", "« Il faut agir, dit-il, sinon rien. »"),
        ("« Il faut agir, s'agace-t-on ici, vite. »", "« Il faut agir, dit-on ici, vite. »"),
        ("« Non », martèle-t-il.", "« Non », insiste-t-il."),
        ("« Non », martèle le maire.", "« Non », déclare le maire."),
        ("« Non », insiste le maire.", "« Non », déclare le maire."),
        ("« Bravo », se réjouit la maire.", "« Bravo », déclare la maire."),
        ("« Non », ironisait-elle.", "« Non », disait-elle."),
        ("« Non », lançait-on ; « oui », s’amusaient-ils.", "« Non », disait-on ; « oui », disaient-ils."),
        ("« Non », enrageaient les élus.", "« Non », disaient les élus."),
        ("« Non », reprenait le maire.", "« Non », disait le maire."),
        ("« Non », faisait savoir l'Élysée.", "« Non », disait l'Élysée."),
        ("« Non », écrira-t-il, confiera-t-elle.", "« Non », écrivait-il, disait-elle."),
        ("« Non », tempérera le maire.", "« Non », disait le maire."),
        ("« Pourquoi ? » s'étonnaient les élus.", "« Pourquoi ? » demandaient les élus."),
        ("« Bravo », a salué le maire.", "« Bravo », a dit le maire."),
        ("Il est mort, a fait savoir sa famille.", "Il est mort, a déclaré sa famille."),
        ("« Pourquoi ? » s'étonne le maire.", "« Pourquoi ? » demande le maire."),
        ("« Quelle honte ! » s'étonne le maire.", "« Quelle honte ! » déclare le maire."),
        (
            "« On nous oublie, soupire Marie Le Goff, infirmière.",
            "« On nous oublie, déclare Marie Le Goff, infirmière.",
        ),
        ("« C'est une honte, s'indigne Jean Morel.", "« C'est une honte, déclare Jean Morel."),
        ("« Il n'y a plus rien, lâche Ahmed.", "« Il n'y a plus rien, déclare Ahmed."),
        ("« La situation, souffle le maire, est grave. »", "« La situation, déclare le maire, est grave. »"),
        ("« La situation, ajoute le maire, est grave. »", "« La situation, déclare le maire, est grave. »"),
        ("Ils sont là, lâche Ahmed, c'est fini », dit-il.", "Ils sont là, déclare Ahmed, c'est fini », dit-il."),
        ("Rien n'est perdu, tempère le ministre.", "Rien n'est perdu, déclare le ministre."),
        ("Tout va bien, s'exclament les élus.", "Tout va bien, disent les élus."),
        (
            "« Rien n'est perdu, a soufflé le maire. Tout va bien. »",
            "« Rien n'est perdu, a déclaré le maire. Tout va bien. »",
        ),
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
        "Le maire avance, relève le défi, gagne.",  # an object
        "Le vent soufflait, le feu avançait, il lançait son équipe.",
        "La chanteuse, connue pour « Désenchantée », lancera un album.",
        "« Non », écrivait le maire.",  # which engines say well
        "Il a quitté la salle, a fait savoir qu'il partait.",
        "Le club, en crise, lance un appel.",
        "Le chef arrive, salue le maire, repart.",  # whom he greets
        "Il critique la gauche, fustige le gouvernement.",
        "« Il arrive, lance un appel, et repart. »",
        "Il fait ses valises, lâche Paul et part.",
        "Le prix monte, ajoute le maire.",  # which engines say well
        "« Le prix monte, ajoute le maire.",
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
    assert "protests the mayor" in segment.target
    (without,) = mt.translate(source, press=False).segments
    assert "protests" not in without.target


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("« Il n'y a plus de travail ici, lâche Ahmed. Les jeunes partent. »", "says Ahmed"),
        ("« La situation, souffle le maire, est grave », selon un témoin.", "says the mayor"),
        ("« Il faut négocier », insiste son délégué.", "says his delegate"),
    ],
)
def test_no_subject_is_lost(source: str, target: str) -> None:
    said = " ".join(segment.target for segment in mt.translate(source, beam=4).segments)
    assert target in said
