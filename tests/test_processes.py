"""The same job in several processes: the same files, a killed worker survived, none left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest
from batches import folder, records, run, text, written

from mt import batch, config, names, processes
from mt.batch import inputs
from mt.batch.worker import Place, Worker
from mt.errors import ModelError, MtError, OutputError
from mt.memory import Memory

SPAWNED = b"multiprocessing.spawn"


def in_two(inputs: Path, output: Path, *, memory=None, stop=None, tell=None, **options) -> batch.Report:
    chosen = config.load(**({"engine": "echo", "formats": ("txt", "jsonl")} | options))
    articles = batch.plan([inputs])
    batch.check_output(output)
    stop, tell = stop or threading.Event(), tell or (lambda result: None)
    kind = partial(processes.ProcessRun, 2)
    return batch.run(articles, output, chosen, tell, memory=memory, stop=stop, kind=kind)


def children(parent: int) -> list[int]:
    """Process ids of the workers of a process."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            mine = int((path / "stat").read_text().rpartition(")")[2].split()[1]) == parent
            if mine and SPAWNED in (path / "cmdline").read_bytes():
                found.append(int(path.name))
        except OSError:
            continue
    return found


def when(condition, act, seconds: float = 60) -> threading.Thread:
    """Call `act` as soon as `condition` gives something, with what it gives."""

    def watch() -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if found := condition():
                act(found)
                return
            time.sleep(0.01)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    return thread


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="NO WORKER IS KILLED: the test needs /proc")
def test_two_workers_write_what_one_run_writes_though_one_is_killed(tmp_path):
    inputs = folder(tmp_path / "in", 200)
    (inputs / "013.txt").write_bytes(b"\xff\xfe\x00")
    assert [bool(result.error) for result in run(inputs, tmp_path / "one")].count(True) == 1
    killed: list[int] = []

    def kill(workers: list[int]) -> None:
        os.kill(workers[0], signal.SIGKILL)
        killed.append(workers[0])

    two = tmp_path / "two"
    when(lambda: len(list(two.glob("*.txt"))) >= 5 and children(os.getpid()), kill)
    report = in_two(inputs, two)
    assert killed
    assert [result.article.name for result in report] == [f"{number:03}" for number in range(200)]
    assert [result.article.name for result in report if result.error] == ["013"]
    assert written(two) == written(tmp_path / "one")
    (inputs / "013.txt").write_text(text(13))
    again = in_two(inputs, two)
    assert [result.article.name for result in again if not result.unchanged] == ["013"]
    assert not children(os.getpid())


def test_workers_share_a_memory(tmp_path):
    inputs = folder(tmp_path / "in", 130)
    with Memory(tmp_path / "memory.sqlite") as memory:
        first = in_two(inputs, tmp_path / "out", memory=memory)
        again = in_two(inputs, tmp_path / "again", memory=memory)
    assert first.run["from_engine"] > 0
    assert again.run["from_engine"] == 0
    assert written(tmp_path / "out") == written(tmp_path / "again")


def test_shards_are_those_of_one_run(tmp_path):
    archive = records(tmp_path / "archive.jsonl", *({"id": f"n{k}", "text": text(k)} for k in range(150)))
    assert not any(result.error for result in in_two(archive, tmp_path / "two", shards="jsonl"))
    run(archive, tmp_path / "one", shards="jsonl")
    assert written(tmp_path / "one") == written(tmp_path / "two")


def test_stopping_keeps_what_is_finished(tmp_path):
    inputs, stop = folder(tmp_path / "in", 600), threading.Event()
    report = in_two(inputs, tmp_path / "out", stop=stop, tell=lambda result: stop.set())
    assert report.stopped
    assert 0 < len(report) < 600
    assert len(list((tmp_path / "out").glob("*.txt"))) == len(report)
    assert not list((tmp_path / "out").glob("*.part"))


def test_a_model_that_is_none_is_said_at_once(tmp_path):
    (tmp_path / "model").mkdir()
    with pytest.raises(ModelError, match="model"):
        in_two(folder(tmp_path / "in", 2), tmp_path / "out", engine="ct2", model=str(tmp_path / "model"))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="NO RUN IS KILLED: the test needs /proc")
