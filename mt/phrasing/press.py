"""What the French press says in its own way, put plainly for the engine: garde des Sceaux, outre-Manche, mis en examen.

Every newsroom has such phrases and hardly a corpus does, so engines take them word by word ("the Sceaux guard"). In
what the engine is asked each gives way to words that any model knows; the reader's text stays as it is, and its links
lead to what the phrase has become.

`phrases/` has them by field, each behind what is put for it: plain French that is in every corpus, or, where French has
nothing plain, the English that the engine then copies. A small letter stands for its capital too; "#" is any number in
figures, and what is put has it again. What is put must fit where the phrase stands, in number and gender; where it does
not, the phrase is listed with its article. Where an article before it would have to be elided, or not any more, a
phrase is left alone. Phrases under `[[before]]` are meant only where one of its `words` follows; under `[[among]]`,
where one stands anywhere else in the text: a bilan with its dead is a toll, one with its profits a balance sheet.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from mt.document import Entity, Segment, Span
from mt.edits import Replace
from mt.phrasing.common import bare, data_of

ForEngine = Callable[[Segment, Mapping[str, Entity]], list[Replace]]
_WORD = re.compile(r"[^\W\d_]+")
_FULL = re.compile(r"\b(?:[lL][ea]|[dD]e|[nN]e|[jJ]e|[sSmMtTcC]e|(?:\w*s|\b|quoi)[qQ]ue)\s+$")  # elided before a vowel
_RUNS = re.compile("[a-z]+|.")  # of letters that patterns take in any case, which is quick; others
_BEFORE = 12  # characters in which an article before a phrase stands
_ASPIRATED = ("haine", "half", "hook", "hamstring", "harc", "hau", "heurt", "hors", "houthi")


class _Phrase(NamedTuple):
    """A phrase of the press, and what is put for it."""

    text: str
    plain: str
    before: tuple[str, ...] = ()  # the words of which one must follow, where it depends on them
    among: tuple[str, ...] = ()  # the words of which one must stand in the text
    keys: tuple[str, ...] = ()  # of its own words


@lru_cache(maxsize=1 << 10)  # a sentence is looked at when its names are found, and again before the engine is asked
def plainly(text: str) -> tuple[Replace, ...]:
    """What to put for the phrases of the press in `text`, in order; of two that overlap the first, and the longest."""
    found: list[Replace] = []
    phrases, end = _phrases(), 0
    words = list(_WORD.finditer(text))
    keys = tuple(_key(word[0]) for word in words)
    for k, (first, second) in enumerate(pairwise((*keys, ""))):
        start = words[k].start()
        for phrase in (*phrases.get((first, second), ()), *phrases.get((first, ""), ())) if start >= end else ():
            same = keys[k : k + len(phrase.keys)] == phrase.keys
            match = _pattern(phrase).match(text, start) if same and _in_company(phrase.among, text) else None
            if match and _fits(text[max(0, start - _BEFORE) : start], match[0], phrase.plain):
                end, plain = match.end(), _counted(phrase, match)
                capital = phrase.text[0].islower() and match[0][0].isupper()
                found.append(Replace(Span(start, end), plain[0].upper() + plain[1:] if capital else plain))
                break
    return tuple(found)


def _counted(phrase: _Phrase, match: re.Match[str]) -> str:
    """What is put for a phrase, with the numbers that stand in it."""
    plain = phrase.plain
    for number in match.groups()[: phrase.text.count("#")]:
        plain = plain.replace("#", number, 1)
    return plain


def _in_company(among: tuple[str, ...], text: str) -> bool:
    """Whether one of the words that a phrase depends on stands in a text, if it depends on any."""
    return not among or _company(among).search(text) is not None


@cache
def _company(among: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(_spelled, among))})(?![\w-])")


@lru_cache(maxsize=1 << 16)
def _key(word: str) -> str:
    """What two spellings of a word share: a capital may have lost its accent."""
    lower = word.lower()
    return bare(lower[0]) + lower[1:]


def _fits(before: str, phrase: str, plain: str) -> bool:
    """Whether what stands before a phrase may stand before what is put: "l'" before a vowel, "le" before none."""
    if _is_vowel(phrase) == _is_vowel(plain):
        return True
    return _FULL.search(before) is None if _is_vowel(plain) else before[-1:] not in ("'", "’")


def _is_vowel(text: str) -> bool:
    """Whether words begin with the sound of a vowel."""
    lower = text.lower()
    return lower[0] in "aeiouéèêàâîôœ" or (lower[0] == "h" and not lower.startswith(_ASPIRATED))


def besides(for_engine: ForEngine, others: Callable[[str], Iterable[Replace]]) -> ForEngine:
    """What `for_engine` changes in a segment for the engine, and what `others` would elsewhere in its text."""

    def changes(segment: Segment, entities: Mapping[str, Entity]) -> list[Replace]:
        first = for_engine(segment, entities)
        taken = [*(change.span for change in first), *(name.source for name in segment.names)]
        more = (one for one in others(segment.source) if not any(map(one.span.overlaps, taken)))
        return sorted([*first, *more])

    return changes


@cache
def _phrases() -> dict[tuple[str, str], list[_Phrase]]:
    """The phrases by their first two words, the longest and the most particular first; one word alone has no second."""
    found: dict[tuple[str, str], list[_Phrase]] = defaultdict(list)
    for phrase in sorted(_listed(), key=lambda phrase: (-len(phrase.text), not phrase.before, not phrase.among)):
        keys = tuple(map(_key, _WORD.findall(phrase.text)))
        first, second, *_ = (*keys, "")
        found[first, second].append(phrase._replace(keys=keys))
    return dict(found)


def _listed() -> list[_Phrase]:
    """The phrases as the files of `phrases/` list them, in the order of these."""
    fields = [data_of(str(file)) for file in sorted(Path(__file__).with_name("phrases").glob("*.toml"))]
    return [
        _Phrase(text, plain, *((words, ()) if kind == "before" else ((), words)))
        for kind, table in (*(("", field) for field in fields), *_tables(fields))
        for words in [tuple(table.get("words", ()))]
        for plain, several in table.get("phrases", {}).items()
        for text in several
    ]


def _tables(fields: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The tables of phrases that depend on other words, each with its kind."""
    for field in fields:
        for kind in ("before", "among"):
            yield from ((kind, table) for table in field.get(kind, ()))


@cache
def _pattern(phrase: _Phrase) -> re.Pattern[str]:
    """What a phrase looks like; made when its first words are met, for a thousand take half a second."""
    end = "" if phrase.text.endswith("'") else r"(?![\w-])"
    if phrase.before:
        end += rf"(?=[ \u00a0\u202f]+(?:{'|'.join(map(_spelled, phrase.before))})(?:(?<=['’])|(?!\w)))"
    return re.compile(r"(?<![\w-])" + _spelled(phrase.text) + end)


def _spelled(text: str) -> str:
    """A pattern for the spellings of a phrase."""
    runs = _RUNS.findall(text)
    return "".join(f"(?i:{run})" if run.isascii() and run.islower() else _either(run) for run in runs)


def _either(letter: str) -> str:
    """A pattern for another sign of a phrase: a small letter stands for its capital too, with or without its accent."""
    if letter == "'":
        return "['’]"
    if letter == " ":
        return "[ \u00a0\u202f]+"
    if letter == "-":
        return "[-‐‑]"
    if letter == "#":
        return r"(\d+(?:[ \u00a0\u202f.,]\d+)*)"
    if not letter.isalpha():
        return re.escape(letter)
    capital = letter.upper()
    return f"[{letter}{capital}{bare(capital)}]"
