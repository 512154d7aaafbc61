"""Many articles in, many review files out, stopping and going on without losing work.

`plan` says which articles, `run` translates and writes them. Everything a user can get wrong is found before a model is
loaded. What fails later (a file that vanished, a full disk, a mistake of the program on one article) fails alone: the
rest is done, and the next run takes up only what is missing. What is finished is recognised by the hashes of input and
outputs (`journal`); sentences already translated come from the memory.
"""

from __future__ import annotations

import gc
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mt import models, writers
from mt.batch import inputs, manifest, outputs, reading
from mt.batch.inputs import EVERYTHING, Article, Selection, plan
from mt.batch.journal import MANIFEST, Entry, Journal
from mt.batch.outputs import check_output, keep_inputs
from mt.batch.results import Progress, Report, Result, Tell, Work
from mt.batch.shelf import Shelf
from mt.config import Config
from mt.document import Document
from mt.errors import MtError, OutputError
from mt.memory import Memory
from mt.memory.dispensable import Dispensable
from mt.windows import Stopped, failed

if TYPE_CHECKING:
    from mt.engines import Engine
    from mt.memory.remembering import Remembering

__all__ = [
    "MANIFEST",
    "Article",
    "Progress",
    "Report",
    "Result",
    "Run",
    "Selection",
    "Tell",
    "check_output",
    "keep_inputs",
    "memory_key",
    "plan",
    "run",
    "seldom_collected",
]

BACKLOG = 2048  # sentences that may wait to be written, in whole articles
COLLECTED = 50_000  # objects more, after which Python looks for circles


def memory_key(config: Config, fingerprint: str) -> str:
    """What a machine entry of the memory belongs to: the model, and how it decodes."""
    return f"{fingerprint}|{config.engine}|{config.precision}|beam:{config.beam}|device:{config.device}"


def run(
    articles: Sequence[Article],
    output: Path,
    config: Config,
    tell: Tell,
    *,
    selection: Selection = EVERYTHING,
    memory: Memory | None = None,
    stop: threading.Event | None = None,
    progress: Progress | None = None,
    kind: Callable[..., Run] | None = None,
) -> Report:
    """Translate and write every article that is not finished, then the index (if there are several) and the manifest.

    Args:
        articles: from `plan`.
        output: an existing folder.
        config: how.
        tell: called with each result as soon as it is known.
        selection: as `plan` was given it.
        memory: translations of earlier runs; what is new is added.
        stop: when it is set, the windows the engine has begun are finished and written, and no more.
        progress: told of sentences as they are translated, of articles that may not be finished.
        kind: a run that is done by other means, as `partial(ProcessRun, 2)`; without it this process does it all.

    Raises:
        ModelError: if the model cannot be found or loaded; nothing is written then.
        InputError, ConfigError: if the glossary or the decisions about names cannot be read; nor is it then.
    """
    return (kind or Run)(
        articles, output, config, tell, selection, memory, stop or threading.Event(), progress
    ).result()


