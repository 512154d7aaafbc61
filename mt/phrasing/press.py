"""What the French press says in its own way, put plainly for the engine: garde des Sceaux, outre-Manche, mis en examen.

Every newsroom has such phrases and hardly a corpus does, so engines take them word by word ("the Sceaux guard"). In
what the engine is asked each gives way to words that any model knows; the reader's text stays as it is, and its links
lead to what the phrase has become.

`phrases/` has them by field, each behind what is put for it: plain French that is in every corpus, or, where French has
nothing plain, the English that the engine then copies; `[verbs]` has idioms that are listed as an infinitive and stand
for all their forms (`conjugation`). A small letter stands for its capital too; "#" is any number in figures, and what
is put has it again; "(e)" and "(s)" are there or not, in both. What is put must fit where the phrase stands, in number
and gender; where it does not, the phrase is listed with its article. Where an article before it would have to be
elided, or not any more, a phrase is left alone; one that is listed for itself keeps what would be put for a part of it.
Phrases under `[[before]]` are meant only where one of its `words` follows; those under `[[near]]` where one of its
`words` is somewhere in the sentence, which tells a rugby try from a trial.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain, pairwise, product
from pathlib import Path
from typing import Any, NamedTuple

from mt.document import Entity, Segment, Span
from mt.edits import Replace
from mt.phrasing import conjugation
from mt.phrasing.common import bare, capitalised, data_of

ForEngine = Callable[[Segment, Mapping[str, Entity]], list[Replace]]
_WORD = re.compile(r"[^\W\d_]+")
_FULL = re.compile(r"\b(?:[lL][ea]|[dD]e|[nN]e|[jJ]e|[sSmMtTcC]e|(?:\w*s|\b|quoi)[qQ]ue)\s+$")  # elided before a vowel
_ELIDED = re.compile(r"\b(?:[dD]e|[nN]e|[jJ]e|(?:\w*s|\b|quoi)[qQ]ue)\s+$")  # before a verb
_ELISION = re.compile(r"\b(?:[dDnNjJ]|(?:\w*s|\b|quoi)[qQ]u)['’]$")
_RUNS = re.compile("[a-z]+|.")  # of letters that patterns take in any case, which is quick; others
_BEFORE = 12  # characters in which an article before a phrase stands
_ASPIRATED = ("haine", "half", "hook", "hamstring", "harc", "hau", "heurt", "hors", "houthi")


class _Phrase(NamedTuple):
    """A phrase of the press, and what is put for it."""

    text: str
    plain: str
    before: tuple[str, ...] = ()  # the words of which one must follow, where it depends on them
    near: tuple[str, ...] = ()  # the words of which one must be in the text
    verb: bool = False  # a form of an idiom, before which words are elided or made whole


_Table = dict[str, list[_Phrase]]  # by a word


@lru_cache(maxsize=1 << 10)  # a sentence is looked at when its names are found, and again before the engine is asked
def plainly(text: str) -> tuple[Replace, ...]:
    """What to put for the phrases of the press in `text`, in order; of two that overlap the first, and the longest."""
    found: list[Replace] = []
    keys = (*map(_key, _WORD.findall(text)), "")
    idioms = sorted(_idioms().keys() & set(keys))
    tables = [(_firsts(idiom), idiom) for idiom in ("", *idioms)]
    begun = [
        (k, listed)
        for k, (first, second) in enumerate(pairwise(keys))
        if (inside := [_seconds(first, idiom) for firsts, idiom in tables if first in firsts])
        if (listed := _begun(inside, second))
    ]
    words = list(_WORD.finditer(text)) if begun else []
    end = 0
    for k, listed in begun:
        start = words[k].start()
        for phrase in listed if start >= end else ():
            own = _keys(phrase.text)
            same = keys[k : k + len(own)] == own
            match = _pattern(phrase).match(text, start) if same else None
            if match and _meant(phrase, text) and (put := _put(phrase, match, text[max(end, start - _BEFORE) : start])):
                end = put.span.end
                found.append(put)
                break
    return tuple(found)


def _meant(phrase: _Phrase, text: str) -> bool:
    """Whether one of the words that tell what a phrase means is in its text."""
    return not phrase.near or _near(phrase.near).search(text) is not None


@cache
def _near(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(_spelled, words))})(?![\w-])")


def _put(phrase: _Phrase, match: re.Match[str], before: str) -> Replace | None:
    """What to put for a phrase behind what is before it; nothing where it does not fit there."""
    plain = _counted(phrase, match)
    if phrase.text[0].islower() and match[0][0].isupper():
        plain = capitalised(plain)
    if _fits(before, match[0], plain):
        return Replace(Span(*match.span()), plain)
    vowel = _is_vowel(plain)
    found = (_ELIDED if vowel else _ELISION).search(before) if phrase.verb else None
    if found is None:
        return None
    word = found[0].rstrip(" \u00a0\u202f'’")
    word = f"{word[:-1]}'" if vowel else f"{word}e "
    return Replace(Span(match.start() - len(found[0]), match.end()), word + plain)


def _counted(phrase: _Phrase, match: re.Match[str]) -> str:
    """What is put for a phrase, with the numbers that stand in it."""
    before = phrase.text[0] == "#"  # what stands before the match
    plain = phrase.plain.removeprefix("#") if before else phrase.plain
    for number in match.groups()[: phrase.text.count("#") - before]:
        plain = plain.replace("#", number, 1)
    return plain


@lru_cache(maxsize=1 << 16)
def _key(word: str) -> str:
    """What two spellings of a word share: a capital may have lost its accent."""
    lower = word.lower()
    return lower if lower[0].isascii() else bare(lower[0]) + lower[1:]


@lru_cache(maxsize=1 << 16)
def _keys(text: str) -> tuple[str, ...]:
    """The keys of a phrase's own words."""
    return tuple(map(_key, _WORD.findall(text)))


