"""The same job on many machines: Ray Data hands blocks of articles to workers that each hold an engine.

Readers and workers open the files themselves, so the articles and the output folder must be where all machines see
them. Ray starts a worker that was killed again and gives it the same block, of which it redoes what is not finished.
Each worker uses the memory file of its own machine (SQLite and network shares do not go together); on one machine they
share it. What a worker does, and how its texts compare with those of a run without workers, says `mt.batch.worker`.

Needs the extra `mt[cluster]`. A running cluster is found by $RAY_ADDRESS; without it Ray is started on this machine.
"""

from __future__ import annotations

import logging
import os
import pickle
import re
import socket
import warnings
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from threading import Event, Thread
from typing import Any

from mt.batch import Article, inputs
from mt.batch.worker import Place, SharedRun, Worker, everywhere
from mt.config import Config
from mt.errors import ConfigError

SHARE = 0.5  # of a worker's processors that it asks Ray for; reading and Ray's own tasks need some, too
READING = 0.25  # processors a reading task asks for
PORTION = 1 << 20  # bytes that go to a worker at once; small, so that one large file is shared out, too

_PORT = re.compile(r"(?:ray://)?([\w.-]+):(\d+)")

Row = dict[str, Any]


class ClusterRun(SharedRun):
    """A run on a cluster; the workers start in other folders."""

    def __init__(self, workers: int, articles: Sequence[Article], output: Path, *arguments: Any) -> None:
        """See that Ray is there.

        Raises:
            ConfigError: if it is not.
        """
        if find_spec("ray") is None:
            raise ConfigError("--cluster ray needs Ray: pip install 'mt[cluster]'")
        everywhere = [Article(article.path.resolve(), article.name, article.many) for article in articles]
        super().__init__(workers, everywhere, output.resolve(), *arguments)

    def translate(self) -> None:
        """Share the articles out, and tell what comes back."""
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent anywhere
        os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
        import ray

        mine = not ray.is_initialized()
        if mine:
            _connect(os.environ.get("RAY_ADDRESS", ""))
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        warnings.filterwarnings("ignore", module=r"ray\.")
        over = Event()
        Thread(target=self._pass_on, args=(over,), daemon=True).start()
        try:
            for row in self._rows():
                self.told(pickle.loads(row["done"]))
        finally:
            over.set()
            if mine:
                ray.shutdown()

    def _pass_on(self, over: Event) -> None:
        """Tell the workers, by a file that they look for, when they are to stop."""
        while not over.is_set():
            if self.stop.wait(0.2):
                _stop_file(self.output, self.journal.run).touch()
                return

    def _rows(self) -> Iterator[Row]:
        import ray
        from ray.data import ActorPoolStrategy, DataContext

        context = DataContext.get_current()
        context.enable_progress_bars = False
        context.target_max_block_size = PORTION
        context.execution_options.preserve_order = True
        processors = float(ray.cluster_resources().get("CPU", 1))
        each = max(1, int(processors // self.workers))
        config = everywhere(self.config, self.config.threads or each)
        stop = _stop_file(self.output, self.journal.run)
        tasks = [
            {"number": number, "articles": pickle.dumps(task), "selection": pickle.dumps(self.selection)}
            for number, task in enumerate(inputs.tasks(self.articles, self.selection), 1)
        ]
        yield from (
            ray.data.from_items(tasks, override_num_blocks=min(len(tasks), max(self.workers * 8, len(tasks) // 16)))
            .flat_map(_blocks, num_cpus=READING)
            .map_batches(
                Actor,
                fn_constructor_args=(config, self.place, stop),
                batch_size=1,
                compute=ActorPoolStrategy(size=self.workers),
                num_cpus=SHARE * min(processors / self.workers, each),
            )
            .iter_rows()
        )


def _connect(address: str) -> None:
    """Join the cluster at this address, or start Ray on this machine.

    Raises:
        ConfigError: if nothing answers.
    """
    import ray

    where = f"the cluster at RAY_ADDRESS={address} does not answer" if address else "Ray does not start on this machine"
    try:
        if found := _PORT.fullmatch(address):  # Ray itself would try for minutes
            socket.create_connection((found[1], int(found[2])), timeout=10).close()
        ray.init(
            address=address or None,
            log_to_driver=False,
            logging_level=logging.ERROR,
            **({} if address else {"include_dashboard": False}),
        )
    except (OSError, ValueError, RuntimeError) as error:
        reason = str(error).strip().partition("\n")[0] or type(error).__name__
        raise ConfigError(f"{where} ({reason}): see that it runs and lets this machine in (RAY_AUTH_TOKEN)") from error


def _blocks(row: Row) -> Iterator[Row]:
    """The blocks of a task; read where there is room."""
    task, selection = pickle.loads(row["articles"]), pickle.loads(row["selection"])
    for block in inputs.blocks(int(row["number"]), task, selection):
        yield {"block": pickle.dumps(block)}


def _stop_file(output: Path, run: str) -> Path:
    return output / f"manifest-{run}-stop.part"


class Actor:
    """A worker that Ray has started, called with rows that each hold a block."""

    def __init__(self, config: Config, place: Place, stop: Path) -> None:
        """Load the engine, and open the memory of this machine; the file `stop` says when to end."""
        self._worker = Worker(config, place, stop.exists)

    def __call__(self, rows: dict[str, Any]) -> dict[str, list[bytes]]:
        """Translate and write the articles of these blocks; what became of them."""
        return {"done": [pickle.dumps(self._worker.block(pickle.loads(data))) for data in rows["block"]]}
