"""Many articles in, many review files out, stopping and going on without losing work.

`plan` says which articles, `run` translates and writes them. Everything a user can get wrong is found before a model is
loaded. What fails later (a file that vanished, a full disk) fails alone: the rest is done, and the next run takes up
only what is missing. What is finished is recognised by the hashes of input and outputs (`journal`); sentences already
translated come from the memory.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mt import models, pipeline, writers
from mt.batch import inputs, manifest
from mt.batch.inputs import EVERYTHING, Article, Found, Selection, plan
from mt.batch.journal import MANIFEST, Entry, Journal
from mt.config import Config
from mt.document import Document
from mt.engines import Engine
from mt.errors import InputError, MtError, OutputError
from mt.memory import Memory, Unreadable
from mt.memory.remembering import Remembering
from mt.review import carrying, suggestions
from mt.translation import Stopped
from mt.writers import Summary

__all__ = ["MANIFEST", "Article", "Report", "Result", "Run", "Selection", "check_output", "memory_key", "plan", "run"]

BACKLOG = 16  # articles that may wait to be written


@dataclass(slots=True)
class Result:
    """What became of one article; `error` is empty if all went well, `unchanged` says it was finished before."""

    article: Article
    summary: Summary | None = None
    files: list[Path] = field(default_factory=list)
    error: str = ""
    unchanged: bool = False
    entry: Entry | None = None


class Report(list[Result]):
    """The results of a run, in the order of its articles.

    Attributes:
        stopped: whether it was asked to stop before the last article.
        run: what manifest.json says of this run alone: seconds, sentences from the memory and from the engine.
        warnings: what went wrong without harm to any article.
    """

    def __init__(self) -> None:
        super().__init__()
        self.stopped = False
        self.run: dict[str, Any] = {}
        self.warnings: list[str] = []


Tell = Callable[[Result], None]


def check_output(folder: Path) -> None:
    """Make the output folder and see that it can be written.

    Raises:
        OutputError: if it cannot.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError(13, "permission denied")
    except OSError as error:
        raise OutputError(f"cannot write to {folder} ({error.strerror}): choose another folder with -o") from error


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

    Raises:
        ModelError: if the model cannot be found or loaded; nothing is written then.
    """
    return Run(articles, output, config, tell, selection, memory, stop or threading.Event()).result()


class Run:
    """One run: `report` fills while it goes on. `translate` may be done by other means (`mt.cluster`)."""

    def __init__(
        self,
        articles: Sequence[Article],
        output: Path,
        config: Config,
        tell: Tell,
        selection: Selection,
        memory: Memory | None,
        stop: threading.Event,
    ) -> None:
        self.articles, self.output, self.config, self.tell = articles, output, config, tell
        self.selection, self.memory, self.stop = selection, memory, stop
        self.report = Report()
        self.fingerprint = "-" if config.engine == "echo" else models.find(config.model).fingerprint
        self.key = manifest.run_key(config, self.fingerprint, self._approved())
        self.journal = Journal(output, self.key)
        self.engine: Engine | None = None
        self.begin = time.perf_counter()

    def result(self) -> Report:
        """Do it."""
        if self._nothing_new():
            for found in self.found():
                self._unchanged(found)
        else:
            self.translate()
        self._finish()
        return self.report

    def _approved(self) -> str:
        try:
            return self.memory.state() if self.memory else ""
        except Unreadable as error:
            self._without_memory(error)
            return ""

    def _without_memory(self, error: MtError) -> None:
        self.report.warnings.append(f"{error}; going on without it")
        self.memory = None

    def _load(self) -> Engine:
        engine, self.journal.signature = pipeline.engine_of(self.config)
        if self.memory:
            key = memory_key(self.config, self.fingerprint)
            engine = Remembering(engine, self.memory, key, self.report.warnings.append)
        self.engine = engine
        self.report.run["load_seconds"] = round(time.perf_counter() - self.begin, 3)
        return engine

    # --- reading

    def _nothing_new(self) -> bool:
        """Whether every article is finished; the first that is not ends the search."""
        for article in self.articles:
            try:
                if any(self.entry(found) is None for found in inputs.found(article, self.selection)):
                    return False
            except MtError:
                return False
        return True

    def entry(self, found: Found) -> Entry | None:
        """What the journal says of an article, if it is finished."""
        return self.journal.finished(found.article.name, found.sha256)

    def found(self) -> Iterator[Found]:
        """Every article in order; a file that cannot be read is told and passed over."""
        return inputs.limited(self._all_found(), self.selection.limit)

    def _all_found(self) -> Iterator[Found]:
        for article in self.articles:
            try:
                yield from inputs.found(article, self.selection)
            except MtError as error:
                self.failed(article, str(error))

    def _documents(self) -> Iterator[Document]:
        """What is to be translated, and in their places, empty, the articles that are finished."""
        for found in self.found():
            if self.stop.is_set():
                self.report.stopped = True
                raise Stopped
            entry = self.entry(found)
            if entry is not None:
                self._under_way.append(Result(found.article, entry.summary, unchanged=True, entry=entry))
                segments = str(entry.summary.segments)
                yield Document(found.article.name, (), meta={"finished": segments})
                continue
            try:
                document = found.read()
                if not document.paragraphs:
                    raise InputError(f"{found.article.path}: {found.article.name} has no text")
            except MtError as error:
                self.failed(found.article, str(error))
            except OSError as error:
                self.failed(found.article, f"{found.article.path} cannot be read: {error.strerror}")
            else:
                self._under_way.append(Result(found.article))
                self._hashes[found.article.name] = found.sha256
                yield document

    # --- translating and writing

    def translate(self) -> None:
        """Send the articles through the pipeline; they are written in a thread of its own, in order."""
        engine = self._load()
        self._under_way: deque[Result] = deque()
        self._hashes: dict[str, str] = {}
        waiting: deque[Future[Result]] = deque()
        with ThreadPoolExecutor(1, "writer") as worker:
            for document in pipeline.run(self._documents(), self.config, engine):
                waiting.append(worker.submit(self._written, self._under_way.popleft(), self._suggested(document)))
                while len(waiting) > BACKLOG or (waiting and waiting[0].done()):
                    self.done(waiting.popleft().result())
            while waiting:
                self.done(waiting.popleft().result())

    def _suggested(self, document: Document) -> Document:
        """With what reviewers approved for sentences like its own, if there is a memory and it can be read."""
        if self.memory is None:
            return document
        try:
            return suggestions.suggest(document, self.memory)
        except Unreadable as error:
            self._without_memory(error)
            return document

    def _written(self, result: Result, document: Document) -> Result:
        if result.unchanged:
            return result
        name = result.article.name
        try:
            document = carrying.carried(document, self.output / f"{name}.jsonl")
            self.report.warnings += [
                f"{path} holds edits that have not come home: mt review apply takes them"
                for path in carrying.set_aside(self.output, name, document)
            ]
            result.files = writers.write(
                document, self.output, self.config.formats, name=name, signature=self.journal.signature
            )
            result.summary = writers.summarise(document, name=name, formats=self.config.formats)
            sha256 = self._hashes.pop(name)
            result.entry = self.journal.entry(name, result.article.path, sha256, result.summary, result.files)
            self.journal.add(result.entry)
        except MtError as error:
            result.error = str(error)
        return result

    def _unchanged(self, found: Found) -> None:
        entry = self.entry(found)
        if entry is not None:
            self.done(Result(found.article, entry.summary, unchanged=True, entry=entry))

    def failed(self, article: Article, error: str) -> None:
        """Report an article that could not be done."""
        self.done(Result(article, error=error))

    def done(self, result: Result) -> None:
        """Report an article."""
        if result.entry is not None:
            result.files = [self.output / path for path in result.entry.outputs]
        self.report.append(result)
        self.tell(result)

    # --- at the end

    def _finish(self) -> None:
        """Index and manifest; if they cannot be written the articles are still there."""
        order = {article.path: number for number, article in enumerate(self.articles)}
        self.report.sort(key=lambda result: order.get(result.article.path, 0))  # failures came before their neighbours
        summaries = [result.summary for result in self.report if result.summary is not None]
        self._count(summaries)
        records = [_record(result) for result in self.report]
        try:
            if len(records) > 1 and summaries:
                writers.write_index(self.output, summaries, self.journal.signature)
            text = manifest.render(
                records, self.config, signature=self.journal.signature, key=self.key, run=self.report.run
            )
            writers.atomic(self.output / MANIFEST, text)
            self.journal.close()
        except OutputError as error:
            self.report.warnings.append(str(error))

    def _count(self, summaries: list[Summary]) -> None:
        seconds = time.perf_counter() - self.begin
        new = [result.summary for result in self.report if result.summary and not result.unchanged]
        words = sum(summary.words for summary in new)
        self.report.run |= {
            "seconds": round(seconds, 3),
            "unchanged": sum(result.unchanged for result in self.report),
            "words_per_second": round(words / seconds, 1),
            "segments_per_second": round(sum(summary.segments for summary in new) / seconds, 1),
        }
        if isinstance(self.engine, Remembering):
            engine = self.engine
            self.report.run |= {
                "from_memory": engine.recalled,
                "from_engine": engine.translated,
                "differing": engine.differing,
            }
        if self.report.stopped:
            self.report.run["stopped"] = True


def _record(result: Result) -> dict[str, Any]:
    if result.entry is not None:
        return result.entry.record()
    article = result.article
    return {"name": article.name, "input": article.path.as_posix(), "status": "failed", "error": result.error}
