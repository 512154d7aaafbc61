"""Words of a reader's text, as spans: what links connect. Never subwords, never white space.

A French elision is a word of its own (l’ + Arménie, aujourd’hui excepted), an English possessive or contraction too
(Pashinyan + ’s, do + n’t); hyphenated words stay whole, so do figures (1 250 000, 3,5) and dotted acronyms.
"""

from __future__ import annotations

import re

from mt.document import Span

_FIGURE = r"\d+(?:[.,:\u00a0\u202f ]\d{3}(?!\d))*(?:[.,:]\d+)*"
_ACRONYM = r"(?:[^\W\d_]\.-?){2,}"
_ELISION = r"(?:[cdjlmnstCDJLMNST]|[Qq]u|[Ll]orsqu|[Pp]uisqu|[Jj]usqu|[Qq]uoiqu)['’](?=\w)"
_FRENCH = re.compile(rf"[Aa]ujourd['’]hui|{_ELISION}|{_FIGURE}|{_ACRONYM}|\w+(?:-\w+)*|[^\w\s]")
_ENGLISH = re.compile(rf"{_FIGURE}|{_ACRONYM}|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|\w+?(?=n['’]t\b)|\w+(?:-\w+)*|[^\w\s]")
_PATTERNS = {"fr": _FRENCH, "en": _ENGLISH}


def words_of(text: str, language: str) -> list[Span]:
    """The words and punctuation marks of `text`, in order, not overlapping.

    Args:
        text: what a reader sees.
        language: "fr" or "en".
    """
    return list(map(Span._make, places(text, language)))


def places(text: str, language: str) -> list[tuple[int, int]]:
    """The same as plain pairs, for those who look at many."""
    return [found.span() for found in _PATTERNS[language].finditer(text)]
