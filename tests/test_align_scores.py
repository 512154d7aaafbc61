"""F1 of beads and error rate of links, by hand; notation comes back."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from mt.align import documents, scores
from mt.commands.evaluate import evaluate
from mt.document import Bead
from mt.errors import ConfigError, InputError


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


def test_alignments_are_scored_from_files(tmp_path):
    app = typer.Typer()
    app.command()(evaluate)

    def run(*arguments: str):
        return CliRunner().invoke(app, list(arguments))

    files = [str(tmp_path / name) for name in ("gold", "found")]
    for file, text in zip(files, ("[0]:[0]\n[1, 2]:[1]\n", "[0]:[0]:0.9\n[1]:[1]:0.4\n[2]:[]:0.8\n"), strict=True):
        (tmp_path / file).write_text(text)
    figures = json.loads(run("--beads", *files, "--json").stdout)
    assert figures["strict_f1"] == pytest.approx(0.5) and figures["lax_f1"] == 1.0
    for file, text in zip(files, ("0-0 1p1\n\n", "0-0 1-1 2-2\n\n"), strict=True):
        (tmp_path / file).write_text(text)
    shown = run("--links", *files).stdout.split()
    assert shown == ["precision", "0.6667", "recall", "1.0000", "aer", "0.2500"]
    assert isinstance(run("--links", "--beads", *files).exception, ConfigError)
    (tmp_path / "found").write_text("0-0\n")
    assert "match line by line" in str(run("--links", *files).exception)
