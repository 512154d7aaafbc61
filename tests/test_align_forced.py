"""Links of words with what a model attends to when it is made to say a translation that exists."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mt import align, models
from mt.align import forced, links
from mt.align.tokens import joined
from mt.document import Document, Link, Paragraph, Segment, Span
from mt.engines import Options, ct2, echo, marian
from mt.errors import ModelError

SOURCE, TARGET = "Le président a parlé de la paix.", "The president spoke of peace."


class Crosswise:
    """An engine that looks from the first word of two to the second, and from the second to the first."""

    def links(self, sources, targets):
        return [tuple(self.crossed(source, target)) for source, target in zip(sources, targets, strict=True)]

    @staticmethod
    def crossed(source, target):
        first, second = ((Span(0, text.index(" ")), Span(text.index(" "), len(text))) for text in (source, target))
        yield Link(first[1], second[0], 0.95)
        yield Link(first[0], second[1], 0.95)


@pytest.fixture(scope="module")
def engine():
    return ct2.load(models.find("fr-en"), Options(threads=1))


def test_a_model_shows_what_it_attends_to_in_a_translation_it_did_not_make(engine):
    found, nothing, long = engine.links([SOURCE, "", SOURCE * 200], [TARGET, TARGET, TARGET * 200])
    assert nothing == () and long == ()  # as far as it would reach, the rest would seem to have no counterpart
    strongest = max(
        (link for link in found if link.target.of(TARGET).strip() == "president"), key=lambda link: link.score
    )
    assert strongest.source.of(SOURCE).strip() == "président"
    assert all(0 <= link.source.start < link.source.end <= len(SOURCE) for link in found)


def test_both_engines_attend_alike():
    checkpoint = models.find("fr-en")
    pairs = [SOURCE, "Oui.", ""], [TARGET, "Yes, of course.", "x"]
    ours = ct2.load(checkpoint, Options(beam=1, precision="float32", threads=1)).links(*pairs)
    theirs = marian.load(checkpoint, Options(beam=1, threads=1)).links(*pairs)
    for one, other in zip(ours, theirs, strict=True):
        soft = {(link.source, link.target): link.score for link in other}
        assert {(link.source, link.target): link.score for link in one} == pytest.approx(soft, abs=2e-3)
    assert [link.score for link in echo.load(None, Options()).links(["a b"], ["c d e"])[0]] == [1.0, 1.0]


def test_a_target_is_cut_by_the_pieces_of_its_own_language(tmp_path):
    from sentencepiece import SentencePieceTrainer

    folder = shutil.copytree(models.find("fr-en").folder, tmp_path / "model")
    (tmp_path / "text").write_text(f"{TARGET}\nThe quick brown fox jumps over a lazy dog.\n")
    SentencePieceTrainer.train(
        input=str(tmp_path / "text"), model_prefix=str(folder / "target"), model_type="char", vocab_size=40,
        hard_vocab_limit=False, minloglevel=2,
    )  # fmt: skip
    (folder / "target.model").replace(folder / "target.spm")
    found = ct2.load(models.find(str(folder)), Options(threads=1)).links([SOURCE], [TARGET])[0]
    assert found and max(len(link.target.of(TARGET).strip()) for link in found) == 1
    assert max(len(link.source.of(SOURCE).strip()) for link in found) > 1


def test_what_a_model_attends_to_decides_where_words_say_nothing():
    words = ["glompa", "bruxo"], ["xavi", "yolten"]
    straight = {(i, j): score for i, j, score in links.between([words[0]], [words[1]], least=0.0)[0]}
    crossed = {(i, j): score for i, j, score in forced.between([words[0]], [words[1]], Crosswise(), least=0.0)[0]}
    assert min(straight[0, 0], straight[1, 1]) > max(straight[0, 1], straight[1, 0])
    assert min(crossed[0, 1], crossed[1, 0]) > max(crossed[0, 0], crossed[1, 1])
    texts = [" ".join(side) for side in words]
    found = max(forced.of_texts(*texts, Crosswise()), key=lambda link: link.score)
    assert (found.source.of(texts[0]), found.target.of(texts[1])) in {("glompa", "yolten"), ("bruxo", "xavi")}


def test_a_document_is_attended_to_where_both_sides_are_and_no_links_yet():
    known = (Link(Span(0, 6), Span(0, 4), 1.0),)
    segments = (
        Segment("1", "glompa bruxo", target="xavi yolten"),
        Segment("2", "glompa bruxo"),
        Segment("3", "glompa bruxo", target="xavi yolten", links=known),
    )
    document = forced.attend(Document("d", (Paragraph(segments),)), Crosswise())
    assert [len(segment.links) for segment in document.segments] == [2, 0, 1]
    first, _, _ = links.align(document).segments
    assert {(link.source.start, link.target.start) for link in first.links} <= {(0, 5), (7, 0)}
    assert first.links


def test_a_pair_too_long_for_the_model_is_linked_all_the_same(engine):
    source, target = " ".join([SOURCE] * 40), " ".join([TARGET] * 40)
    assert forced.of_texts(source, target, engine) == links.of_texts(source, target)
    mixed = forced.between([source.split(), ["le", "chat"]], [target.split(), ["the", "cat"]], engine)
    assert mixed[0] == links.between([source.split()], [target.split()])[0]
    assert [link[:2] for link in mixed[1]] == [(0, 0), (1, 1)]


def test_words_with_a_model_without_one_and_with_one_that_is_not_there():
    assert align.words(SOURCE, TARGET, model=None) == links.of_texts(SOURCE, TARGET)
    pairs = {(link.source.of(SOURCE), link.target.of(TARGET)) for link in align.words(SOURCE, TARGET)}
    assert {("président", "president"), ("parlé", "spoke"), ("paix", "peace")} <= pairs
    assert align.words("", TARGET) == align.words(SOURCE, "") == []
    with pytest.raises(ModelError, match="no model 'fr_en'"):
        align.words(SOURCE, TARGET, model="fr_en")


@pytest.mark.parametrize(
    ("language", "words", "text"),
    [
        ("fr", "L' homme , dit - il ( à l' aube ) .", "L'homme, dit - il (à l'aube)."),
        ("fr", 'Il dit : " Non ! "', 'Il dit : "Non !"'),
        ("en", 'He did n\'t say : " No ! "', 'He didn\'t say: "No!"'),
        ("en", "the man 's 5 %", "the man's 5%"),
    ],
)
def test_words_joined_as_a_reader_writes_them(language, words, text):
    assert joined(words.split(), language)[0] == text


@given(st.lists(st.text(min_size=1, max_size=5)), st.sampled_from(["fr", "en"]))
def test_joined_words_stand_where_it_says(words, language):
    text, spans = joined(words, language)
    assert [span.of(text) for span in spans] == words
    assert sum(map(len, words)) <= len(text) <= sum(map(len, words)) + len(words)
