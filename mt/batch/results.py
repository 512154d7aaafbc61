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


def status(failed: int, done: int) -> int:
    """The exit status of a job: 0 all done, 1 some failed and the rest is done, 2 nothing could be done."""
    return 0 if not failed else 1 if done else 2


class Report(list[Result]):
    """The results of a run, in the order of its articles.

    Attributes:
        stopped: whether it was asked to stop before the last article.
        run: what manifest.json says of this run alone: seconds, sentences from the memory and from the engine.
        warnings: what went wrong without harm to any article, and what a person should know.
        unwritten: whether the index or the manifest could not be written.
        page: the name of the page that lists the articles; empty if there is none.
    """

    def __init__(self) -> None:
        super().__init__()
        self.stopped = False
        self.run: dict[str, Any] = {}
        self.warnings: list[str] = []
        self.unwritten = False
        self.page = ""

    @property
    def status(self) -> int:
        """The exit status it deserves: `status`, or 130 as after Ctrl-C if it was asked to stop."""
        if self.stopped:
            return 130
        failed = sum(bool(result.error) for result in self)
        return status(failed, len(self) - failed) or int(self.unwritten)


Tell = Callable[[Result], None]
Progress = Callable[[int, int], None]  # so many sentences more, with so many characters
