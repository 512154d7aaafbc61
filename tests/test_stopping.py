"""Runs that are killed, interrupted, short of room, or two at once: nothing is lost, nothing differs."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest
from batches import folder, names, run, settings, text, written

from mt.batch import Selection
from mt.batch.journal import Entry, Journal
from mt.memory import Memory
from mt.writers import Summary


class _AfterNine(threading.Event):
    """Set when the tenth article is to be begun, however fast the ones before are."""

    asked = 0

    def is_set(self) -> bool:
        self.asked += 1
        return self.asked > 9


def test_stopping_keeps_whole_windows_and_the_rest_comes_out_the_same(tmp_path):
    articles = folder(tmp_path / "in", 20)
    with Memory(tmp_path / "m1.sqlite") as memory:
        run(articles, tmp_path / "whole", memory, window=20)
    with Memory(tmp_path / "m2.sqlite") as memory:
        report = run(articles, tmp_path / "part", memory, window=20, stop=_AfterNine())
        assert report.stopped
        assert len(report) == 8  # two articles a window
        report = run(articles, tmp_path / "part", memory, window=20)
        assert sum(result.unchanged for result in report) == 8
    assert written(tmp_path / "part") == written(tmp_path / "whole")


def test_killed_just_before_the_manifest_nothing_is_lost(tmp_path):
    articles, output = folder(tmp_path / "in", 3), tmp_path / "out"
    run(articles, output, formats=("html",))
    first = written(output)
    entries = json.loads((output / "manifest.json").read_text())
    lines = ({"key": entries["key"], "signature": entries["signature"]} | entry for entry in entries["articles"])
    torn = '{"key": "' + entries["key"]
    (output / "manifest-0000-1111.part").write_text("\n".join(map(json.dumps, lines)) + "\n" + torn)
    (output / "manifest.json").unlink()
    (output / "index.html").unlink()
    assert all(result.unchanged for result in run(articles, output, formats=("html",)))
    assert written(output) == first


def test_what_a_killed_run_left_is_removed_and_no_article(tmp_path):
    articles = folder(tmp_path / "in", 3)
    output = articles / "out"
    run(articles, output)
    expected = written(output)
    (output / "manifest-1234-1234.part").write_text("")
    (output / ".mt-77-0123abcd.part").write_text("half")
    (output / "000.txt").unlink()
    assert names(articles) == ["000", "001", "002"]
    run(articles, output)
    assert written(output) == expected


def test_of_two_lines_about_an_article_the_last_written_counts(tmp_path):
    summary = Summary("A", "a")
    for name, sha256, when in (("ffff", "old", 1), ("0000", "new", 2), ("8888", "older", 0)):
        journal = Journal(tmp_path, "key", name)
        journal.begin()
        journal.add(Entry("a", "a.txt", sha256, summary, {}))
        (path,) = tmp_path.glob(f"manifest-{name}-*")
        os.utime(path, (when, when))
    assert Journal(tmp_path, "key").known("a").sha256 == "new"
    assert Journal(tmp_path, "key", "ffff").known("a").sha256 == "old"


def test_drafts_of_a_run_that_goes_on_stay(tmp_path):
    journal = Journal(tmp_path, "key")
    journal.begin()
    (tmp_path / ".mt-77-0123abcd.part").write_text("half")
    other = Journal(tmp_path, "key")
    other.begin()
    other.close()
    assert (tmp_path / ".mt-77-0123abcd.part").exists()
    assert len(list(tmp_path.glob("manifest-*.part"))) == 1
    journal.close()


def test_a_draft_of_somebody_else_stays(tmp_path):
    articles, output = folder(tmp_path / "in", 1), tmp_path / "out"
    (output / "notes").mkdir(parents=True)
    (output / "manifest-1234-1234.part").write_text("")
    (output / ".mt-77-0123abcd.part").write_text("half")
    foreign = [output / "notes" / ".my-draft.part", output / ".mt-notes-2.part"]
    for path in foreign:
        path.write_text("mine")
    run(articles, output)
    assert all(path.exists() for path in foreign)
    assert not (output / ".mt-77-0123abcd.part").exists()


def test_over_nfs_a_run_that_goes_on_is_seen(tmp_path, monkeypatch):
    fcntl = pytest.importorskip("fcntl")
    flock = fcntl.flock

    def over_nfs(file, how):
        """As flock(2) says: a file that is only read cannot be locked alone."""
        if how & fcntl.LOCK_EX and not file.writable():
            raise OSError(errno.EBADF, "bad file descriptor")
        flock(file, how)

    monkeypatch.setattr(fcntl, "flock", over_nfs)
    test_drafts_of_a_run_that_goes_on_stay(tmp_path)


def test_lines_that_vanish_are_no_failure(tmp_path):
    articles, output = folder(tmp_path / "in", 3), tmp_path / "out"

    def vanish(_):
        for path in output.glob("manifest-*.part"):
            path.unlink()

    assert not any(result.error for result in run(articles, output, tell=vanish))
    entries = json.loads((output / "manifest.json").read_text())["articles"]
    assert [entry["status"] for entry in entries] == ["done"] * 3
    assert entries[0]["segments"] > 0
    assert not any(result.unchanged for result in run(articles, output))  # nothing is known of their files


# --- several runs, one folder


def test_a_run_of_some_articles_does_not_forget_the_rest(tmp_path):
    articles, output = folder(tmp_path / "in", 4), tmp_path / "out"
    run(articles, output)
    first = written(output)
    run(articles / "001.txt", output)
    (articles / "002.txt").write_text("Autre chose.\n")
    run(articles, output, selection=Selection(limit=3))
    assert [result.unchanged for result in run(articles, output)] == [True] * 4
    (articles / "002.txt").write_text(text(2))
    run(articles / "002.txt", output)
    (output / "003.txt").unlink()
    run(articles / "000.txt", output)
    names = [entry["name"] for entry in json.loads((output / "manifest.json").read_text())["articles"]]
    assert sorted(names) == ["000", "001", "002"]  # what is not there any more is not said to be
    assert [result.unchanged for result in run(articles, output)] == [True, True, True, False]
    assert written(output) == first


def test_a_run_of_some_articles_keeps_the_lines_of_a_killed_one(tmp_path):
    articles, output = folder(tmp_path / "in", 3), tmp_path / "out"
    run(articles, output)
    entries = json.loads((output / "manifest.json").read_text())
    lines = ({"key": entries["key"], "signature": entries["signature"]} | entry for entry in entries["articles"])
    (output / "manifest-0000-1111.part").write_text("\n".join(map(json.dumps, lines)) + "\n")
    (output / "manifest.json").unlink()
    (articles / "002.txt").write_text("Autre chose.\n")
    run(articles / "002.txt", output)
    assert not list(output.glob("*.part"))
    assert [result.unchanged for result in run(articles, output)] == [True] * 3


def test_two_runs_at_once_do_not_forget_each_other(tmp_path):
    articles, output = folder(tmp_path / "in", 2), tmp_path / "out"
    run(articles / "000.txt", output, tell=lambda _: run(articles / "001.txt", output))
    assert [result.unchanged for result in run(articles, output)] == [True] * 2


def test_the_manifests_of_shards_do_not_outlive_what_was_done_since(tmp_path):
    articles, output = folder(tmp_path / "in", 6), tmp_path / "out"
    for k in (1, 2):
        run(articles, output, selection=Selection(shard=(k, 2)))
    for number in range(6):
        (articles / f"{number:03}.txt").write_text(f"Autre chose {number}.\n")
    assert not any(result.unchanged for result in run(articles, output))
    assert all(result.unchanged for result in run(articles, output))


# --- killed


def command(articles: Path, output: Path, memory: Path, configuration: Path) -> list[str]:
    options = ["--memory", memory, "--config", configuration, "-o", output]
    return [sys.executable, "-m", "mt", "translate", *map(str, [articles, *options])]


def finish(line: list[str]) -> None:
    done = subprocess.run(line, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("memory", [(), ("--no-memory",)])
def test_killed_at_random_the_files_come_out_as_from_one_run(memory):
    """Once in each phase; `scripts/kill_runs.py` by itself kills as often as one likes."""
    script = Path(__file__).parent.parent / "scripts" / "kill_runs.py"
    line = [sys.executable, script, "--kills", "5", "--sentences", "120", *memory]
    done = subprocess.run(line, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "kill 5" in done.stdout


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


# --- a full disk


def test_a_full_disk_costs_what_does_not_fit_and_the_next_run_does_the_rest(tmp_path):
    """The limit of a file's size stands for the end of the disk: a write fails in the middle either way."""
    resource = pytest.importorskip("resource")
    articles, output = folder(tmp_path / "in", 3), tmp_path / "out"
    (articles / "001.txt").write_text("\n\n".join(map(text, range(60))))
    options = ["--engine", "echo", "--formats", "jsonl,txt", "--no-memory", "-o", str(output)]
    line = [sys.executable, "-m", "mt", "translate", str(articles), *options]

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))

    done = subprocess.run(line, capture_output=True, text=True, preexec_fn=limit)
    assert done.returncode == 1
    assert "001.jsonl: File too large; make room" in done.stderr
    assert not list(output.glob(".*"))
    done = subprocess.run(line, capture_output=True, text=True)
    assert done.returncode == 0
    assert "3 articles (2 finished before)" in done.stdout


