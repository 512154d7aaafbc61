"""Finished articles in the memory: what comes again unchanged is written from there, byte for byte."""

from __future__ import annotations

import json
import sqlite3
import zlib
from pathlib import Path

import pytest
from batches import folder, records, run, text, written

from mt import pipeline
from mt.batch import inputs
from mt.memory import Memory, Unreadable

EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.fixture
def memory(tmp_path):
    with Memory(tmp_path / "memory.sqlite") as opened:
        yield opened


@pytest.fixture
def split(monkeypatch):
    """The names of the articles that go through the stages."""
    seen = []
    before = pipeline.segment.split
    monkeypatch.setattr(pipeline.segment, "split", lambda document: seen.append(document) or before(document))
    return lambda: [document.id for document in seen if document.paragraphs]


def from_memory(output: Path) -> int:
    return json.loads((output / "manifest.json").read_text())["run"]["from_memory"]


def test_real_articles_come_out_the_same_in_every_format(tmp_path, memory, split):
    options = {"engine": "ct2", "beam": 1, "formats": ("html", "tsv", "jsonl", "txt", "docx", "tmx")}
    run(EXAMPLES, tmp_path / "one", memory, **options)
    first = split()
    run(EXAMPLES, tmp_path / "two", memory, **options)
    assert first and split() == first
    one, two = written(tmp_path / "one"), written(tmp_path / "two")
    assert one == two
    assert from_memory(tmp_path / "two") > 0


def test_other_formats_and_shards_are_written_without_the_stages(tmp_path, memory, split):
    articles = folder(tmp_path / "in", 5)
    run(articles, tmp_path / "one", memory)
    run(articles, tmp_path / "two", memory, formats=("tsv",))
    run(articles, tmp_path / "three", memory, shards="jsonl")
    assert len(split()) == 5
    assert len(next((tmp_path / "three").glob("part-00001-00001-*.jsonl")).read_text().splitlines()) == 5


@pytest.mark.parametrize(
    "change",
    [
        lambda articles, memory: {"quotes": "straight"},
        lambda articles, memory: {"names": False},
        lambda articles, memory: memory.approve("Le point de la semaine 1", "Week 1", "Anne", "2026-01-02", "x") or {},
    ],
    ids=["quotes", "names", "approved"],
)
def test_what_would_come_out_otherwise_is_made_anew(tmp_path, memory, split, change):
    articles = folder(tmp_path / "in", 3)
    run(articles, tmp_path / "one", memory)
    run(articles, tmp_path / "two", memory, **change(articles, memory))
    assert len(split()) == 6


def test_what_is_approved_during_a_run_is_not_kept_as_if_it_had_not_been(tmp_path, memory, split):
    articles = folder(tmp_path / "in", 2)
    memory.approve("Le point de la semaine 0", "Week 0", "Anne", "2026-01-02", "x")

    def tell(result):
        if result.article.name == "000":
            memory.approve("Le point de la semaine 1", "Week 1", "Anne", "2026-01-02", "x")

    run(articles, tmp_path / "one", memory, tell=tell, window=1)
    memory.withdraw([("Le point de la semaine 1", "Week 1")])
    assert memory.stats().finished == 0
    run(articles, tmp_path / "two", memory)
    assert "Week 1" not in (tmp_path / "two" / "001.txt").read_text()


def test_what_is_made_while_the_memory_fails_is_not_kept(tmp_path, memory, monkeypatch):
    articles = folder(tmp_path / "in", 2)
    memory.approve("Le point de la semaine 0", "Week 0", "Anne", "2026-01-02", "x")

    def fails(*arguments):
        raise Unreadable("the memory is locked")

    with monkeypatch.context() as broken:
        broken.setattr(memory, "all_reviewed", fails)
        report = run(articles, tmp_path / "one", memory)
    assert report.warnings == ["the memory is locked; going on without it"]
    run(articles, tmp_path / "two", memory)
    assert (tmp_path / "two" / "000.txt").read_text().startswith("Week 0")


def test_a_file_saved_while_it_is_read_is_done_again(tmp_path, memory, split, monkeypatch):
    articles = folder(tmp_path / "in", 1)
    before = inputs.readers.read

    def saved_meanwhile(path):
        path.write_text(text(7))
        return before(path)

    with monkeypatch.context() as patched:
        patched.setattr(inputs.readers, "read", saved_meanwhile)
        run(articles, tmp_path / "one", memory)
    (articles / "000.txt").write_text(text(0))
    run(articles, tmp_path / "one", memory)
    assert len(split()) == 2
    assert "semaine 0" in (tmp_path / "one" / "000.txt").read_text()


