"""The same job on many machines: Ray Data hands blocks of articles to workers that each hold an engine.

Readers and workers open the files themselves, so the articles and the output folder must be where all machines see
them. Ray starts a worker that was killed again and gives it the same block, of which it redoes what is not finished.
Each worker uses the memory file of its own machine (SQLite and network shares do not go together); on one machine they
share it. Windows are cut within a block, and the same input always makes the same blocks; int8 results may differ from
those of `mt.batch`, whose windows go on from block to block, in a few sentences; float32 results do not.

Needs the extra `mt[cluster]`. A running cluster is found by $RAY_ADDRESS; without it Ray is started on this machine.
"""

from __future__ import annotations

import logging
import os
import pickle
import warnings
from collections import deque
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from threading import Event, Thread
from typing import Any

from mt import batch, pipeline
from mt.batch import Article, Progress, Report, Result, Run, Selection, Tell, inputs, reading
from mt.batch.finishing import Finisher, Work
from mt.batch.inputs import Found
from mt.batch.journal import Entry, Journal
from mt.config import Config
from mt.errors import ConfigError
from mt.memory import Memory
from mt.memory.remembering import Remembering
from mt.translation import Stopped

SHARE = 0.5  # of a worker's processors that it asks Ray for; reading and Ray's own tasks need some, too
READING = 0.25  # processors a reading task asks for
PORTION = 1 << 20  # bytes that go to a worker at once; small, so that one large file is shared out, too

Row = dict[str, Any]
Done = tuple[list[Result], dict[str, int], list[str], bool]  # results, counts, warnings, whether it was stopped


def run(
    articles: Sequence[Article],
    output: Path,
    config: Config,
    tell: Tell,
    *,
    workers: int,
    selection: Selection,
    memory: Memory | None,
    stop: Event,
    progress: Progress | None = None,
) -> Report:
    """`mt.batch.run` on `workers` workers.

    Raises:
        ConfigError: if Ray is not installed.
        ModelError: if the model cannot be found.
    """
    if find_spec("ray") is None:
        raise ConfigError("--cluster ray needs Ray: pip install 'mt[cluster]'")
    everywhere = [Article(article.path.resolve(), article.name, article.many) for article in articles]
    return _ClusterRun(workers, everywhere, output.resolve(), config, tell, selection, memory, stop, progress).result()