def _fits(before: str, phrase: str, plain: str) -> bool:
    """Whether what stands before a phrase may stand before what is put: "l'" before a vowel, "le" before none."""
    if _is_vowel(phrase) == _is_vowel(plain):
        return True
    return _FULL.search(before) is None if _is_vowel(plain) else before[-1:] not in ("'", "’")


def _is_vowel(text: str) -> bool:
    """Whether words begin with the sound of a vowel."""
    lower = text.lower()
    return lower[0] in "aeiouéèêàâîôœ" or (lower[0] == "h" and not lower.startswith(_ASPIRATED))


def besides(for_engine: ForEngine, *others: Callable[[str], Iterable[Replace]], small: bool = False) -> ForEngine:
    """What `for_engine` changes in a segment for the engine, and what each of `others` would elsewhere in its text.

    Names are left alone; if `small`, only those with a capital first.
    """

    def changes(segment: Segment, entities: Mapping[str, Entity]) -> list[Replace]:
        said = for_engine(segment, entities)
        names = [name.source for name in segment.names if not small or segment.source[name.source.start].isupper()]
        taken = [*(change.span for change in said), *names]
        for rule in others:
            more = [one for one in rule(segment.source) if not any(map(one.span.overlaps, taken))]
            said = [*said, *more] if more else said
            taken += [one.span for one in more]
        return sorted(said)

    return changes


def _begun(tables: Sequence[_Table], second: str) -> Sequence[_Phrase]:
    """The phrases of a word's tables that go on with a second or are the word alone, the longest first."""
    inside = [found for table in tables for key in (second, "") if (found := table.get(key))]
    return sorted(chain.from_iterable(inside), key=_rank) if len(inside) > 1 else inside[0] if inside else ()


