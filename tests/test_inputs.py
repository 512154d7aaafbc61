"""Which articles a run is about: what is left out of folders and patterns, and every path that is none."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from batches import folder, names, records, run, text

from mt import batch
from mt.errors import ConfigError, InputError


@pytest.mark.parametrize("formats", [("txt",), ("html", "tsv", "jsonl", "txt")])
def test_outputs_inside_the_inputs_are_never_articles(tmp_path: Path, formats: tuple[str, ...]) -> None:
    articles = folder(tmp_path / "in", 2)
    for _ in range(2):
        run(articles, articles / "out", formats=formats)
    (articles / "001.txt").unlink()
    for _ in range(3):
        assert [result.article.name for result in run(articles, articles / "out", formats=formats)] == ["000"]
    assert (articles / "out" / "001.txt").exists()
    assert names(articles / "**" / "*.txt") == ["000"]
    with pytest.raises(InputError, match="what mt wrote left out: check the pattern"):
        names(articles / "out" / "*.txt")


def test_nor_are_those_of_one_article_of_fewer_formats_kept_edits_and_shards(tmp_path: Path) -> None:
    articles = folder(tmp_path / "in", 2)
    run(articles / "000.txt", articles / "out")
    run(articles, articles / "out", formats=("tsv", "jsonl", "txt"))
    run(articles, articles / "out", formats=("txt",))
    (articles / "out" / "000.tsv").rename(articles / "out" / "000 (1).tsv")
    run(articles, articles / "shards", shards="jsonl")
    run(articles / "000.txt", articles / "shards", shards="jsonl", quotes="straight")
    assert names(articles) == ["000", "001"]


def test_articles_beside_their_outputs_stay_articles(tmp_path: Path) -> None:
    articles = folder(tmp_path / "in", 2)
    for formats in (("html", "tsv"), ("jsonl",), ("jsonl",)):
        run(articles, articles, formats=formats)
        assert names(articles) == names(articles / "*.t*") == ["000", "001"]


def test_a_file_named_twice_is_one_article(tmp_path: Path) -> None:
    articles = folder(tmp_path / "in", 2)
    (tmp_path / "list.txt").write_text("in/001.txt\n")
    paths = [articles / "001.txt", articles, articles / "*.txt", Path(f"@{tmp_path / 'list.txt'}")]
    assert [article.name for article in batch.plan(paths)] == ["001", "000"]


def test_an_article_that_may_be_a_record_of_an_archive_is_refused(tmp_path: Path) -> None:
    records(tmp_path / "arch.jsonl", {"id": "x", "text": "Bonjour."})
    (tmp_path / "Arch").mkdir()
    (tmp_path / "Arch" / "x.txt").write_text("Oui.")
    with pytest.raises(ConfigError, match=r"arch\.jsonl and .*x\.txt would both write Arch/x\.\*: rename one"):
        batch.plan([tmp_path])
    (tmp_path / "Arch" / "deep").mkdir()
    (tmp_path / "Arch" / "x.txt").rename(tmp_path / "Arch" / "deep" / "x.txt")  # no record's name has folders
    assert len(batch.plan([tmp_path])) == 2


def test_what_is_hidden_is_read_only_where_it_is_named(tmp_path: Path) -> None:
    for name in ("a.txt", ".git/readme.md", "b/.x/c.txt", "b/.c.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Oui.")
    assert names(tmp_path) == ["a"]
    assert names(tmp_path / "**" / "*.*") == ["a"]
    assert names(tmp_path / ".git" / "*.md") == names(tmp_path / ".git") == ["readme"]


def test_a_folder_that_cannot_be_read_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = folder(tmp_path / "in", 2)
    (articles / "locked").mkdir()
    scandir = os.scandir

    def refused(path: str) -> object:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
    with pytest.raises(InputError, match=r"locked cannot be read \(Permission denied\)"):
        batch.plan([articles])


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("Le Premier ministre est arrivé mardi à Erevan. " * 8, "…' cannot be opened .*standard input"),
        ("Est-il arrivé ? " * 30, "cannot be opened"),
        ("a\0b.txt", "cannot be opened"),
        ("art**.txt", r"art\*\*\.txt is no pattern"),
        ("@list", "the list .* names itself"),
    ],
)
def test_what_is_no_path_is_one_clear_line(tmp_path: Path, path: str, says: str) -> None:
    given = tmp_path / path
    if path.startswith("@"):
        (tmp_path / "other").write_text("@list\n")
        (tmp_path / "list").write_text("@other\n")
        given = Path(f"@{tmp_path}/list")
    with pytest.raises(InputError) as refusal:
        batch.plan([given])
    assert re.search(says, str(refusal.value)) and "\n" not in str(refusal.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may enter every folder")
def test_a_path_in_a_folder_that_may_not_be_entered_says_so(tmp_path: Path) -> None:
    articles = folder(tmp_path / "in", 1)
    articles.chmod(0)
    with pytest.raises(InputError, match="Permission denied"):
        batch.plan([articles / "000.txt"])
    articles.chmod(0o700)


@pytest.mark.parametrize("letters", [247, 251])
def test_a_name_too_long_for_its_review_files_fails_alone_and_leaves_nothing(tmp_path: Path, letters: int) -> None:
    articles = folder(tmp_path / "in", 1)
    (articles / f"{'x' * letters}.txt").write_text(text(1))
    report = run(articles, tmp_path / "out", formats=("html", "jsonl", "tsv", "txt"))
    assert [bool(result.error) for result in report] == [False, True]
    assert "the name is too long for a file here: give the article a shorter one" in report[1].error
    assert not list((tmp_path / "out").glob("xxx*"))
    assert (tmp_path / "out" / "manifest.json").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="NO PIPES: the system has none")
def test_links_to_nothing_are_said_and_pipes_wait_for_nobody(tmp_path):
    articles = folder(tmp_path / "in", 2)
    (articles / "gone.txt").symlink_to(tmp_path / "nothing.txt")
    os.mkfifo(articles / "pipe.txt")
    report = run(articles, tmp_path / "out")
    assert [(result.article.name, bool(result.error)) for result in report] == [
        ("000", False),
        ("001", False),
        ("gone", True),
    ]
    with pytest.raises(InputError, match=r"pipe\.txt is a pipe, not a file"):
        run(articles / "pipe.txt", tmp_path / "out")
