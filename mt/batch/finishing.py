"""The last step of every article: its files are written, or its record put into a shard, and it is entered as done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mt import writers
from mt.batch import shards
from mt.batch.inputs import Block
from mt.batch.journal import Entry, Journal
from mt.batch.results import Result, Work
from mt.batch.shelf import Shelf
from mt.config import Config
from mt.document import Document
from mt.errors import MtError, described
from mt.memory.dispensable import Dispensable
from mt.review import carrying, suggestions
from mt.windows import FAILED


class Finisher:
    """Writes into one output folder."""

    def __init__(
        self,
        output: Path,
        config: Config,
        journal: Journal,
        memory: Dispensable,
        shelf: Shelf,
        warn: Callable[[str], None],
    ) -> None:
        """Make ready.

        Args:
            output: the folder.
            config: says which files.
            journal: of the folder.
            memory: what people approved for like sentences is offered from it.
            shelf: keeps what is finished.
            warn: told of edits that were kept apart.
        """
        self._output, self._config, self._journal = output, config, journal
        self._memory, self._shelf, self._warn = memory, shelf, warn
        self._open: dict[str, list[tuple[Work, shards.Record, writers.Summary]]] = {}

    def finish(self, work: Work, document: Document) -> list[Result]:
        """What is finished with this article: itself, or all of its block, or nothing yet."""
        result = work.result
        if result.unchanged:
            return [result]
        if not work.recalled and not document.paragraphs and (error := document.meta.get(FAILED, "")):
            result.error = f"{result.article.path}: {error}"
        if not result.error:
            try:
                self._done(work, document)
            except Exception as error:
                result.error = _reason(result, error)
        return self._completed(work) if self._config.shards else [result]

    def _done(self, work: Work, document: Document) -> None:
        """Write its files, or keep its record until its block is complete."""
        if work.recalled:
            document = work.recalled
        else:
            document = self._suggested(document)
            self._shelf.keep(work.found, document)
        if self._config.shards:
            row = work, shards.record(document, self._journal.signature), self._summary(document)
            self._open.setdefault(work.block.name, []).append(row)
        else:
            self._written(work, document)

    def _suggested(self, document: Document) -> Document:
        """With what reviewers approved for sentences like its own."""
        return self._memory.ask(lambda memory: suggestions.suggest(document, memory), document)

    def _summary(self, document: Document) -> writers.Summary:
        formats = () if self._config.shards else self._config.formats
        return writers.summarise(document, name=document.id, formats=formats)

    def _written(self, work: Work, document: Document) -> None:
        name, signature = work.result.article.name, self._journal.signature
        document = carrying.carried(document, self._output / f"{name}.jsonl")
        for kept in carrying.set_aside(self._output, name, document, self._config.formats):
            self._warn(kept)
        files = writers.write(document, self._output, self._config.formats, name=name, signature=signature)
        self._enter(work, self._summary(document), self._journal.hashes(files))

    def _completed(self, work: Work) -> list[Result]:
        """What is finished now of a block: all of it is written in one move when its last article has come."""
        block = work.block
        failed = [work.result] if work.result.error else []
        block.expected -= len(failed)
        if len(self._open.get(block.name, ())) < block.expected:
            return failed
        return [*failed, *self._shard(block, self._open.pop(block.name, []))]

    def _shard(self, block: Block, rows: list[tuple[Work, shards.Record, writers.Summary]]) -> list[Result]:
        if not rows:
            return []
        form = self._config.shards
        try:
            content = shards.render([record for _, record, _ in rows], form)
            hashes = self._journal.hashes([writers.atomic(self._output / f"{block.name}.{form}", content)])
        except Exception as error:
            for work, _, _ in rows:
                work.result.error = _reason(work.result, error)
        else:
            for row, (work, _, summary) in enumerate(rows):
                self._enter(work, summary, hashes, row)
        return [work.result for work, _, _ in rows]

    def _enter(self, work: Work, summary: writers.Summary, hashes: dict[str, str], row: int | None = None) -> None:
        article = work.result.article
        work.result.summary = summary
        self._journal.add(Entry(article.name, article.path.as_posix(), work.found.sha256, summary, hashes, row))


def _reason(result: Result, error: Exception) -> str:
    """Why an article failed; what a user can put right says itself where."""
    return described(error) if isinstance(error, MtError) else f"{result.article.path}: {described(error)}"