class Run(reading.Desk):
    """One run: `report` fills while it goes on. `translate` may be done by other means (`mt.batch.worker`)."""

    def __init__(
        self,
        articles: Sequence[Article],
        output: Path,
        config: Config,
        tell: Tell,
        selection: Selection,
        memory: Memory | None,
        stop: threading.Event,
        progress: Progress | None = None,
    ) -> None:
        self.progress = progress or (lambda sentences, characters: None)
        self.articles, self.output, self.config, self.tell = articles, output, config, tell
        self.selection, self.stop = selection, stop
        self.report = Report()
        self.memory = Dispensable(memory, self.report.warnings.append)
        self.fingerprint = "-" if config.engine == "echo" else models.find(config.model).fingerprint
        keep_inputs(articles, output, config)
        self.key = manifest.run_key(config, self.fingerprint, self.memory.ask(Memory.state, ""))
        self.article_key = manifest.article_key(config, self.fingerprint)
        self.shelf = Shelf(self.memory, self.article_key)
        self.journal = Journal(output, self.key)
        self.remembering: Remembering | None = None
        self._finished: list[tuple[Article, Entry]] = []
        self.begin = time.perf_counter()

    def result(self) -> Report:
        """Do it."""
        if self._nothing_new():
            for article, entry in self._finished:
                self.done(self.started(article, entry))
        else:
            self.journal.begin()
            try:
                self.translate()
            except MtError:
                self.journal.leave()
                raise
        self._finish()
        return self.report

    def _load(self) -> Engine:
        from mt import pipeline  # here, as below: a run in which all is finished has no need of it
        from mt.memory.remembering import Remembering

        self.lists = pipeline.lists(self.config)
        engine, self.journal.signature = pipeline.engine_of(self.config)
        if self.memory.works:
            key = memory_key(self.config, self.fingerprint)
            engine = self.remembering = Remembering(engine, self.memory, key)
        self.report.run["load_seconds"] = round(time.perf_counter() - self.begin, 3)
        return engine

    # --- reading

    def _nothing_new(self) -> bool:
        """Whether every article is finished, as `_finished` then holds; the first that is not ends the search."""
        if not all(article.many or article.name in self.journal for article in self.articles):
            return False
        for found in inputs.every(self.articles, self.selection):
            entry = self.entry(found)
            if entry is None:
                self._finished.clear()
                return False
            self._finished.append((found.article, entry))
        return True

    def _documents(self) -> Iterator[Document]:
        """What is to be translated, and in their places, empty, the articles that are finished."""
        return reading.documents(inputs.every_block(self.articles, self.selection), self)

    def pause(self) -> None:
        """Asked before every article.

        Raises:
            Stopped: if no more are to be begun.
        """
        if self.stop.is_set():
            self.report.stopped = True
            raise Stopped

    # --- translating and writing

    def translate(self) -> None:
        """Send the articles through the pipeline; they are written in a thread of its own, in order."""
        engine = self._load()
        with seldom_collected():
            self._translate(engine)

    def _translate(self, engine: Engine) -> None:
        from mt import pipeline
        from mt.batch.finishing import Finisher

        self.under_way: deque[Work] = deque()
        warn = self.report.warnings.append
        finisher = Finisher(self.output, self.config, self.journal, self.memory, self.shelf, warn)
        waiting: deque[tuple[int, Future[list[Result]]]] = deque()
        backlog = 0
        with ThreadPoolExecutor(1, "writer") as worker:
            given = self._documents()
            for document in pipeline.run(given, self.config, engine, failed, self._advanced, self.lists):
                work = self.under_way.popleft()
                if work.recalled:
                    self._advanced(work.recalled)
                size = len((work.recalled or document).segments)
                future = worker.submit(finisher.finish, work, document)
                waiting.append((size, future))
                backlog += size
                del document, work  # the writer alone has it now
                while waiting and (backlog > BACKLOG or waiting[0][1].done()):
                    size, future = waiting.popleft()
                    backlog -= size
                    self._all_done(future.result())
            for _, future in waiting:
                self._all_done(future.result())

    def _advanced(self, part: Document) -> Document:
        segments = part.segments
        self.progress(len(segments), sum(len(segment.source) + len(segment.gap) for segment in segments))
        return part

    def failed(self, article: Article, error: str) -> None:
        """Report an article that could not be done."""
        self._place += 1
        self.done(Result(article, self._place, error=error))

    def _all_done(self, results: list[Result]) -> None:
        for result in results:
            self.done(result)

    def done(self, result: Result) -> None:
        """Report an article."""
        self.report.append(result)
        self.tell(result)

    # --- at the end

    def _finish(self) -> None:
        """Index and manifest; if they cannot be written the articles are still there."""
        self.report.sort(key=lambda result: result.place)  # failures came before their neighbours
        if not self._finished:
            self.journal.refresh()  # of what workers have done, and other runs meanwhile
        summaries = [result.summary for result in self.report if result.summary is not None]
        part = "" if self.selection.shard == (1, 1) else "{}-of-{}.".format(*self.selection.shard)
        self.report.run |= self._counts()
        signature, told = self.journal.signature, self.report.run
        if len(self.report) > 1 and summaries and not self.config.shards:
            page = f"index.{part}html"
            if self._attempt(lambda: writers.write_index(self.output, summaries, signature, page)):
                self.report.page = page
        path = self.output / f"manifest.{part}json"
        if self.config.shards:
            self._attempt(lambda: outputs.drop_older_records(self.output, self.journal))
        text = manifest.render(self._records(path), self.config, signature=signature, key=self.key, run=told)
        if self._attempt(lambda: writers.atomic(path, text)):
            self.journal.close()

    def _records(self, path: Path) -> Iterator[dict[str, Any]]:
        """Of this run's articles, and of those that the manifest at `path` is not to forget."""
        if self._finished:
            yield from ((self.journal.known(entry.name) or entry).record() for _, entry in self._finished)
        else:
            yield from map(self._record, self.report)
        names = {result.article.name for result in self.report}
        yield from (entry.record() for entry in self.journal.others(names, path))

    def _attempt(self, write: Callable[[], object]) -> bool:
        try:
            write()
        except OutputError as error:
            self.report.warnings.append(str(error))
            self.report.unwritten = True
            return False
        return True

    def _counts(self) -> dict[str, Any]:
        seconds = time.perf_counter() - self.begin
        new = [result.summary for result in self.report if result.summary and not result.unchanged]
        words = sum(summary.words for summary in new)
        counts: dict[str, Any] = {
            "seconds": round(seconds, 3),
            "unchanged": sum(result.unchanged for result in self.report),
            "words_per_second": round(words / seconds, 1),
            "segments_per_second": round(sum(summary.segments for summary in new) / seconds, 1),
        }
        if self.remembering:
            counts |= self.remembering.counts
            counts["from_memory"] += self.shelf.recalled
        if older := self._older():
            counts["older"] = older
        if self.report.stopped:
            counts["stopped"] = True
        return counts

    def _older(self) -> dict[str, int]:
        """How many files of each format an earlier run left beside the articles and this one does not write."""
        older: Counter[str] = Counter()
        for result in self.report if not self.config.shards else ():
            name, origin = result.article.name, result.article.path
            for form in writers.present(self.output, name, without=self.config.formats):
                file = self.output / f"{name}.{writers.suffix(form)}"
                if not (origin.exists() and file.samefile(origin)):
                    older[form] += 1
        return dict(older)

    def _record(self, result: Result) -> dict[str, Any]:
        name, origin = result.article.name, result.article.path.as_posix()
        if result.summary is None:
            return {"name": name, "input": origin, "status": "failed", "error": result.error}
        entry = self.journal.known(name)  # None if somebody has removed the lines: it is done again next time
        return (entry or Entry(name, origin, "", result.summary, {})).record()


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Python looks for circles of objects less often: documents hold none, and looking takes a tenth of the time."""
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(COLLECTED, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()
