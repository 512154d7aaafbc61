"""The same job on Ray: the same files, shards read and written, a killed worker survived. Needs mt[cluster]."""

from __future__ import annotations

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
from batches import folder, records, text, written

from mt import batch, cluster, config

ray = pytest.importorskip("ray", reason="THE CLUSTER IS NOT TESTED: pip install 'mt[cluster]'")


@pytest.fixture(scope="module", autouse=True)
def local():
    """Two processors, as on a small laptop."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    yield
    ray.shutdown()


def run(inputs: Path, output: Path, *, workers: int = 0, stop=None, tell=None, **options) -> batch.Report:
    chosen = config.load(**({"engine": "echo", "formats": ("jsonl", "txt")} | options))
    articles = batch.plan([inputs])
    batch.check_output(output)
    stop, tell = stop or threading.Event(), tell or (lambda result: None)
    if not workers:
        return batch.run(articles, output, chosen, tell, stop=stop)
    return batch.run(articles, output, chosen, tell, stop=stop, kind=partial(cluster.ClusterRun, workers))


def workers_alive() -> list[int]:
    """Process ids of the workers that hold engines."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if path.read_bytes().startswith(b"ray::MapWorker"):
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def test_two_workers_write_what_one_run_writes_though_one_is_killed(tmp_path):
    inputs = folder(tmp_path / "in", 140)
    (inputs / "013.txt").write_bytes(b"\xff\xfe\x00")
    assert [bool(result.error) for result in run(inputs, tmp_path / "one")].count(True) == 1
    killed: list[int] = []

    def kill() -> None:
        while not killed:
            time.sleep(0.02)
            begun = len(list((tmp_path / "two").glob("*.txt"))) >= 5
            for process in workers_alive()[:1] if begun else []:
                os.kill(process, signal.SIGKILL)
                killed.append(process)

    (tmp_path / "two").mkdir()
    threading.Thread(target=kill, daemon=True).start()
    report = run(inputs, tmp_path / "two", workers=2)
    assert killed
    assert [result.article.name for result in report if result.error] == ["013"]
    assert len(report) == 140
    assert written(tmp_path / "two") == written(tmp_path / "one")
    (inputs / "013.txt").write_text(text(13))
    again = run(inputs, tmp_path / "two", workers=2)
    assert [result.article.name for result in again if not result.unchanged] == ["013"]


def test_shards_in_and_out(tmp_path):
    pytest.importorskip("pyarrow")
    from pyarrow import parquet

    lines = [{"id": f"n{k}", "text": text(k), "date": "2026-01-02", "tags": ["x", k]} for k in range(150)]
    archive = records(tmp_path / "archive.jsonl", *lines)
    report = run(archive, tmp_path / "out", workers=2, shards="parquet")
    assert not any(result.error for result in report)
    shards = sorted(path.name for path in (tmp_path / "out").glob("*.parquet"))
    assert [name.rpartition("-")[0] for name in shards] == [f"part-00001-0000{k}" for k in (1, 2, 3)]
    rows = [row for name in shards for row in parquet.read_table(tmp_path / "out" / name).to_pylist()]
    assert [row["id"] for row in rows] == [f"n{k}" for k in range(150)]
    assert json.loads(rows[7]["tags"]) == ["x", 7]
    assert rows[7]["text"] == text(7)
    run(archive, tmp_path / "one", shards="parquet")
    assert written(tmp_path / "one") == written(tmp_path / "out")


def test_stopping_keeps_what_is_finished(tmp_path):
    inputs, stop = folder(tmp_path / "in", 200), threading.Event()
    report = run(inputs, tmp_path / "out", workers=1, stop=stop, tell=lambda result: stop.set())
    assert report.stopped
    assert 0 < len(report) < 200
    assert len(list((tmp_path / "out").glob("*.txt"))) == len(report)
    assert not list((tmp_path / "out").glob("*.part"))


def command(inputs: Path, output: Path, address: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "mt", "translate", str(inputs), "-o", str(output), "--engine", "echo", "--no-memory"]
    line += ["--formats", "jsonl,txt", "--cluster", "ray", "--workers", "1"]
    return subprocess.run(
        line, env=os.environ | {"RAY_ADDRESS": address}, capture_output=True, text=True, timeout=120, check=False
    )


def test_a_cluster_that_runs_is_joined(tmp_path):
    inputs = folder(tmp_path / "in", 70)
    done = command(inputs, tmp_path / "out", ray.get_runtime_context().gcs_address)
    assert done.returncode == 0, done.stderr
    assert "70 articles" in done.stdout
    run(inputs, tmp_path / "one")
    assert written(tmp_path / "out") == written(tmp_path / "one")


def test_a_cluster_that_does_not_answer_is_said_at_once(tmp_path):
    done = command(folder(tmp_path / "in", 2), tmp_path / "out", "127.0.0.1:9")
    assert done.returncode == 2
    assert done.stderr.startswith("mt: the cluster at RAY_ADDRESS=127.0.0.1:9 does not answer")
    assert "Traceback" not in done.stderr
