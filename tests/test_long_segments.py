"""A segment as long as a chapter: no stage compares everything in it with everything else."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from mt import checks, names
from mt.document import Span
from mt.readers import txt

WORDS = 5000
NAMES = ("Nikol Pachinian", "Pachinian", "Emmanuel Macron", "Londres", "l'OTAN", "Erevan", "Ilham Aliev", "Aliev")
OTHERS = ("le", "la", "de", "avec", "sur", "un", "budget", "route", "maison", "12", "300", "trois", "hier", "parle")


@pytest.fixture(scope="module")
def enforced():
    chosen = random.Random(1)
    words = [chosen.choice(NAMES) if chosen.random() < 0.1 else chosen.choice(OTHERS) for _ in range(WORDS)]
    document = names.find(txt.parse(" ".join(words), "x"))
    target = (
        document.segments[0]
        .source.replace("Pachinian", "Pashinian")
        .replace("parle", "blorgized")
        .replace("route", "grumbed")
        .replace("maison", "plinkers")
    )
    return document.with_segments(replace(segment, target=target, raw=target) for segment in document.segments)


@pytest.mark.parametrize("stage", [names.enforce, checks.flag], ids=["names", "checks"])
def test_places_are_compared_a_few_times_a_word(enforced, monkeypatch, stage):
    overlaps, compared = Span.overlaps, [0]

    def counted(span, other):
        compared[0] += 1
        return overlaps(span, other)

    monkeypatch.setattr(Span, "overlaps", counted)
    assert stage(enforced) != enforced
    assert compared[0] < 80 * WORDS
