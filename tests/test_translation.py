"""The translation stage, with an engine that shows what it was given."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mt import names, translation, typography
from mt.document import Document, Link, Name, Paragraph, Segment, Span
from mt.edits import Replace
from mt.engines import Translation
from mt.engines.echo import Echo


class Recorder(Echo):
    """An echo that remembers its input and takes at most `longest` words."""

    def __init__(self, longest=512):
        self.longest = longest
        self.seen = []

    def translate(self, texts):
        self.seen += texts
        return super().translate(texts)


def no_names(segment, entities):
    return []


def documents(*sources, kind="text", **fields):
    segments = tuple(Segment(f"1.{k}", source, gap=" ", **fields) for k, source in enumerate(sources, 1))
    return Document("a", (Paragraph(segments, kind),))


def filled(document, engine=None, for_engine=no_names, **options):
    stage = translation.filler(engine or Recorder(), for_engine=for_engine, **options)
    (result,) = stage(iter([document]))
    return result.segments


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("***", "***"),
        ("– ", "– "),
        ("1 250 000", "1,250,000"),
        ("3,5 %", "3.5%"),
        ("🙂", "🙂"),
        ("12/03/2024", "12/03/2024"),
    ],
)
def test_what_has_no_letter_never_reaches_the_model(source, target):
    engine = Recorder()
    (segment,) = filled(documents(source), engine)
    assert engine.seen == []
    assert segment.target == target
    assert segment.score is None


def test_code_and_approved_segments_are_left_alone():
    engine = Recorder()
    (code,) = filled(documents("Voici du code.", kind="code"), engine)
    (approved,) = filled(documents("Bonjour.", target="Hello.", status="approved", origin="human"), engine)
    assert (code.target, approved.target, engine.seen) == ("Voici du code.", "Hello.", [])


def test_a_heading_in_capitals_goes_in_sentence_case_and_comes_back():
    engine = Recorder()
    source = "L'OTAN ET PACHINIAN À EREVAN"
    names = (Name("nato", Span(2, 6), after="NATO"), Name("p", Span(10, 19), after="Pashinyan"))
    (segment,) = filled(documents(source, names=names), engine)
    assert engine.seen == ["L'OTAN et Pachinian à erevan"]
    assert segment.target == "L’OTAN ET PACHINIAN À EREVAN"


def test_names_go_in_under_their_english_form_and_links_come_back_on_the_readers_text():
    engine = Recorder()

    def english(segment, entities):
        start = segment.source.index("Pachinian")
        return [Replace(Span(start, start + 9), "Pashinyan")]

    (segment,) = filled(documents("Hier Pachinian partait."), engine, english)
    assert engine.seen == ["Hier Pashinyan partait."]
    pairs = {(link.source.of(segment.source), link.target.of(segment.target)) for link in segment.links}
    assert ("Pachinian", "Pashinyan") in pairs


@pytest.mark.parametrize(
    ("source", "asked"),
    [
        ("Voir https://exemple.fr/a?b=1.", ["Voir"]),
        ("Voir (www.exemple.fr), puis rire.", ["Voir", "puis rire."]),
        ("Contact: redaction@exemple.fr", ["Contact:"]),
        ("🔴EN DIRECT – le vote 👩‍💻 continue ➡️", ["EN DIRECT – le vote", "continue"]),
        ("https://exemple.fr – a@b.fr", []),
        ("Un @compte et 3 < 4.", ["Un @compte et 3 < 4."]),
    ],
)
def test_addresses_and_pictographs_come_out_as_they_are(source, asked):
    engine = Recorder()
    (segment,) = filled(documents(source), engine)
    assert engine.seen == asked
    assert segment.target == source
    assert not segment.flags
    for link in segment.links:
        assert link.source.of(source) == link.target.of(segment.target) == source[link.source.start : link.source.end]


def test_no_name_is_found_in_an_address():
    document = names.find(documents("Emmanuel Macron : https://macron.fr/Zelensky", "a@macron.fr", "Macron rit."))
    assert [[name.source for name in segment.names] for segment in document.segments] == [
        [Span(0, 15)],
        [],
        [Span(0, 6)],
    ]


@given(
    st.lists(
        st.sampled_from(["a", " ", "été", ".", "(", ")", "https://x.fr/", "www.", "@", "a@b.fr", "🔴", "\ufe0f", "ß"])
    )
)
def test_whatever_stands_together_nothing_is_lost(signs):
    source = "".join(signs)
    (segment,) = filled(documents(source), quotes="straight")
    assert re.sub(r"\s", "", segment.target) == re.sub(r"\s", "", source)


def test_an_over_long_sentence_is_cut_at_clause_marks_and_nothing_is_lost():
    words = [f"mot{k}{',' if k % 7 == 6 else ''}" for k in range(50)]
    engine = Recorder(longest=20)
    (segment,) = filled(documents(" ".join(words)), engine)
    assert max(len(text.split()) for text in engine.seen) <= 20
    assert all(text.endswith(",") for text in engine.seen[:-1])
    assert segment.target.split() == words
    assert [flag.code for flag in segment.flags] == ["over-long"]
    for link in segment.links:
        assert link.source.of(segment.source).strip(",") == link.target.of(segment.target).strip(",")


def test_a_line_of_two_hundred_thousand_letters_is_cut_too():
    class Letters(Recorder):
        def pieces(self, texts):
            return [[Span(k, k + 1) for k in range(len(text))] for text in texts]

        def count(self, texts):
            return [len(text) for text in texts]

    engine = Letters(longest=500)
    (segment,) = filled(documents("a" * 200_000), engine)
    assert len(re.sub(r"\s", "", segment.target)) == 200_000


def test_what_stands_twice_is_translated_once_and_windows_keep_the_order():
    engine = Recorder()
    stage = translation.filler(engine, for_engine=no_names, window=2)
    out = list(stage(iter([documents("Un.", "Deux.", "Un."), documents("Trois."), documents("Quatre.", "Cinq.")])))
    assert [[s.target for s in document.segments] for document in out] == [
        ["Un.", "Deux.", "Un."],
        ["Trois."],
        ["Quatre.", "Cinq."],
    ]
    assert engine.seen == ["Un.", "Deux.", "Trois.", "Quatre.", "Cinq."]


def test_links_move_with_the_typography():
    class Spaced(Recorder):
        def translate(self, texts):
            return [
                Translation('"Yes" !', -1.0, (Link(Span(0, 3), Span(0, 5), 1.0), Link(Span(4, 5), Span(6, 7), 1.0)))
            ]

    (segment,) = filled(documents("Oui !"), Spaced())
    assert segment.target == "“Yes”!"
    assert [link.target.of(segment.target) for link in segment.links] == ["“Yes”", "!"]
    assert typography.undo(segment.target, segment.edits) == segment.raw == '"Yes" !'
