"""index.html: one line an article, for the person who hands out the reviewing. Says nothing of single sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mt.writers import _page
from mt.writers._suffixes import suffix
from mt.writers._summary import Summary


def render(articles: Sequence[Summary], signature: str) -> str:
    """The table of `articles`, in their order, in the look of the review page."""
    return "".join(stream(articles, signature))


def stream(articles: Sequence[Summary], signature: str) -> Iterator[str]:
    """The same in parts."""
    return _page.stream(
        "index.html",
        styles=("look.css", "index.css"),
        scripts=("theme.js", "index.js"),
        articles=articles,
        signature=signature,
        suffix=suffix,
    )
