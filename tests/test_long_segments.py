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
def document():
    chosen = random.Random(1)
    words = [chosen.choice(NAMES) if chosen.random() < 0.1 else chosen.choice(OTHERS) for _ in range(WORDS)]
    found = names.find(txt.parse(" ".join(words), "x"))
    target = found.segments[0].source.replace("Pachinian", "Pashinian")
    for word in ("parle", "route", "maison"):
        target = target.replace(word, f"{word[:4]}lorgized")
    return found.with_segments(replace(segment, target=target, raw=target) for segment in found.segments)


@pytest.mark.parametrize("stage", [names.enforce, checks.flag], ids=["names", "checks"])
def test_places_are_compared_a_few_times_a_word(document, monkeypatch, stage):
    given = names.enforce(document) if stage is checks.flag else document
    overlaps, compared = Span.overlaps, [0]

    def counted(span, other):
        compared[0] += 1
        return overlaps(span, other)

    monkeypatch.setattr(Span, "overlaps", counted)
    assert stage(given) != given
    assert compared[0] < 80 * WORDS
