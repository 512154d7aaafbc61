"""Shards of a folder in which several runs have written: every article stands in one of them, as it was done last."""

from __future__ import annotations

import os
import threading
from datetime import date
from pathlib import Path

import pytest
from batches import folder, run

from mt import batch
from mt.batch import Selection, inputs, shards


def held(output: Path, form: str) -> dict[str, str]:
    """The English of every article in the shards of a folder; none may be there twice."""
    found: dict[str, str] = {}
    for path in output.glob(f"part-*.{form}"):
        for record in shards.read(path):
            assert record["id"] not in found, path
            found[record["id"]] = record["english"]
    return found


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
@pytest.mark.parametrize("selection", [{"since": date(2026, 1, 2)}, {"limit": 2}, {"shard": (1, 2)}])
def test_what_is_done_again_alone_stands_in_one_shard(tmp_path, form, selection):
    if form == "parquet":
        pytest.importorskip("pyarrow")
    articles, output = folder(tmp_path / "in", 5), tmp_path / "out"
    for number in range(5):
        os.utime(articles / f"{number:03}.txt", (1767225600 - 86400 * number,) * 2)  # the first of January 2026
    run(articles, output, shards=form)
    chosen = [article.name for article in batch.plan([articles], Selection(**selection | {"since": None}))]
    if "since" in selection:
        chosen = ["000", "003"]
    for name in chosen:
        (articles / f"{name}.txt").write_text(f"Autre chose {name}.\n")
        os.utime(articles / f"{name}.txt", (1767225600 + 2 * 86400,) * 2)
    run(articles, output, shards=form, selection=Selection(**selection))
    assert sorted(held(output, form)) == ["000", "001", "002", "003", "004"]
    assert [name for name, said in sorted(held(output, form).items()) if "Autre chose" in said] == chosen
    assert all(result.unchanged for result in run(articles, output, shards=form))
    (articles / "004.txt").write_text("Encore autre chose.\n")
    run(articles, output, shards=form)
    assert sorted(held(output, form)) == ["000", "001", "002", "003", "004"]
    assert len(list(output.glob("part-*"))) == 1
    assert all(result.unchanged for result in run(articles, output, shards=form))


def test_an_article_more_leaves_none_in_two_shards(tmp_path, monkeypatch):
    monkeypatch.setattr(inputs, "BLOCK", 3)
    articles, output = folder(tmp_path / "in", 8), tmp_path / "out"
    run(articles, output, shards="jsonl")
    (articles / "0000.txt").write_text("Avant tout.\n")
    run(articles, output, shards="jsonl")
    assert len(held(output, "jsonl")) == 9
    assert all(result.unchanged for result in run(articles, output, shards="jsonl"))


def test_two_runs_that_end_together_leave_none_in_two_shards(tmp_path):
    articles, output = folder(tmp_path / "in", 12), tmp_path / "out"
    run(articles, output, shards="jsonl")
    for number in range(12):
        (articles / f"{number:03}.txt").write_text(f"Autre chose {number}.\n")
    parts = [Selection(shard=(part, 3)) for part in (1, 2)]
    runs = [
        threading.Thread(target=run, args=(articles, output), kwargs={"shards": "jsonl", "selection": part})
        for part in parts
    ]
    for one in runs:
        one.start()
    for one in runs:
        one.join()
    assert len(held(output, "jsonl")) == 12
