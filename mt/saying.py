"""Verbs that a quotation is said with: « … », souffle un proche; glisse-t-elle; s'est indigné le maire.

The press has hundreds for "says", and an engine takes them at their word or leaves them out. In what it is asked they
give way to a verb that any model knows (`saying.toml`); the reader's text stays as it is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from mt.document import Span
from mt.edits import Replace

_SPACE = "[ \u00a0\u202f]"
_WHO = r"(?:ils?|elles?|on)\b"
_ADVERB = rf"(?:(?:ainsi|encore|aussi|alors|notamment|également|même|déjà|toutefois){_SPACE})?"
_BEHIND = rf"(?:(?P<quoted>(?<=[»”\"],{_SPACE}))|(?<=,{_SPACE}))"  # a quotation, or what may be one
_BE = {"s'est": "a", "s'était": "avait", "se sont": "ont", "s'étaient": "avaient"}  # and what a plain verb takes
_TITLED = re.compile(r"[^\s.:!?…»”\"][ \u00a0\u202f]?[«“\"][^«»“”\"]*[»”\"],.$")  # it opened within the sentence
_NEAR = 200  # characters before a verb in which a title would have opened
_SHORT = 5  # words of a quotation that may be a title: connue pour « Désenchantée », lance un album


class _Verb(NamedTuple):
    """A verb in the forms of "he says", "they say" and "said"; `reflexive` is what is before the first two."""

    reflexive: str
    he: str
    they: str
    said: str


class _Verbs:
    """`saying.toml`: what is put for each form, and where they are looked for."""

    def __init__(self, data: dict[str, str]) -> None:
        rows = [(_verb(plain), _verb(row)) for plain, listed in data.items() for row in listed.split(",")]
        self.present = {verb.reflexive + verb.he: plain.he for plain, verb in rows}
        self.present |= {verb.reflexive + verb.they: plain.they for plain, verb in rows}
        self.had = {verb.said: plain.said for plain, verb in rows if not verb.reflexive}
        self.been = {verb.said: plain.said for plain, verb in rows if verb.reflexive}
        turned = rf"(?P<turned>(?:-t)?-{_WHO})?{_SPACE}{_ADVERB}"
        subject = rf"(?:(?P<turned>(?:-t)?-(?={_WHO}))|(?![\w-]))"
        self.says = re.compile(rf"{_BEHIND}(?P<verb>{_any(self.present)}){subject}")
        self.has_said = re.compile(rf"{_BEHIND}(?:a|ont|avait|avaient){turned}(?P<verb>{_any(self.had)})(?![\w-])")
        self.is_said = re.compile(rf"{_BEHIND}(?P<be>{_any(_BE)}){turned}(?P<verb>{_any(self.been)})e?s?(?![\w-])")


def plainly(text: str) -> tuple[Replace, ...]:
    """What to put for the verbs of saying in `text`, in order."""
    if not any(mark in text for mark in '»”"-'):
        return ()
    verbs, found = _verbs(), []
    for match in _said_with(text, verbs.says):
        put = verbs.present[match["verb"].replace("’", "'")]
        linked = "" if not match["turned"] else "-" if put[-1] in "td" else "-t-"
        found.append(Replace(Span(match.start("verb"), match.end()), put + linked))
    for match in _said_with(text, verbs.has_said):
        found.append(Replace(Span(*match.span("verb")), verbs.had[match["verb"]]))
    for match in _said_with(text, verbs.is_said):
        has = _BE[match["be"].replace("’", "'")]
        linked = "-t" if match["turned"] and has == "a" else ""
        found.append(Replace(Span(*match.span("be")), has + linked))
        found.append(Replace(Span(match.start("verb"), match.end()), verbs.been[match["verb"]]))
    return tuple(sorted(found))


def _said_with(text: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Where verbs stand behind a quotation that is no title, or with their subject behind them."""
    for match in pattern.finditer(text):
        opened = _TITLED.search(text[max(0, match.start() - _NEAR) : match.start()])
        title = opened is not None and len(opened[0].split()) <= _SHORT
        if match["turned"] or (match["quoted"] is not None and not title):
            yield match


@cache
def _verbs() -> _Verbs:
    return _Verbs(tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")))


def _verb(row: str) -> _Verb:
    """A row: the three forms, or the first of a verb in -er that keeps its stem."""
    verb = " ".join(row.split())
    reflexive = next((one for one in ("s'", "se ") if verb.startswith(one)), "")
    he, _, others = verb.removeprefix(reflexive).partition("/")
    they, _, said = others.partition("/")
    return _Verb(reflexive, he, they or f"{he}nt", said or f"{he[:-1]}é")


def _any(forms: Iterable[str]) -> str:
    return "|".join(re.escape(form).replace("'", "['’]") for form in sorted(forms, key=len, reverse=True))