def test_workers_end_with_the_run(tmp_path):
    inputs, output = folder(tmp_path / "in", 600), tmp_path / "out"
    settings = ["--workers", "2", "--engine", "echo", "--formats", "txt,jsonl", "--no-memory"]
    command = [sys.executable, "-m", "mt", "translate", str(inputs), "-o", str(output), *settings]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    workers: list[int] = []

    def kill(found: list[int]) -> None:
        workers.extend(found)
        process.kill()

    when(lambda: len(list(output.glob("*.txt"))) >= 20 and children(process.pid), kill).join()
    assert process.wait(60) == -signal.SIGKILL
    assert workers
    end = time.monotonic() + 20
    while any(Path(f"/proc/{worker}").exists() for worker in workers) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
    run(inputs, tmp_path / "one")
    assert written(output) == written(tmp_path / "one")


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="CTRL-C IS NOT TESTED: the test needs /proc")
@pytest.mark.parametrize("finished", [0, 20])
def test_ctrl_c_ends_all_in_good_order(tmp_path, finished):
    inputs, output = folder(tmp_path / "in", 600), tmp_path / "out"
    settings = ["--workers", "2", "--engine", "echo", "--formats", "txt,jsonl", "--no-memory"]
    command = [sys.executable, "-m", "mt", "translate", str(inputs), "-o", str(output), *settings]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    when(
        lambda: len(list(output.glob("*.txt"))) >= finished and children(process.pid),
        lambda _: os.killpg(process.pid, signal.SIGINT),  # as a terminal does, to all of them
    )
    said = process.communicate(timeout=120)[0]
    assert process.returncode == 130, said
    assert "the same command goes on from here" in said
    assert "Traceback" not in said
    assert finished <= len(list(output.glob("*.txt"))) < 600
    assert len(list(output.glob("*.txt"))) == len(list(output.glob("*.jsonl")))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="NO WORKER IS KILLED: the test needs /proc")
def test_workers_that_die_now_and_then_end_no_run(tmp_path):
    inputs, output, killed = folder(tmp_path / "in", 600), tmp_path / "out", []
    told = iter(range(600))

    def tell(_) -> None:
        if next(told) in (64, 192, 320) and (workers := children(os.getpid())):  # not the last: nothing is left then
            os.kill(workers[0], signal.SIGKILL)
            killed.append(workers[0])

    report = in_two(inputs, output, tell=tell)
    assert len(killed) == 3
    assert not any(result.error for result in report)
    assert len(report) == 600


@pytest.mark.parametrize("workers", [1, 2])
def test_a_bad_glossary_is_said_before_a_model_is_loaded(tmp_path, monkeypatch, workers):
    glossary = tmp_path / "terms.tsv"
    glossary.write_text("un mot\n")
    monkeypatch.setattr("mt.engines.echo.load", lambda *_: pytest.fail("the engine was loaded"))
    with pytest.raises(MtError, match="terms"):
        (run if workers == 1 else in_two)(folder(tmp_path / "in", 2), tmp_path / "out", glossary=glossary)
    assert not list((tmp_path / "out").iterdir())


def test_the_glossary_is_read_once_for_all_articles(tmp_path, monkeypatch):
    read, load = [], names.load_glossary
    monkeypatch.setattr(names, "load_glossary", lambda path: read.append(path) or load(path))
    run(folder(tmp_path / "in", 3), tmp_path / "out", window=5)
    assert len(read) == 1
    place = Place(tmp_path / "out", None, "key", "entries", "articles", "0000")
    worker = Worker(config.load(engine="echo", formats=("txt",)), place, lambda: False)
    for number in range(3):
        found = list(
            inputs.every([batch.Article(tmp_path / "in" / f"{number:03}.txt", str(number))], batch.Selection())
        )
        assert not worker.block(inputs.Block("b", found)).results[0].error
    assert len(read) == 2


@pytest.fixture
def poison(monkeypatch, tmp_path):
    """Workers are killed by an article: `sitecustomize` of their own makes the echo engine do it."""

    def mixed(given: str) -> None:
        (tmp_path / "sitecustomize.py").write_text(
            "import os, signal, sys\n"
            "if 'multiprocessing.spawn' in ' '.join(sys.orig_argv):\n"
            "    from mt import segment\n"
            "    split = segment.split\n"
            "    def dies(document):\n"
            f"        if {given!r} in document.source_text():\n"
            "            os.kill(os.getpid(), signal.SIGKILL)\n"
            "        return split(document)\n"
            "    segment.split = dies\n"
        )
        monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")

    return mixed


def test_an_article_that_kills_whoever_takes_it_fails_alone(tmp_path, poison):
    poison("semaine 70\n")
    report = in_two(folder(tmp_path / "in", 140), tmp_path / "out")
    assert [result.article.name for result in report if result.error] == ["070"]
    assert "3 workers died over it" in report[70].error
    assert [result.article.name for result in report] == [f"{number:03}" for number in range(140)]
    assert (tmp_path / "out" / "139.txt").exists()
    assert report.status == 1


def test_where_every_worker_dies_the_run_says_so_and_ends(tmp_path, poison):
    poison("semaine")
    with pytest.raises(OutputError, match="workers died one after the other"):
        in_two(folder(tmp_path / "in", 140), tmp_path / "out")
    assert not children(os.getpid())
