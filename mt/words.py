"""Everyday words that a model does not know, given to it in English, which it copies: soupape, verglas, moissonneuse.

A model trained on parliament debates makes up something for them ("the potiron soup was served with crote"). A list in
the model's folder says which words these are, tried one by one (`scripts/build_words.py`); a model without one is given
its words as they are. Only small letters are looked at: a word with a capital may be somebody's name. (Rare words by
dictionary: Luong et al. 2015, "Addressing the Rare Word Problem in Neural Machine Translation", there after the model.)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from mt.document import Span
from mt.edits import Edited, Replace
from mt.errors import ModelError

Words = Mapping[str, tuple[str, str]]  # form → the English for it, and the article that an elided one becomes
_LONGEST = 4  # words of a form
_WORD = re.compile(r"(?<![\w’'-])(?:(?P<elided>[LlDd])['’])?(?P<word>[a-zà-öø-ÿœ]+(?:-[a-zà-öø-ÿœ]+)*)(?![\w’'-])")


@cache
def load(path: Path) -> Words:
    """The words of a list: rows of form, English and article, which may be empty; none where there is no file.

    Raises:
        ModelError: if a row is not so.
    """
    if not path.is_file():
        return {}
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    for number, row in enumerate(rows, 1):
        if len(row) != 3 or not all(row[:2]):
            raise ModelError(f"{path}, line {number}: want form, English and article between tabs; got {row}")
    return {form: (english, article) for form, english, article in rows}


def changes(text: str, known: Words) -> list[Replace]:
    """What to put for the words of a list, the longest first, with what was elided before them (l'abribus)."""
    found: list[Replace] = []
    words = list(_WORD.finditer(text)) if known else []
    end = 0
    for at, match in enumerate(words):
        start = match.start("word")
        for last in reversed(words[at : at + _LONGEST]) if start >= end else ():
            form = text[start : last.end()].replace("’", "'")
            if form in known and (put := _behind(match["elided"], *known[form])):
                end = last.end()
                found.append(Replace(Span(match.start(), end), put))
                break
    return found


def _behind(elided: str | None, english: str, article: str) -> str:
    """The English behind what was elided; nothing if that cannot be made whole."""
    if not elided:
        return english
    before = article if elided in "lL" else "de"
    return f"{before.capitalize() if elided.isupper() else before} {english}" if before else ""


def put(text: str, known: Words) -> str:
    """The text with the English in its place."""
    return Edited(text, changes(text, known)).after
