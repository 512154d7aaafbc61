"""Mistakes of the program on one article: it fails alone, with the place named, and the next run does it."""

from __future__ import annotations

import pytest
from batches import folder, run

from mt import segment, typography
from mt.batch import inputs
from mt.engines.echo import Echo
from mt.phrasing import saying
from mt.readers import txt
from mt.review import carrying
from mt.writers import tsv

PLACES = {
    "reader": (txt, "parse"),
    "stage": (segment, "split"),
    "request": (saying, "plainly"),
    "engine": (Echo, "translate"),
    "answer": (typography, "set_english"),
    "carrying": (carrying, "carried"),
    "writer": (tsv, "render"),
}


def inject(monkeypatch, place: str, mistake: type[Exception] = ValueError) -> None:
    """One of these functions fails where anything it is given speaks of article 2."""
    owner, name = PLACES[place]
    before = getattr(owner, name)

    def failing(*given, **named):
        if "semaine 2" in repr(given):
            raise mistake("a mistake")
        return before(*given, **named)

    monkeypatch.setattr(owner, name, failing)


@pytest.mark.parametrize("shards", ["", "jsonl"])
@pytest.mark.parametrize("place", PLACES)
def test_one_article_fails_alone(tmp_path, monkeypatch, place, shards):
    if shards and place in ("carrying", "writer"):
        pytest.skip("shards hold no review files")
    articles, output = folder(tmp_path / "in", 5), tmp_path / "out"
    inject(monkeypatch, place)
    options = {"formats": ("tsv", "txt"), "shards": shards}
    report = run(articles, output, **options)
    assert [bool(result.error) for result in report] == [False, False, True, False, False]
    assert "002.txt: ValueError: a mistake (test_failures.py, line" in report[2].error
    assert (output / "manifest.json").exists()
    monkeypatch.undo()
    again = run(articles, output, **options)
    assert not any(result.error for result in again)
    assert [result.unchanged for result in again] == [not shards] * 2 + [False] + [not shards] * 2


def test_a_file_that_vanishes_while_its_shard_is_made_fails_alone(tmp_path, monkeypatch):
    articles, output = folder(tmp_path / "in", 4), tmp_path / "out"
    run(articles, output, shards="jsonl")
    (articles / "003.txt").write_text("Autre chose.\n", encoding="utf-8")
    read = inputs.Found.read

    def vanishing(found):
        (articles / "001.txt").unlink(missing_ok=True)
        return read(found)

    monkeypatch.setattr(inputs.Found, "read", vanishing)
    report = run(articles, output, shards="jsonl")
    assert [bool(result.error) for result in report] == [False, True, False, False]
    assert "001.txt" in report[1].error
    assert len((next(output.glob("part-*"))).read_text(encoding="utf-8").splitlines()) == 3


def test_want_of_memory_is_no_mistake_of_the_program(tmp_path, monkeypatch):
    inject(monkeypatch, "stage", MemoryError)
    report = run(folder(tmp_path / "in", 4), tmp_path / "out")
    assert [bool(result.error) for result in report] == [False, False, True, False]
    assert "002.txt: there is not enough memory for it" in report[2].error
