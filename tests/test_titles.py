"""Titles between quotation marks, streets, and given names that stand alone: found, and left as the French has them."""

from __future__ import annotations

import pytest
from test_lost_names import Speaker, codes, job

from mt import names
from mt.document import Document, Name, Paragraph, Segment, Span
from mt.names import streets, titles


def article(*sources: str) -> Document:
    return names.find(Document("a", (Paragraph(tuple(Segment(str(k), one) for k, one in enumerate(sources))),)))


def found(*sources: str) -> list[tuple[str, str]]:
    """The entities of an article: kind and form."""
    return [(entity.kind, entity.form) for entity in article(*sources).entities]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Le film « Les Oubliés du lac » sort mercredi.", "Les Oubliés du lac"),
        ('Le roman intitulé "La Nuit des autres" a plu.', "La Nuit des autres"),
        ("Le documentaire animalier “Sous la neige” est diffusé jeudi.", "Sous la neige"),
        ("L'opération « Ville propre » commence.", "Ville propre"),
        ("La chanson « Ne pars pas » a ému le public.", "Ne pars pas"),
        ("Il joue dans « Intouchables ».", "Intouchables"),
        ("L'auteure de « La Vie devant nous » est à Rennes.", "La Vie devant nous"),
        ("Son premier album, « Nuit blanche », sort en mars.", "Nuit blanche"),
        ("« La Maison vide », roman d'une inconnue, est primé.", "La Maison vide"),
        ("« La Nuit des autres » sort mercredi.", "La Nuit des autres"),
        ("« La Nuit des autres » : un film fort", "La Nuit des autres"),
        ("Cinéma : « La Nuit des autres » primé à Berlin", "La Nuit des autres"),
        ("Selon le « Monde », rien n'est fait.", "Monde"),
        ("Elle lit « Les Oubliés du lac » sur scène.", "Les Oubliés du lac"),
        ("Le plan « Jeunes 2030 » coûte cher.", "Jeunes 2030"),
    ],
)
def test_a_title_is_told_by_what_stands_around_it(text: str, title: str) -> None:
    assert [span.of(text) for span in titles.found(text)] == [title]


def test_titles_beside_each_other_are_both_found() -> None:
    text = "Elle a tourné dans « Les Invisibles », « La Fille du puits » et « Nuit blanche »."
    assert [span.of(text) for span in titles.found(text)] == ["Les Invisibles", "La Fille du puits", "Nuit blanche"]


@pytest.mark.parametrize(
    "text",
    [
        "« Rien n'est joué », a dit le maire.",
        "Les supporteurs ont crié « On a gagné » dans la rue.",
        "Il a répondu « Non ».",
        "Sur la pancarte, on lit « Non à la fermeture ».",
        "La « Dame de fer » est morte.",
        "Les « Gilets jaunes » ont défilé.",
        "Le film est « Superbe ».",
        "Selon le journal, « Rien n'est décidé », dit-il.",
        "Il l'a qualifié de « Grand Satan ».",
        "Le film : « Il faut partir. »",
        "« La France est prête » a dit le ministre.",
        "Le plan « vert » coûte cher.",
        "Le ministre a parlé d'une « Europe forte » à Berlin.",
    ],
)
def test_what_is_quoted_of_somebody_or_in_passing_is_no_title(text: str) -> None:
    assert list(titles.found(text)) == []


def test_a_title_is_a_name_of_its_own_and_stays_whole() -> None:
    assert found("Le film « Retour à Moscou » sort.") == [("name", "Retour à Moscou")]
    assert ("name", "Barbara") in found("Barbara Dupont a vu le film « Barbara ».")


def test_a_title_that_the_authority_knows_has_its_english_form() -> None:
    assert ("organisation", "Doctors Without Borders") in found("L'association « Médecins sans frontières » aide.")


def test_a_title_that_was_translated_is_asked_for_with_another_in_its_place() -> None:
    engine = Speaker(Titanic="The film “Titanic” is long.", Oubliés="The film “The Forgotten” is long.")
    (segment,) = job(engine, "Le film « Les Oubliés du lac » est long.")
    assert segment.target == "The film “Les Oubliés du lac” is long." and codes(segment) == []
    (name,) = segment.names
    assert name.target == Span(10, 28) and "Le film « Titanic » est long." in engine.asked


def test_a_second_stand_in_is_tried_where_the_first_is_lost() -> None:
    engine = Speaker(Titanic="The film is long.", Carmen="The film “Carmen” is long.", Oubliés="The Oublies is long.")
    (segment,) = job(engine, "Le film « Les Oubliés du lac » est long.")
    assert segment.target == "The film “Les Oubliés du lac” is long." and codes(segment) == []


def test_where_every_stand_in_is_lost_the_first_translation_stands() -> None:
    lost = "The film is long."
    engine = Speaker(Titanic=lost, Carmen=lost, Oubliés="The film “The Forgotten” is long.")
    (segment,) = job(engine, "Le film « Les Oubliés du lac » est long.")
    assert segment.target == "The film “The Forgotten” is long." and codes(segment) == ["name-missing"]


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("L'accident s'est produit rue Pasteur, à Lyon.", "rue Pasteur"),
        ("Les quais de Loire et le quai de la Loire.", "quai de la Loire"),
        ("Il tient un bar sur la place de l'Église.", "place de l'Église"),
        ("Le cortège part de la place Bellecour.", "place Bellecour"),
        ("Une avenue Charles de Gaulle à Paris.", "avenue Charles de Gaulle"),
        ("Au 12, rue du 8-Mai-1945.", "rue du 8-Mai-1945"),
        ("Boulevard Jean-Jaurès, tout est calme.", "Boulevard Jean-Jaurès"),
    ],
)
def test_streets(text: str, street: str) -> None:
    assert [span.of(text) for span in streets.found(text)] == [street]


