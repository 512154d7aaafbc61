"""Calls that cannot be done as they are: each is one clear line before anything is loaded, rehearsed or not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from batches import records
from typer.testing import CliRunner, Result

from mt import models, pipeline, segment, translate
from mt.batch import Article, Report
from mt.batch import Result as Became
from mt.cli import app


def call(*arguments: object, text: str | None = None) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments)], input=text)


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "mt", "translate", "--engine", "echo", *map(str, arguments)]
    return subprocess.run(line, capture_output=True, text=True, encoding="utf-8")


def said(result: Result) -> str:
    return f"{type(result.exception).__name__}: {result.exception}"


def test_what_does_not_go_with_standard_input_is_named() -> None:
    options = ("--workers", 4, "--formats", "html,tsv", "-o", "elsewhere", "--column", "body")
    refusal = said(call("translate", "-", *options, text="Oui."))
    assert "--column, --workers, --output, several --formats cannot go with it" in refusal
    rehearsal = call("translate", "-", "--engine", "echo", "--dry-run", "--formats", "tsv", text="Oui.")
    assert "Would write tsv to standard output" in rehearsal.stdout


def test_a_rehearsal_refuses_what_a_run_refuses(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Oui.")
    for options in (("-o", tmp_path, "--formats", "txt"), ("-o", tmp_path / "a.txt" / "b"), ("--model", "nosuch")):
        line = ("translate", tmp_path / "a.txt", "--no-memory", *options)
        rehearsed, done = said(call(*line, "--dry-run")), said(call(*line))
        assert rehearsed.partition(" ")[0] == done.partition(" ")[0] != "SystemExit:"
    archive = records(tmp_path / "b.jsonl", {"id": "x", "text": " "}, {"text": "Oui."})
    line = ("translate", archive, "--no-memory", "--engine", "echo", "-o", tmp_path / "out")
    rehearsal = call(*line, "--dry-run")
    assert rehearsal.exit_code == 1 and "b/x has no text" in rehearsal.stderr
    assert not (tmp_path / "out").exists()
    assert call(*line).exit_code == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_in_which_nothing_can_be_opened_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Oui.")
    (tmp_path / "out").mkdir(mode=0o600)
    for more in ((), ("--dry-run",)):
        assert "cannot write to" in said(call("translate", tmp_path / "a.txt", "-o", tmp_path / "out", *more))


def test_a_rehearsal_knows_a_hub_model_that_is_on_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub

    monkeypatch.setattr(huggingface_hub, "snapshot_download", lambda *_, **__: str(models.EMBEDDED / "fr-en"))
    (tmp_path / "a.txt").write_text("Oui, il est venu.")
    line = ("translate", tmp_path / "a.txt", "--memory", tmp_path / "m.sqlite", "--model", "some/one", "--beam", 1)
    assert call(*line, "-o", tmp_path / "out").exit_code == 0
    assert "1 sentence from memory" in call(*line, "-o", tmp_path / "two", "--dry-run").stdout


def test_with_log_json_every_line_is_json(tmp_path: Path) -> None:
    article, terms, memory = (tmp_path / name for name in ("a.txt", "terms.tsv", "m.sqlite"))
    article.write_text("Oui.")
    terms.write_text("one cell\n")
    memory.write_bytes(b"SQLite format 3\0" + b"nonsense" * 500)
    done = run(article, "-o", tmp_path / "out", "--log-json", "--glossary", terms, "--memory", memory)
    events = [json.loads(line) for line in done.stderr.splitlines()]
    assert (done.returncode, done.stdout) == (2, "")
    assert [event["event"] for event in events] == ["warning", "start", "error"]
    assert "the memory was damaged" in events[0]["text"] and "terms.tsv:1" in events[2]["text"]


def test_evaluation_is_refused_before_a_model_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("an engine was loaded")

    monkeypatch.setattr(pipeline, "engine_of", never)
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("Oui.\n")
    two.write_text("Oui.\nNon.\n")
    assert "missing is not there" in said(call("evaluate", tmp_path / "missing", one))
    assert "2 source lines for 1 references" in said(call("evaluate", two, one))
    assert "2 translations for 1 references" in said(call("evaluate", one, one, "--hypothesis", two))
    assert "2 lines to compare with for 1 references" in said(call("evaluate", one, one, "--against", two))
    assert "no model 'nosuch'" in said(call("evaluate", one, one, "--against", "nosuch"))
    assert "no model 'nosuch'" in said(call("evaluate", one, one, "--model", "nosuch"))


@pytest.mark.parametrize(
    ("errors", "change", "status"),
    [
        ([], {}, 0),
        (["", ""], {"warnings": ["a.tsv holds edits"]}, 0),
        (["", ""], {"unwritten": True}, 1),
        (["", "no text"], {}, 1),
        (["no text", "no text"], {"unwritten": True}, 2),
        (["", "no text"], {"stopped": True}, 130),
    ],
)
def test_the_exit_status_of_a_run(errors: list[str], change: dict[str, object], status: int) -> None:
    report = Report()
    report += [Became(Article(Path("a.txt"), "a"), error=error) for error in errors]
    for name, value in change.items():
        setattr(report, name, value)
    assert report.status == status


def test_settings_an_engine_has_nothing_to_do_with_load_no_other() -> None:
    pipeline._engine.cache_clear()
    for settings in ({}, {"quotes": "straight"}, {"names": False}):
        translate("Oui.", engine="echo", **settings)
    assert pipeline._engine.cache_info().currsize == 1


def test_what_is_finished_is_not_read_again_for_a_rehearsal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("Oui, il est venu.")
    line = ("translate", tmp_path, "--no-memory", "--engine", "echo", "-o", tmp_path / "out", "--formats", "jsonl")
    assert call(*line).exit_code == 0
    (tmp_path / "b.txt").write_text("Non. Il est parti.")
    read, split = [], segment.split
    monkeypatch.setattr(segment, "split", lambda document: read.append(document.id) or split(document))
    assert "2 articles (1 finished before), 3 sentences, 8 words" in call(*line, "--dry-run").stdout
    assert read == ["b"]
