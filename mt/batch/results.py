"""What became of articles: one `Result` each, all of them in a `Report`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mt.batch.inputs import Article, Block, Found
from mt.document import Document
from mt.writers import Summary


@dataclass(slots=True)
class Result:
    """What became of one article.

    Attributes:
        article: which.
        place: where it stands in the input.
        summary: its figures; None if it failed.
        error: why it failed; empty if all went well.
        unchanged: whether it was finished before.
    """

    article: Article
    place: int = 0
    summary: Summary | None = None
    error: str = ""
    unchanged: bool = False


@dataclass(slots=True)
class Work:
    """An article on its way: what is to be said of it, where it comes from, and the block it belongs to.

    `recalled` is itself, if it was finished before and need only be written.
    """

    result: Result
    found: Found
    block: Block
    recalled: Document | None = None


class Report(list[Result]):
    """The results of a run, in the order of its articles.

    Attributes:
        stopped: whether it was asked to stop before the last article.
        run: what manifest.json says of this run alone: seconds, sentences from the memory and from the engine.
        warnings: what went wrong without harm to any article.
        page: the name of the page that lists the articles; empty if there is none.
    """

    def __init__(self) -> None:
        super().__init__()
        self.stopped = False
        self.run: dict[str, Any] = {}
        self.warnings: list[str] = []
        self.page = ""


Tell = Callable[[Result], None]
Progress = Callable[[int, int], None]  # so many sentences more, with so many characters
