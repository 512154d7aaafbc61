"""From blocks of articles to the documents that go through the pipeline, each with the work it stands for."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Protocol

from mt.batch.finishing import Work
from mt.batch.inputs import Article, Block, Found
from mt.batch.journal import Entry
from mt.batch.results import Result
from mt.config import Config
from mt.document import Document
from mt.errors import InputError, MtError
from mt.windows import FINISHED


class Desk(Protocol):
    """Who keeps count of the articles: a run, or a worker of one."""

    config: Config
    under_way: deque[Work]

    def entry(self, found: Found) -> Entry | None:
        """What is known of an article, if it is finished."""

    def started(self, article: Article, entry: Entry | None = None) -> Result:
        """The result of the next article, to be told later; with an entry it is finished already."""

    def failed(self, article: Article, error: str) -> None:
        """Told of an article that cannot be read."""

    def pause(self) -> None:
        """Asked before every article."""


def documents(block: Block, desk: Desk) -> Iterator[Document]:
    """What is to be translated, and in their places, empty, the articles that are finished.

    Their work is put into `under_way` in the same order. A shard is written whole: where one of its articles is not
    finished, all of them are done.
    """
    entries = [None if found.error else desk.entry(found) for found in block.found]
    if desk.config.shards and any(
        not entry and not found.error for entry, found in zip(entries, block.found, strict=True)
    ):
        entries = [None] * len(entries)
    ready: Iterator[tuple[Work, Document]] = _ready(block, entries, desk)
    if desk.config.shards:
        rows = list(ready)
        block.expected, ready = len(rows), iter(rows)
    for work, document in ready:
        desk.pause()
        desk.under_way.append(work)
        yield document


def _ready(block: Block, entries: Sequence[Entry | None], desk: Desk) -> Iterator[tuple[Work, Document]]:
    for found, entry in zip(block.found, entries, strict=True):
        article = found.article
        if found.error:
            desk.failed(article, found.error)
            continue
        if entry is not None:
            document = Document(article.name, (), meta={FINISHED: str(entry.summary.segments)})
            yield Work(desk.started(article, entry), found.sha256, block), document
            continue
        try:
            document = found.read()
            if not document.paragraphs:
                raise InputError(f"{article.path}: {article.name} has no text")
        except MtError as error:
            desk.failed(article, str(error))
        except OSError as error:
            desk.failed(article, f"{article.path} cannot be read: {error.strerror}")
        else:
            yield Work(desk.started(article), found.sha256, block), document
