"""English that an engine says wrongly for a French term, put right where the French tells it: 40 basic points.

Whatever French is put for some terms, an engine has a word of its own for them: relaxe is a relaxation, the title falls
in the stock market, he marked a goal. `terms/` has them by field, a table `[[term]]` for each:

- `french`: what must stand in the source for it;
- `beside` and `without`: what else must stand there, and what must not, where a word means several things;
- `english`: behind what is meant all that engines say for it; what is meant may have groups of that, by their names;
- `counted`: true where nothing is done if the English has more of it than the French, as another word may be meant;
- `rule`: the name of the edit.

`rule` and `counted` at the head of a file are those of its terms. All but what is meant are patterns of whole words in
any case, or lists of them; their apostrophes and blanks stand for every kind, {name} for one of the file's `[shared]`.
What is put has the capitals of what was said, and "a" or "an" before it is as it asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from mt.document import Span
from mt.edits import Replace
from mt.phrasing.articles import INDEFINITE, with_indefinite
from mt.phrasing.common import SPACE, capitalised, data_of

_SHARED = re.compile(r"\{([a-z]+)\}")
_HEADING = re.compile(r"(?:[A-ZÀ-Þ][\w'’]*(?:[ -]|$)){2,}")
_GROUP = re.compile(r"\(\?:(?P<any>[^()]*)\)(?P<maybe>\??)")  # at the head of a pattern
_WORDS = re.compile(r"(?<![\w'’-])(?!(?:a|an|and|at|by|for|in|of|on|the|to)\b)[a-z]")  # of headings


class _Term(NamedTuple):
    """A term: what its French must have and must not have, what is said for it, and what is meant by each of that."""

    rule: str
    french: re.Pattern[str]
    beside: re.Pattern[str]
    without: re.Pattern[str]
    said: re.Pattern[str]
    meant: tuple[str, ...]
    counted: bool
    letters: frozenset[str]  # that what is said may begin with, in small; any may be if there are none


def corrected(raw: str, source: str) -> Iterator[tuple[str, Replace]]:
    """What to put right in an engine's English for `source`, each with the name of its rule."""
    starts, terms = _terms()
    small = raw.replace("İ", "I").lower()  # İ is two letters in small
    places = [found.start() for found in starts.finditer(small)]
    letters = {small[place] for place in places}
    taken: list[Span] = []
    for term in terms if places else ():
        if term.letters and term.letters.isdisjoint(letters):
            continue
        for change in _put_right(term, raw, source, places):
            if not any(map(change.span.overlaps, taken)):
                taken.append(change.span)
                yield term.rule, change


def _put_right(term: _Term, raw: str, source: str, places: list[int]) -> Iterator[Replace]:
    """What to put for a term in the English that begins at one of the places."""
    found: list[re.Match[str]] = []
    for place in places:
        one = term.said.match(raw, place)
        if one and (not found or place >= found[-1].end()):
            found.append(one)
    if not found or not term.beside.search(source) or term.without.search(source):
        return
    times = sum(1 for _ in term.french.finditer(source))
    if times == 0 or (term.counted and times < len(found)):
        return
    for one in found:
        put = _cased(one.expand(term.meant[int((one.lastgroup or "_0")[1:])]), one[0])
        article = INDEFINITE.search(raw, 0, one.start())
        before = f"{article[0]} " if article else ""
        if article and with_indefinite(before, put) != before:
            yield Replace(Span(article.start(), one.end()), with_indefinite(before, put) + put)
        elif put != one[0]:
            yield Replace(Span(*one.span()), put)


def _cased(put: str, said: str) -> str:
    """What is put, with the capitals of what was said."""
    if said.isupper():
        return put.upper()
    if _HEADING.fullmatch(said):
        put = _WORDS.sub(lambda found: found[0].upper(), put)
    return capitalised(put) if said[0].isupper() else put


@cache
def _terms() -> tuple[re.Pattern[str], tuple[_Term, ...]]:
    """Where what is said for any term begins, in small letters, to look for it once; and the terms."""
    files = [data_of(str(file)) for file in sorted(Path(__file__).with_suffix("").glob("*.toml"))]
    listed = [(row, file) for file in files for row in file["term"]]
    said = sorted({_small(pattern) for row, file in listed for pattern, _ in _said(row, file)})
    by_letter = groupby(said, key=lambda pattern: pattern[0] if pattern[0].isalpha() else "")
    quick = "|".join(f"{letter}(?:{'|'.join(one[len(letter) :] for one in some)})" for letter, some in by_letter)
    return re.compile(rf"(?<![\w-])(?=(?:{quick})(?![\w-]))"), tuple(_term(*one) for one in listed)


def _term(row: dict[str, Any], file: dict[str, Any]) -> _Term:
    """A row of a file."""
    said = sorted(_said(row, file), key=lambda one: -len(one[0]))  # of two that begin at one place the longest
    return _Term(
        row.get("rule", file["rule"]),
        _words(_spelled(row["french"], file)),
        _words(_spelled(row["beside"], file)) if "beside" in row else re.compile(""),
        _words(_spelled(row["without"], file)) if "without" in row else re.compile("(?!)"),
        _words("|".join(f"(?P<_{k}>{pattern})" for k, (pattern, _) in enumerate(said))),
        tuple(meant for _, meant in said),
        row.get("counted", file.get("counted", False)),
        _letters([_small(pattern) for pattern, _ in said]),
    )


def _said(row: dict[str, Any], file: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Patterns of what is said for a term, each with what is meant."""
    for meant, said in row["english"].items():
        yield from ((_spelled(pattern, file), meant) for pattern in ([said] if isinstance(said, str) else said))


def _spelled(pattern: str | list[str], file: dict[str, Any]) -> str:
    """A pattern with what is shared in it, for every kind of apostrophes and blanks."""
    joined = pattern if isinstance(pattern, str) else "|".join(pattern)
    spelled = joined.replace("'", "['’]").replace(" ", SPACE)
    return _SHARED.sub(lambda found: f"(?:{_spelled(file['shared'][found[1]], file)})", spelled)


def _letters(patterns: Sequence[str]) -> frozenset[str]:
    """The letters that what fits one of the patterns begins with; none if that cannot be told."""
    found: set[str] = set()
    for pattern in patterns:
        group = _GROUP.match(pattern)
        firsts = [one[:2] for one in group["any"].split("|")] if group else []
        firsts += [] if group and not group["maybe"] else [pattern[group.end() if group else 0 :][:2]]
        if not all(first[:1].isalpha() and first[1:] not in ("?", "*", "{", "|") for first in firsts):
            return frozenset()
        found |= {first[0] for first in firsts}
    return frozenset(found)


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?i:{pattern})(?![\w-])")


def _small(pattern: str) -> str:
    """A pattern for the same in small letters, without names for its groups."""
    return re.sub(r"(?<!\\)[A-ZÀ-Þ]", lambda found: found[0].lower(), re.sub(r"\?(?:P<\w+>|-i:)", "?:", pattern))
