"""Words quoted within a clause: what the engine is asked, and where the marks stand in its answer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mt
from mt.document import Link, Span
from mt.engines import Translation
from mt.phrasing import partial_quotations


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Il dit avoir « tout essayé ».", "Il dit avoir tout essayé."),
        ("Elle veut « sortir de la crise ».", "Elle veut sortir de la crise."),
        ("Il est accusé d'avoir «\u00a0menti\u00a0», dit-on.", "Il est accusé d'avoir menti, dit-on."),
        ("Ils ont refusé d'« aller plus vite ».", "Ils ont refusé d'aller plus vite."),
        ('Il se dit "prêt à partir".', "Il se dit prêt à partir."),
        ("Elle promet de « ne pas céder » et de “se battre”.", "Elle promet de ne pas céder et de se battre."),
        ("Les élus sont “abandonnés par l'État”.", "Les élus sont abandonnés par l'État."),
    ],
)
def test_the_marks_go(text: str, asked: str) -> None:
    without = partial_quotations.unmarked(text)
    assert without is not None and without.after == asked


@pytest.mark.parametrize(
    "text",
    [
        "Il a un « grand projet ».",
        "Le film a « un grand succès » ici.",  # a noun
        "Il est « un grand artiste ».",
        "Il a dit : « Tout essayé ».",
        "Elle a lu « Sortir de la crise ».",  # a title
        "Il va « À la une ».",
        "Il a « voté comme vous le vouliez ».",  # a clause of its own
        "Il veut « sortir. Et vite ».",
    ],
)
def test_other_marks_stay(text: str) -> None:
    assert partial_quotations.unmarked(text) is None


def translation(text: str, *links: tuple[Span, Span]) -> Translation:
    return Translation(text, -1.0, tuple(Link(source, target, 1.0) for source, target in links))


TEXT = "Elle veut « sortir vite »."
WHOLE = translation("She wants “exit quickly.”")


def put(plain: Translation) -> Translation:
    without = partial_quotations.unmarked(TEXT)
    assert without is not None and without.after == "Elle veut sortir vite."
    return partial_quotations.put(WHOLE, plain, without)


def test_the_marks_stand_around_the_counterpart_and_links_move_along() -> None:
    plain = translation(
        "She wants to leave quickly.",
        (Span(0, 4), Span(0, 3)),
        (Span(5, 9), Span(4, 9)),
        (Span(9, 16), Span(9, 12)),  # "to" comes of the infinitive, but is not quoted
        (Span(9, 16), Span(12, 18)),
        (Span(16, 21), Span(18, 26)),
    )
    done = put(plain)
    assert done.text == "She wants to “leave quickly.”"
    told = {link.source.of(TEXT).strip(): link.target.of(done.text).strip() for link in done.links}
    assert told["veut"] == "wants" and told["vite"] == "quickly"


def test_where_the_counterpart_is_in_two_places_the_other_answer_stays() -> None:
    parted = translation(
        "Leave is what she quickly wants.",
        (Span(9, 16), Span(0, 5)),
        (Span(5, 9), Span(6, 17)),
        (Span(16, 21), Span(18, 25)),
    )
    assert put(parted) is WHOLE
    assert put(translation("She wants it.")) is WHOLE


@settings(deadline=None)
@given(st.text("ab é'«» \".,", max_size=40))
def test_only_marks_and_their_spaces_go(text: str) -> None:
    without = partial_quotations.unmarked(f"Il a {text}")
    if without is not None:
        letters = [letter for letter in without.before if letter not in '«»" ']
        assert [letter for letter in without.after if letter not in '«»" '] == letters


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Le médecin assure avoir « tout essayé » pour le sauver.", "“tried everything” to save him."),
        ("Le patron a été « contraint de démissionner ».", "The boss was “forced to resign.”"),
        ("Le gouvernement veut « sortir de la crise ».", "The government wants to “get out of the crisis.”"),
    ],
)
def test_the_embedded_model_says_what_is_quoted(source: str, target: str) -> None:
    (segment,) = mt.translate(source, beam=4).segments
    assert segment.source == source
    assert segment.target.endswith(target)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Il a visé des « cibles militaires » hier.", "Il a visé des cibles militaires hier."),
        ('Un accord "sur le fond", et un « vrai pacte »', "Un accord sur le fond, et un vrai pacte"),
    ],
)
def test_words_that_a_sentence_goes_on_with_are_asked_for_both_ways(text: str, asked: str) -> None:
    without = partial_quotations.doubtful(text)
    assert without is not None and without.after == asked


@pytest.mark.parametrize(
    "text", ["Elle a lu « La Peste ».", "« tout va bien »", "Il dit : « rien ne presse ».", "Il a parlé. « enfin »"]
)
def test_titles_and_sentences_are_not(text: str) -> None:
    assert partial_quotations.doubtful(text) is None


def test_the_answer_without_marks_counts_where_the_engine_is_surer() -> None:
    sure, less = Translation("Military targets.", -0.1, ()), Translation("Military cible.", -0.2, ())
    assert partial_quotations.surer(less, sure) and not partial_quotations.surer(sure, less)
    assert not partial_quotations.surer(Translation("Military.", -0.13, ()), sure)
    assert not partial_quotations.surer(Translation("Military.", None, ()), sure)


def test_an_invented_word_between_marks_is_none() -> None:
    (segment,) = mt.translate("L'Inde a rejeté des accusations « sans fondement ».", beam=4).segments
    assert "unfounded" in segment.target and segment.target.count("“") == 1