# --- watched


def interrupted(tmp_path: Path, times: int, sent: int = signal.SIGINT) -> subprocess.CompletedProcess[str]:
    """A run that is sent Ctrl-C, or what else, when it has written something."""
    articles, output = folder(tmp_path / "in", 100), tmp_path / "out"
    chosen = settings(tmp_path / "s.toml", engine="echo", formats=["txt"], window=40)
    options = ["--config", str(chosen), "--no-memory", "--log-json", "-o", str(output)]
    line = [sys.executable, "-m", "mt", "translate", str(articles), *options]
    heard = partial(signal.signal, signal.SIGHUP, signal.SIG_DFL)  # though these tests may run under nohup
    process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heard)
    while process.poll() is None and not list(output.glob("*.txt")):
        time.sleep(0.01)
    for _ in range(times):
        process.send_signal(sent)
        time.sleep(0.05)
    return subprocess.CompletedProcess(line, process.wait(), *process.communicate())


@pytest.mark.parametrize("sent", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_one_interruption_finishes_what_was_begun(tmp_path, sent):
    done = interrupted(tmp_path, 1, getattr(signal, sent))
    assert done.returncode == 130
    events = [json.loads(line) for line in done.stderr.splitlines()]
    assert events[-1]["event"] == "end"
    assert events[-1]["stopped"]
    assert 0 < events[-1]["articles"] < 100
    assert len(list((tmp_path / "out").glob("*.txt"))) == events[-1]["articles"]
    assert any("press Ctrl-C again" in event.get("text", "") for event in events)
    assert (
        run(tmp_path / "in", tmp_path / "out", formats=("txt",), window=40).run["unchanged"] == events[-1]["articles"]
    )


def test_a_second_interruption_leaves_at_once_and_loses_nothing_written(tmp_path):
    done = interrupted(tmp_path, 2)
    assert done.returncode == 130
    assert "the same command goes on from here" in done.stderr
    report = run(tmp_path / "in", tmp_path / "out", formats=("txt",), window=40)
    assert report.run["unchanged"] > 0
    assert len(list((tmp_path / "out").glob("*.txt"))) == 100
    assert not list((tmp_path / "out").glob(".*"))


def shell(tmp_path: Path, line: str) -> subprocess.CompletedProcess[str]:
    """A run over 30 articles in a shell, which says the status of the run at the end."""
    articles = tmp_path / "in" if (tmp_path / "in").exists() else folder(tmp_path / "in", 30)
    run = f"{sys.executable} -m mt translate {articles} -o {tmp_path / 'out'} --engine echo --formats txt --no-memory"
    return subprocess.run(["bash", "-c", line.replace("RUN", run)], capture_output=True, text=True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="NO FULL DEVICE: the test needs /dev/full")
@pytest.mark.parametrize(
    "line",
    [
        "RUN | true; exit ${PIPESTATUS[0]}",
        "RUN --log-json 2>&1 | true; exit ${PIPESTATUS[0]}",
        "RUN > /dev/full",
        "RUN 2> /dev/full",
        "RUN --log-json 2> /dev/full",
    ],
)
def test_nobody_who_listens_harms_no_run(tmp_path, line):
    done = shell(tmp_path, line)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert len(list((tmp_path / "out").glob("*.txt"))) == 30
    assert not list((tmp_path / "out").glob("*.part"))


def test_a_short_job_imports_no_torch(tmp_path, article):
    options = ["--no-memory", "-o", str(tmp_path / "out")]
    subprocess.run([sys.executable, "-m", "mt", "translate", str(article), *options], check=True, capture_output=True)
    code = (
        f"import sys; sys.argv = ['mt', 'translate', {str(article)!r}, *{options[:-1]!r}, {str(tmp_path / 'new')!r}]\n"
        "from mt import cli\n"
        "try: cli.app(standalone_mode=False)\n"
        "finally: print(sorted({'torch', 'transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert (tmp_path / "new" / "moscou.txt").exists()
