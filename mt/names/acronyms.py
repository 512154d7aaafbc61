"""Acronyms that an article spells out: what the writer says of one beats what a list knows of it.

The long form is found as Schwartz and Hearst (2003) do: the letters of the short one, from the last to the first, in
the words before its brackets. Left out: where acronyms stand (`mentions`) and their English (`authority`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mt.names.authority import Record
from mt.names.spelling import fold, key

_SHORT = r"[A-ZÀ-Þ][A-ZÀ-Þ\d-]{1,7}"
_BEHIND = re.compile(rf"(?<=[ \u00a0])\((?P<short>{_SHORT})\)")  # Ligue nationale de rugby (LNR)
_BEFORE = re.compile(rf"\b(?P<short>{_SHORT})[ \u00a0]\((?P<long>[^()]{{8,100}})\)")  # LNR (Ligue nationale de rugby)
_STEM = 5  # letters that two forms of a word share: européen, européenne
_SAME = 2 / 3  # share of the words of two long forms of one body that are more than this many


def spelled_out(texts: Iterable[str]) -> dict[str, list[str]]:
    """The long forms that texts give for acronyms, by the acronym, folded."""
    found: dict[str, list[str]] = {}
    for text in texts:
        if "(" not in text:
            continue
        for short in _BEHIND.finditer(text):
            found.setdefault(fold(short["short"]), []).append(long_form(short["short"], text[: short.start()]))
        for both in _BEFORE.finditer(text):
            found.setdefault(fold(both["short"]), []).append(long_form(both["short"], both["long"]))
    return {short: some for short, forms in found.items() if (some := [form for form in forms if form])}


def long_form(short: str, before: str) -> str:
    """The words at the end of a text that an acronym is made of; "" if there are none.

    Its first letter begins a word, the others stand anywhere in order; of words there are at most twice as many.
    """
    letters = [letter for letter in fold(short) if letter.isalnum()]
    text = fold(before)
    at = len(text)
    for place, letter in reversed(list(enumerate(letters))):
        at = text.rfind(letter, 0, at)
        while place == 0 and at > 0 and text[at - 1].isalnum():
            at = text.rfind(letter, 0, at)
        if at < 0:
            return ""
    found = before[at:].strip() if len(text) == len(before) else text[at:].strip()
    several = 1 < len(key(found)) <= 2 * len(letters) + 2
    return found if several and not re.search(r"[.;:!?()«»]", found) else ""


def is_of(long: str, record: Record) -> bool:
    """Whether a long form is one of a record's spellings, in other words or fewer."""
    said = _stems(long)
    return any(_are_one(said, _stems(spelling)) for spelling in record.spellings)


def _are_one(one: frozenset[str], two: frozenset[str]) -> bool:
    shared = len(one & two)
    fewest, most = sorted((len(one), len(two)))
    return shared > _SAME * most or (fewest > 1 and shared == fewest)


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in key(text) if len(word) > 3)
