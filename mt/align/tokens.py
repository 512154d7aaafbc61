"""Words of a reader's text, as spans: what links connect. Never subwords, never white space.

A French elision is a word of its own (l’ + Arménie, aujourd’hui excepted), an English possessive or contraction too
(Pashinyan + ’s, do + n’t); hyphenated words stay whole, so do figures (1 250 000, 3,5) and dotted acronyms.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from mt.document import Span

_FIGURE = r"\d+(?:[.,:\u00a0\u202f ]\d{3}(?!\d))*(?:[.,:]\d+)*"
_ACRONYM = r"(?:[^\W\d_]\.-?){2,}"
_ELISION = r"(?:[cdjlmnstCDJLMNST]|[Qq]u|[Ll]orsqu|[Pp]uisqu|[Jj]usqu|[Qq]uoiqu)['’](?=\w)"
_PLAIN = r"\w+(?:-\w+)*|[^\w\s]"
# For each language what makes a word of its own, in order, and what a text must have for it to be looked for at all.
_ALTERNATIVES = {
    "fr": ((r"[Aa]ujourd['’]hui", "ujourd"), (_ELISION, ""), (_FIGURE, "0"), (_ACRONYM, "."), (_PLAIN, "")),
    "en": (
        *((_FIGURE, "0"), (_ACRONYM, "."), (r"n['’]t\b", "n't"), (r"['’](?:s|re|ve|ll|d|m)\b", "")),
        *((r"\w+?(?=n['’]t\b)", "n't"), (_PLAIN, "")),
    ),
}
_DIGIT = re.compile(r"\d")


def words_of(text: str, language: str) -> list[Span]:
    """The words and punctuation marks of `text`, in order, not overlapping.

    Args:
        text: what a reader sees.
        language: "fr" or "en".
    """
    return list(map(Span._make, places(text, language)))


def places(text: str, language: str) -> list[tuple[int, int]]:
    """The same as plain pairs, for those who look at many."""
    return [found.span() for found in _pattern(language, *_signs(text)).finditer(text)]


def _signs(text: str) -> tuple[bool, ...]:
    """Which of the signs of `_ALTERNATIVES` there are: two full stops, a digit (for any), n't, ujourd."""
    return text.count(".") > 1, _DIGIT.search(text) is not None, "n't" in text or "n’t" in text, "ujourd" in text


@cache
def _pattern(language: str, *present: bool) -> re.Pattern[str]:
    there = dict(zip((".", "0", "n't", "ujourd"), present, strict=True))
    return re.compile("|".join(pattern for pattern, sign in _ALTERNATIVES[language] if there.get(sign, True)))


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
