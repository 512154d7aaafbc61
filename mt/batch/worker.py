"""A worker: takes blocks of articles, reads, translates and writes them by itself, and says what became of them.

The same worker serves the processes of one machine (`mt.processes`) and the machines of a cluster (`mt.cluster`).
Windows are cut within a block, and the same input always makes the same blocks, so what is written depends neither on
the number of workers nor on which of them had a block. int8 results may differ in a few sentences from those of a run
without workers, whose windows go on from block to block; float32 results do not.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from mt import batch, pipeline
from mt.batch import Run, reading
from mt.batch.finishing import Finisher
from mt.batch.inputs import Article, Block
from mt.batch.journal import Journal
from mt.batch.results import Result, Work
from mt.batch.shelf import Shelf
from mt.config import Config
from mt.memory import Memory
from mt.memory.dispensable import Dispensable
from mt.memory.remembering import Remembering
from mt.windows import Stopped, failed


class Done(NamedTuple):
    """What became of a block: its articles in order, sentences counted, warnings, whether it was left unfinished."""

    results: list[Result]
    counts: dict[str, int]
    warnings: list[str]
    stopped: bool


class Place(NamedTuple):
    """Where a worker takes part: the run's output folder, memory, keys and name; can be sent to other processes."""

    output: Path
    memory: Path | None
    key: str
    entries: str
    articles: str
    run: str


class SharedRun(Run):
    """A run whose articles are translated by workers; what is finished, told and summed up is the same."""

    def __init__(self, workers: int, *arguments: Any) -> None:
        """So many workers; the rest is `Run`'s."""
        super().__init__(*arguments)
        self.workers = workers

    @property
    def place(self) -> Place:
        """What the workers are told."""
        memory = path.resolve() if (path := self.memory.path) else None
        entries = batch.memory_key(self.config, self.fingerprint)
        return Place(self.output.resolve(), memory, self.key, entries, self.article_key, self.journal.run)

    def told(self, done: Done) -> None:
        """Take in what became of a block; blocks come in order."""
        for name, count in done.counts.items():
            self.report.run[name] = self.report.run.get(name, 0) + count
        self.report.warnings += [warning for warning in done.warnings if warning not in self.report.warnings]
        self.report.stopped = self.report.stopped or done.stopped
        for result in done.results:
            self._place += 1
            result.place = self._place
            if result.summary and not result.unchanged:
                self.progress(result.summary.segments, 0)
            self.done(result)


class Worker(reading.Desk):
    """Holds an engine, and takes one block after the other."""

    def __init__(self, config: Config, place: Place, stopped: Callable[[], bool]) -> None:
        """Load the engine, and open the memory.

        Args:
            config: how.
            place: which run it takes part in.
            stopped: asked before every article whether no more are to be begun.
        """
        self.config = config
        self.under_way: deque[Work] = deque()
        self._output, self._stopped, self._left = place.output, stopped, False
        self._results: list[Result] = []
        self._warnings: list[str] = []
        self._lists = pipeline.lists(config)
        self._engine, signature = pipeline.engine_of(config)
        self.journal = Journal(place.output, place.key, place.run)
        self.journal.begin()
        self.journal.signature = signature
        self.memory = Dispensable(Memory(place.memory) if place.memory else None, self._warnings.append)
        self.shelf = Shelf(self.memory, place.articles)
        if place.memory:
            self._engine = Remembering(self._engine, self.memory, place.entries)

    def block(self, block: Block) -> Done:
        """Translate and write the articles of a block; what is finished already is not done again."""
        self._results = []
        self.under_way.clear()
        finisher = Finisher(self._output, self.config, self.journal, self.memory, self.shelf, self._warnings.append)
        given = reading.documents([block], self)
        with batch.seldom_collected():
            for document in pipeline.run(given, self.config, self._engine, failed, read=self._lists):
                self._results += finisher.finish(self.under_way.popleft(), document)
        warnings = self._warnings.copy()
        self._warnings.clear()
        results = sorted(self._results, key=lambda result: result.place)
        return Done(results, self._counted(), warnings, self._left)

    def failed(self, article: Article, error: str) -> None:
        """Told of an article that cannot be read."""
        self._place += 1
        self._results.append(Result(article, self._place, error=error))

    def pause(self) -> None:
        """Asked before every article.

        Raises:
            Stopped: if no more are to be begun.
        """
        if self._stopped():
            self._left = True
            raise Stopped

    def _counted(self) -> dict[str, int]:
        """Sentences since the last call, from the memory and from the engine."""
        if not isinstance(self._engine, Remembering):
            return {}
        said = self._engine
        counts = said.counts
        counts["from_memory"] += self.shelf.recalled
        said.recalled = said.translated = said.differing = self.shelf.recalled = 0
        return counts


def everywhere(config: Config, threads: int) -> Config:
    """The settings for workers, which may start in other folders, each with so many threads."""
    paths = {name: path.resolve() for name in ("glossary", "authority") if (path := getattr(config, name))}
    model = str(Path(config.model).resolve()) if Path(config.model).is_dir() else config.model
    return config.model_copy(update=paths | {"model": model, "threads": threads})
