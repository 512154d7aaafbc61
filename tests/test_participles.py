"""Sentences that open with a participle: what the engine is asked, and how its answer opens."""

from __future__ import annotations

import pytest

import mt
from mt import typography
from mt.edits import Edited
from mt.phrasing import participles


def asked(text: str) -> str:
    return Edited(text, participles.introduced(text)).after


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Condamné à dix ans de prison, il a fait appel.", "avoir été condamné"),
        ("Prévenus par un voisin, les pompiers sont arrivés.", "avoir été prévenus"),
        ("Interpellée hier, Mme Leroy se tait.", "avoir été interpellée"),
        ("Née à Lille, Anne Morel vit ici.", "être née"),
        ("Eliminée au premier tour, l'équipe rentre.", "avoir été éliminée"),
        ("Arrêté à Lyon, dans le Rhône, l'homme nie.", "avoir été arrêté"),
        ("Mise en examen lundi, elle nie.", "avoir été inculpée"),
        ("Réunis à Bruxelles, les Vingt-Sept ont cédé.", "avoir été réunis"),
        ("Lâché par les siens, le roi est parti.", "avoir été abandonné"),
        ("Inculpé de vol, de rapt et de meurtre, l'ancien garde nie.", "avoir été inculpé"),
        ("Surpris par la neige, les deux skieurs attendent.", "avoir été surpris"),
        ("« Trahi par les siens, il est parti. »", "avoir été trahi"),
    ],
)
def test_a_participle_is_introduced(text: str, expected: str) -> None:
    assert asked(text).removeprefix("« ").startswith(f"Après {expected} ")


@pytest.mark.parametrize(
    "text",
    [
        "Condamné à dix ans de prison, elle a fait appel.",  # it does not agree
        "Condamné, et pourtant libre.",
        "Arrêté à Lyon, la semaine dernière, l'homme nie.",  # the week is no subject
        "Arrêté municipal du 3 mai, le maire signe.",  # a decree
        "Envoyé spécial à Kiev, il raconte.",
        "Invité de la matinale, le ministre a répondu.",
        "Élu en 2017, le président a promis des réformes.",  # which engines say well
        "Il a été condamné à dix ans de prison, il a fait appel.",
        "Mis à part le maire, les élus sont contents.",
        "Prévenus et témoins sont arrivés, les juges aussi.",
        "Condamné à dix ans de prison.",
        "Partie de Lyon, la course a duré trois jours.",  # a part
    ],
)
def test_others_stay(text: str) -> None:
    assert participles.introduced(text) == ()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("After being sentenced to ten years, he appealed.", "Sentenced to ten years, he appealed."),
        ("After having been told, he left.", "Told, he left."),
        ("After scheduled for May, it was put off.", "Scheduled for May, it was put off."),
        ("After he was sentenced to ten years, he appealed.", "Sentenced to ten years, he appealed."),
        ("After he was sentenced to ten years, she left.", "After he was sentenced to ten years, she left."),
        ("After being under pressure, he left.", "After being under pressure, he left."),
        ("After suspicion of fraud, he resigned.", "After suspicion of fraud, he resigned."),
    ],
)
def test_the_answer_opens_with_the_participle(raw: str, expected: str) -> None:
    said, edits, _ = typography.set_english(raw, "curly", "Condamné à dix ans, il a fait appel.")
    assert said == expected
    assert typography.undo(said, edits) == raw
    assert typography.set_english(raw, "curly", "Après avoir été condamné, il a fait appel.")[0] == raw


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Prévenus par un voisin, les pompiers sont arrivés rapidement.", "Warned by a neighbor, the firefighters"),
        ("Battus par le Portugal, les Belges quittent le tournoi.", "Beaten by Portugal, the Belgians"),
    ],
)
def test_the_embedded_model_says_what_happened(source: str, target: str) -> None:
    (segment,) = mt.translate(source, beam=4).segments
    assert segment.source == source
    assert segment.target.startswith(target)
