"""Bylines: said in English from their parts, or left to the engine."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mt
from mt import bylines, names, translation
from mt.document import Document, Paragraph, Segment
from mt.edits import Edited
from mt.engines.echo import Echo

SAID = [
    ("Publié le 14 mars 2026 à 07h30", "Published on 14 March 2026 at 07:30"),
    ("Publié le 14/03/2026 à 7 h 30, mis à jour à 18h", "Published on 14 March 2026 at 07:30, updated at 18:00"),
    ("Mis à jour le samedi 1er avril à 18:05", "Updated on Saturday 1 April at 18:05"),
    ("Publié hier", "Published yesterday"),
    ("Par Youssouf Diallo, envoyé spécial à Gao", "By Youssouf Diallo, special correspondent in Gao"),
    ("Par Nikol Pachinian", "By Nikol Pashinyan"),
    ("De notre correspondante à Erevan", "From our correspondent in Yerevan"),
    ("De notre envoyée spéciale aux États-Unis", "From our special correspondent in the United States"),
    ("Propos recueillis par Solenn de Royer et J. K. Prune", "Interview by Solenn de Royer and J. K. Prune"),
    ("Par Le Monde avec l’AFP", "By Le Monde with AFP"),
    ("Par La Rédaction • Publié le 3 mai", "By the editors • Published on 3 May"),
    ("Photo : Jean Martin/AFP", "Photo: Jean Martin/AFP"),
    ("Temps de lecture : 5 min", "Reading time: 5 min"),
    ("PAR JEAN DUPONT", "By JEAN DUPONT"),
    ("Publie le 31 déc. 2025 à 18 heures", "Published on 31 December 2025 at 18:00"),
    ("Dernière mise à jour : 14.03.26", "Last updated: 14 March 2026"),
    ("Par Jean d'Ormesson ; photos : Awa Cissé", "By Jean d'Ormesson; photos: Awa Cissé"),
    ("Par L'Équipe et 20 Minutes, à Paris", "By L'Équipe and 20 Minutes, in Paris"),
    ("Photo d'illustration © AFP", "Illustration photo © AFP"),
    ("Vidéo 1 : Jean Dupont", "Video 1: Jean Dupont"),
]
UNSAID = [
    "Par Marie Lemoine, ministre de l'Intérieur",  # what she is has no phrase
    "Publié le 14 mars, jour de fête",
    "Avec Emmanuel Macron, rien ne change",
    "Par Monsieur le ministre",
    "14:30",
    "Par Jean Dupont, journaliste malien",  # the adjective would have to go before
    "Par Jean Dupont, correspondant de Mediapart",
    "Par Jean Dupont, Sociologue",
    "Pensé par Jean Dupont",
    "De notre correspondant au Havre",  # Le Havre
    "De notre correspondant à l'ONU",  # at the UN
    "Vidéo : le point à 18h",  # no newspaper
    "Modifié le 15",
    "Par " + "Awa, " * 50 + "Awa",
    "",
]


def said(text: str) -> str | None:
    article = names.find(Document("a", (Paragraph((Segment("1", text),), "byline"),)))
    changes = bylines.english(text, article.segments[0].names)
    return None if changes is None else Edited(text, changes).after


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_said(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize("text", UNSAID)
def test_left_to_the_engine(text: str) -> None:
    assert said(text) is None


PARTS = [
    "Par",
    "le",
    "à",
    "14 mars",
    "07h30",
    "Awa Cissé",
    "Gao",
    ",",
    ":",
    "mis à jour",
    "voit",
    "2026",
    "L'",
    "é",
    "(",
    "  ",
]


@given(st.lists(st.sampled_from(PARTS) | st.text(max_size=4), max_size=9).map(" ".join))
def test_every_word_is_accounted_for(text: str) -> None:
    changes = bylines.english(text, ())
    if changes is not None:
        covered = "".join(change.span.of(text) for change in changes)
        assert "".join(covered.split()) == "".join(text.split())
        assert sorted(change.span for change in changes) == [change.span for change in changes]


class Silent(Echo):
    """An engine that must not be asked."""

    def translate(self, texts):
        assert not texts
        return []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EREVAN (AFP) – Le train part.", "YEREVAN (AFP) – Le train part."),
        ("GORIS, 8 nov. (Reuters) - Le train part.", "GORIS, 8 November (Reuters) - Le train part."),
        ("Bakou, 1er mai 2026 (AP) — Le train part.", "Baku, 1 May 2026 (AP) — Le train part."),
        ("Anduze (Gard), 23 octobre (AFP) – Le train part.", "Anduze (Gard), 23 October (AFP) – Le train part."),
        ("KERKRADE (Pays-Bas) (Reuters) - Le train part.", "KERKRADE (Netherlands) (Reuters) - Le train part."),
        ("Lire aussi : Le train part.", "Read also: Le train part."),
        ("À LIRE AUSSI | Le train part.", "Read also | Le train part."),
        ("Sur le même sujet\u00a0: Le train part.", "Related: Le train part."),
    ],
)
def test_the_dateline_of_an_agency_is_said_and_the_sentence_is_the_engine_s(text: str, expected: str) -> None:
    asked: list[str] = []

    class Listening(Echo):
        def translate(self, texts):
            asked.extend(texts)
            return super().translate(texts)

    document = names.find(Document("a", (Paragraph((Segment("1", text),)),)))
    fill = translation.filler(Listening(), for_engine=names.for_engine)
    assert next(fill(iter([document]))).segments[0].target == expected
    assert asked == ["Le train part."]


@pytest.mark.parametrize(
    "text",
    [
        "Le FMI (FMI) - le train part.",
        "Il voit la mer (ONU) - puis part.",
        "A (B) - c",
        "Lire aussi le livre",
        "Roy (PS) - le maire - part.",
    ],
)
def test_other_sentences_have_no_dateline(text: str) -> None:
    assert bylines.opening(text, ()) == []


@pytest.mark.parametrize(
    ("text", "put"),
    [
        ("Football : Lens gagne", ["Football:"]),
        ("FOOT : LENS GAGNE", ["FOOTBALL:"]),
        ("Cyclisme : le Tour", ["Cycling:"]),
        ("Disparition : un enfant cherché", []),  # no obituary
        ("ENTRETIEN A la tête du club, elle a tenu bon.", ["INTERVIEW"]),
        ("GRAND ENTRETIEN « Nous avons tenu », dit-il.", ["INTERVIEW"]),
        ("DISPARITION Figure du roman, elle est morte.", ["OBITUARY"]),
        ("DISPARITION Une mère recherchée à Brest", []),
        ("ANALYSE DU MATCH", []),
        ("POLITIQUE ET SANTÉ", []),
        ("Analyse Le", []),
        ("Football", []),
        ("Le football : un jeu", []),
    ],
)
def test_the_topic_before_a_headline_is_said(text: str, put: list[str]) -> None:
    assert [change.text for change in bylines.opening(text, ())] == put


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        ("Yann LE GOFF", True),
        ("JULIEN DE ROSA/AFP", True),
        ("PHOTO JULIEN DE ROSA / AFP", True),
        ("MARINE LE PEN", False),  # a heading may begin so
        ("Yann Le Goff", False),
        ("LA FRANCE/AFP", False),
    ],
)
def test_a_credit_in_capitals_is_kept(text: str, signed: bool) -> None:
    said = bylines.signature(text)
    assert (said is not None) is signed
    assert not said or [change.text for change in said] == [text]


def test_a_date_alone_is_said_wherever_it_stands() -> None:
    assert [segment.target for segment in mt.translate("Un titre\n\nLe 12/11/2025 à 08h15").segments][1] == (
        "On 12 November 2025 at 08:15"
    )


def test_no_engine_is_asked_and_links_and_names_have_their_places() -> None:
    texts = ["PAR AWA CISSÉ", "Par Nikol Pachinian, publié le 3 mai"]
    document = names.find(Document("a", tuple(Paragraph((Segment(text, text),), "byline") for text in texts)))
    fill = translation.filler(Silent(), for_engine=names.for_engine)
    done = names.enforce(next(fill(iter([document]))))
    assert [segment.target for segment in done.segments] == ["BY AWA CISSÉ", "By Nikol Pashinyan, published on 3 May"]
    second = done.segments[1]
    assert [name.target.of(second.target) for name in second.names] == ["Nikol Pashinyan"]
    linked = {(link.source.of(second.source), link.target.of(second.target)) for link in second.links}
    assert {("Par", "By"), ("Nikol Pachinian", "Nikol Pashinyan"), ("3 mai", "3 May")} <= linked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FAITS DIVERS", "NEWS IN BRIEF"),
        ("Entretien.", "Interview."),
        ("À la une", "Top stories"),
        ("EN DIRECT :", "LIVE:"),
        ("Portrait", "Profile"),
        ("Le portrait du maire est prêt.", None),
        ("Culture agricole", None),
    ],
)
def test_kickers_need_no_engine(text: str, expected: str | None) -> None:
    (segment,) = mt.translate(text, engine="echo").segments
    assert segment.target == (expected or text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quimper, de notre correspondante", "Quimper, from our correspondent"),
        ("Tbilissi, envoyé spécial.", "Tbilisi, from our special correspondent"),
        ("Gaza, de nos envoyés spéciaux", "Gaza, from our special correspondents"),
        ("Kiev (Ukraine), correspondance", "Kyiv (Ukraine), from our correspondent"),
        ("Le maire, correspondant de guerre", None),
        ("Quimper, de notre point de vue", None),
        ("Il rejoint Nantes, envoyé spécial", None),
    ],
)
def test_where_an_article_was_sent_from_needs_no_engine(text: str, expected: str | None) -> None:
    (segment,) = mt.translate(text, engine="echo").segments
    assert segment.target == (expected or text)


@pytest.mark.parametrize(
    ("text", "put"),
    [
        ("Chili - Le candidat de la droite a gagné.", ["Chile – "]),
        ("RD Congo – « Nous devons agir vite », a dit le chef.", ["DR Congo – "]),
        ("France - Angleterre a réuni la foule au stade.", []),  # a match
        ("Chili - un pays du Sud qui a voté dimanche - a choisi.", []),
        ("Chili - Le Chili", []),
        ("Lyon - Le maire a parlé hier soir.", []),
    ],
)
def test_the_country_before_a_news_item_is_said(text: str, put: list[str]) -> None:
    (segment,) = names.find(Document("a", (Paragraph((Segment("1", text),)),))).segments
    assert [change.text for change in bylines.opening(text, segment.names)] == put


def test_a_dateline_may_have_a_country_and_a_year() -> None:
    text = "LVIV (Ukraine), 14 mars 2026 (AFP) - Le train part."
    (segment,) = names.find(Document("a", (Paragraph((Segment("1", text),)),))).segments
    assert "".join(change.text for change in bylines.opening(text, segment.names)).startswith("LVIV(Ukraine),14 March")
