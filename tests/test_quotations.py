"""Quotations that begin or end a sentence: what the engine says to them alone takes their place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mt
from mt.document import Link, Span
from mt.engines import Translation
from mt.phrasing import quotations


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("« Rien n'est joué », dit-il.", "Rien n'est joué"),
        ("«\u00a0Rien n'est joué.\u00a0», dit-il.", "Rien n'est joué."),
        ('"Rien n\'est joué", a dit le maire.', "Rien n'est joué"),
        ("« Pourquoi partir maintenant ? » demande Anne.", "Pourquoi partir maintenant ?"),
        ("Nous devons agir vite », a dit le maire.", "Nous devons agir vite"),  # it opened in the sentence before
        ("« Désenchantée », lance un album.", None),  # what may be a title
        ("« Et Dieu créa la femme » est un film.", None),
        ("« Rien n'est joué », Anne l'a dit.", None),
        ("Il a prévenu : « Rien n'est joué. »", "Rien n'est joué."),
        ("Il a prévenu : « Rien n'est joué ».", "Rien n'est joué"),
        ("Il a dit « rien n'est joué », puis il est parti.", None),
        ("« Rien n'est joué. »", "Rien n'est joué."),
        ("« Rien n'est joué.", "Rien n'est joué."),
        ("Rien n'est joué. »", None),  # which engines do not mind
        ("Il a dit : « Rien ». Puis : « Tout est joué. »", None),
    ],
)
def test_a_quotation_before_its_verb_is_found(text: str, said: str | None) -> None:
    place = quotations.quotation(text)
    assert (place and place.of(text)) == said


def translation(text: str, *links: tuple[Span, Span]) -> Translation:
    return Translation(text, -1.0, tuple(Link(source, target, 1.0) for source, target in links))


def test_what_is_said_alone_stands_in_its_place_and_links_move_along() -> None:
    text = "« Rien n'est joué », dit-il."
    whole = translation('"Now is decided," he says.', (Span(2, 6), Span(1, 4)), (Span(21, 24), Span(21, 25)))
    said = translation("Nothing is decided yet.", (Span(0, 4), Span(0, 7)), (Span(16, 17), Span(22, 23)))
    done = quotations.put(whole, said, Span(2, 17), text)
    assert done.text == '"Nothing is decided yet," he says.'
    assert [(link.source.of(text), link.target.of(done.text)) for link in done.links] == [
        ("dit", "says"),
        ("Rien", "Nothing"),
    ]


@pytest.mark.parametrize("answer", ["He says nothing.", 'He says: "Nothing."', "", 'Nothing," he says.'])
def test_where_the_answer_has_no_such_quotation_it_stays(answer: str) -> None:
    whole = translation(answer)
    assert quotations.put(whole, translation("Nothing."), Span(2, 17), "« Rien n'est joué », dit-il.") is whole


@settings(deadline=None)
@given(
    st.text("abé '.,!?", min_size=1, max_size=30),
    st.sampled_from(["« {} », dit-il.", "« {} » dit-il.", "Il dit : « {} »"]),
)
def test_an_engine_that_repeats_repeats(said: str, sentence: str) -> None:
    text = sentence.format(said.strip())
    for segment in mt.translate(text, engine="echo", names=False, press=False).segments:
        assert segment.raw == segment.source


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("« Aucune donnée n'a été compromise », assure le groupe.", "“No data has been compromised,”"),
        ("« Rien n'est joué », a dit le maire.", "“Nothing is decided,”"),
        ("Le maire a prévenu : « Rien n'est joué. »", "The mayor warned: “Nothing is decided.”"),
    ],
)
def test_the_embedded_model_says_quotations_as_it_does_alone(text: str, start: str) -> None:
    (segment,) = mt.translate(text).segments
    assert segment.target.startswith(start)
    assert "»" not in segment.target
