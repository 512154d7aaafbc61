from __future__ import annotations

import tracemalloc
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mt.align import links
from mt.align.links import align, attention_between, stage
from mt.align.tokens import words_of
from mt.document import Document, Link, Paragraph, Segment, Span, each
from mt.edits import Edited, Replace
from mt.soft_links import SoftLinks, carried, offsets
from mt.windows import FAILED, patient

WORDS = [
    ("fr", "L’Arménie et l'Azerbaïdjan", "L’|Arménie|et|l'|Azerbaïdjan"),
    ("fr", "Aujourd’hui, qu’il pleuve.", "Aujourd’hui|,|qu’|il|pleuve|."),
    ("fr", "1 250 000 euros, soit 3,5 %", "1 250 000|euros|,|soit|3,5|%"),
    ("fr", "a-t-il dit au P.-D.G. de l'U.R.S.S.", "a-t-il|dit|au|P.-D.G.|de|l'|U.R.S.S."),
    ("en", "Pashinyan’s men don't", "Pashinyan|’s|men|do|n't"),
    ("en", "“Yes”, 3.5% of 100,000", "“|Yes|”|,|3.5|%|of|100,000"),
    ("en", "Haut-Karabakh's", "Haut-Karabakh|'s"),
]


@pytest.mark.parametrize(("language", "text", "words"), WORDS)
def test_words(language, text, words):
    assert "|".join(span.of(text) for span in words_of(text, language)) == words


@given(st.text(), st.sampled_from(["fr", "en"]))
def test_words_do_not_overlap_and_leave_only_white_space(text, language):
    spans = words_of(text, language)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    covered = {i for span in spans for i in range(*span)}
    assert all(text[i].isspace() for i in range(len(text)) if i not in covered)


def test_pieces_gather_on_words():
    source, target = "Pachinian part", "Pashinyan leaves"
    pieces = [
        Link(Span(0, 4), Span(0, 3), 0.9),
        Link(Span(4, 9), Span(3, 9), 0.6),
        Link(Span(0, 4), Span(3, 9), 0.2),
        Link(Span(10, 14), Span(9, 16), 0.7),
        Link(Span(0, 4), Span(9, 16), 0.1),
    ]
    attention = attention_between(pieces, words_of(source, "fr"), words_of(target, "en"))
    assert attention == pytest.approx(np.array([[0.85, 0.0], [0.1, 0.7]]))  # a row for each target word


def test_what_a_model_attended_to_and_what_the_words_say_are_weighed_together():
    source, target = "Pachinian part", "Pashinyan leaves"
    pieces = (
        Link(Span(0, 4), Span(0, 3), 0.9),
        Link(Span(10, 14), Span(9, 12), 0.9),
        Link(Span(0, 9), Span(13, 16), 0.2),
    )
    (segment,) = align(Document("d", (Paragraph((Segment("1", source, target=target, links=pieces),)),))).segments
    assert [(link.source.of(source), link.target.of(target)) for link in segment.links] == [
        ("Pachinian", "Pashinyan"),
        ("part", "leaves"),
    ]


def test_a_pair_no_model_has_translated_is_linked_too():
    (segment,) = align(Document("d", (Paragraph((Segment("1", "Le chat.", target="The cat."),)),))).segments
    assert len(segment.links) == 3


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.floats(0.01, 1.0)), max_size=20))
def test_word_links_stay_word_links(triples):
    text = "a b c d e"
    links = tuple(Link(Span(a, a + 1), Span(b, b + 1), score) for a, b, score in triples if a < 9 and b < 9)
    once = align(Document("d", (Paragraph((Segment("1", text, target=text, links=links),)),)))
    assert align(once) == once
    for link in once.segments[0].links:
        assert link.source in words_of(text, "fr")
        assert 0 <= link.score <= 1


