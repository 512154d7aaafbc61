"""Words of the source that nothing in the translation answers: what a small model leaves out reads fluently without.

`answered_words.txt` has the French words that translators hardly ever leave without a counterpart
(`scripts/build_answered_words.py`). Where such a word has no link, and fewer English words are without one than French
words are, it was left out; where as many are, it may be said in another way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from mt.checks import language
from mt.document import Segment, Span, marked

SHORTEST = 4  # letters of a word that is looked for, and of an English one that may say it in another way
_WORD = re.compile(r"[^\W\d_]+")


def left_out(segment: Segment) -> list[Span]:
    """Places in the source of words that have no counterpart; none where there are no links."""
    source, links = segment.source, segment.links
    if not links:
        return []
    starts = {link[0][0] for link in links}
    answered = _answered().intersection(language.words(source))
    lost = [word for word in answered if source.find(word) not in starts]  # or it stands within another one first
    if not lost:
        return []
    linked = marked([*(link.source for link in links), *(name.source for name in segment.names)], len(source))
    alone = sorted(span for word in lost for span in _places(word, source) if not any(linked[span.start : span.end]))
    return alone if alone and len(alone) > _unlinked(segment) else []


def _places(word: str, text: str) -> Iterator[Span]:
    """Where a word stands by itself."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not (text[start - 1 : start].isalpha() or text[end : end + 1].isalpha()):
            yield Span(start, end)
        start = text.find(word, end)


def _unlinked(segment: Segment) -> int:
    """How many words of the target have no counterpart, small ones left out."""
    linked = marked([link.target for link in segment.links], len(segment.target))
    small = language.only("English", "French")
    return sum(
        len(word[0]) >= SHORTEST and word[0].casefold() not in small and not any(linked[word.start() : word.end()])
        for word in _WORD.finditer(segment.target)
    )


@cache
def _answered() -> frozenset[str]:
    """The words of the list."""
    return frozenset(files("mt.checks").joinpath("answered_words.txt").read_text(encoding="utf-8").split())
