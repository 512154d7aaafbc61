"""The same job on many machines: Ray Data hands articles to workers that each hold an engine.

Workers read nothing and write the review files themselves, so the output folder must be one that all of them see. Ray
starts a worker that was killed again and gives it the same articles. Each worker has the memory file of its own machine
(SQLite and network shares do not go together); on one machine they share it. Windows are cut within the articles of one
call, so int8 results may differ from those of `mt.batch` in a few sentences; float32 results do not.

Needs the extra `mt[cluster]`. A running cluster is found by $RAY_ADDRESS; without it Ray is started on this machine.
"""

from __future__ import annotations

import logging
import os
import pickle
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import Any

from mt import batch, pipeline, writers
from mt.batch import Article, Report, Result, Run, Selection, Tell
from mt.batch.journal import Entry, Journal
from mt.config import Config
from mt.document import Document
from mt.errors import ConfigError, MtError
from mt.memory import Memory, Unreadable
from mt.memory.remembering import Remembering
from mt.review import carrying, suggestions

ARTICLES = 64  # given to a worker at a time: enough to fill an engine's batches, few enough to share out evenly
SHARE = 0.5  # of a worker's processors that it asks Ray for; Ray Data's own tasks need some, too

Row = dict[str, Any]


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
) -> Report:
    """`mt.batch.run` on `workers` workers.

    Raises:
        ConfigError: if Ray is not installed.
        ModelError: if the model cannot be found.
    """
    try:
        import ray.data  # noqa: F401 (only to see that it is there)
    except ImportError as error:
        raise ConfigError("--cluster ray needs Ray: pip install 'mt[cluster]'") from error
    return _ClusterRun(workers, articles, output.resolve(), config, tell, selection, memory, stop).result()


class _ClusterRun(Run):
    """A run whose articles are translated elsewhere; what is finished, told and summed up is the same."""

    def __init__(self, workers: int, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.workers = workers

    def translate(self) -> None:
        """Share the unfinished articles out, and write down what comes back."""
        import ray

        rows = list(self._rows())
        mine = not ray.is_initialized()
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        ray.init(
            address=os.environ.get("RAY_ADDRESS"),
            log_to_driver=False,
            logging_level=logging.ERROR,
            ignore_reinit_error=True,
        )
        try:
            for row in self._results(rows):
                self._told(row)
                if self.stop.is_set():
                    self.report.stopped = True
                    return
        finally:
            if mine:
                ray.shutdown()

    def _rows(self) -> Iterator[Row]:
        """The unfinished articles, read."""
        for found in self.found():
            entry = self.entry(found)
            if entry is not None:
                self.done(Result(found.article, entry.summary, unchanged=True, entry=entry))
                continue
            try:
                document = found.read()
            except MtError as error:
                self.failed(found.article, str(error))
            else:
                yield {
                    "path": str(found.article.path),
                    "name": found.article.name,
                    "sha256": found.sha256,
                    "document": pickle.dumps(document),
                }

    def _results(self, rows: list[Row]) -> Iterator[Row]:
        import ray
        from ray.data import ActorPoolStrategy, DataContext

        context = DataContext.get_current()
        context.enable_progress_bars = False
        processors = float(ray.cluster_resources().get("CPU", 1))
        each = max(1, int(processors // self.workers))
        config = self.config if self.config.threads else self.config.model_copy(update={"threads": each})
        blocks = max(1, min(len(rows), max(self.workers * 4, len(rows) // ARTICLES)))
        path = str(self.memory.path) if self.memory else ""
        yield from (
            ray.data.from_items(rows, override_num_blocks=blocks)
            .map_batches(
                Worker,
                fn_constructor_args=(config.model_dump(), str(self.output), path, self.key, self.fingerprint),
                batch_size=ARTICLES,
                compute=ActorPoolStrategy(size=self.workers),
                num_cpus=SHARE * min(processors / self.workers, each),
            )
            .iter_rows()
        )

    def _told(self, row: Row) -> None:
        article = Article(Path(row["path"]), row["name"])
        if row["error"]:
            self.failed(article, row["error"])
            return
        entry: Entry = pickle.loads(row["entry"])
        self.journal.signature = row["signature"]
        self.journal.add(entry)
        for name in ("from_memory", "from_engine", "differing"):
            self.report.run[name] = self.report.run.get(name, 0) + int(row[name])
        self.done(Result(article, entry.summary, entry=entry))


class Worker:
    """Lives on one machine of the cluster, with an engine; called with a batch of articles."""

    def __init__(self, settings: dict[str, Any], output: str, memory: str, key: str, fingerprint: str) -> None:
        """Load the engine, and open the memory of this machine."""
        self._config, self._output = Config(**settings), Path(output)
        self._journal = Journal(self._output, key)
        engine, self._signature = pipeline.engine_of(self._config)
        self._engine, self._remembering = engine, None
        self._memory = Memory(Path(memory)) if memory else None
        if self._memory:
            entries = batch.memory_key(self._config, fingerprint)
            self._engine = self._remembering = Remembering(engine, self._memory, entries, print)

    def __call__(self, rows: dict[str, Any]) -> dict[str, list[Any]]:
        """Translate and write the articles of these columns; what became of them, as columns."""
        documents = (pickle.loads(data) for data in rows["document"])
        done = pipeline.run(documents, self._config, self._engine)
        told = [
            self._written(document, str(path), str(sha256))
            for document, path, sha256 in zip(done, rows["path"], rows["sha256"], strict=True)
        ]
        counts = self._counted()
        for row in told[1:]:
            row |= dict.fromkeys(counts, 0)
        told[0] |= counts
        return {name: [row[name] for row in told] for name in told[0]}

    def _written(self, document: Document, path: str, sha256: str) -> Row:
        name, row = document.id, {"path": path, "name": document.id, "signature": self._signature}
        try:
            document = carrying.carried(document, self._output / f"{name}.jsonl")
            document = self._suggested(document)
            carrying.set_aside(self._output, name, document)
            files = writers.write(document, self._output, self._config.formats, name=name, signature=self._signature)
            summary = writers.summarise(document, name=name, formats=self._config.formats)
            entry = self._journal.entry(name, Path(path), sha256, summary, files)
        except MtError as error:
            return row | {"error": str(error), "entry": b""}
        return row | {"error": "", "entry": pickle.dumps(entry)}

    def _suggested(self, document: Document) -> Document:
        """With what reviewers approved for sentences like its own, as far as the memory can be read."""
        try:
            return suggestions.suggest(document, self._memory) if self._memory else document
        except Unreadable:
            return document

    def _counted(self) -> dict[str, int]:
        """Sentences since the last call, from the memory and from the engine."""
        if self._remembering is None:
            return {"from_memory": 0, "from_engine": 0, "differing": 0}
        said = self._remembering
        counts = {"from_memory": said.recalled, "from_engine": said.translated, "differing": said.differing}
        said.recalled = said.translated = said.differing = 0
        return counts
