"""Bylines said in English without an engine: "Publié le 14 mars 2026 à 07h30", "Par Awa Cissé, envoyée spéciale à Gao",
the datelines of agencies, and signposts to other articles ("Lire aussi : …").

Every article has such lines and hardly a corpus does, so engines say them badly; but they are made of few phrases
(`bylines.toml`), names, dates and times. A line of nothing else is put together here; any other is left to the engine.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from mt import names
from mt.document import Name, Span
from mt.edits import Edited, Replace
from mt.names import authority
from mt.names.french import french
from mt.names.spelling import fold, is_acronym, is_upper

_LONGEST = 200  # characters; a longer paragraph is no byline
_KICKER = re.compile(r"\s*(?P<said>[^\W\d_](?:[^\W\d_]|['’ \u00a0-])*[^\W\d_])\s*(?P<mark>[.:!?|–—-]?)\s*")
_BLANKS = re.compile(r"\s*")
_MARK = re.compile(r"[,;.:|•·©/()\[\]–—-]")
_DATELINE = re.compile(  # TACHKENT, 8 nov. (Reuters) -; Anduze (Gard), 23 octobre (AFP) –
    r"[^\W\d_][^()]{1,60}(?:\([^()\d]{2,40}\)[^()]{0,40})?"
    r"\((?:(?P<agency>AFP|AP|ATS|Reuters|Belga|Bloomberg)|[A-Z]{2,5})\)\s?[–—-](?=\s)"
)
_PLACED = re.compile(r"\s[–—-]\s(?=[«“\"]?\s?[A-ZÀ-ÖØ-ÞŒ\d])(?!.*\s[–—-]\s)(?=(?:\S+\s+){4})")  # Chili - Le candidat…
_NUMBER = re.compile(r"\d+(?![\w.,]\w)(?!\w)")
_PARTICLE = r"(?:d['’]|(?:d[eu]|des|van|von|der|ben|el|al)\s+(?:la\s+)?)"
_NAME = re.compile(rf"{_PARTICLE}?[A-ZÀ-ÖØ-ÞŒ](?:[\w’'-]|\.(?!\s|$))*\.?(?<!\w\w\.)")  # one not found before
_SIGNATURE = re.compile(
    r"(?:PHOTO |Photo )?(?P<name>[A-ZÀ-Þ][\w’'-]*(?:[ \u00a0][A-ZÀ-Þ][\w’'-]*){1,4})"
    r"(?:\s?/\s?(?P<agency>AFP|AP|REUTERS|Reuters|SIPA|Sipa|EPA|ANP|MAXPPP|Belga|BELGA|Keystone|KEYSTONE))?"
)
_SHOUTED = re.compile(  # ENTRETIEN A la tête du groupe…: a kicker without a mark, and the sentence behind it
    r"\s*(?P<said>[A-ZÀ-ÖØ-ÞŒ][A-ZÀ-ÖØ-ÞŒ'’ -]{2,30}?)(?=\s+(?:[«“\"]\s?)?[A-ZÀ-ÖØ-ÞŒ](?:[a-zà-öø-ÿœ'’]|\s\w))"
)
_MISSING = re.compile(r"DISPARITION\b.*(?:recherch|retrouv|introuvable|fugue|inquiét|appel)")  # of nobody who died
_CORRESPONDENT = re.compile(  # Quimper, de notre correspondante
    r"(?P<place>[A-ZÀ-ÖØ-ÞŒ][\w’'-]+(?:[ -](?:[A-ZÀ-ÖØ-ÞŒ][\w’'-]+|d[eu]|la|les?|sur|en)){0,4}(?: \([^()]{2,40}\))?)"
    r",\s(?:de\sn(?:otre|os)\s)?"
    r"(?:(?P<special>envoyée?s?\sspécia(?:le?s?|ux))|correspondant(?:e?(?P<several>s)?)|correspondance)\.?"
)
_OPENS = frozenset("•|./(–—")
_TIME = re.compile(
    r"(?P<at>a\s+)?(?P<hour>[01]?\d|2[0-4])\s?(?:h(?:eures?)?(?:\s?(?P<of>[0-5]\d))?|:(?P<in>[0-5]\d))(?!\w)"
)


class _Grammar(NamedTuple):
    """`bylines.toml` ready to be matched with a flat text: phrases with the English of each, dates and signposts."""

    phrase: re.Pattern[str]
    english: dict[str, str]
    date: re.Pattern[str]
    months: dict[str, str]
    days: dict[str, str]
    signpost: re.Pattern[str]
    signposts: dict[str, str]
    kickers: dict[str, str]
    topic: re.Pattern[str]


class _Line(NamedTuple):
    """A byline: its text, the same letter for letter, small and without accents, and its names by their start."""

    text: str
    flat: str
    names: dict[int, Name]
    placed: bool


def english(text: str, mentions: Sequence[Name], *, placed: bool = False) -> list[Replace] | None:
    """What to put for each stretch of a byline to have its English; None where it holds anything but a byline's parts.

    Args:
        text: the line.
        mentions: the names found in it.
        placed: whether it begins with a place, be it one that nobody knows.
    """
    if len(text) > _LONGEST:
        return None
    line = _Line(text, _plain(text), {name.source.start: name for name in mentions}, placed)
    said: list[Replace] = []
    at = _after_blanks(text, 0)
    while at < len(text):
        one = next(_readings(line, at, said), None)
        if one is None:
            return None
        if one.text in (":", ";") and said:
            one = Replace(Span(said[-1].span.end, one.span.end), one.text)
        said.append(one)
        at = _after_blanks(text, one.span.end)
    return said if any(any(map(str.isalpha, one.text)) for one in said) else None


def kicker(text: str) -> list[Replace] | None:
    """What to put for a line that says what an article is ("FAITS DIVERS", "Entretien."), or None for any other."""
    found = _KICKER.fullmatch(text)
    said = found and _kicker(found["said"])
    if not found or not said:
        return None
    put = Replace(Span(*found.span("said")), said.upper() if is_upper(found["said"]) else said)
    return [put, Replace(Span(*found.span("mark")), found["mark"])] if found["mark"] else [put]


def _kicker(text: str) -> str | None:
    """The English of a kicker."""
    return _grammar().kickers.get(" ".join(_plain(text).split()))


def signature(text: str) -> list[Replace] | None:
    """What to put for a line that is a person's name as credits have it (Yann LE GOFF, JULIEN DE ROSA/AFP), else None.

    A heading in capitals may begin with a given name too, so one without an agency must have a small letter.
    """
    found = _SIGNATURE.fullmatch(text)
    if found is None or fold(re.split(r"[\s-]", found["name"])[0]) not in french().given:
        return None
    surname = found["name"].split(None, 1)[1]
    signed = found["agency"] or (is_upper(surname) and not is_upper(found["name"]))
    return [Replace(Span(0, len(text)), text)] if signed else None


def dateline(text: str, mentions: Sequence[Name]) -> list[Replace] | None:
    """What to put for a line that says whence an article was sent (Quimper, de notre correspondante), else None."""
    found = _CORRESPONDENT.fullmatch(text)
    if found is None:
        return None
    several = found["several"] or (found["special"] or "").endswith(("x", "s"))
    who = f", from our {'special ' if found['special'] else ''}correspondent{'s' if several else ''}"
    place = Span(*found.span("place"))
    named = [Replace(name.source, name.after) for name in mentions if name.source.end <= place.end]
    return [Replace(place, Edited(place.of(text), named).after), Replace(Span(place.end, len(text)), who)]


def is_dated(text: str) -> bool:
    """Whether a line begins with a date, so that it may be one that says when an article appeared."""
    return _grammar().date.match(_head(text)) is not None


def opening(text: str, mentions: Sequence[Name]) -> list[Replace]:
    """What to put for what stands before a sentence or a title and is no part of it.

    That is the dateline of an agency ("TACHKENT, 8 nov. (Reuters) - Le…"), a signpost ("Lire aussi : Comment…"), the
    topic ("Football : Lens…"), a kicker in capitals ("ENTRETIEN A la tête…") or the country of a news item
    ("Chili - Le candidat…").

    Args:
        text: the sentence.
        mentions: the names found in it.

    Returns:
        The changes, which cover the opening and its mark; none where there is none, or a dateline with other parts.
    """
    if signpost := _grammar().signpost.match(_head(text)):
        said, mark = _grammar().signposts[" ".join(signpost["phrase"].split())], signpost["mark"]
        return [Replace(Span(*signpost.span()), said + mark if mark == ":" else f"{said} {mark}")]
    if (shouted := _SHOUTED.match(text)) and (kind := _kicker(shouted["said"])) and not _MISSING.match(text):
        return [Replace(Span(*shouted.span()), kind.upper())]
    if topic := _grammar().topic.match(_head(text)):
        about = _grammar().kickers[" ".join(topic["phrase"].split())]
        return [Replace(Span(*topic.span()), f"{about.upper() if is_upper(text[: topic.end()]) else about}:")]
    if placed := _placed(text, mentions):
        return [placed]
    found = _DATELINE.match(text)
    if found is None:
        return []
    inside = [name for name in mentions if name.source.end <= found.end()]
    return english(found[0], inside, placed=found["agency"] is not None) or []


def _placed(text: str, mentions: Sequence[Name]) -> Replace | None:
    """The country that a news item begins with, and its dash; not of a match: France - Angleterre."""
    place = next((name for name in mentions if name.source.start == 0), None)
    mark = place and _PLACED.match(text, place.source.end)
    if not place or not mark or not authority.load().is_country(place.after):
        return None
    behind = next((name.source.of(text) for name in mentions if name.source.start == mark.end()), " ")
    if " " not in behind:
        return None
    return Replace(Span(0, mark.end()), f"{place.after} – ")


def _readings(line: _Line, at: int, said: Sequence[Replace]) -> Iterator[Replace]:
    """What may begin at a place of the line, the surest first."""
    grammar, last = _grammar(), said[-1].text if said else ""
    if name := line.names.get(at):
        if not name.source.of(line.text).islower():  # a demonym would have to stand elsewhere in English
            form = name.after.upper() if is_upper(name.source.of(line.text)) else name.after
            yield Replace(name.source, "the " * (last == "in" and names.takes_article(name.after)) + form)
        return
    if date := grammar.date.match(line.flat, at):
        yield Replace(Span(*date.span()), _date(date, grammar, line.text[at].isupper()))
    if time := _TIME.match(line.flat, at):
        clock = f"{int(time['hour']):02}:{time['of'] or time['in'] or '00'}"
        yield Replace(Span(*time.span()), f"at {clock}" if time["at"] else clock)
    if phrase := grammar.phrase.match(line.flat, at):
        put = grammar.english[" ".join(phrase[0].split())]
        if _fits(line, Span(*phrase.span()), put, last):
            capital = line.text[at].isupper() and (not said or last in _OPENS)
            yield Replace(Span(*phrase.span()), put[:1].upper() + put[1:] if capital else put)
    if mark := _MARK.match(line.text, at):
        yield Replace(Span(*mark.span()), mark[0])
    if (number := _NUMBER.match(line.text, at)) and not last.endswith("on"):
        yield Replace(Span(*number.span()), number[0])
    if (unknown := _NAME.match(line.text, at)) and _may_be_name(line, Span(*unknown.span()), said):
        yield Replace(Span(*unknown.span()), unknown[0])


def _fits(line: _Line, span: Span, put: str, last: str) -> bool:
    """Whether a phrase stands here as such: what is before a place does, and names have their capitals."""
    following = _after_blanks(line.text, span.end)
    name, capital = line.names.get(following), line.text[following : following + 1].isupper()
    if put == "in" and line.flat[span.start : span.end] in ("au", "aux"):
        return name is not None and (names.takes_article(name.after) or authority.load().is_country(name.after))
    if put == "in":
        return capital
    if not put:  # the article before a name; L'Équipe is part of one
        return line.text[span.start] == "l" and last != "in" and (name is not None or capital)
    return put[0].islower() or line.text[span.start : span.end].split()[-1][:1].isupper()


def _may_be_name(line: _Line, span: Span, said: Sequence[Replace]) -> bool:
    """Whether a capitalised word is a name: not at the head, not alone behind a comma, no word of the language."""
    text = span.of(line.text)
    if is_acronym(text) or is_upper(text):
        return True
    if not (said or line.placed) or fold(text) in french().common | french().functions | french().institutions:
        return False
    if not said:
        return text[0].isupper()
    last, before = said[-1], said[-1].span.of(line.text)
    if text[0].islower():
        return last.text == before and before[:1].isupper()  # Solenn de Royer, but not "rédacteur de Mediapart"
    alone = _NAME.match(line.text, _after_blanks(line.text, span.end)) is None
    return last.text != "," or not alone


def _date(found: re.Match[str], grammar: _Grammar, capital: bool) -> str:
    on = ("On" if capital else "on") if found["on"] else ""
    if found["number"]:
        month, year = list(dict.fromkeys(grammar.months.values()))[int(found["number"]) - 1], found["in"]
        return " ".join(filter(None, (on, str(int(found["of"])), month, year if len(year) == 4 else f"20{year}")))
    weekday = grammar.days.get(found["weekday"] or "", "")
    day, month = str(int(found["day"])), grammar.months[found["month"].rstrip(".")]
    return " ".join(filter(None, (on, weekday, day, month, found["year"])))


def _after_blanks(text: str, at: int) -> int:
    blanks = _BLANKS.match(text, at)
    return blanks.end() if blanks else at


class _Flat(dict[int, str]):
    """Every letter met so far in its plainest form, for `str.translate`: é → e."""

    def __missing__(self, code: int) -> str:
        self[code] = unicodedata.normalize("NFD", chr(code))[0].lower()[:1]
        return self[code]


_FLAT = _Flat({ord("’"): "'", ord("‐"): "-", ord("‑"): "-"})


@cache
def _grammar() -> _Grammar:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    phrases = {_plain(phrase): said for said, several in data["phrases"].items() for phrase in several}
    months = {_plain(name): said for said, several in data["months"].items() for name in several}
    days = {_plain(day): said for day, said in data["days"].items()}
    date = (
        rf"(?P<on>le\s+)?(?:(?:(?P<weekday>{_any_of(days)})\s+)?(?P<day>[0-3]?\d)(?:\s?er)?\s+"
        rf"(?P<month>{_any_of(months)})\.?(?:\s+(?P<year>\d{{4}}))?"
        r"|(?P<of>[0-3]?\d)(?P<mark>[./-])(?P<number>0?[1-9]|1[0-2])(?P=mark)(?P<in>(?:20)?\d\d))(?![\w/])"
    )
    phrase = rf"(?:{_any_of(phrases)})(?:(?<=')|(?!\w))"
    signposts = {_plain(phrase): said for said, several in data["signposts"].items() for phrase in several}
    signpost = re.compile(rf"\s*(?P<phrase>{_any_of(signposts)})\s*(?P<mark>[:|>›»→•–—])(?=\s)")
    kickers = {_plain(phrase): said for said, several in data["kickers"].items() for phrase in several}
    topic = re.compile(rf"\s*(?P<phrase>{_any_of(map(_plain, data['topics']['several']))})\s*:(?=\s+\S)")
    return _Grammar(re.compile(phrase), phrases, re.compile(date), months, days, signpost, signposts, kickers, topic)


@lru_cache(maxsize=1 << 10)  # a line is looked at three times on its way to the engine
def _head(text: str) -> str:
    return _plain(text[:_LONGEST])


def _plain(text: str) -> str:
    return text.translate(_FLAT)


def _any_of(phrases: Iterable[str]) -> str:
    """A pattern for any of these, the longest first, with blanks of any kind."""
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in sorted(phrases, key=len, reverse=True))
