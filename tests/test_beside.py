"""Little words beside names: of, from, in, the; storms, prizes, peoples."""

from __future__ import annotations

import pytest
from test_appositions import right


@pytest.mark.parametrize(
    ("source", "target", "after"),
    [
        ("La Banque du Japon de Kazuo Ueda hésite.", "The Bank of Japan in Kazuo Ueda hesitates.", "of Kazuo Ueda"),
        ("Alibaba de Jack Ma investit.", "Alibaba de Jack Ma invests.", "Alibaba of Jack Ma"),
        ("Le Hezbollah de Naïm Qassem refuse.", "Hezbollah from Naim Qassem refuses.", "Hezbollah of Naim Qassem"),
        ("L'AIEA de Rafael Grossi enquête.", "The Rafael Grossi IAEA investigates.", "Rafael Grossi’s IAEA inv"),
        ("Il succède à Mario Draghi.", "He succeeds in Mario Draghi.", "He succeeds Mario Draghi."),
        ("Il vend son bateau à Mario Draghi.", "He sells his boat in Mario Draghi.", "boat to Mario Draghi."),
        (
            "La ministre des Comptes publics Anna Durand parle.",
            "The Minister of Public Accounts in Anna Durand speaks.",
            "s Anna Durand",
        ),
    ],
)
def test_a_person_is_no_place(source, target, after):
    assert after in right(source, target)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Un message de Mario Draghi est arrivé.", "A message from Mario Draghi came."),
        ("Elle croit en Mario Draghi.", "She believes in Mario Draghi."),
        ("Il joue dans Mario Draghi.", "He plays in Mario Draghi."),
        ("Une grève à la SNCF de Jean Castex.", "A strike at Jean Castex’s SNCF."),
        ("Un livre de Boualem Sansal est lu.", "A book by Boualem Sansal is read."),
    ],
)
def test_what_is_right_beside_a_person_stays(source, target):
    assert right(source, target) == target


@pytest.mark.parametrize(
    ("source", "target", "after"),
    [
        ("Il a réagi depuis Pékin.", "He reacted since Beijing.", "He reacted from Beijing."),
        ("Depuis la Suisse, il écrit.", "Since Switzerland, he writes.", "From Switzerland, he writes."),
        ("Tout a changé depuis Hiroshima.", "All has changed since Hiroshima.", "All has changed since Hiroshima."),
        ("Il a été condamné à Oran.", "He was sentenced to Oran.", "He was sentenced in Oran."),
        ("Il s'est entretenu à Doha.", "He spoke to Doha.", "He spoke in Doha."),
        ("Il est retourné à Oran.", "He returned to Oran.", "He returned to Oran."),
        ("Il a été reçu à l'Elysée.", "He was received in Elysée.", "He was received at the Élysée."),
    ],
)
def test_where_something_is_said_or_done(source, target, after):
    assert right(source, target) == after


@pytest.mark.parametrize(
    ("source", "target", "after"),
    [
        ("Il a quitté le Parti républicain du peuple.", "He left Republican People's Party.", "left the Repub"),
        ("Le Giec alerte.", "IPCC warns.", "IPCC warns."),
        ("Selon le Giec, il fait chaud.", "According to IPCC, it is hot.", "According to the IPCC"),
        ("Le chef de l'OTAN parle.", "The head of NATO speaks.", "The head of NATO speaks."),
        ("Lens joue en Ligue Europa.", "Lens plays in Europa League.", "in the Europa League"),
        ("Le budget de la Banque mondiale baisse.", "The World Bank budget is falling.", "The World Bank budget"),
        ("Tsahal a frappé.", "Israel Defense Forces hit.", "The Israel Defense Forces hit."),
        ("Le Paris Saint-Germain a gagné.", "The Paris Saint-Germain won.", "Paris Saint-Germain won."),
        ("Le stade du FC Barcelone est plein.", "The FC Barcelona stadium is full.", "The FC Barcelona stadium"),
        ("Il vit dans l'Ohio.", "He lives in the Ohio.", "He lives in Ohio."),
    ],
)
def test_bodies_have_their_article_and_clubs_have_none(source, target, after):
    assert after in right(source, target)


def test_a_storm_has_a_title():
    source = "La tempête Boris et l'ouragan Melissa menacent."
    assert right(source, "The storm Boris and hurricane Melissa threaten.").startswith(
        "Storm Boris and Hurricane Melissa"
    )
    assert right("La tempête approche.", "The storm is approaching.") == "The storm is approaching."


def test_who_has_won_a_prize():
    source = "Narges Mohammadi, Prix Nobel de la paix, est détenue."
    after = "Narges Mohammadi, Nobel Peace Prize winner, is held."
    assert right(source, "Narges Mohammadi, Nobel Peace Prize, is held.") == after
    assert right(source, after) == after
    source = "Annie Ernaux, prix Nobel de littérature, écrit."
    assert ", winner of the Nobel Prize in" in right(source, "Annie Ernaux, Nobel Prize in Literature, writes.")


def test_a_people_stands_before_titles_and_persons():
    source = "Le prince héritier saoudien Mohammed ben Salmane parle."
    assert right(source, "Crown Prince Saudi Mohammed bin Salman speaks.").startswith("Saudi Crown Prince Mohammed")
    assert right("Le Suisse Yann Sommer joue.", "Switzerland Yann Sommer plays.") == "Swiss Yann Sommer plays."
