"""Everyday words that a model does not know, given to it in English, which it copies: soupape, verglas, moissonneuse.

A model trained on parliament debates makes up something for them ("the potiron soup was served with crote"). A list in
the model's folder says which words these are, tried one by one (`scripts/build_words.py`); a model without one is given
its words as they are. A word with a capital may be a name (Vannes, Renard), but for a participle at the head of a
sentence. (Rare words by dictionary: Luong et al. 2015, "Addressing the Rare Word Problem in Neural Machine
Translation", there after the model.)
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from pathlib import Path

from mt.document import Span
from mt.edits import Edited, Replace
from mt.errors import ModelError

_LONGEST = 4  # words of a form
_LETTERS = "a-zà-öø-ÿœ"
_WORD = re.compile(
    rf"(?<![\w’'-])(?:(?P<elided>[LlDd])['’])?(?P<word>[A-ZÀ-ÖØ-ÞŒ]?[{_LETTERS}]+(?:-[{_LETTERS}]+)*)(?![\w’'-])"
)
_PARTICIPLES = ("és", "ée", "ées")
_HEAD = re.compile(r"(?:^|[!?…:«“\"—–•]|(?<=[a-zà-ÿ\d»)]{2})\.)\s*$")  # of a sentence or quotation, not after M.
_CAPITAL_NEXT = re.compile(r"[ \u00a0\u202f]+[^\W\d_a-zà-öø-ÿœ]")


class Words(dict[str, tuple[str, str]]):
    """Forms, each with the English for it and the article that an elided one becomes."""

    @cached_property
    def firsts(self) -> frozenset[str]:
        """The words that forms begin with."""
        return frozenset(match["word"] for form in self if (match := _WORD.match(form)))


@cache
def load(path: Path) -> Words:
    """The words of a list: rows of form, English and article, which may be empty; none where there is no file.

    Raises:
        ModelError: if a row is not so.
    """
    if not path.is_file():
        return Words()
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    for number, row in enumerate(rows, 1):
        if len(row) != 3 or not all(row[:2]):
            raise ModelError(f"{path}, line {number}: want form, English and article between tabs; got {row}")
    return Words((form, (english, article)) for form, english, article in rows)


def changes(text: str, known: Words) -> list[Replace]:
    """What to put for the words of a list, the longest first, with what was elided before them (l'abribus)."""
    found: list[Replace] = []
    words = list(_WORD.finditer(text)) if known else []
    end = 0
    for at, match in enumerate(words):
        start = match.start("word")
        begins = start >= end and match["word"].lower() in known.firsts
        for last in reversed(words[at : at + _LONGEST]) if begins else ():
            said = text[start : last.end()].replace("’", "'")
            form = said[0].lower() + said[1:]
            if form not in known or (said != form and not _begins(text, start, last.end())):
                continue
            if put := _behind(match["elided"], *known[form]):
                end = last.end()
                found.append(Replace(Span(match.start(), end), put))
                break
    return found


def _begins(text: str, start: int, end: int) -> bool:
    """Whether a participle with a capital begins a sentence, and not somebody's name."""
    participle = text[start:end].endswith(_PARTICIPLES)
    return participle and _HEAD.search(text[:start]) is not None and _CAPITAL_NEXT.match(text, end) is None


def _behind(elided: str | None, english: str, article: str) -> str:
    """The English behind what was elided; nothing if that cannot be made whole."""
    if not elided:
        return english
    before = article if elided in "lL" else "de"
    return f"{before.capitalize() if elided.isupper() else before} {english}" if before else ""


def put(text: str, known: Words) -> str:
    """The text with the English in its place."""
    return Edited(text, changes(text, known)).after
