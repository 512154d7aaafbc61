from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from math import exp
from pathlib import Path

import numpy as np
import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from mt import align
from mt.align import anchors, beads, documents, english, path, scores
from mt.align.evidence import Side
from mt.align.lexicon import key, keys_of, shipped
from mt.align.links import between
from mt.align.path import Corridor, Gaps, Step
from mt.commands.align import align as command
from mt.document import Bead, Document, Paragraph, Segment
from mt.errors import ConfigError, InputError

FRENCH = """Le port d'Ouzel rouvre après la tempête

OUZEL (AFP) – Le port d'Ouzel a rouvert mardi, trois jours après la tempête qui a détruit 40 % de ses quais. \
« Nous avons travaillé jour et nuit. Personne n'a dormi », a dit M. Anton Kovalenko, qui dirige l'administration \\
portuaire.

Selon lui, 12 500 tonnes de blé attendent encore d'être chargées. Les premiers navires doivent partir vers l'Égypte \
dès mercredi.

Le maire, Mme Tarkowska, a promis une aide de 3,5 millions d'euros aux pêcheurs. Elle n'a pas précisé quand cette aide \
serait versée.
"""
ENGLISH = """Port of Ouzel reopens after storm

OUZEL (AFP) – The port of Ouzel reopened on Tuesday. Three days earlier, a storm had destroyed 40% of its quays. \
“We worked day and night and nobody slept,” said Mr. Anton Kovalenko, who heads the port authority.

The storm was the worst in twenty years.

According to him, 12,500 tonnes of wheat are still waiting to be loaded, and the first ships
should leave for Egypt on Wednesday.

The mayor, Mrs. Tarkowska, promised fishermen 3.5 million euros in aid.
"""
PAIRED = [
    ((0,), (0,)),
    ((1,), (1, 2)),
    ((2, 3), (3,)),
    ((), (4,)),
    ((4, 5), (5,)),
    ((6,), (6,)),
    ((7,), ()),
]
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

KINDS = [(1, 1), (1, 2), (2, 1), (2, 2)]
GAPS = Gaps(-2.0, -0.5)


def random_scores(n: int, m: int, seed: int) -> list[dict[tuple[int, int], np.ndarray]]:
    chance = np.random.default_rng(seed)
    return [{kind: chance.normal(0, 2, m + 1) for kind in KINDS} for _ in range(n + 1)]


def every_path(n: int, m: int):
    """Every sequence of steps from (0, 0) to (n, m)."""

    @cache
    def to(i: int, j: int) -> tuple[tuple[Step, ...], ...]:
        if i == j == 0:
            return ((),)
        found = []
        for a, b in [*KINDS, (1, 0), (0, 1)]:
            if i >= a and j >= b:
                found += [(*steps, Step(i, j, (a, b))) for steps in to(i - a, j - b)]
        return tuple(found)

    return to(n, m)


def worth(steps, scores) -> float:
    total, before = 0.0, None
    for i, j, kind in steps:
        if all(kind):
            total += scores[i][kind][j]
        else:
            total += GAPS.extended if kind == before else GAPS.opened
        before = kind
    return total


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 4), st.integers(0, 4), st.integers(0, 10**6))
def test_the_best_path_is_the_best_of_all_and_its_steps_are_as_sure_as_their_share(n, m, seed):
    scores = random_scores(n, m, seed)
    corridor = Corridor.whole(n, m)
    paths = every_path(n, m)
    found = path.best(scores, GAPS, corridor)
    assert worth(found, scores) == pytest.approx(max(worth(steps, scores) for steps in paths))
    total = sum(exp(worth(steps, scores)) for steps in paths)
    for step, sure in zip(found, path.confidence(found, scores, GAPS, corridor), strict=True):
        if all(step.kind):
            share = sum(exp(worth(steps, scores)) for steps in paths if step in steps) / total
        else:
            side = step.kind[1]
            sentence = step[side]
            share = (
                sum(
                    exp(worth(steps, scores))
                    for steps in paths
                    if any(other.kind == step.kind and other[side] == sentence for other in steps)
                )
                / total
            )
        assert sure == pytest.approx(share, abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 6), st.integers(1, 6), st.integers(0, 10**6))
def test_a_corridor_wide_enough_changes_nothing(n, m, seed):
    scores_of = random_scores(n, m, seed)
    found = path.best(scores_of, GAPS, Corridor.whole(n, m))
    corridor = Corridor.around(found, n, m, 1)
    inside = [
        {kind: row[corridor.low[i] : corridor.high[i] + 1] for kind, row in rows.items()}
        for i, rows in enumerate(scores_of)
    ]
    assert path.best(inside, GAPS, corridor) == found
    assert all(corridor.low[i] <= j <= corridor.high[i] for i, j, _ in found)
    assert (np.diff(corridor.low) >= 0).all() and (np.diff(corridor.high) >= 0).all()


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


def test_bead_scores_by_hand():
    gold = [Bead((0,), (0,), 1), Bead((1, 2), (1,), 1), Bead((3,), (), 1), Bead((4,), (2,), 1)]
    found = [Bead((0,), (0,), 1), Bead((1,), (1,), 1), Bead((2, 3), (), 1), Bead((4,), (2,), 1)]
    score = scores.beads(gold, found)
    assert score.strict_precision == score.strict_recall == score.strict_f1 == pytest.approx(2 / 3)
    assert score.lax_f1 == 1


