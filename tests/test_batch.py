"""Batches: which articles, going on after a kill, and what is done again and what is not."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest
from batches import folder, names, records, run, text, written

from mt import batch, config, pipeline
from mt.batch import Selection, inputs
from mt.errors import ConfigError, InputError
from mt.memory import Memory, Unreadable

# --- which articles


def test_patterns_and_lists(tmp_path):
    for name in ("a.txt", "b.txt", "c.md", "d.png"):
        (tmp_path / name).write_text("Bonjour.")
    (tmp_path / "list").write_text("# two of them\n\nb.txt\nc.md\n", encoding="utf-8-sig")
    assert names(tmp_path / "*.txt") == ["a", "b"]
    assert names(tmp_path / "[bc].*") == ["b", "c"]
    assert names(f"@{tmp_path}/list") == ["b", "c"]
    with pytest.raises(InputError, match="no file is called"):
        names(tmp_path / "*.pdf")
    with pytest.raises(InputError, match=r"list .*none cannot be read"):
        names(f"@{tmp_path}/none")
    (tmp_path / "list").write_text("missing.txt\n")
    with pytest.raises(InputError, match=r"missing\.txt does not exist"):
        names(f"@{tmp_path}/list")
    (tmp_path / "[odd].txt").write_text("Bonjour.")
    assert names(tmp_path / "[odd].txt") == ["[odd]"]


def test_shards_cover_everything_once_and_do_not_move(tmp_path):
    folder(tmp_path / "in", 40)
    parts = [names(tmp_path / "in", shard=(part, 3)) for part in (1, 2, 3)]
    assert sorted(name for part in parts for name in part) == [f"{number:03}" for number in range(40)]
    assert all(parts)
    (tmp_path / "in" / "zzz.txt").write_text("Bonjour.")
    assert all(set(before) <= set(names(tmp_path / "in", shard=(k, 3))) for k, before in enumerate(parts, 1))


def test_since_and_limit(tmp_path):
    folder(tmp_path / "in", 4)
    os.utime(tmp_path / "in" / "001.txt", (0, 0))
    assert names(tmp_path / "in", since=date(2020, 1, 1)) == ["000", "002", "003"]
    assert names(tmp_path / "in", since=date(2020, 1, 1), limit=2) == ["000", "002"]
    with pytest.raises(ConfigError, match="no article is left of 4"):
        names(tmp_path / "in", since=date(2100, 1, 1))


# --- files of many articles

RECORDS = [
    {"id": "a/../b", "title": "Titre", "text": "Bonjour.\n\nOui.", "date": "2026-01-02", "tags": ["x", 1]},
    {"id": "a/../b", "text": "Deux \ud800.", "date": "2025-12-31", "finished": "no number"},
    {"text": "Trois.", "path": "/etc/passwd"},
]


def test_jsonl_gives_one_output_a_record_inside_its_own_folder(tmp_path):
    report = run(records(tmp_path / "archive.jsonl", *RECORDS), tmp_path / "out")
    assert [result.article.name for result in report] == ["archive/a-..-b", "archive/a-..-b-2", "archive/3"]
    assert not any(result.error for result in report)
    inside = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.txt")}
    assert inside == {"archive/a-..-b.txt", "archive/a-..-b-2.txt", "archive/3.txt"}
    assert (tmp_path / "out" / "archive" / "a-..-b.txt").read_text() == "Titre\n\nBonjour.\n\nOui.\n"
    meta = json.loads((tmp_path / "out" / "archive" / "a-..-b.names.json").read_text())["meta"]
    assert meta["date"] == "2026-01-02"
    assert meta["tags"] == '["x", 1]'
    assert all(result.unchanged for result in run(tmp_path / "archive.jsonl", tmp_path / "out"))


def test_records_are_chosen_when_they_are_read(tmp_path):
    path = records(tmp_path / "archive.jsonl", *RECORDS)
    (only,) = run(path, tmp_path / "out", selection=Selection(since=date(2026, 1, 1), limit=1))
    assert only.article.name == "archive/a-..-b"
    parts = [run(path, tmp_path / f"{k}", selection=Selection(shard=(k, 2))) for k in (1, 2)]
    assert sum(map(len, parts)) == 3


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (("{",), "line 1 is no JSON"),
        (("[1]",), "line 1 is no object"),
        (({"body_html": "x"},), "no field 'text'"),
        (("[" * 100_000,), "line 1 is no JSON"),
    ],
)
def test_jsonl_mistakes_are_named_with_their_line(tmp_path, lines, says):
    (result,) = run(records(tmp_path / "a.jsonl", *lines), tmp_path / "out")
    assert says in result.error


def test_a_first_record_without_text_fails_alone(tmp_path):
    path = records(tmp_path / "a.jsonl", {"id": "1", "note": "x"}, {"id": "2", "text": "Oui."})
    report = run(path, tmp_path / "out")
    assert [(result.article.name, bool(result.error)) for result in report] == [("a/(record 1)", True), ("a/2", False)]


def test_a_bad_record_fails_alone(tmp_path):
    lines = ("[", {"text": "Oui."}, "{", {"text": "Non."}, '{"text": "\\ud83', {"id": "3", "text": "Si."})
    path = records(tmp_path / "a.jsonl", *lines)
    report = run(path, tmp_path / "out")
    failed = {result.article.name: result.error for result in report if result.error}
    assert list(failed) == ["a/(record 1)", "a/(record 3)", "a/(record 5)"]
    assert all(f"line {line} is no JSON" in said for line, said in zip((1, 3, 5), failed.values(), strict=True))
    assert [result.article.name for result in report if not result.error] == ["a/2", "a/4", "a/3"]
    records(path, *[line for line in lines if isinstance(line, dict)])
    assert not any(result.error for result in run(path, tmp_path / "out"))
    limited = run(records(path, *lines), tmp_path / "two", selection=Selection(limit=2))
    assert [result.article.name for result in limited if not result.error] == ["a/2", "a/4"]


def test_a_record_without_text_fails_alone(tmp_path):
    (blank, _) = run(records(tmp_path / "b.jsonl", {"id": "x", "text": " "}, {"text": "Oui."}), tmp_path / "out")
    assert "x has no text" in blank.error
    (listed, _) = run(records(tmp_path / "c.jsonl", {"id": "y", "text": ["Oui."]}, {"text": "Oui."}), tmp_path / "out")
    assert "y has no text" in listed.error


def test_tables(tmp_path):
    (tmp_path / "a.tsv").write_text('id\ttext\tsource\n1\t"Oui.\n\nNon."\tAFP\n\n2\tBonjour.\n', encoding="utf-8-sig")
    (tmp_path / "b.csv").write_text('numéro;corps\n7;Bonjour;\n8;"« Oui ; non. »"\n', encoding="cp1252")
    assert [result.article.name for result in run(tmp_path / "a.tsv", tmp_path / "out")] == ["a/1", "a/2"]
    assert (tmp_path / "out" / "a" / "1.txt").read_text() == "Oui.\n\nNon.\n"
    (refused,) = run(tmp_path / "b.csv", tmp_path / "out")
    assert "name another with --column" in refused.error
    (refused,) = run(tmp_path / "b.csv", tmp_path / "out", selection=Selection(column="texte"))
    assert "no column 'texte': there is numéro, corps" in refused.error
    found = run(tmp_path / "b.csv", tmp_path / "out", selection=Selection(column="corps"))
    assert [result.error for result in found] == ["", ""]
    assert (tmp_path / "out" / "b" / "1.txt").read_text() == "Bonjour\n"
    assert "non" in (tmp_path / "out" / "b" / "2.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "row", "says"),
    [
        ("a.csv", "2,Le ministre est venu, dit-on, mardi.", "line 3 has more cells than the header"),
        ("a.tsv", '2\t"Oui, dit-il.\n3\tDeux.\n4\tIl a dit "non" hier.', "lines 3 to 5: no row of a table ("),
        ("a.tsv", '2\t"Oui, dit-il.\n3\tDeux.\n4\tIl a dit « non"', "line 3 holds whole rows in one cell"),
        ("a.tsv", '2\t"Oui", dit-il.', "line 3: no row of a table ('a tab' expected after"),
    ],
)
def test_a_row_whose_text_was_read_as_the_tables_own_marks_fails_alone(tmp_path, name, row, says):
    separator = "," if name.endswith(".csv") else "\t"
    rows = (f"id{separator}text", f"1{separator}Bonjour.", row, f'7{separator}"Fin, enfin"{separator}', "")
    (tmp_path / name).write_text("\n".join(rows), encoding="utf-8")
    report = run(tmp_path / name, tmp_path / "out")
    assert [result.article.name for result in report] == ["a/1", "a/(record 2)", "a/7"]
    assert [bool(result.error) for result in report] == [False, True, False]
    assert says in report[1].error
    assert inputs.extent(batch.plan([tmp_path / name]), Selection()) == (3, None)


# --- finished or not


def test_what_is_finished_is_not_done_again(tmp_path):
    articles, output = folder(tmp_path / "in", 5), tmp_path / "out"
    assert not any(result.unchanged for result in run(articles, output))
    before = {path: path.stat().st_mtime_ns for path in output.glob("0*")}
    first = written(output)
    assert all(result.unchanged for result in run(articles, output))
    assert {path: path.stat().st_mtime_ns for path in output.glob("0*")} == before
    assert written(output) == first
    (output / "003.txt").write_text("spoilt")
    (output / "001.jsonl").unlink()
    (articles / "002.txt").write_text("Tout autre chose.\n")
    again = run(articles, output)
    assert [result.unchanged for result in again] == [True, False, False, False, True]
    assert (output / "003.txt").read_bytes() == first["003.txt"]
    assert not any(result.unchanged for result in run(articles, output, quotes="straight"))


def test_an_approved_sentence_makes_its_articles_anew(tmp_path):
    articles, output = folder(tmp_path / "in", 2), tmp_path / "out"
    with Memory(tmp_path / "memory.sqlite") as memory:
        run(articles, output, memory)
        assert all(result.unchanged for result in run(articles, output, memory))
        memory.approve("Le point de la semaine 1", "This week, part 1", "Anne", "2026-01-01", "001")
        report = run(articles, output, memory)
    assert report.run["from_engine"] == 0
    assert (output / "001.txt").read_text().startswith("This week, part 1\n")
    assert report[1].summary.approved == 1


def test_failures_are_told_and_only_they_are_tried_again(tmp_path):
    articles, output = folder(tmp_path / "in", 4), tmp_path / "out"
    (articles / "001.txt").write_bytes(b"")
    (output / "002.txt").mkdir(parents=True)  # where a file should go: no write can succeed
    report = run(articles, output)
    assert [bool(result.error) for result in report] == [False, True, True, False]
    (articles / "001.txt").write_text("Oui.\n")
    (output / "002.txt").rmdir()
    report = run(articles, output)
    assert [(bool(result.error), result.unchanged) for result in report] == [
        (False, True), (False, False), (False, False), (False, True),
    ]  # fmt: skip


def test_a_file_that_vanishes_fails_alone(tmp_path):
    articles = folder(tmp_path / "in", 3)
    planned = batch.plan([articles])
    (articles / "001.txt").unlink()
    batch.check_output(tmp_path / "out")
    report = batch.run(planned, tmp_path / "out", config.load(engine="echo"), lambda result: None)
    assert ["001.txt cannot be read" in result.error for result in report] == [False, True, False]


@pytest.mark.skipif(os.name != "posix", reason="file names are bytes on POSIX only")
def test_a_file_name_that_is_no_utf_8_is_a_name_like_any_other(tmp_path):
    articles = folder(tmp_path / "in", 2)
    name = b"caf\xe9"
    Path(os.fsdecode(os.fsencode(articles) + b"/" + name + b".txt")).write_text(text(7), encoding="utf-8")
    output = tmp_path / "out"
    with Memory(tmp_path / "memory.sqlite") as memory:
        first = run(articles, output, memory, formats=("html", "txt"))
        again = run(articles, output, memory, formats=("html", "txt"))
        kept = memory.articles()
        assert memory.forget(os.fsdecode(name)) > 0
    assert [result.error for result in first] == [""] * 3
    assert all(result.unchanged for result in again)
    assert os.fsencode(output) + b"/" + name + b".txt" in map(os.fsencode, output.iterdir())
    assert 'href="caf%E9.html"' in (output / "index.html").read_text(encoding="utf-8")
    assert "caf\\udce9" in kept


def test_a_full_memory_costs_no_article(tmp_path):
    articles = folder(tmp_path / "in", 3)
    with Memory(tmp_path / "memory.sqlite") as memory:
        memory._file._connection.execute("PRAGMA max_page_count = 1")
        report = run(articles, tmp_path / "out", memory)
    assert not any(result.error for result in report)
    assert len(report.warnings) == 1
    assert "full" in report.warnings[0]


def test_a_dying_memory_is_told_of_once(tmp_path, monkeypatch):
    def dying(*_, **__):
        raise Unreadable("disk I/O error")

    for name in ("machine", "store", "finished", "finish", "all_reviewed", "near"):
        monkeypatch.setattr(Memory, name, dying)
    with Memory(tmp_path / "memory.sqlite") as memory:
        memory.approve("Oui.", "Yes.", "Anne", "2026-01-01", "a")
        report = run(folder(tmp_path / "in", 3), tmp_path / "out", memory)
    assert not any(result.error for result in report)
    assert report.warnings == ["disk I/O error; going on without it"]


def test_a_sentence_like_an_approved_one_carries_a_suggestion(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Le ministre est arrivé mardi soir à la réunion de Lyon.\n", encoding="utf-8")
    with Memory(tmp_path / "memory.db") as memory:
        memory.approve(
            "Le ministre est arrivé lundi soir à la réunion de Lyon.",
            "The minister came to the Lyon meeting on Monday night.",
            reviewer="Anna",
            when="2026-01-31",
            article="before",
        )
        settings = config.load(engine="echo", formats=("jsonl",))
        batch.run(batch.plan([article]), tmp_path / "out", settings, lambda result: None, memory=memory)
    text = (tmp_path / "out" / "a.jsonl").read_text(encoding="utf-8")
    assert "near-match" in text
    assert "Lyon meeting on Monday night" in text


def test_what_an_earlier_run_wrote_in_the_folder_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Bonjour.\n", encoding="utf-8")
    (tmp_path / "manifest.json").write_text("[]", encoding="utf-8")  # not one of ours
    settings = config.load(engine="echo", formats=("jsonl", "tsv", "txt"))
    for output in (tmp_path / "out", tmp_path / "out"):
        articles = batch.plan([tmp_path])
        assert [article.path.name for article in articles] == ["a.txt"]
        batch.run(articles, output, settings, lambda result: None)
    assert (tmp_path / "out" / "a.jsonl").exists()


# --- what must not happen


def test_no_review_file_takes_the_place_of_its_article(tmp_path):
    articles = folder(tmp_path / "in", 2)
    with pytest.raises(ConfigError, match=r"000\.txt would be written over .*000\.txt itself"):
        run(articles, articles, formats=("txt",))
    assert (articles / "000.txt").read_text() == text(0)
    run(articles, articles, formats=("jsonl",))
    assert names(articles) == ["000", "001"]


def test_files_of_formats_not_asked_for_any_more_are_told_of(tmp_path):
    articles, output = folder(tmp_path / "in", 2), tmp_path / "out"
    assert "older" not in run(articles, output, formats=("txt", "tsv", "jsonl")).run
    for _ in range(2):
        assert run(articles, output, formats=("jsonl",)).run["older"] == {"tsv": 2, "txt": 2}
    assert "older" not in run(articles, articles, formats=("jsonl",)).run  # the articles themselves are no review files


def test_a_mistake_of_the_program_costs_one_article(tmp_path, monkeypatch):
    articles = folder(tmp_path / "in", 4)

    def failing(document):
        if document.id == "002":
            raise IndexError("list index out of range")
        return document

    monkeypatch.setattr(pipeline, "finder", lambda config: failing)
    report = run(articles, tmp_path / "out")
    assert [bool(result.error) for result in report] == [False, False, True, False]
    assert "002.txt: IndexError: list index out of range (test_batch.py, line" in report[2].error
    monkeypatch.undo()
    assert [result.unchanged for result in run(articles, tmp_path / "out")] == [True, True, False, True]


def test_shards_of_one_output_do_not_forget_each_other(tmp_path):
    articles, output = folder(tmp_path / "in", 12), tmp_path / "out"
    parts = [run(articles, output, selection=Selection(shard=(k, 2))) for k in (1, 2)]
    assert sum(map(len, parts)) == 12
    assert all(parts)
    assert all(result.unchanged for result in run(articles, output, selection=Selection(shard=(1, 2))))
    assert sorted(path.name for path in output.glob("manifest*")) == ["manifest.1-of-2.json", "manifest.2-of-2.json"]
    assert all(result.unchanged for result in run(articles, output))


def test_shards_of_records_of_one_output_have_their_own_files(tmp_path):
    articles, output = folder(tmp_path / "in", 12), tmp_path / "out"
    for k in (1, 2):
        run(articles, output, selection=Selection(shard=(k, 2)), shards="jsonl")
    rows = [json.loads(line) for file in output.glob("part-*.jsonl") for line in file.read_text().splitlines()]
    assert sorted(row["id"] for row in rows) == [f"{k:03}" for k in range(12)]


def test_records_of_one_file_never_share_a_name(tmp_path):
    ids = ["a-3", "a", "a", "a-3", "A", "é" * 200, "é" * 200]
    archive = records(tmp_path / "x.jsonl", *({"id": one, "text": text(k)} for k, one in enumerate(ids)))
    run(archive, tmp_path / "out")
    found = {path.name.casefold() for path in (tmp_path / "out" / "x").glob("*.txt")}
    assert len(found) == len(ids)


def test_no_review_file_takes_anothers_place(tmp_path):
    for name in ("a", "index", "x", "x.names"):
        (tmp_path / f"{name}.md").write_text("Bonjour.")
    (tmp_path / "names").mkdir()
    for name in ("x.names.md", "x.md"):
        (tmp_path / name).rename(tmp_path / "names" / name)
    with pytest.raises(ConfigError, match=r"the list of all articles and .*index\.md would both write index\.html"):
        run(tmp_path / "*.md", tmp_path / "out", formats=("html",))
    with pytest.raises(ConfigError, match=r"would both write x\.names\.tsv"):
        run(tmp_path / "names", tmp_path / "out", formats=("tsv",))


def test_the_glossary_is_not_written_over(tmp_path):
    (tmp_path / "terms.md").write_text("Bonjour.")
    glossary = tmp_path / "terms.tsv"
    glossary.write_text("Bonjour\tHello\t\n")
    with pytest.raises(ConfigError, match=r"terms\.tsv would be written over .*terms\.tsv itself"):
        run(tmp_path / "terms.md", tmp_path, formats=("tsv",), glossary=glossary)
    assert glossary.read_text() == "Bonjour\tHello\t\n"


def test_no_review_file_takes_the_place_of_an_article_in_other_letters(tmp_path, monkeypatch):
    (tmp_path / "A.TXT").write_text("Bonjour.")
    monkeypatch.setattr(os.path, "exists", lambda path: os.path.lexists(path) or Path(path).name == "A.txt")
    monkeypatch.setattr(Path, "samefile", lambda path, other: str(path).casefold() == str(other).casefold())
    with pytest.raises(ConfigError, match=r"A\.txt would be written over .*A\.TXT itself"):
        run(tmp_path / "A.TXT", tmp_path)


def test_no_article_of_many_takes_the_place_of_another_file(tmp_path):
    records(tmp_path / "x.jsonl", {"id": "a", "text": "Bonjour."}, {"id": "b", "text": "Oui."})
    (tmp_path / "x").mkdir()
    records(tmp_path / "x" / "a.jsonl", {"id": "1", "text": "Non."})
    with pytest.raises(ConfigError, match=r"x.a\.jsonl may be written over by an article of x"):
        run(tmp_path, tmp_path)
    assert len((tmp_path / "x" / "a.jsonl").read_text().splitlines()) == 1
    run(tmp_path, tmp_path, formats=("txt",))


# --- shards of records


def shown(output: Path) -> list[str]:
    """The ids of all records in the shards there."""
    rows = [json.loads(line) for file in output.glob("part-*") for line in file.read_text().splitlines()]
    return sorted(row["id"] for row in rows)


def test_a_second_run_does_not_write_over_the_shards_of_the_first(tmp_path):
    output = tmp_path / "out"
    for name in "ab":
        run(records(tmp_path / f"{name}.jsonl", {"id": name, "text": "Bonjour."}), output, shards="jsonl")
    assert shown(output) == ["a", "b"]
    dated = [{"id": "old", "text": "Oui.", "date": "2020-01-01"}, {"id": "new", "text": "Non.", "date": "2026-01-01"}]
    archive = records(tmp_path / "c.jsonl", *dated)
    run(archive, output, shards="jsonl")
    run(archive, output, shards="jsonl", selection=Selection(since=date(2025, 1, 1)))
    assert set(shown(output)) == {"a", "b", "old", "new"}
    assert all(result.unchanged for result in run(archive, output, shards="jsonl"))


def test_a_shard_whose_articles_are_all_in_newer_ones_goes(tmp_path):
    output = tmp_path / "out"
    lines = [{"id": f"n{k:02}", "text": text(k)} for k in range(70)]
    run(records(tmp_path / "b.jsonl", {"id": "b", "text": "Oui."}), output, shards="jsonl")
    run(records(tmp_path / "a.jsonl", *lines), output, shards="jsonl")
    run(records(tmp_path / "a.jsonl", {"id": "m", "text": "Non."}, *lines), output, shards="jsonl")
    assert shown(output) == ["b", "m", *(line["id"] for line in lines)]
    run(records(tmp_path / "a.jsonl", *lines), output, shards="jsonl", quotes="straight")
    assert set(shown(output)) == {"b", "m", *(line["id"] for line in lines)}


def test_a_shard_is_not_written_over_the_file_it_came_from(tmp_path):
    source = folder(tmp_path / "in", 2)
    run(source, source, shards="jsonl")
    (shard,) = source.glob("part-*.jsonl")
    before = shard.read_bytes()
    with pytest.raises(ConfigError, match="would be written over"):
        run(shard, source, shards="jsonl")
    old = records(source / "part-00001-00001.jsonl", {"id": "1", "text": "Oui."})
    run(old, source, shards="jsonl")
    assert len(old.read_text().splitlines()) == 1
    assert shard.read_bytes() == before


def test_records_in_records_out_with_every_other_field(tmp_path):
    lines = [{"id": f"n{k}", "title": "Titre", "text": text(k), "tags": ["x", k], "n": 1.5} for k in range(70)]
    archive = records(tmp_path / "archive.jsonl", *lines[:30], {"id": "blank", "text": " "}, *lines[30:])
    report = run(archive, tmp_path / "out", shards="jsonl")
    assert [result.article.name for result in report if result.error] == ["archive/blank"]
    files = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert files[0] == "manifest.json"
    assert [name.rpartition("-")[0] for name in files[1:]] == ["part-00001-00001", "part-00001-00002"]
    shards = [(tmp_path / "out" / name).read_text().splitlines() for name in files[1:]]
    assert [len(shard) for shard in shards] == [63, 7]  # 64 articles, one of them blank
    rows = [json.loads(line) for shard in shards for line in shard]
    assert [{key: row[key] for key in ("id", "title", "tags", "n")} for row in rows] == [
        {key: line[key] for key in ("id", "title", "tags", "n")} for line in lines
    ]
    assert rows[0]["english"].startswith("Titre\n\n")
    assert [part["target"] for part in rows[3]["segments"]][1].startswith("Le point")
    assert [result.unchanged for result in run(archive, tmp_path / "out", shards="jsonl")].count(True) == 70
    (tmp_path / "out" / files[2]).write_text("spoilt")
    report = run(archive, tmp_path / "out", shards="jsonl")
    assert [result.unchanged for result in report].count(True) == 63
    assert (tmp_path / "out" / files[2]).read_text().splitlines() == shards[1]


def test_no_field_of_a_record_is_taken_for_a_fact_of_ours(tmp_path):
    kept = {"id": 12, "format": "web", "path": "/x", "encoding": "z", "record": "R1", "formats": ["a"]}
    archive = records(
        tmp_path / "a.jsonl",
        kept | {"text": "Oui."},
        {"id": "b", "text": "Non.", "mt:json": "nonsense"},
        {"text": "Si."},
    )
    report = run(archive, tmp_path / "out", shards="jsonl")
    assert [bool(result.error) for result in report] == [False, True, False]
    assert "line 2 has a field 'mt:json': names that begin with mt: are mt's own" in report[1].error
    (shard,) = (tmp_path / "out").glob("part-*.jsonl")
    rows = [json.loads(line) for line in shard.read_text().splitlines()]
    assert {name: rows[0][name] for name in kept} == kept
    assert not {"format", "path", "encoding", "record"} & set(rows[1])
    (tmp_path / "b.csv").write_text("text,mt:path\nOui.,x\n")
    (refused,) = run(tmp_path / "b.csv", tmp_path / "out")
    assert "has a field 'mt:path'" in refused.error
