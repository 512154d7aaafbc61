"""From blocks of articles to the documents that go through the pipeline, each with the work it stands for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from mt import segment
from mt.batch.inputs import Article, Block, Found
from mt.batch.journal import Entry, Journal
from mt.batch.results import Result, Work
from mt.batch.shelf import Shelf
from mt.config import Config
from mt.document import Document
from mt.errors import InputError, MtError, described
from mt.memory.dispensable import Dispensable
from mt.windows import FINISHED

Pair = tuple[Work, Document]


class Desk(ABC):
    """Who keeps count of the articles: a run, or a worker of one."""

    config: Config
    memory: Dispensable
    journal: Journal
    under_way: deque[Work]
    shelf: Shelf
    _place = 0  # of the last article begun

    def entry(self, found: Found) -> Entry | None:
        """What the journal says of an article, if it is finished."""
        return self.journal.finished(found.article.name, found.sha256)

    def started(self, article: Article, entry: Entry | None = None) -> Result:
        """The result of the next article, to be told later; with an entry it is finished already."""
        self._place += 1
        return Result(article, self._place, entry.summary if entry else None, unchanged=entry is not None)

    @abstractmethod
    def failed(self, article: Article, error: str) -> None:
        """Told of an article that cannot be read."""

    @abstractmethod
    def pause(self) -> None:
        """Asked before every article.

        Raises:
            Stopped: if no more are to be begun.
        """


def documents(blocks: Iterable[Block], desk: Desk) -> Iterator[Document]:
    """What is to be translated, and in their places, empty, the articles that are finished.

    Their work is put into `under_way` in the same order. A shard is written whole: where one of its articles is not
    finished, all of them are done.
    """
    pairs: Iterator[Pair] = (pair for block in blocks for pair in _block(block, desk))
    if not desk.memory.works and not desk.config.shards and len(desk.journal):
        pairs = _in_full_windows(pairs, desk.config.window)
    for work, document in pairs:
        desk.pause()
        desk.under_way.append(work)
        yield document


def _block(block: Block, desk: Desk) -> Iterable[Pair]:
    entries = [desk.entry(found) for found in block.found]
    if not desk.config.shards:
        return _ready(block, entries, desk)
    pairs = list(_ready(block, entries, desk))
    if not all(work.result.unchanged for work, _ in pairs):
        pairs = [_anew(pair) for pair in pairs]
    block.expected = len(pairs)
    return pairs


def _ready(block: Block, entries: Sequence[Entry | None], desk: Desk) -> Iterator[Pair]:
    for found, entry in zip(block.found, entries, strict=True):
        article = found.article
        if found.error:
            desk.failed(article, found.error)
            continue
        if entry is not None:
            document = Document(article.name, (), meta={FINISHED: str(entry.summary.segments)})
            yield Work(desk.started(article, entry), found, block), document
            continue
        if recalled := desk.shelf.take(found):
            document = Document(article.name, (), meta={FINISHED: str(len(recalled.segments))})
            yield Work(desk.started(article), found, block, recalled), document
            continue
        try:
            document = _read(found)
        except MtError as error:
            desk.failed(article, str(error))
        else:
            yield Work(desk.started(article), found, block), document


def _read(found: Found) -> Document:
    """The document of an article.

    Raises:
        InputError: if it cannot be read, for whatever reason, or has no text.
    """
    article = found.article
    try:
        return found.read()
    except MtError as error:
        raise InputError(str(error)) from error
    except OSError as error:
        raise InputError(f"{article.path} cannot be read: {error.strerror}") from error
    except Exception as error:
        raise InputError(f"{article.path}: {described(error)}") from error


def _in_full_windows(pairs: Iterator[Pair], size: int) -> Iterator[Pair]:
    """Finished articles that share a window with one that is not are translated again, if there is no memory.

    Nothing else gives the engine the batches of a run that was not stopped. They are not written again.
    """
    held: deque[tuple[int, Pair]] = deque()  # finished ones that may share a window with what comes, by their last
    used, open_until = 0, -1
    for work, document in pairs:
        length = _length(document)
        first, last = used // size, (used + max(length, 1) - 1) // size
        used += length
        while held and held[0][0] < first:
            yield held.popleft()[1]
        if not work.result.unchanged:
            yield from (_again(pair) for _, pair in held)
            held.clear()
            open_until = last
            yield work, document
        elif first <= open_until:
            yield _again((work, document))
        else:
            held.append((last, (work, document)))
    yield from (pair for _, pair in held)


def _length(document: Document) -> int:
    if said := document.meta.get(FINISHED, "") if not document.paragraphs else "":
        return int(said)
    try:
        return len(segment.split(document).segments)
    except Exception:
        return 0  # as it has when it comes to that stage


def _anew(pair: Pair) -> Pair:
    """The same article as if it was not finished."""
    work, document = pair
    work.result.unchanged, work.result.summary = False, None
    if not document.paragraphs and not work.recalled:
        try:
            document = _read(work.found)
        except InputError as error:  # it was finished, and has vanished since its block was looked at
            work.result.error = str(error)
    return work, document


def _again(pair: Pair) -> Pair:
    """The same article with its text."""
    work, document = pair
    with suppress(InputError):
        document = _read(work.found)
    return work, document