def test_link_scores_by_hand():
    gold = scores.read_links(["0-0 1-1 1p2", "0-0"])
    score = scores.links(gold, [[(0, 0), (1, 2), (2, 2)], []])
    assert score.precision == pytest.approx(2 / 3)  # of three links two are possible
    assert score.recall == pytest.approx(1 / 3)  # of three sure links one is found
    assert score.aer == pytest.approx(1 - (1 + 2) / (3 + 3))


def test_notation_comes_back():
    found = [Bead((0,), (0, 1), 0.97), Bead((), (2,), 0.5), Bead((1, 2), (), 1.0)]
    assert documents.notation(found).splitlines()[0] == "[0]:[0, 1]:0.9700"
    assert scores.read_beads(documents.notation(found).splitlines()) == found
    assert scores.read_beads(["[3]:[4]"]) == [Bead((3,), (4,), 1.0)]


@pytest.mark.parametrize("line", ["0:1", "[0]:[x]:1", "[0]:[1]:high", "[0]"])
def test_what_is_no_bead_is_named(line):
    with pytest.raises(InputError, match="gold, line 2"):
        scores.read_beads(["[0]:[0]", line], "gold")


def test_what_is_no_link_is_named():
    with pytest.raises(InputError, match="gold, line 1: '0x1'"):
        scores.read_links(["0-0 0x1"], "gold")
    with pytest.raises(InputError, match="match line by line"):
        scores.links([[]], [[], []])


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


app = typer.Typer()
app.command()(command)


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    files = tmp_path / "ouzel.txt", tmp_path / "ouzel.en.txt"
    for file, text in zip(files, (FRENCH, ENGLISH), strict=True):
        file.write_text(text, encoding="utf-8")
    return files


def run(*arguments: object):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_two_texts_become_review_files(pair, tmp_path):
    out = tmp_path / "out"
    result = run(*pair, "-o", out, "--formats", "html,tsv,jsonl,txt")
    assert result.exit_code == 0, result.output
    found = scores.read_beads((out / "ouzel.beads").read_text().splitlines())
    assert [bead[:2] for bead in found] == PAIRED
    assert {file.name for file in out.iterdir()} >= {
        "ouzel.html",
        "ouzel.tsv",
        "ouzel.jsonl",
        "ouzel.txt",
        "ouzel.beads",
    }
    tsv = (out / "ouzel.tsv").read_text(encoding="utf-8")
    assert tsv.count("unpaired") == 2 and "leave for Egypt on Wednesday." in tsv
    assert "Nothing in the other text" in (out / "ouzel.html").read_text(encoding="utf-8")


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


def test_presplit_lines_are_never_split(tmp_path):
    files = tmp_path / "a.fr", tmp_path / "a.en"
    files[0].write_bytes(b"Il pleut. Il part.\r\n\r\nLe chien dort.\r\n")
    files[1].write_bytes(b"It is raining. He leaves.\r\n\r\nThe dog is asleep.\r\n")
    assert run("--presplit", *files, "-o", tmp_path, "--formats", "tsv").exit_code == 0
    found = scores.read_beads((tmp_path / "a.beads").read_text().splitlines())
    assert covers(found, 3, 3)
    assert {((0,), (0,)), ((2,), (2,))} <= {bead[:2] for bead in found}


def test_mistakes_are_named(pair, tmp_path):
    def error(*arguments: object) -> str:
        result = run(*arguments, "-o", tmp_path / "none")
        assert isinstance(result.exception, (ConfigError, InputError)), result.output
        assert not (tmp_path / "none").exists()
        return str(result.exception)

    (tmp_path / "empty.txt").write_text("")
    assert "put the French first" in error(*reversed(pair))
    assert "the same text" in error(pair[0], pair[0])
    assert "empty" in error(pair[0], tmp_path / "empty.txt")
    assert "empty" in error("--presplit", pair[0], tmp_path / "empty.txt")
    assert "does not exist" in error(pair[0], tmp_path / "missing.txt")
    assert "needs two texts" in error(pair[0])
    assert "leave out SOURCE" in error(*pair, "--words", pair[0])


def test_another_language_is_said_and_done_all_the_same(pair, tmp_path):
    german = tmp_path / "de.txt"
    german.write_text(
        "Der Hafen ist wieder offen. Das war nicht leicht. Die Schiffe sind mit dem Korn auf dem Meer.\n" * 2
    )
    result = run(pair[0], german, "-o", tmp_path)
    assert result.exit_code == 0 and "does not look English but German" in result.stderr
    assert (tmp_path / "ouzel.beads").exists()


def test_links_of_lines(tmp_path):
    file = tmp_path / "pairs.any"
    file.write_text("le chat dort . ||| the cat sleeps .\nno pair\n ||| \n")
    result = run("--words", file)
    assert result.stdout == "0-0 1-1 2-2 3-3\n\n\n"
    assert result.exit_code == 1 and "line 2" in result.stderr


def test_a_model_shows_what_it_attends_to_in_a_translation_it_did_not_make():
    from mt import models
    from mt.engines import Options, ct2

    engine = ct2.load(models.find("fr-en"), Options(threads=1))
    source, target = "Le président a parlé de la paix.", "The president spoke of peace."
    found, nothing, long = engine.links([source, "", source * 200], [target, target, target * 200])
    assert nothing == () and long
    strongest = max(
        (link for link in found if link.target.of(target).strip() == "president"), key=lambda link: link.score
    )
    assert strongest.source.of(source).strip() == "président"
    assert all(0 <= link.source.start < link.source.end <= len(source) for link in found)


def test_a_plain_import_is_light():
    code = "import sys; from mt import align; print('numpy' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "False"


def test_habits_of_translators_are_probabilities():
    assert sum(beads.SHARES.values()) < 1