def test_many_documents_together_have_the_links_each_has_alone():
    texts = [("Le chat dort.", "The cat sleeps."), ("L’Arménie part.", "Armenia leaves."), ("12", "12"), ("Oui.", "")]
    documents = [
        Document(str(k), (Paragraph(tuple(Segment(str(n), *texts[n % 4]) for n in range(k, k + 150))),))
        for k in range(5)
    ]
    alone = [align(document) for document in documents]
    assert list(stage(documents, 1000, each(align))) == alone
    assert list(stage(documents, 200, each(align))) == alone


def test_where_a_group_fails_each_document_is_tried_alone(monkeypatch):
    def linked(documents):
        if any(document.id == "1" for document in documents):
            raise MemoryError
        return documents

    monkeypatch.setattr(links, "_aligned", linked)
    documents = [Document(str(k), (Paragraph((Segment("0", "Oui.", "Yes."),)),)) for k in range(3)]
    tried = list(stage(documents, 1000, patient(align)))
    assert [FAILED in document.meta for document in tried] == [False, True, False]


def test_no_document_waits_for_one_of_the_next_window():
    asked: list[int] = []

    def documents():
        for k in range(6):
            asked.append(k)
            meta = {"finished": "5"} if k == 2 else {}
            segments = () if k == 2 else tuple(Segment(str(n), "Oui.", "Yes.") for n in range(5))
            yield Document(str(k), (Paragraph(segments),) if segments else (), meta=meta)

    waited = [len(asked) - int(document.id) for document in stage(documents(), 10, each(align))]
    assert waited == [2, 1, 2, 1, 2, 1]


def test_soft_links_are_the_links_they_were_made_of():
    links = [Link(Span(0, 4), Span(1, 3), 0.5), Link(Span(4, 9), Span(3, 9), 0.25)]
    soft = SoftLinks.of(links)
    assert list(soft) == links
    assert soft == tuple(links)
    assert soft[1] == links[1]
    assert soft[:1] == links[:1]
    assert SoftLinks.of(soft) is soft
    assert not SoftLinks.of(())


@st.composite
def edited_texts(draw):
    """A text with replacements, and spans of it."""
    text = draw(st.text("ab ", max_size=12))
    edges = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    changes = [
        Replace(Span(*pair), draw(st.text("xy", max_size=3))) for pair in zip(edges[::2], edges[1::2], strict=False)
    ]
    return Edited(text, changes)


@given(st.lists(edited_texts(), min_size=1, max_size=4), st.booleans(), st.data())
def test_spans_are_carried_together_as_one_by_one(edits, back, data):
    texts = [edited.after if back else edited.before for edited in edits]
    spans = [
        [Span(*sorted(pair)) for pair in data.draw(st.lists(st.tuples(*[st.integers(0, len(text))] * 2), max_size=4))]
        for text in texts
    ]
    together = carried([offsets(own) for own in spans], edits, back=back)
    alone = [
        [(edited.back if back else edited.forward)(span) for span in own]
        for edited, own in zip(edits, spans, strict=True)
    ]
    assert [[Span(*span) for span in own.tolist()] for own in together] == alone


def test_a_text_without_a_full_stop_takes_no_room_by_the_square():
    words = [f"mot{k % 997}" for k in range(6000)]
    text = " ".join(words)
    ends = np.cumsum([len(word) + 1 for word in words]) - 1
    spans = np.stack([ends - [len(word) for word in words], ends], axis=1)
    soft = SoftLinks(spans, spans, np.ones(len(words)))
    document = Document("long", (Paragraph((Segment("0", text, text, links=soft),)),))
    tracemalloc.start()
    (segment,) = align(document).segments
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [link.source for link in segment.links] == [Span(*span) for span in spans.tolist()]
    assert all(link.source == link.target for link in segment.links)
    assert peak < 6000 * 6000 * 8  # not even one number for each pair of words


def test_in_a_long_sentence_words_at_the_cut_are_linked_too():
    text = " ".join(["chat"] * (links.LONGEST + 3))
    pieces = SoftLinks.of([Link(span, span, 0.9) for span in words_of(text, "fr")])
    document = Document("long", (Paragraph((Segment("0", text, text, links=pieces),)),))
    (segment,) = align(document).segments
    assert [link.target for link in segment.links] == words_of(text, "fr")