@pytest.mark.parametrize(
    "text",
    [
        "Il a pris la place de Marseille.",
        "À la place de l'Église, il a choisi l'État.",
        "La place de l'Église dans la société recule.",
        "La place de la France en Europe.",
        "Ils sont sur place Samedi.",
        "Le Quai d'Orsay a réagi.",
        "Elle habite rue Havirovska, à Ostrava.",
        "La place Zuccotti est occupée.",
        "Ils descendent dans la rue samedi.",
        "Place publique est un parti.",
    ],
)
def test_no_street_or_none_in_france(text: str) -> None:
    assert list(streets.found(text)) == []


@pytest.mark.parametrize(
    ("source", "asked"),
    [
        ("Il vit rue Pasteur.", "Il vit sur Rue Martin."),
        ("Il vient de la rue Pasteur.", "Il vient de Rue Martin."),
        ("Il va du quai Pasteur au port.", "Il va de Rue Martin au port."),
        ("Il va au boulevard Pasteur.", "Il va à Rue Martin."),
        ("Il longe l'avenue Pasteur.", "Il longe Rue Martin."),
        ("Au 12 de la rue Pasteur, il rit.", "Au 12, Rue Martin, il rit."),
        ("La petite rue Pasteur dort.", "La petite Rue Martin dort."),
        ("Rue Pasteur, il rit.", "Rue Martin, il rit."),
    ],
)
def test_a_stand_in_for_a_street_has_no_article(source: str, asked: str) -> None:
    (span,) = streets.found(source)
    place, new = streets.put(source, span, "Rue Martin")
    assert source[: place.start] + new + source[place.end :] == asked
    assert names.put(source, Name("", span, after="Rue Pasteur"), "Rue Martin") == (place, new)


def test_a_street_that_was_translated_is_asked_for_with_another_in_its_place() -> None:
    engine = Speaker(Martin="He lives on Rue Martin.", Paix="He lives of peace.")
    (segment,) = job(engine, "Il vit rue de la Paix.")
    assert segment.target == "He lives on Rue de la Paix." and codes(segment) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("« J'ai tout perdu », raconte Marie, 34 ans.", "Marie"),
        ("Benoît travaille à la mine.", "Benoît"),
        ("Pour Émilie, rien n'a changé.", "Émilie"),
        ("« Léa ne lâche rien », dit son père.", "Léa"),
        ("Le frère d'Étienne est parti.", "Étienne"),
        ("Rose, 82 ans, vit seule.", "Rose"),
    ],
)
def test_a_given_name_alone_is_a_persons(text: str, name: str) -> None:
    assert found(text) == [("person", name)]


@pytest.mark.parametrize(
    "text",
    [
        "Pierre angulaire du projet, la gare ouvrira.",
        "Claire et précise, la réponse a plu.",
        "Victoire de la gauche.",
        "La Marine a envoyé un navire.",
        "La Bible dit que Marie attend.",
        "La chapelle de saint Pierre est fermée.",
        "Ils vivent en Virginie.",
        "Le lycée Marie est fermé.",
        "Le palais de François Ier est ouvert.",
    ],
)
def test_words_saints_and_places_are_no_given_names(text: str) -> None:
    assert ("person" not in dict(found(text))) and not any(form in ("Pierre", "Claire") for _, form in found(text))


def test_a_given_name_alone_is_of_whoever_has_it_in_full() -> None:
    document = article("Léa Sorrentino a gagné.", "« Léa ne lâche rien », dit son père.")
    assert [(entity.form, entity.variants) for entity in document.entities] == [
        ("Léa Sorrentino", ("Léa Sorrentino", "Léa"))
    ]
    assert [name.after for segment in document.segments for name in segment.names] == ["Léa Sorrentino", "Léa"]


def test_of_two_who_have_a_given_name_it_is_neither() -> None:
    forms = [form for _, form in found("Léa Sorrentino et Léa Martin ont gagné.", "Pour Léa, tout va bien.")]
    assert forms == ["Léa Sorrentino", "Léa Martin", "Léa"]


@pytest.mark.parametrize(
    ("source", "said", "right"),
    [
        ("Marie rit.", "Mary laughs.", "Marie laughs."),
        ("Pour Émilie, c'est dur.", "For Emily, it's hard.", "For Émilie, it’s hard."),
        ("La reine Marie rit.", "Queen Mary laughs.", "Queen Mary laughs."),
    ],
)
def test_a_given_name_comes_out_as_it_is_written(source: str, said: str, right: str) -> None:
    (segment,) = job(Speaker(**{source: said}), source)
    assert segment.target == right


def test_a_woman_has_a_womans_stand_in() -> None:
    engine = Speaker(Sarah="Sarah is a nurse.", Hélène="A little nurse is a nurse.")
    (segment,) = job(engine, "Hélène est infirmière.")
    assert segment.target == "Hélène is a nurse."


def test_a_short_sentence_with_a_long_title_is_not_french_still() -> None:
    engine = Speaker(Titanic="I saw “Titanic”.", Vie="I saw life.")
    (segment,) = job(engine, "J'ai vu le film « La Vie devant nous ».")
    assert segment.target == "I saw “La Vie devant nous”." and codes(segment) == []
