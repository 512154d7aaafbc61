from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mt import align
from mt.align import anchors, beads, documents, english, links
from mt.align.evidence import Side, ratio_of
from mt.align.lexicon import key, keys_of, shipped
from mt.align.links import between
from mt.document import Bead, Document, Paragraph, Segment
from mt.errors import InputError

PEOPLE = ["Anton", "Berta", "Cyril", "Dora", "Emil", "Flora", "Gustav", "Hedwig", "Igor", "Jana", "Karl", "Lena"]
THINGS = [
    ("pain", "bread"),
    ("eau", "water"),
    ("livre", "book"),
    ("maison", "house"),
    ("chien", "dog"),
    ("lettre", "letter"),
]
PLACES = [("gare", "station"), ("ville", "city"), ("montagne", "mountain"), ("forêt", "forest"), ("mer", "sea")]


def story(sentences: int) -> tuple[list[str], list[str]]:
    """A made-up text and its translation, one sentence for one."""
    chance = np.random.default_rng(3)
    french, theirs = [], []
    for k in range(sentences):
        who, thing, place = (chance.integers(len(words)) for words in (PEOPLE, THINGS, PLACES))
        french.append(
            f"{PEOPLE[who]} porte {k + 10} fois le {THINGS[thing][0]} vers la {PLACES[place][0]} {7 * k + 1000}."
        )
        theirs.append(
            f"{PEOPLE[who]} carries the {THINGS[thing][1]} to {PLACES[place][1]} {7 * k + 1000} all of {k + 10} times."
        )
    return french, theirs


def covers(found: list[Bead], source: int, target: int) -> bool:
    return [i for bead in found for i in bead.source] == list(range(source)) and [
        j for bead in found for j in bead.target
    ] == list(range(target))


def test_a_missing_block_is_a_gap_and_the_rest_stays_paired():
    french, theirs = story(60)
    found = align.sentences(french, theirs[:20] + theirs[35:])
    assert covers(found, 60, 45)
    assert [bead.source[0] for bead in found if not bead.target] == list(range(20, 35))
    assert all(
        bead.target == (bead.source[0] if bead.source[0] < 20 else bead.source[0] - 15,)
        for bead in found
        if bead.target
    )


def test_long_texts_are_cut_at_certain_places_and_paired_alike(monkeypatch):
    french, theirs = story(200)
    theirs = theirs[:90] + theirs[110:]
    whole = align.sentences(french, theirs)
    monkeypatch.setattr(anchors, "LARGEST", 81**2)
    monkeypatch.setattr(anchors, "PART", 40)
    sides = Side.of(french, "fr"), Side.of(theirs, "en")
    parts = list(anchors.parts(*sides, shipped().table(sides[0].words, sides[1].words)))
    assert len(parts) > 3
    assert [i for rows, _ in parts for i in range(rows.start, rows.stop)] == list(range(200))
    assert [j for _, columns in parts for j in range(columns.start, columns.stop)] == list(range(180))
    again = align.sentences(french, theirs)
    assert [bead[:2] for bead in again] == [bead[:2] for bead in whole]


def test_long_texts_without_anything_in_common_are_still_covered(monkeypatch):
    monkeypatch.setattr(anchors, "LARGEST", 200)
    found = align.sentences(["zzz " * (k % 7 + 1) for k in range(90)], ["qqq " * (k % 5 + 1) for k in range(40)])
    assert covers(found, 90, 40)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=7), st.lists(st.text(max_size=30), max_size=7))
def test_anything_is_covered_once_in_order(source, target):
    found = align.sentences(source, target)
    assert covers(found, len(source), len(target))
    assert all(0 <= bead.score <= 1 for bead in found)


def test_ten_times_longer_and_very_long_sentences():
    french, theirs = story(8)
    assert covers(align.sentences(french[:1], theirs * 10), 1, 80)
    assert covers(align.sentences([" ".join(french * 800), french[0]], [" ".join(theirs * 800)]), 2, 1)


def test_a_good_translation_is_believed_and_a_bad_one_does_no_harm():
    french = ["Glomp vara tisk.", "Brux mola sarn.", "Trel vosk dunt.", "Plim farg holk."]  # words no lexicon has
    theirs = ["The red boat sank.", "A tall man sang.", "Our old horse ate.", "This new road ends."]
    loops = ["The the the of of."] * 4
    diagonal = [((k,), (k,)) for k in range(4)]
    good = align.sentences(french, theirs, translations=theirs)
    assert [bead[:2] for bead in good] == diagonal
    without = align.sentences(french, theirs)
    assert sum(bead.score for bead in good) > sum(bead.score for bead in without)
    assert [bead[:2] for bead in align.sentences(french, theirs, translations=loops)] == [bead[:2] for bead in without]


def test_what_is_said_of_sentences_must_be_said_of_each():
    with pytest.raises(InputError, match="1 translations of 2"):
        align.sentences(["Un.", "Deux."], ["One."], translations=["One."])
    with pytest.raises(InputError, match="paragraph"):
        align.sentences(["Un.", "Deux."], ["One."], paragraphs=([1], [1]))


def test_words_of_a_sentence():
    source, target = "Le chien noir de M. Pachinian dort.", "Mr Pashinyan's black dog is sleeping."
    pairs = {(link.source.of(source), link.target.of(target)) for link in align.words(source, target)}
    assert {("chien", "dog"), ("noir", "black"), ("Pachinian", "Pashinyan"), ("dort", "sleeping"), (".", ".")} <= pairs
    assert all(0.75 <= link.score <= 1 for link in align.words(source, target, least=0.75))


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_words_of_anything(source, target):
    for link in align.words(source, target, least=0.0):
        assert link.source.of(source).strip() and link.target.of(target).strip()
        assert 0 <= link.score <= 1