@cache
def _seconds(first: str, idiom: str) -> _Table:
    """The phrases of a first word by their second, "" where there is none, made when it is met."""
    found: _Table = {}
    for phrase in _firsts(idiom)[first]:
        words = _WORD.findall(phrase.text)
        found.setdefault(_key(words[1]) if len(words) > 1 else "", []).append(phrase)
    return {second: sorted(several, key=_rank) for second, several in found.items()}


@cache
def _firsts(idiom: str) -> _Table:
    """The phrases that are listed, or the forms of the idioms with a word, by their first."""
    found: _Table = {}
    for phrase in _forms(idiom) if idiom else _listed():
        word = _WORD.search(phrase.text)
        found.setdefault(_key(word[0]) if word else "", []).append(phrase)
    return found


def _rank(phrase: _Phrase) -> tuple[int, bool]:
    return -len(phrase.text), not (phrase.before or phrase.near)


@cache
def _listed() -> list[_Phrase]:
    """The phrases as the files of `phrases/` list them, in the order of these."""
    fields = _fields()
    tables: list[tuple[dict[str, Any], str]] = [(field, "") for field in fields]
    tables += [(table, where) for field in fields for where in ("before", "near") for table in field.get(where, ())]
    found: list[_Phrase] = []
    for table, where in tables:
        words = tuple(table["words"]) if where else ()
        before, near = (words, ()) if where == "before" else ((), words)
        for plain, several in table.get("phrases", {}).items():
            for text in several:
                alike = _agreeing(text, plain) if "(" in text else ((text, plain),)
                found += [_Phrase(one, put, before, near) for one, put in alike]
    return found


def _agreeing(text: str, plain: str) -> Iterator[tuple[str, str]]:
    """All that a phrase stands for, with what is put for it: placé(e)(s) is of men and women, of one and of several."""
    for feminine, plural in product(*(("", mark[1]) if mark in text else ("",) for mark in ("(e)", "(s)"))):
        said, put = (one.replace("(e)", feminine).replace("(s)", plural) for one in (text, plain))
        yield said, put


@cache
def _idioms() -> dict[str, list[tuple[str, str]]]:
    """Idioms that are listed as an infinitive, with what is put for them, by their longest word behind the verb."""
    found: dict[str, list[tuple[str, str]]] = {}
    for plain, several in (row for field in _fields() for row in field.get("verbs", {}).items()):
        for idiom in several:
            _, *rest = map(_key, _WORD.findall(idiom.removeprefix("se ").removeprefix("s'")))
            tells = max([word for word in reversed(rest) if word not in conjugation.THEIRS], key=len)
            found.setdefault(tells, []).append((idiom, plain))
    return found


def _forms(key: str) -> list[_Phrase]:
    """The forms of the idioms with a word, made when it is met, for all are many; a listed phrase has its own."""
    forms: dict[str, str] = {}
    for idiom, put in _idioms()[key]:
        for text, plain in conjugation.forms(idiom, put):
            forms.setdefault(text, plain)
    return [_Phrase(text, plain, verb=True) for text, plain in forms.items() if text not in _texts()]


@cache
def _texts() -> frozenset[str]:
    """All that is listed as it stands."""
    return frozenset(phrase.text for phrase in _listed())


@cache
def _fields() -> list[dict[str, Any]]:
    return [data_of(str(file)) for file in sorted(Path(__file__).with_name("phrases").glob("*.toml"))]


@cache
def _pattern(phrase: _Phrase) -> re.Pattern[str]:
    """What a phrase looks like; made when its first words are met, for a thousand take half a second."""
    end = "" if phrase.text.endswith("'") else r"(?![\w-])"
    if phrase.before:
        end += rf"(?=[ \u00a0\u202f]+(?:{'|'.join(map(_spelled, phrase.before))})(?:(?<=['’])|(?!\w)))"
    begin = r"(?<=\d)" if phrase.text[0] == "#" else r"(?<![\w-])"
    return re.compile(begin + _spelled(phrase.text.removeprefix("#")) + end)


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
