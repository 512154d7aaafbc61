"""F1 of beads and error rate of links, by hand; notation comes back."""

from __future__ import annotations

import pytest

from mt.align import documents, scores
from mt.document import Bead
from mt.errors import InputError


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
