"""Asking again for names that were lost, with an engine that says what the test wants it to say."""

from __future__ import annotations

from functools import reduce

import pytest

import mt
from mt import checks, lost_names, names, pipeline, translation
from mt.align import links
from mt.config import load
from mt.document import Document, Paragraph, Segment
from mt.engines import Translation
from mt.engines.echo import Echo


class Speaker(Echo):
    """Says what it has been taught, and remembers what it was asked."""

    def __init__(self, **taught: str) -> None:
        self.taught = {key.replace("_", " "): said for key, said in taught.items()}
        self.asked: list[str] = []

    def translate(self, texts):
        self.asked += texts
        return [
            Translation(next((said for key, said in self.taught.items() if key in text), text), -0.5) for text in texts
        ]


def job(engine: Speaker, *sources: str, **fields) -> tuple[Segment, ...]:
    """Everything that happens to an article, by this engine."""
    segments = tuple(Segment(str(k), source, gap=" ", **fields) for k, source in enumerate(sources))
    document = names.find(Document("a", (Paragraph(segments),)))
    fill = translation.filler(engine, for_engine=names.for_engine)
    (document,) = fill(iter([document]))
    steps = links.align, names.enforce, checks.flag, lost_names.finder(engine, "curly", links.align)
    return reduce(lambda done, step: step(done), steps, document).segments


def codes(segment: Segment) -> list[str]:
    return [flag.code for flag in segment.flags]


STRAIT = "Le détroit d'Ormuz reste fermé aux navires."


def test_a_name_the_engine_does_not_know_is_asked_for_in_english() -> None:
    engine = Speaker(
        détroit="The fold of shape remains closed to ships.", Strait="The Strait of Hormuz remains closed to ships."
    )
    (segment,) = job(engine, STRAIT)
    assert segment.target == "The Strait of Hormuz remains closed to ships."
    assert codes(segment) == []
    assert [name.target.of(segment.target) for name in segment.names] == ["Strait of Hormuz"]
    assert segment.source == STRAIT
    assert engine.asked[1] == "Le Strait of Hormuz reste fermé aux navires."


def test_a_stand_in_gives_its_place_to_the_name() -> None:
    engine = Speaker(Surprenant="It surprised the commission.", Martin="Martin spoke before the commission.")
    (segment,) = job(engine, "Gilles Surprenant a parlé devant la commission.")
    assert segment.target == "Gilles Surprenant spoke before the commission."
    assert codes(segment) == []
    linked = {(link.source.of(segment.source), link.target.of(segment.target)) for link in segment.links}
    assert ("Surprenant", "Surprenant") in linked


def test_what_is_before_a_stand_in_is_good_french() -> None:
    engine = Speaker(Ancelotti="The talent is great.", Martin="Martin’s talent is great.")
    (segment,) = job(engine, "Le talent d'Ancelotti est grand.")
    assert engine.asked[-1] == "Le talent de Martin est grand."
    assert segment.target == "Ancelotti’s talent is great."


@pytest.mark.parametrize(
    "again",
    [
        "It surprised the commission.",  # the stand-in is lost, too
        "Martin and Martin spoke before the commission.",  # which of them is it?
        "Martin spoke spoke spoke spoke spoke spoke spoke spoke.",  # worse in another way
    ],
)
def test_an_answer_that_is_no_better_is_not_taken(again: str) -> None:
    engine = Speaker(Surprenant="It surprised the commission.", Martin=again)
    (segment,) = job(engine, "Gilles Surprenant a parlé devant la commission.")
    assert segment.target == "It surprised the commission."
    assert codes(segment) == ["name-missing"]


def test_what_has_all_its_names_and_what_a_person_wrote_is_not_asked_again() -> None:
    engine = Speaker(Londres="London is far away.")
    job(engine, "Londres est loin.")
    job(engine, STRAIT, target="It is closed.", status="approved", origin="human")
    assert engine.asked == ["Londres est loin."]


def test_a_stand_in_that_the_sentence_has_already_is_not_used() -> None:
    engine = Speaker(Martin="Martin is here with him.", Thomas="It does not matter.")
    job(engine, "Martin est là avec Gilles Surprenant.")
    assert engine.asked[1:] == ["Martin est là avec Thomas."]


def test_the_embedded_model_finds_names_again() -> None:
    """The names themselves depend on the weights; that asking again makes none worse does not."""
    text = "\n\n".join(
        [
            "Un de nos objectifs majeurs est la Ligue des champions.",
            "Jérusalem abrite le lieu le plus sacré des Juifs : le Mur des Lamentations.",
            STRAIT,
            "Ancelotti est-il l'homme de la situation ?",
        ]
    )
    stages = pipeline.stages(load(), pipeline.engine_of(load())[0])
    first = next(reduce(lambda flow, stage: stage(flow), stages[:-1], iter([mt.readers.txt.parse(text, "text")])))
    (last,) = stages[-1](iter([first]))
    lost = [sum(len(lost_names.lost(segment)) for segment in document.segments) for document in (first, last)]
    assert lost[1] <= lost[0]
    assert [segment.source for segment in first.segments] == [segment.source for segment in last.segments]
    assert last.source_text() == text
