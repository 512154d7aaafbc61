"""Adjectives of places: what an engine is asked in their place, and where they are left alone."""

from __future__ import annotations

import pytest

import mt
from mt import names, pipeline
from mt.config import Config
from mt.document import Document, Paragraph, Segment
from mt.edits import Edited
from mt.names import demonyms
from mt.phrasing import towns


def placed(text: str) -> str:
    return Edited(text, towns.placed(text)).after


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Une entreprise nantaise a fermé.", "Une entreprise de Nantes a fermé."),
        ("Deux élus brestois, le préfet isérois", "Deux élus de Brest, le préfet de l'Isère"),
        ("Les plages landaises et le maire tourangeau", "Les plages des Landes et le maire de Tours"),
        ("Des lycéens tourangeaux, des rues mancelles", "Des lycéens de Tours, des rues de Le Mans"),
        ("Un village val-d’oisien", "Un village de Val-d'Oise"),
        ("Une pomme normande", "Une pomme de Normandy"),  # the English, which the engine copies
        ("L'équipe première nantaise", "L'équipe première de Nantes"),
        ("Entreprise nantaise rachetée", "Entreprise de Nantes rachetée"),
        ("La CGT lyonnaise et le CHU angevin", "La CGT de Lyon et le CHU d'Angers"),
        ("L'est lyonnais sous la neige", "L'est de Lyon sous la neige"),
        # several
        ("Les élus nantais, rennais et brestois", "Les élus de Nantes, de Rennes et de Brest"),
        ("Les cours parisiennes et lyonnaises", "Les cours parisiennes et de Lyon"),
        # what is said of the noun besides
        ("Un club nantais de handball", "Un club de handball de Nantes"),
        ("Un élu nantais de 35 ans", "Un élu de Nantes de 35 ans"),
        ("Il demande au club nantais de payer.", "Il demande au club de Nantes de payer."),
        ("Le siège lyonnais de la banque", "Le siège de Lyon de la banque"),
        ("La députée iséroise écologiste", "La députée écologiste de l'Isère"),
        ("L'usine toulousaine d'Airbus", "L'usine Toulouse d'Airbus"),
        ("La commune gardoise de Sommières", "La commune Gard de Sommières"),
        ("L'avocate lilloise Anne Petit", "L'avocate from Lille Anne Petit"),
        ("Le maire lillois Paul Petit", "Le maire de Lille Paul Petit"),
        # who comes from there
        ("Elle est nantaise.", "Elle est originaire de Nantes."),
        ("Ses parents étaient brestois.", "Ses parents étaient originaires de Brest."),
        ("Un chanteur d'origine marseillaise", "Un chanteur originaire de Marseille"),
    ],
)
def test_behind_its_noun_an_adjective_gives_way_to_its_place(text: str, expected: str) -> None:
    assert placed(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Les nantais, un lyonnais, ces brestoises et trois rennais",
        "Les Rochelais ont voté ; l'ancien nantais et de vrais marseillais",
        "Paul Petit, nantais de 35 ans",
        "Un dîner très lyonnais, un homme devenu brestois",
        "Une salade niçoise, une sauce béarnaise, le marais poitevin",
        "La langue picarde, un mot chanté en picard, à la lyonnaise",
        "Le Stade brestois et l'Olympique lyonnais",
        "Stade rennais : la défaite du RC lensois",
        "LE MAIRE NANTAIS",
        "La chanson La Marseillaise",
        "Une entreprise anglo-normande, un héros troyen",
        "Un maire parisien, un ministre genevois",
    ],
)
def test_people_dishes_languages_and_clubs_are_left_alone(text: str) -> None:
    assert placed(text) == text


def test_no_form_is_listed_twice_or_among_the_demonyms() -> None:
    rows = towns.TABLE.read_text(encoding="utf-8").splitlines()[1:]
    forms = [form for row in rows for form in dict.fromkeys(row.split("\t")[:2])]
    assert len(forms) == len(set(forms))
    assert not [form for form in forms if demonyms.find(form)]


def test_every_form_gives_way() -> None:
    for row in towns.TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        masculine, feminine, place = row.split("\t")
        assert placed(f"Un parc {masculine}, une rue {feminine}.") == f"Un parc {place}, une rue {place}."


def test_names_have_the_first_word_and_none_is_added() -> None:
    text = "Le Stade rennais a battu une équipe nantaise."
    (segment,) = names.find(Document("a", (Paragraph((Segment("1", text),)),))).segments
    assert "nantaise" not in [name.source.of(text) for name in segment.names]
    (segment,) = mt.translate(text, engine="echo").segments
    assert segment.source == text
    assert segment.raw == "Le Stade rennais a battu une équipe de Nantes."


def test_the_setting_decides() -> None:
    segment = Segment("1", "Une usine grenobloise a fermé.")
    assert [change.text for change in pipeline.for_engine(Config())(segment, {})] == ["de Grenoble"]
    assert "de Grenoble" not in [one.text for one in pipeline.for_engine(Config(press=False))(segment, {})]


def test_the_embedded_model_knows_the_places() -> None:
    (segment,) = mt.translate("Le tribunal rennais a condamné une entreprise nantaise.").segments
    assert "Rennes" in segment.target
    assert "Nantes" in segment.target
    assert not segment.flags
    linked = {link.source.of(segment.source): link.target.of(segment.target) for link in segment.links}
    assert linked["nantaise"] == "Nantes"
