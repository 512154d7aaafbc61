"""Terms of parliament and the courts put right in English."""

from __future__ import annotations

import pytest

import mt
from mt import typography
from mt.edits import Edited
from mt.phrasing import courts
from mt.phrasing.common import data_of


def right(raw: str, source: str) -> str:
    return Edited(raw, [change for _, change in courts.corrected(raw, source)]).after


@pytest.mark.parametrize(
    ("raw", "source", "after"),
    [
        ("The House rejected the text.", "L'Assemblée a rejeté le texte.", "The Assembly rejected the text."),
        ("The president of the House", "La présidente de l’Assemblée", "The president of the Assembly"),
        ("In the gallery, he cried.", "À la tribune, il a pleuré.", "At the rostrum, he cried."),
        ("His lawyer pleaded the relaxation.", "Son avocat a plaidé la relaxe.", "His lawyer argued for acquittal."),
        ("A general relaxation", "Une relaxe générale", "A general acquittal"),
        ("In his requisition, he asked", "Dans ses réquisitions, il a demandé", "In his closing speech, he asked"),
        ("At the bar, she wept.", "À la barre, elle a pleuré.", "On the stand, she wept."),
        (
            "Jailed for murder and attempted murder",
            "Emprisonné pour meurtre et tentative de meurtre",
            None,
        ),
        ("The investigating magistrates", "Les juges d'instruction", None),
        ("At the top of the box office", "En tête du box office", None),
        ("Requisitions of fuel", "Des réquisitions de carburant", None),
        ("An indictment against war", "Un réquisitoire contre la guerre", None),
        ("They vote against censorship.", "Ils votent la censure.", "They vote to bring down the government."),
        ("He denies the facts.", "Il nie les faits.", "He denies the accusations."),
        ("The facts date back to 2017.", "Les faits remontent à 2017.", "The events date back to 2017."),
        ("He is tried for murder.", "Il est jugé pour tentative de meurtre.", "He is tried for attempted murder."),
        (
            "The jury recognised Max guilty.",
            "Les jurés ont reconnu Max coupable.",
            "The jury found Max guilty.",
        ),
        ("After a race", "Au terme d'une course-poursuite", "After a chase"),
        ("The spokesman Ada Prune", "La porte-parole Ada Prune", "The spokeswoman Ada Prune"),
        ("Entrusted, confiscated to the IGPN", "Confiée à l'IGPN", "Entrusted, entrusted to the IGPN"),
        (
            "He asked for Wednesday three years in prison.",
            "Il a requis mercredi trois ans de prison.",
            "He asked on Wednesday for three years in prison.",
        ),
        ("He asked for Wednesday off.", "Il a demandé son mercredi.", None),
        ("They seized the court.", "Ils ont saisi la cour.", "They turned to the court."),
        ("They seized the court", "Ils ont saisi le ballon", None),
        ("The film escaped censorship", "Le film a échappé à la censure du gouvernement", None),
        (
            "The government escapes censorship",
            "Le gouvernement échappe à la censure",
            "The government survives a no-confidence vote",
        ),
        # another house, other words, or more of them than the French has
        ("The House of Commons and the House", "La Chambre des communes et l'Assemblée", None),
        ("The House voted.", "La Chambre a voté.", None),
        ("The fans in the gallery", "Les supporters à la tribune", None),
        ("An hour of relaxation", "Une heure de détente", None),
        ("At the bar, in the bar", "À la barre", None),
        ("He met her in the bar.", "Il l'a connue au bar, dit-il à la barre.", None),
        ("He knows the facts.", "Il connaît les faits.", None),
        ("Murder, and a man tried for murder", "Un meurtre et un homme jugé pour meurtre", None),
        ("He won the race after a race.", "Il a gagné la course après une course-poursuite.", None),
        ("The spokesman and the spokesman", "Le porte-parole et la porte-parole", None),
        ("The coexistence of people", "La cohabitation des habitants", None),
    ],
)
def test_terms(raw: str, source: str, after: str | None) -> None:
    assert right(raw, source) == (raw if after is None else after)


def test_each_is_an_edit_that_can_be_taken_back() -> None:
    raw, source = "The relaxation was pronounced.", "La relaxe a été prononcée."
    english, edits, _ = typography.set_english(raw, "curly", source)
    assert english == "The acquittal was pronounced." and [edit.rule for edit in edits] == [courts.RULE]
    assert typography.undo(english, edits) == raw


def test_what_is_meant_is_not_put_right_again() -> None:
    for row in data_of(courts.__file__)["term"]:
        assert not [said for said, meant in row["english"].items() if said == meant]


def test_the_embedded_model_acquits() -> None:
    (segment,) = mt.translate("Le tribunal a prononcé une relaxe générale.").segments
    assert "acquittal" in segment.target and "relaxation" not in segment.target