class _ClusterRun(Run):
    """A run whose articles are translated elsewhere; what is finished, told and summed up is the same."""

    def __init__(self, workers: int, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.workers = workers

    def translate(self) -> None:
        """Share the articles out, and tell what comes back."""
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent anywhere
        os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
        import ray

        mine = not ray.is_initialized()
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        warnings.filterwarnings("ignore", module=r"ray\.")
        address = os.environ.get("RAY_ADDRESS")
        ray.init(
            address=address,
            log_to_driver=False,
            logging_level=logging.ERROR,
            ignore_reinit_error=True,
            **({} if address else {"include_dashboard": False}),
        )
        over = Event()
        Thread(target=self._pass_on, args=(over,), daemon=True).start()
        try:
            for row in self._rows():
                self._told(row)
        finally:
            over.set()
            self.journal.refresh()
            if mine:
                ray.shutdown()

    def _pass_on(self, over: Event) -> None:
        """Tell the workers, by a file that they look for, when they are to stop."""
        while not over.wait(0.2):
            if self.stop.is_set():
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
        config = _everywhere(self.config, each)
        path = str(self.memory.path.resolve()) if self.memory else ""
        tasks = [
            {"number": number, "articles": pickle.dumps(task), "selection": pickle.dumps(self.selection)}
            for number, task in enumerate(inputs.tasks(self.articles, self.selection), 1)
        ]
        yield from (
            ray.data.from_items(tasks, override_num_blocks=min(len(tasks), max(self.workers * 8, len(tasks) // 16)))
            .flat_map(_blocks, num_cpus=READING)
            .map_batches(
                Worker,
                fn_constructor_args=(
                    (config.model_dump(), str(self.output), path, self.key, self.fingerprint, self.journal.run)
                ),
                batch_size=1,
                compute=ActorPoolStrategy(size=self.workers),
                num_cpus=SHARE * min(processors / self.workers, each),
            )
            .iter_rows()
        )

    def _told(self, row: Row) -> None:
        results, counts, warnings, stopped = pickle.loads(row["done"])
        for name, count in counts.items():
            self.report.run[name] = self.report.run.get(name, 0) + count
        self.report.warnings += warnings
        self.report.stopped = self.report.stopped or stopped
        for result in results:
            self._place += 1
            result.place = self._place
            if result.summary and not result.unchanged:
                self.progress(result.summary.segments, 0)
            self.done(result)


def _blocks(row: Row) -> Iterator[Row]:
    """The blocks of a task; read where there is room."""
    task, selection = pickle.loads(row["articles"]), pickle.loads(row["selection"])
    for block in inputs.blocks(int(row["number"]), task, selection):
        yield {"block": pickle.dumps(block)}


def _everywhere(config: Config, threads: int) -> Config:
    """The settings for workers, which start in other folders; so many threads unless the user said how many."""
    paths = {name: path.resolve() for name in ("glossary", "authority") if (path := getattr(config, name))}
    model = str(Path(config.model).resolve()) if Path(config.model).is_dir() else config.model
    return config.model_copy(update=paths | {"model": model, "threads": config.threads or threads})


def _stop_file(output: Path, run: str) -> Path:
    return output / f"manifest-{run}-stop.part"


class Worker:
    """Lives on one machine of the cluster, with an engine; called with a block of articles."""

    def __init__(
        self, settings: dict[str, Any], output: str, memory: str, key: str, fingerprint: str, run: str
    ) -> None:
        """Load the engine, and open the memory of this machine."""
        self.config = Config(**settings)
        self.under_way: deque[Work] = deque()
        self._output, self._stop, self._place = Path(output), _stop_file(Path(output), run), 0
        self._results: list[Result] = []
        self._warnings: list[str] = []
        self.journal = Journal(Path(output), key, run)
        self.journal.begin()
        self._engine, self.journal.signature = pipeline.engine_of(self.config)
        self.memory = Memory(Path(memory)) if memory else None
        if self.memory:
            entries = batch.memory_key(self.config, fingerprint)
            self._engine = Remembering(self._engine, self.memory, entries, self._warnings.append)

    def __call__(self, rows: dict[str, Any]) -> dict[str, list[bytes]]:
        """Translate and write the articles of these blocks; what became of them."""
        return {"done": [pickle.dumps(self._block(pickle.loads(data))) for data in rows["block"]]}

    def _block(self, block: inputs.Block) -> Done:
        self._results = []
        self.under_way.clear()
        finisher = Finisher(self._output, self.config, self.journal, self.memory, self._warnings.append)
        given = reading.documents([block], self)
        for document in pipeline.run(given, self.config, self._engine, pipeline.patient):
            self._results += finisher.finish(self.under_way.popleft(), document)
        warnings = self._warnings.copy()
        self._warnings.clear()
        results = sorted(self._results, key=lambda result: result.place)
        return results, self._counted(), warnings, self._stop.exists()

    def entry(self, found: Found) -> Entry | None:
        """What the journal says of an article, if it is finished."""
        return self.journal.finished(found.article.name, found.sha256)

    def started(self, article: Article, entry: Entry | None = None) -> Result:
        """The result of the next article; with an entry it is finished already."""
        self._place += 1
        return Result(article, self._place, entry.summary if entry else None, unchanged=entry is not None)

    def failed(self, article: Article, error: str) -> None:
        """Told of an article that cannot be read."""
        self._place += 1
        self._results.append(Result(article, self._place, error=error))

    def pause(self) -> None:
        """Asked before every article.

        Raises:
            Stopped: if no more are to be begun.
        """
        if self._stop.exists():
            raise Stopped

    def _counted(self) -> dict[str, int]:
        """Sentences since the last call, from the memory and from the engine."""
        if not isinstance(self._engine, Remembering):
            return {}
        said = self._engine
        counts = {"from_memory": said.recalled, "from_engine": said.translated, "differing": said.differing}
        said.recalled = said.translated = said.differing = 0
        return counts
