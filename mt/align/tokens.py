"""Words of a reader's text, as spans: what links connect. Never subwords, never white space.

A French elision is a word of its own (l’ + Arménie, aujourd’hui excepted), an English possessive or contraction too
(Pashinyan + ’s, do + n’t); hyphenated words stay whole, so do figures (1 250 000, 3,5) and dotted acronyms.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

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
    return [Span(*found.span()) for found in _PATTERNS[language].finditer(text)]


_CLINGS = {  # what stands close to the word before it; French puts a space before high marks
    "fr": re.compile(r"[.,)\]}…]+|-\w.*"),
    "en": re.compile(r"[.,)\]}…;:!?%]+|-\w.*|['’](?:s|re|ve|ll|d|m)|n['’]t"),
}
_HOLDS = {"fr": re.compile(r"[(\[{]|\w+['’]"), "en": re.compile(r"[(\[{]")}  # and what holds the word after it


def joined(words: Sequence[str], language: str) -> tuple[str, list[Span]]:
    """Words that a tokeniser has separated as a text to read, and where each stands in it."""
    text, spans, inside, held = "", [], False, True
    for word in words:
        closing = word == '"' and inside
        if not (held or closing or _CLINGS[language].fullmatch(word)):
            text += " "
        spans.append(Span(len(text), len(text) + len(word)))
        text += word
        inside ^= word == '"'
        held = (word == '"' and inside) or _HOLDS[language].fullmatch(word) is not None
    return text, spans
