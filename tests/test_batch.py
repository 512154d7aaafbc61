"""Batches: which articles, going on after a kill, and what is done again and what is not."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from mt import batch, config
from mt.batch import Selection
from mt.errors import ConfigError, InputError
from mt.memory import Memory

NAMES = ("Pachinian", "Pashinaian", "Aliev", "Lavrov", "Macron")
PLACES = ("Erevan", "Bakou", "Moscou", "Tbilissi", "Gueorguievsk")
THINGS = ("la paix", "le budget", "la route", "l'école", "le gaz", "la frontière", "les impôts")


def text(number: int) -> str:
    chosen = random.Random(number)
    lines = [f"Le point de la semaine {number}"]
    for _ in range(3):
        lines.append(
            f"{chosen.choice(NAMES)} est arrivé à {chosen.choice(PLACES)} le {chosen.randint(1, 28)} mars. "
            f"Il a parlé de {chosen.choice(THINGS)} et de {chosen.choice(THINGS)} pendant {chosen.randint(2, 9)} h. "
            f"« Nous voulons {chosen.choice(THINGS)} », a-t-il dit."
        )
    return "\n\n".join(lines) + "\n"


def folder(path: Path, count: int) -> Path:
    path.mkdir()
    for number in range(count):
        (path / f"{number:03}.txt").write_text(text(number), encoding="utf-8")
    return path


def settings(path: Path, **values: object) -> Path:
    lines = (f"{key} = {json.dumps(value)}" for key, value in values.items())
    path.write_text("\n".join(lines) + "\n")
    return path


def run(articles: Path, output: Path, memory: Memory | None = None, **options: object) -> batch.Report:
    stop = options.pop("stop", None)
    selection = options.pop("selection", Selection())
    tell = options.pop("tell", lambda result: None)
    chosen = config.load(**({"engine": "echo", "formats": ("txt", "jsonl")} | options))
    batch.check_output(output)
    planned = batch.plan([articles], selection)
    return batch.run(planned, output, chosen, tell, memory=memory, stop=stop, selection=selection)


def written(output: Path) -> dict[str, bytes]:
    """Every file and its content, the manifest without what is true of one run alone."""
    found = {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}
    manifest = json.loads(found.pop("manifest.json"))
    manifest.pop("run")
    manifest.pop("key")  # of the code, too, which may be edited while tests run
    return found | {"manifest.json": json.dumps(manifest).encode()}


# --- which articles


def names(*paths: object, **selection: object) -> list[str]:
    return [article.name for article in batch.plan([Path(path) for path in paths], Selection(**selection))]


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
    with pytest.raises(ConfigError, match="none of the 4 articles"):
        names(tmp_path / "in", since=date(2100, 1, 1))


# --- files of many articles

RECORDS = [
    {"id": "a/../b", "title": "Titre", "text": "Bonjour.\n\nOui.", "date": "2026-01-02", "tags": ["x", 1]},
    {"id": "a/../b", "text": "Deux \ud800.", "date": "2025-12-31", "finished": "no number"},
    {"text": "Trois.", "path": "/etc/passwd"},
]


def records(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines) + "\n")
    return path


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


def test_a_bad_record_leaves_those_before_it(tmp_path):
    first, second = run(records(tmp_path / "a.jsonl", {"text": "Oui."}, "{"), tmp_path / "out")
    assert sorted([first.error, second.error])[0] == ""
    assert "line 2 is no JSON" in first.error + second.error
    (blank, _) = run(records(tmp_path / "b.jsonl", {"id": "x", "text": " "}, {"text": "Oui."}), tmp_path / "out")
    assert "x has no text" in blank.error


def test_tables(tmp_path):
    (tmp_path / "a.tsv").write_text('id\ttext\tsource\n1\t"Oui.\n\nNon."\tAFP\n\n2\tBonjour.\n', encoding="utf-8-sig")
    (tmp_path / "b.csv").write_text(
        "numéro;corps\n7;Bonjour; \n8;« Oui ; non. »\n".replace("; ", ";"), encoding="cp1252"
    )
    assert [result.article.name for result in run(tmp_path / "a.tsv", tmp_path / "out")] == ["a/1", "a/2"]
    assert (tmp_path / "out" / "a" / "1.txt").read_text() == "Oui.\n\nNon.\n"
    (refused,) = run(tmp_path / "b.csv", tmp_path / "out")
    assert "name another with --column" in refused.error
    (refused,) = run(tmp_path / "b.csv", tmp_path / "out", selection=Selection(column="texte"))
    assert "no column 'texte': there is numéro, corps" in refused.error
    found = run(tmp_path / "b.csv", tmp_path / "out", selection=Selection(column="corps"))
    assert [result.error for result in found] == ["", ""]
    assert (tmp_path / "out" / "b" / "1.txt").read_text() == "Bonjour\n"


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


def test_a_full_memory_costs_no_article(tmp_path):
    articles = folder(tmp_path / "in", 3)
    with Memory(tmp_path / "memory.sqlite") as memory:
        memory._file._connection.execute("PRAGMA max_page_count = 1")
        report = run(articles, tmp_path / "out", memory)
    assert not any(result.error for result in report)
    assert len(report.warnings) == 1
    assert "full" in report.warnings[0]


def test_stopping_keeps_whole_windows_and_the_rest_comes_out_the_same(tmp_path):
    articles = folder(tmp_path / "in", 20)
    with Memory(tmp_path / "m1.sqlite") as memory:
        run(articles, tmp_path / "whole", memory, window=20)
    stop = threading.Event()

    def tell(result):
        if len(seen := [*tmp_path.glob("part/*.txt")]) >= 2 and seen:
            stop.set()

    with Memory(tmp_path / "m2.sqlite") as memory:
        report = run(articles, tmp_path / "part", memory, window=20, stop=stop, tell=tell)
        assert report.stopped
        assert 0 < len(report) < 20
        done = len(report)
        report = run(articles, tmp_path / "part", memory, window=20)
        assert sum(result.unchanged for result in report) == done
    assert written(tmp_path / "part") == written(tmp_path / "whole")


def test_killed_just_before_the_manifest_nothing_is_lost(tmp_path):
    articles, output = folder(tmp_path / "in", 3), tmp_path / "out"
    run(articles, output, formats=("html",))
    first = written(output)
    entries = json.loads((output / "manifest.json").read_text())
    lines = ({"key": entries["key"], "signature": entries["signature"]} | entry for entry in entries["articles"])
    torn = '{"key": "' + entries["key"]
    (output / "manifest.part").write_text("\n".join(map(json.dumps, lines)) + "\n" + torn)
    (output / "manifest.json").unlink()
    (output / "index.html").unlink()
    assert all(result.unchanged for result in run(articles, output, formats=("html",)))
    assert written(output) == first


# --- killed


def command(articles: Path, output: Path, memory: Path, configuration: Path) -> list[str]:
    options = ["--memory", memory, "--config", configuration, "-o", output]
    return [sys.executable, "-m", "mt", "translate", *map(str, [articles, *options])]


def finish(line: list[str]) -> None:
    done = subprocess.run(line, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("seed", range(2))
def test_killed_at_random_the_files_come_out_as_from_one_run(tmp_path, seed):
    """Ten kills each, anywhere between the first import and the last file; int8, so another batching would show."""
    articles = folder(tmp_path / "in", 12)
    chosen = settings(tmp_path / "s.toml", beam=1, window=24, threads=1)
    whole = command(articles, tmp_path / "whole", tmp_path / "whole.sqlite", chosen)
    begin = time.perf_counter()
    finish(whole)
    seconds = time.perf_counter() - begin
    moments = random.Random(seed)
    killed = rounds = 0
    while killed < 10:
        rounds += 1
        output, memory = tmp_path / f"out{rounds}", tmp_path / f"{rounds}.sqlite"
        line = command(articles, output, memory, chosen)
        for _ in range(5):
            process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                process.wait(moments.uniform(0.2, 1.0) * min(seconds, 8))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                killed += 1
            process.wait()
        finish(line)
        assert written(output) == written(tmp_path / "whole")


def test_two_runs_on_one_memory(tmp_path):
    articles = folder(tmp_path / "in", 16)
    chosen = settings(tmp_path / "s.toml", beam=1, window=40, threads=1, precision="float32")
    lines = [command(articles, tmp_path / name, tmp_path / "memory.sqlite", chosen) for name in ("one", "two")]
    running = [subprocess.Popen(line, stdout=subprocess.DEVNULL) for line in lines]
    assert [process.wait() for process in running] == [0, 0]
    one, two = (written(tmp_path / name) for name in ("one", "two"))
    texts = [name for name in one if name.endswith(".txt")]
    assert len(texts) == 16
    assert {name: one[name] for name in texts} == {name: two[name] for name in texts}
    with Memory(tmp_path / "memory.sqlite") as memory:
        ((key, count),) = memory.stats().machine.items()
    finish(command(articles, tmp_path / "alone", tmp_path / "alone.sqlite", chosen))
    with Memory(tmp_path / "alone.sqlite") as memory:
        assert memory.stats().machine == {key: count}


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
