"""Bylines said in English without an engine: "Publié le 14 mars 2026 à 07h30", "Par Awa Cissé, envoyée spéciale à Gao".

Every article has such lines and hardly a corpus does, so engines say them badly; but they are made of few phrases
(`bylines.toml`), names, dates and times. A line of nothing else is put together here; any other is left to the engine.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from mt import names
from mt.document import Name, Span
from mt.edits import Replace
from mt.names.french import french
from mt.names.spelling import fold

_LONGEST = 200  # characters; a longer paragraph is no byline
_BLANKS = re.compile(r"\s*")
_MARK = re.compile(r"[,;.:|•·/()\[\]–—-]")
_NUMBER = re.compile(r"\d+(?!\w)")
_CAPITAL = "[A-ZÀ-ÖØ-ÞŒ]"
_NAME = re.compile(  # one that the search for names did not find
    rf"(?:(?<=\w )(?:d[eu]|des|van|von|der|ben|el|al)\s+(?:la\s+)?)?{_CAPITAL}(?:[\w’'-]|\.(?!\s|$))*\.?(?<!\w\w\.)"
)
_OPENS = frozenset("•|./(–—")
_TIME = re.compile(r"(?P<at>à\s+)?(?P<hour>[01]?\d|2[0-4])\s?[h:]\s?(?P<minutes>[0-5]\d)?(?!\w)", re.IGNORECASE)


class _Grammar(NamedTuple):
    """`bylines.toml` ready to be matched: phrases with the English of each, folded, and dates."""

    phrase: re.Pattern[str]
    english: dict[str, str]
    date: re.Pattern[str]
    months: dict[str, str]
    days: dict[str, str]


def english(text: str, mentions: Sequence[Name]) -> list[Replace] | None:
    """What to put for each stretch of a byline to have its English; None where it holds anything but a byline's parts.

    Args:
        text: the line.
        mentions: the names found in it.
    """
    if len(text) > _LONGEST:
        return None
    said: list[Replace] = []
    at = _after_blanks(text, 0)
    while at < len(text):
        one = next(_readings(text, at, mentions, said), None)
        if one is None:
            return None
        if one.text == ":" and said:
            one = Replace(Span(said[-1].span.end, one.span.end), ":")
        said.append(one)
        at = _after_blanks(text, one.span.end)
    return said if any(any(map(str.isalpha, one.text)) for one in said) else None


def _readings(text: str, at: int, mentions: Sequence[Name], said: Sequence[Replace]) -> Iterator[Replace]:
    """What may begin at a place of the line, the surest first."""
    grammar, last = _grammar(), said[-1].text if said else ""
    for name in mentions:
        if name.source.start == at:
            yield Replace(name.source, "the " * (last == "in" and names.takes_article(name.after)) + name.after)
    if date := grammar.date.match(text, at):
        yield Replace(Span(*date.span()), _date(date, grammar))
    if time := _TIME.match(text, at):
        clock = f"{int(time['hour']):02}:{time['minutes'] or '00'}"
        yield Replace(Span(*time.span()), f"at {clock}" if time["at"] else clock)
    if phrase := grammar.phrase.match(text, at):
        put = grammar.english[_plain(phrase[0])]
        capital = phrase[0][0].isupper() and (not said or last in _OPENS)
        yield Replace(Span(*phrase.span()), put[:1].upper() + put[1:] if capital else put)
    for pattern in (_MARK, _NUMBER, _NAME):
        if (same := pattern.match(text, at)) and not _is_word(same[0]):
            yield Replace(Span(*same.span()), same[0])


def _after_blanks(text: str, at: int) -> int:
    blanks = _BLANKS.match(text, at)
    return blanks.end() if blanks else at


def _is_word(text: str) -> bool:
    """Whether a capitalised word is one of the language and no name."""
    return fold(text) in french().common | french().functions | french().institutions


def _date(found: re.Match[str], grammar: _Grammar) -> str:
    if found["number"]:
        return f"{int(found['of'])} {list(grammar.months.values())[int(found['number']) - 1]} {found['in']}"
    weekday = grammar.days.get(fold(found["weekday"] or ""), "")
    on = f"{'O' if found['on'][0].isupper() else 'o'}n" if found["on"] else ""
    return " ".join(filter(None, (on, weekday, found["day"], grammar.months[fold(found["month"])], found["year"])))


def _plain(text: str) -> str:
    return " ".join(fold(text).replace("’", "'").split())


@cache
def _grammar() -> _Grammar:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    phrases = {phrase: said for said, several in data["phrases"].items() for phrase in several}
    months, days = data["months"], data["days"]
    date = (
        rf"(?P<on>le\s+)?(?:(?P<weekday>{_any_of(days)})\s+)?(?P<day>[0-3]?\d)(?:er)?\s+(?P<month>{_any_of(months)})"
        r"(?:\s+(?P<year>\d{4}))?(?!\w)|(?P<of>[0-3]?\d)/(?P<number>0?[1-9]|1[0-2])/(?P<in>\d{4})(?!\w)"
    )
    return _Grammar(
        re.compile(rf"(?:{_any_of(phrases)})(?:(?<=')|(?<=’)|(?!\w))", re.IGNORECASE),
        {_plain(phrase): said for phrase, said in phrases.items()},
        re.compile(date, re.IGNORECASE),
        {fold(month): said for month, said in months.items()},
        {fold(day): said for day, said in days.items()},
    )


def _any_of(phrases: dict[str, str]) -> str:
    """A pattern for any of these, the longest first, with blanks and apostrophes of any kind."""
    ordered = map(re.escape, sorted(phrases, key=len, reverse=True))
    return "|".join(phrase.replace(r"\ ", r"\s+").replace("'", "['’]") for phrase in ordered)