def test_very_long_sentences_are_linked_in_slices():
    words = [f"mot{k}" for k in range(3000)]
    (links,) = between([words], [words])
    assert sum(i == j for i, j, _ in links) > 2500


def test_a_pair_has_the_same_links_wherever_it_stands():
    french, theirs = story(12)
    pairs = [line.split() for line in french], [line.split() for line in theirs]
    together = between(*pairs)
    assert all(together[k] == between([pairs[0][k]], [pairs[1][k]])[0] for k in range(12))


@pytest.mark.parametrize(
    ("french", "theirs", "same"),
    [
        ("1 250 000", "1,250,000", True),
        ("3,5", "3.5", True),
        ("12 500", "12,500", True),
        ("2,5", "25", False),
        ("L’", "l'", True),
        ("Œuvre", "oeuvre", True),
    ],
)
def test_keys(french, theirs, same):
    assert (key(french) == key(theirs)) is same


def test_keys_of_a_text():
    assert keys_of("Peut-il l’aider ?", "fr") == ["peut", "-", "il", "l'", "aider", "?"]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Mr. Brown met Mrs. Green.", "They talked."],
        ["He paid 3.5 million.", "“Enough!” he said."],
        ["See No. 10 and Sen. Cruz of the U.S. Senate.", "Then Dr. Ito left."],
        ["One paragraph without an end"],
    ],
)
def test_english_sentences(sentences):
    document = Document("d", (Paragraph((Segment("1", " ".join(sentences), gap="\n\n"),)),) * 2)
    found = english.split(document)
    assert [segment.source for segment in found] == sentences * 2
    assert "".join(segment.source + segment.gap for segment in found) == document.source_text()
    assert {segment.id.split(".")[0] for segment in found} == {"1", "2"}


@given(st.text())
def test_english_loses_nothing(text):
    found = english.split(Document("d", (Paragraph((Segment("1", text),)),)))
    assert "".join(segment.source + segment.gap for segment in found).strip() == text.strip()


def test_the_source_is_kept_character_for_character():
    source = Document(
        "d",
        (
            Paragraph((Segment("1.1", "Un.", gap="  "), Segment("1.2", "Deux.", gap="\n\n"))),
            Paragraph((Segment("2.1", "Trois.", gap="\n"),)),
        ),
    )
    target = [Segment("1.1", "Zero."), Segment("1.2", "One\n two.", gap="\n"), Segment("1.3", "Three.")]
    found = [Bead((), (0,), 0.9), Bead((0, 1), (1,), 0.9), Bead((2,), (2,), 0.3)]
    document = documents.of_beads(source, target, found)
    assert document.source_text() == source.source_text()
    assert [segment.target for segment in document.segments] == ["Zero.", "One two.", "Three."]
    assert [segment.id for segment in document.segments] == ["1.1", "1.2", "2.1"]
    assert [[flag.code for flag in segment.flags] for segment in document.segments] == [
        ["unpaired"],
        [],
        ["unsure-pair"],
    ]


def test_a_pair_of_strangers_is_told():
    pairs = [
        ("Lire aussi : les ponts malades de toute l'Europe", "Advertisement"),
        ("Le pont de Gênes a rouvert lundi matin.", "The Genoa bridge reopened on Monday morning."),
        ("Dormir.", "A nap."),
        ("Le guide est resté seul avec nous.", ""),
    ]
    segments = tuple(Segment(str(k), source, target) for k, (source, target) in enumerate(pairs))
    document = documents.doubted(links.align(Document("d", (Paragraph(segments),))))
    assert [[flag.code for flag in segment.flags] for segment in document.segments] == [["unsure-pair"], [], [], []]
    assert documents.doubted(document) == document


def test_one_sentence_and_its_translation_are_a_pair_however_short_or_long():
    for source, target in (
        ("Il pleut.", "It is raining."),
        ("Le maire a promis une aide aux pêcheurs.", "The mayor has promised the fishermen some help."),
        ("Le chien mange du pain dans la maison " * 6000, "The dog eats bread in the house " * 6000),
    ):
        (bead,) = align.sentences([source], [target])
        assert bead[:2] == ((0,), (0,)) and bead.score > 0.9


def test_blank_sentences_pair_with_blank_ones_and_never_change_the_rest():
    french, theirs = story(6)
    found = align.sentences(["", *french[:3], " ", *french[3:], ""], ["\t", *theirs[:3], "", "", *theirs[3:]])
    assert [bead[:2] for bead in found] == [
        *(((k,), (k,)) for k in range(5)),
        ((), (5,)),
        *(((k,), (k + 1,)) for k in range(5, 8)),
        ((8,), ()),
    ]
    assert [bead.score for bead in found if bead.source == (4,)] == [1.0]
    document = documents.of_beads(Document("d", (Paragraph((Segment("1", ""),)),)), [], [Bead((0,), (), 1.0)])
    assert not document.segments[0].flags  # nothing is missing beside a blank line


def test_the_ratio_of_lengths_is_that_of_what_pairs():
    sides = Side.of(["aaaa" * 100] * 100, "fr"), Side.of(["bbb" * 100] * 50, "en")
    beads_found = [Bead((k,), (k,), 1.0) for k in range(50)] + [Bead((k,), (), 1.0) for k in range(50, 100)]
    assert ratio_of(*sides) == pytest.approx(0.7)  # no translation is as short as the texts would say
    assert ratio_of(*sides, beads_found) == pytest.approx(0.75, abs=0.02)


def test_a_plain_import_is_light():
    code = "import sys; from mt import align; print('numpy' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "False"


def test_habits_of_translators_are_probabilities():
    assert sum(beads.SHARES.values()) < 1