def test_an_article_that_has_moved_says_where_it_is(tmp_path, memory, split):
    run(folder(tmp_path / "in", 1), tmp_path / "one", memory)
    (tmp_path / "in").rename(tmp_path / "moved")
    run(tmp_path / "moved", tmp_path / "two", memory)
    assert len(split()) == 1
    said = json.loads((tmp_path / "two" / "000.names.json").read_text())["meta"]["mt:path"]
    assert said == str(tmp_path / "moved" / "000.txt")


def test_only_the_article_that_changed_is_made_anew(tmp_path, memory, split):
    articles = folder(tmp_path / "in", 4)
    run(articles, tmp_path / "one", memory)
    (articles / "002.txt").write_text(text(99))
    (articles / "001.txt").rename(articles / "001.md")  # the same text, read otherwise
    run(articles, tmp_path / "two", memory)
    assert split()[4:] == ["001", "002"]


def test_records_of_one_file_are_recalled_each_by_itself(tmp_path, memory, split):
    rows = [{"id": str(number), "text": text(number), "desk": "x"} for number in range(3)]
    run(records(tmp_path / "in.jsonl", *rows), tmp_path / "one", memory)
    rows[1]["desk"] = "y"
    run(records(tmp_path / "in.jsonl", *rows), tmp_path / "two", memory)
    assert split()[3:] == ["in/1"]


def test_nothing_approved_stays_in_articles_of_others_when_it_is_forgotten(tmp_path, memory):
    memory.approve("Le point de la semaine 1", "Week 1", "Anne", "2026-01-02", "secret")
    run(folder(tmp_path / "in", 2), tmp_path / "one", memory)
    assert memory.stats().finished == 2
    memory.forget("secret")
    assert memory.stats().finished == 0


def test_forgetting_an_article_forgets_it_whole(tmp_path, memory, split):
    articles = folder(tmp_path / "in", 2)
    run(articles, tmp_path / "one", memory)
    with sqlite3.connect(memory.path) as other:
        kept = dict(other.execute("SELECT article, body FROM finished"))
    assert memory.forget("001")
    on_disk = b"".join(file.read_bytes() for file in tmp_path.glob("memory*"))
    assert [name for name, body in sorted(kept.items()) if body[:200] in on_disk] == ["000"]
    run(articles, tmp_path / "two", memory)
    assert split()[2:] == ["001"]


@pytest.mark.parametrize("body", [b"", b"none", zlib.compress(b"{}\0{}"), zlib.compress(b'{"id":1}\n\0{}')])
def test_what_is_no_article_is_made_anew_and_replaced(tmp_path, memory, split, body):
    articles = folder(tmp_path / "in", 2)
    run(articles, tmp_path / "one", memory)
    with sqlite3.connect(memory.path) as other:
        other.execute("UPDATE finished SET body = ? WHERE article = '000'", (body,))
    run(articles, tmp_path / "two", memory)
    run(articles, tmp_path / "three", memory)
    assert split()[2:] == ["000"]
    assert written(tmp_path / "one") == written(tmp_path / "two") == written(tmp_path / "three")


def test_a_failed_article_is_not_kept(tmp_path, memory, monkeypatch):
    articles = folder(tmp_path / "in", 2)

    def fails(document):
        raise ValueError("no")

    with monkeypatch.context() as broken:
        broken.setattr(pipeline, "flag", fails)
        assert all(result.error for result in run(articles, tmp_path / "out", memory))
    assert not any(result.error for result in run(articles, tmp_path / "out", memory))


def test_a_memory_of_the_first_layout_goes_on(tmp_path, split):
    articles = folder(tmp_path / "in", 2)
    path = tmp_path / "memory.sqlite"
    with Memory(path) as old:
        run(articles, tmp_path / "one", old)
    with sqlite3.connect(path) as other:
        for trigger in ("outdated", "withdrawn", "forgotten"):
            other.execute(f"DROP TRIGGER {trigger}")
        other.execute("DROP TABLE finished")
        other.execute("PRAGMA user_version = 1")
    with Memory(path) as new:
        run(articles, tmp_path / "two", new)
        assert from_memory(tmp_path / "two") > 0
        run(articles, tmp_path / "three", new)
    assert len(split()) == 4
